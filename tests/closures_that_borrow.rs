//! Closures without a derivative that borrow from the function that gives them to another one.

#[macro_use]
mod common;

use autodiff::{Real, grad};

struct Table {
    weights: [f64; 4],
}

const TABLE: Table = Table { weights: [0.5, -1.5, 2.0, 0.25] };

program! {
    of_parameters_and_locals, f(x) for [x] in [[0.3], [-1.2], [2.0]], gives [{
        let w = TABLE.weights;
        let inner = |y: f64| (1..4).map(|i| w[i] * (y * w[i]).cos()).sum::<f64>();
        2.0 * x * inner(x * x) + inner(x) + 3.0 * x * x * 10.0 + 2.0 * 7.0 * 8.0 * x
    }];
    #[grad]
    fn anonymous(x: f64, weight: impl Fn(usize) -> f64) -> f64 {
        (x * weight(1)).sin() + (x * weight(2)).sin() + (x * weight(3)).sin()
    }
    #[grad]
    fn named<F: Fn(usize) -> usize>(x: f64, index: F) -> f64 { x.powi(3) * index(5) as f64 }
    #[grad]
    fn bounded_below<T: Real, F>(x: T, mut count: F) -> T where F: FnMut() -> i32 {
        let first = T::from_f64(f64::from(count()));
        x * x * first * T::from_f64(f64::from(count()))
    }
    #[grad]
    fn through(x: f64, table: &Table) -> f64 { anonymous(x * x, |i| table.weights[i]) }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let table = TABLE;
        let (offset, mut counter) = (5, 6);
        let weight = |i: usize| table.weights[i];
        let first = through(x, &table) + anonymous(x, weight) + named(x, |i| i + offset);
        let second = bounded_below(x, || {
            counter += 1;
            counter
        });
        assert_eq!((counter, weight(0)), (8, 0.5));
        first + second
    }
}

program! {
    inside_loops_and_branches, f(x) for [x] in [[0.3], [-1.2], [2.0]], allocates, dual;
    #[grad]
    fn scaled(x: f64, weight: impl Fn(i32) -> i32) -> f64 { (x * 0.5).sin() * f64::from(weight(1)) }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let steps = [1, 2, 3];
        let mut s = x;
        for i in 0..3 {
            s += scaled(s, |j| steps[i] * j);
        }
        let mut k = 0;
        while k < 3 {
            s = if s > 0.5 { scaled(s, |j| k + j + steps[0]) + x } else { s * x };
            k += 1;
        }
        s * scaled(x, |j| j + k)
    }
}

program! {
    methods_with_a_turbofish, f(x) for [x] in [[0.3], [-1.2], [2.0]], dual;
    struct Model { scale: i32 }
    #[grad]
    impl Model {
        fn predict<const N: usize>(&self, x: f64, weight: impl Fn(usize) -> i32) -> f64 {
            x.powi(self.scale) * f64::from(weight(N))
        }
        fn free<const N: usize>(x: f64, weight: impl Fn(usize) -> i32) -> f64 { x * x * f64::from(weight(N)) }
    }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let (model, steps) = (Model { scale: 3 }, [4, 5, 6]);
        model.predict::<2>(x, |i| steps[i])
            + model.predict::<1>(x, |i| i as i32)
            + Model::free::<2>(x, |i| steps[i - 1])
            + <Model>::free::<1>(x, move |i| i as i32)
    }
}

program! {
    given_on_by_reference, f(x) for [x] in [[0.3], [-1.2]], dual;
    #[grad]
    fn called(x: f64, weight: &dyn Fn(i32) -> i32) -> f64 { x * x * f64::from(weight(2)) }
    #[grad]
    fn given(x: f64, weight: impl Fn(i32) -> i32) -> f64 { called(x, &weight) * f64::from(weight(3)) }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let steps = [4, 5, 6];
        given(x, |i| i + steps[1])
    }
}

/// States its derivative.
#[grad(partials = stated)]
fn opaque(x: f64, weight: impl Fn(usize) -> f64) -> f64 {
    x * x * weight(1)
}

fn stated(x: f64, weight: impl Fn(usize) -> f64) -> (f64, f64) {
    (x * x * weight(1), 2.0 * x * weight(1))
}

#[grad(jvp, hvp)]
fn slope(x: f64, weight: impl Fn(usize) -> f64) -> f64 {
    x.powi(3) * weight(0)
}

#[grad(jvp, hvp)]
fn slope_of_table(x: f64, table: &Table) -> f64 {
    slope(x, |i| table.weights[i])
}

#[grad]
fn opaque_of_table(x: f64, table: &Table) -> f64 {
    opaque(x, |i| table.weights[i])
}

#[test]
fn stated_derivatives_and_second_ones() {
    assert_eq!(opaque_of_table_grad(2.0, &TABLE), -6.0);
    assert_eq!(slope_of_table_jvp(2.0, &TABLE, 1.0), (4.0, 6.0));
    assert_eq!(slope_of_table_hvp(2.0, &TABLE, 1.0), (6.0, 6.0));
}

program! {
    for_the_lengths_of_lists, f(&[x, y, z], 4) for [x, y, z] in [[1.1, 0.7, 0.4]], allocates, dual;
    #[grad]
    fn around(list: &[f64], next: impl Fn(usize) -> usize) -> f64 {
        list[next(0)] * list[next(1)]
    }
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let rows = [[x[0], x[1]], [x[2], x[0]]];
        let mut v = x.to_vec();
        let count = || v.len();
        let length = count();
        v.push(x[0] * x[1]);
        let next = |i: usize| if v.is_empty() { 0 } else { (i + n) % v.len() };
        let at = |i: usize, j: usize| rows[0].len() * i + j;
        let mut s = x[0];
        for i in 0..v.len() {
            s = s * x[1] + v[i] * v[next(i)];
        }
        s * v[length] * v[at(1, 1)] * around(&v, |i| (i + 2) % v.len()) * rows[1][0]
    }
}
