//! With the option `lanes` Jacobians run several columns, or rows, at once through calls of other functions: each is what
//! a run by itself gives, bit for bit.

use autodiff::{Real, grad};

/// Each column of a Jacobian, by `f_jvp` along unit vectors.
fn columns<const N: usize, const M: usize>(along: impl Fn([f64; N]) -> [f64; M]) -> [[f64; N]; M] {
    let columns: [[f64; M]; N] = std::array::from_fn(|column| along(unit(column)));
    std::array::from_fn(|row| columns.map(|column| column[row]))
}

fn unit<const N: usize>(at: usize) -> [f64; N] {
    std::array::from_fn(|k| if k == at { 1.0 } else { 0.0 })
}

/// Each row of a Jacobian, by the pullbacks of `f_vjp`; -0 and 0 are the same.
fn rows<const N: usize, const M: usize>(pullback: impl Fn([f64; M]) -> [f64; N]) -> [[f64; N]; M] {
    std::array::from_fn(|row| pullback(unit(row)))
}

mod helpers {
    use super::*;

    #[grad(jvp, lanes)]
    pub(crate) fn wave(x: f64, k: f64) -> f64 {
        (k * x).sin() * x.sqrt()
    }

    #[grad(jvp, lanes)]
    pub(crate) fn scaled<T: Real, const N: usize>(x: &[T; N], by: T) -> [T; N] {
        let mut out = *x;
        for v in out.iter_mut() {
            *v = *v * by + T::from_f64(0.5);
        }
        out
    }

    #[grad(jvp, lanes)]
    pub(crate) fn turn(point: &mut [f64], angle: f64) {
        let (s, c) = angle.sin_cos();
        let (x, y) = (point[0], point[1]);
        point[0] = c * x - s * y;
        point[1] = s * x + c * y;
    }

    #[grad(jvp, lanes)]
    pub(crate) fn total(x: &[f64], weights: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (v, w) in x.iter().zip(weights) {
            sum += wave(*v, *w);
        }
        sum
    }

    #[grad(jvp, lanes)]
    pub(crate) fn both(x: f64, y: f64) -> (f64, [f64; 2]) {
        (x * y, [x / y, wave(y, x)])
    }
}

use helpers::{both, scaled, total, turn, wave as sine};

/// A float, an array, a tuple, a `&mut` argument and a sub-slice, also in loops and branches.
#[grad(jvp, vjp, jacobian, lanes)]
fn square(x: [f64; 5]) -> [f64; 5] {
    let mut point = [x[0], x[1]];
    turn(&mut point, x[2]);
    let mut out = scaled(&x, point[0]);
    for k in 0..3 {
        if x[k] > 0.5 {
            out[k] += sine(x[k], x[k + 1]) * point[1];
        } else {
            turn(&mut out[k..], x[k]);
        }
    }
    out[3] += total(&x[1..], &out[..3]);
    let (product, [quotient, other]) = both(x[3], x[4]);
    out[4] = product * quotient + other;
    out
}

/// The same with fewer outputs than inputs.
#[grad(jvp, vjp, jacobian, lanes)]
fn wide(x: [f64; 5]) -> [f64; 3] {
    let all = square(x);
    let mut kept = [all[0] * all[1], all[2], all[3]];
    for v in kept.iter_mut() {
        *v = sine(*v * *v, x[4]);
    }
    kept
}

const POINTS: [[f64; 5]; 3] =
    [[0.2, 0.7, 1.3, 0.4, 0.9], [0.6, 0.9, 0.8, 2.0, 1.5], [0.5, 0.1, 0.3, 1.25, 0.75]];

#[test]
fn columns_are_those_of_runs_by_themselves() {
    for x in POINTS {
        assert_eq!(square_jacobian(x), columns(|v| square_jvp(x, v).1), "at {x:?}");
    }
}

#[test]
fn rows_are_those_of_runs_by_themselves() {
    for x in POINTS {
        assert_eq!(wide_jacobian(x), rows(|ct| wide_vjp(x).1(ct)), "at {x:?}");
    }
}

/// A function that calls itself: its frames are on a stack.
#[grad(vjp, jvp, jacobian, lanes)]
fn powers(x: f64, y: f64, n: u32) -> [f64; 2] {
    if n == 0 {
        return [1.0, y];
    }
    let [a, b] = powers(x * 0.5, y, n - 1);
    [a * x, b * sine(x, y)]
}

#[grad(vjp, jacobian, lanes)]
fn of_powers(x: [f64; 3]) -> (f64, f64) {
    let [a, b] = powers(x[0], x[1], 4);
    (a * x[2], b)
}

#[test]
fn recursion() {
    let (x, y) = (1.25, 0.75);
    let by_columns = columns(|[dx, dy]| powers_jvp(x, y, 3, dx, dy).1);
    let (dx, dy) = powers_jacobian(x, y, 3);
    assert_eq!([[dx[0], dy[0]], [dx[1], dy[1]]], by_columns);
    let x = [1.25, 0.75, 2.0];
    assert_eq!(of_powers_jacobian(x), rows(|[a, b]| of_powers_vjp(x).1((a, b))));
}

struct Spring {
    stiffness: f64,
}

#[grad(vjp, jvp, jacobian, lanes)]
impl Spring {
    fn pull(&self, stretch: f64) -> f64 {
        self.stiffness * stretch * stretch
    }

    fn pulls(&self, at: [f64; 3]) -> [f64; 2] {
        [self.pull(at[1] - at[0]), self.pull(at[2] - at[1]) * Self::friction(at[0])]
    }

    fn friction(x: f64) -> f64 {
        (-x).exp()
    }
}

#[test]
fn methods() {
    let spring = Spring { stiffness: 3.0 };
    let at = [0.5, 1.25, 3.0];
    assert_eq!(spring.pulls_jacobian(at), rows(|ct| spring.pulls_vjp(at).1(ct)));
}

#[grad(jvp, lanes)]
fn doubled(mut list: Vec<f64>, by: f64) -> Vec<f64> {
    list.push(by * list[0]);
    list
}

/// Lists that grow and shrink, elements that change places, results in lists.
#[grad(jvp, vjp, jacobian, lanes)]
fn shuffled(x: &[f64], y: [f64; 2]) -> (Vec<f64>, f64) {
    let mut list = doubled(x.to_vec(), y[0]);
    let last = list.pop().unwrap();
    list.insert(1, last * y[1]);
    list.swap(0, 2);
    let first = std::mem::replace(&mut list[0], y[0] * last);
    list.push(sine(first, y[1]));
    let sum = total(&list, x);
    (list, sum)
}

#[test]
fn lists() {
    let (x, y) = ([0.3, 1.5, 0.8], [1.25, 0.75]);
    let (dx, dy) = shuffled_jacobian(&x, y);
    assert_eq!((dx.len(), dy.len()), (6, 6));
    for row in 0..6 {
        let (value, pullback) = shuffled_vjp(&x, y);
        let ct: Vec<f64> = (0..6).map(|at| if at == row { 1.0 } else { 0.0 }).collect();
        assert_eq!(value.0.len(), 5);
        let (want_x, want_y) = pullback((ct[..5].to_vec(), ct[5]));
        assert_eq!((&dx[row], dy[row]), (&want_x, want_y), "row {row}");
    }
}

#[grad(jvp, lanes)]
fn mean<T: Real>(x: &[T]) -> T {
    let mut sum = T::from_f64(0.0);
    for v in x {
        sum += *v;
    }
    sum / T::from_f64(x.len() as f64)
}

#[grad(vjp, jacobian, lanes)]
fn centred<T: Real>(x: &[T]) -> [T; 3] {
    let middle = mean(x);
    [x[0] - middle, (x[1] - middle) * x[2], mean::<T>(&x[1..])]
}

#[test]
fn generic_functions_of_f32() {
    let x = [1.0_f32, 2.0, 4.0, 8.0];
    for (row, got) in centred_jacobian(&x).iter().enumerate() {
        let pullback = centred_vjp(&x).1;
        assert_eq!(*got, pullback(std::array::from_fn(|at| if at == row { 1.0 } else { 0.0 })));
    }
}

/// Derivatives that are stated: in a float, an array, a slice and a tuple, one of which carries none.
mod stated {
    use super::*;

    #[grad(jvp, lanes, partials = blend_partials)]
    fn blend(x: f64, at: [f64; 2], all: &[f64], pair: (f64, [f64; 2])) -> f64 {
        blend_partials(x, at, all, pair).0
    }

    type Partials = (f64, [f64; 2], Vec<f64>, (f64, [f64; 2]));

    fn blend_partials(x: f64, at: [f64; 2], all: &[f64], pair: (f64, [f64; 2])) -> (f64, Partials) {
        let sum: f64 = all.iter().map(|v| v * v).sum();
        let value = x * at[0] * at[1] + x.sqrt() * sum + pair.0 * pair.1[0] - pair.1[1];
        let d_x = at[0] * at[1] + 0.5 / x.sqrt() * sum;
        let d_all = all.iter().map(|v| 2.0 * v * x.sqrt()).collect();
        (value, (d_x, [x * at[1], x * at[0]], d_all, (pair.1[0], [pair.0, -1.0])))
    }

    #[grad(jvp, jacobian, lanes)]
    fn by_columns(x: [f64; 3]) -> [f64; 5] {
        let first = blend(x[0], [x[1], 2.0], &x[1..], (x[2], [x[0], 1.0]));
        let second = blend(x[2], [0.5, 0.25], &[1.0, 2.0], (1.0, [3.0, x[1]]));
        [first, second * x[0], first * second, x[1], x[2] * first]
    }

    #[grad(vjp, jacobian, lanes)]
    fn by_rows(x: [f64; 5]) -> [f64; 3] {
        let first = blend(x[0], [x[1], x[4]], &x[1..], (x[2], [x[0], x[3]]));
        let second = blend(x[2], [0.5, 0.25], &[1.0, 2.0], (1.0, [3.0, x[3]]));
        [first, second * x[0], first * second]
    }

    #[test]
    fn columns_of_stated_derivatives() {
        for x in [[0.5, -1.0, 2.0], [3.0, 0.25, 0.75], [0.0, 1.0, 1.0]] {
            assert_eq!(by_columns_jacobian(x), super::columns(|along| by_columns_jvp(x, along).1));
        }
    }

    #[test]
    fn rows_of_stated_derivatives() {
        for x in [[0.5, -1.0, 2.0, 3.0, 0.125], [3.0, 0.25, 0.75, -1.5, 1.0]] {
            assert_eq!(by_rows_jacobian(x), super::rows(|ct| by_rows_vjp(x).1(ct)));
        }
    }
}
