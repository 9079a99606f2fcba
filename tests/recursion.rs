//! Recursive functions beyond the plain case: methods, generics, cycles, `&mut` arguments, early exits.

#[macro_use]
mod common;

use autodiff::{Real, grad};

program! {
    recursion, f(x, 5) for [x] in [[1.25], [-0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        if n == 0 { return x; }
        let y = f(x * 0.75, n - 1);
        (y * x).sin() + y
    }
}

program! {
    recursion_in_two_places, f(x, y, 4) for [x, y] in [[1.25, 0.5], [-0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        match n {
            0 => x * y,
            1 => x + y,
            _ => {
                let left = f(x * 0.9, y, n - 1);
                if left > 0.0 { left * f(y, x * left * 0.25, n - 2) } else { f(left, y, n - 2) }
            }
        }
    }
}

program! {
    recursion_over_a_slice, f(&[x, y, z], 0) for [x, y, z] in [[1.25, 0.5, -0.75]], allocates,
        gives [y * z, x * z, x * y];
    #[grad]
    pub(crate) fn f(v: &[f64], at: usize) -> f64 {
        if at == v.len() { 1.0 } else { v[at] * f(v, at + 1) }
    }
}

program! {
    recursion_through_a_mutable_argument, f(x, y) for [x, y] in [[1.25, 0.5]], allocates, dual;
    #[grad]
    fn climb(s: &mut f64, x: f64, n: u8) -> f64 {
        *s += x * *s;
        let here = *s * x;
        if n > 0 { climb(s, here, n - 1) * here } else { *s }
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        let c = climb(&mut s, x * 0.5, 3);
        c * s
    }
}

program! {
    recursion_with_its_own_turbofish, f(x) for [x] in [[1.25]], allocates, gives [6.0 * x.powi(5)];
    #[grad]
    fn power<T: autodiff::Real>(x: T, n: u32) -> T {
        if n == 0 { T::ONE } else { x * power::<T>(x, n - 1) }
    }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { power(x, 6) }
}

program! {
    mutual_recursion, f(x, 5) for [x] in [[1.25], [-0.5]], allocates, dual;
    #[grad(recursive)]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        if n == 0 { x * x } else { odd(x * 0.75, n - 1) * x }
    }
    #[grad]
    fn odd(x: f64, n: u32) -> f64 {
        if n == 0 { return x.exp(); }
        let y = f(x, n - 1);
        y.sin() + x
    }
}

program! {
    recursive_methods, f(x, 4) for [x] in [[1.25]], allocates, dual;
    struct Series { by: f64 }
    #[grad]
    impl Series {
        fn sum(&self, x: f64, n: u32) -> f64 {
            if n == 0 { x * self.by } else { self.sum(x * self.by, n - 1) * x + x }
        }
        fn product(x: f64, n: u32) -> f64 { if n < 2 { x } else { Self::product(x, n - 1) * x } }
    }
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        let series = Series { by: f64::from(0.5) };
        series.sum(x, n) * Series::product(x, n)
    }
}

program! {
    three_calls_with_early_exits, f(x, y, 4) for [x, y] in [[0.75, 0.5], [-0.5, 1.25], [1.5, -0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: u32) -> f64 {
        if n == 0 { return x.sin(); }
        let a = f(x * 0.5, y, n - 1);
        if a < 0.0 { return a * y; }
        let mut s = a * a;
        let b = if n % 2 == 0 { f(s, a, n - 2) } else { return f(y, x * a, n - 1) * s };
        s += b * x;
        s * b + y
    }
}

program! {
    a_mutable_array_all_the_way_down, f(x, y) for [x, y] in [[0.75, 0.5], [-0.5, 1.25]], allocates, dual;
    #[grad]
    fn walk(v: &mut [f64; 4], at: usize, by: f64) {
        if at == 4 { return; }
        v[at] += by * v[(at + 1) % 4];
        let next = v[at] * by;
        walk(v, at + 1, next);
        v[at] *= v[(at + 3) % 4];
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = [x, y, x * y, x];
        walk(&mut v, 0, y);
        v[0] * v[1] + v[2] * v[3]
    }
}

program! {
    a_cycle_of_three, f(x, 7) for [x] in [[0.75], [-0.5]], allocates, dual;
    #[grad(recursive)]
    pub(crate) fn f(x: f64, n: u32) -> f64 { if n == 0 { x } else { second(x * 0.5, n - 1) + x } }
    #[grad]
    fn second(x: f64, n: u32) -> f64 { if n == 0 { x * x } else { third(x, x + 1.0, n - 1) } }
    #[grad]
    fn third(x: f64, y: f64, n: u32) -> f64 {
        if n == 0 { return x / y; }
        f(x * y, n - 1) * f(y, 1)
    }
}

program! {
    every_function_of_a_cycle_marked, f(x, 5) for [x] in [[0.75], [-0.5]], allocates, dual;
    #[grad(recursive)]
    pub(crate) fn f(x: f64, n: u32) -> f64 { if n == 0 { x } else { g(x.sin(), n - 1) * x } }
    #[grad(recursive)]
    fn g(x: f64, n: u32) -> f64 { if n == 0 { x.exp() } else { f(x, n - 1) + g(x * 0.5, n - 1) } }
}

program! {
    a_recursive_function_that_calls_another, f(x, 3) for [x] in [[0.75], [-0.5]], allocates, dual;
    #[grad]
    fn inner(x: f64, n: u32) -> f64 { if n == 0 { x } else { inner(x * x, n - 1) + x } }
    #[grad]
    fn plain(x: f64, v: &mut f64) -> f64 { *v += x; x * *v }
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        if n == 0 { return x; }
        let mut v = inner(x * 0.5, n);
        let p = plain(x, &mut v);
        f(p * 0.25, n - 1) * v + p
    }
}

program! {
    generic_recursion, f(x, y) for [x, y] in [[0.75, 0.5]], allocates, gives [
        // horner([x, y], 2) = x + t (y + t x), t = x
        1.0 + y + 3.0 * x * x,
        x
    ];
    #[grad]
    fn horner<T: Real, const N: usize>(c: &[T; N], t: T, n: usize) -> T {
        if n == 0 { c[0] } else { c[(N - n) % N] + t * horner::<T, N>(c, t, n - 1) }
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { horner(&[x, y], x, 2) }
}

program! {
    methods_that_recurse_through_each_other, f(x, 2) for [x] in [[0.75], [-0.5]], allocates, gives [
        // left = (x/2 + sin(x/2)) x, right = x³/4 + sin(sin x)
        x + (x / 2.0).sin() + x / 2.0 * (x / 2.0).cos() + 0.75 * x * x + x.sin().cos() * x.cos()
    ];
    struct Tree { shrink: f64 }
    #[grad]
    impl Tree {
        #[grad(recursive)]
        fn left(&self, x: f64, n: u32) -> f64 { if n == 0 { x } else { self.right(x * self.shrink, n - 1) * x } }
        fn right(&self, x: f64, n: u32) -> f64 { if n == 0 { x * x } else { self.left(x, n - 1) + Self::tip(x, n) } }
        fn tip(x: f64, n: u32) -> f64 { if n == 0 { x } else { Self::tip(x.sin(), n - 1) } }
    }
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        let tree = Tree { shrink: f64::from(0.5) };
        tree.left(x, n) + tree.right(x, 2)
    }
}

program! {
    recursion_that_returns_a_tuple, f(x, 4) for [x] in [[0.75], [-0.5]], allocates, dual;
    #[grad]
    fn fib(x: f64, n: u32) -> (f64, f64) {
        if n == 0 { return (x, x * x); }
        let (a, b) = fib(x, n - 1);
        (b, a * x + b)
    }
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 { let (a, b) = fib(x, n); a * b }
}

#[grad]
fn descend(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { descend(x, n - 1) + x }
}

/// Each level pushes one frame and runs once in each sweep: the allocations grow with the logarithm of the depth.
#[test]
fn a_deep_recursion_costs_a_constant_for_each_level() {
    let allocations =
        |depth| allocation_counter::measure(|| assert_eq!(descend_grad(1.0, depth), f64::from(depth) + 1.0));
    let (shallow, deep) = (allocations(10), allocations(1000));
    assert!(
        deep.count_total <= shallow.count_total + 10,
        "{} then {}",
        shallow.count_total,
        deep.count_total
    );
}

program! {
    recursion_before_a_loop_that_keeps_its_iterations, f(x, 2) for [x] in [[1.0], [0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, n: usize) -> f64 {
        if n == 0 {
            return x;
        }
        let l = f(x, n - 1);
        let mut out = 0.0 * x;
        let mut i = 0;
        while i < 2 {
            out += l * l;
            i += 1;
        }
        out
    }
}

program! {
    recursion_between_two_loops_that_are_left, f(x, 3) for [x] in [[0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..9 {
            s = s * 0.5 + x;
            if i > n {
                break;
            }
        }
        if n > 0 {
            s = s * f(s * 0.5, n - 1);
        }
        for i in 0..9 {
            s = s * x + 0.25 * s * s;
            if i >= n {
                break;
            }
        }
        s
    }
}

/// Every path by which a method or function can name itself.
mod paths {
    use super::*;

    pub(crate) struct M;

    #[grad]
    impl M {
        fn of_the_type(&self, x: f64, n: u32) -> f64 {
            if n == 0 { 1.0 } else { x * M::of_the_type(self, x, n - 1) }
        }
        fn of_self(&self, x: f64, n: u32) -> f64 {
            if n == 0 { 1.0 } else { x * Self::of_self(self, x, n - 1) }
        }
        fn qualified(&self, x: f64, n: u32) -> f64 {
            if n == 0 { 1.0 } else { x * <Self>::qualified(self, x, n - 1) }
        }
        fn associated(x: f64, n: u32) -> f64 {
            if n == 0 { 1.0 } else { x * <M>::associated(x, n - 1) }
        }
        fn in_this_module(x: f64, n: u32) -> f64 {
            if n == 0 { 1.0 } else { x * self::M::in_this_module(x, n - 1) }
        }
        fn from_the_root(x: f64, n: u32) -> f64 {
            if n == 0 { 1.0 } else { x * crate::paths::M::from_the_root(x, n - 1) }
        }
    }

    pub(crate) struct G<T>(core::marker::PhantomData<T>);

    #[grad]
    impl<T: Real> G<T> {
        fn qualified(x: T, n: u32) -> T {
            if n == 0 { T::ONE } else { x * <G<T>>::qualified(x, n - 1) }
        }
        fn with_turbofish(x: T, n: u32) -> T {
            if n == 0 { T::ONE } else { x * G::<T>::with_turbofish(x, n - 1) }
        }
    }

    #[grad]
    fn here(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * self::here(x, n - 1) }
    }

    #[grad]
    fn from_the_root(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * crate::paths::from_the_root(x, n - 1) }
    }

    #[grad]
    fn from_above(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * super::paths::from_above(x, n - 1) }
    }

    #[grad]
    fn beside_a_glob(x: f64, n: u32) -> f64 {
        use super::other::*;
        if n == 0 { unrelated(x) } else { x * beside_a_glob(x, n - 1) }
    }

    #[test]
    fn all_of_them_recurse() {
        let cube = |gradient: f64| assert_eq!(gradient, 12.0);
        cube(M.of_the_type_grad(2.0, 3));
        cube(M.of_self_grad(2.0, 3));
        cube(M.qualified_grad(2.0, 3));
        cube(M::associated_grad(2.0, 3));
        cube(M::in_this_module_grad(2.0, 3));
        cube(M::from_the_root_grad(2.0, 3));
        cube(G::<f64>::qualified_grad(2.0, 3));
        cube(G::<f64>::with_turbofish_grad(2.0, 3));
        cube(here_grad(2.0, 3));
        cube(from_the_root_grad(2.0, 3));
        cube(from_above_grad(2.0, 3));
        cube(beside_a_glob_grad(2.0, 2));
    }
}

mod other {
    use super::*;

    #[grad]
    pub(crate) fn unrelated(x: f64) -> f64 {
        x
    }

    #[grad]
    pub(crate) fn hidden(x: f64, n: u32) -> f64 {
        x * f64::from(n)
    }
}

/// An import in the body hides the function: what looks like recursion is none.
#[grad]
fn hidden(x: f64, n: u32) -> f64 {
    use other::hidden;
    if n == 0 { x } else { hidden(x, n - 1) }
}

/// As [`hidden`], behind `*`.
mod hidden_by_a_glob {
    #[autodiff::grad]
    pub(crate) fn hidden(x: f64, n: u32) -> f64 {
        use super::other::*;
        if n == 0 { x } else { hidden(x, n - 1) }
    }
}

#[test]
fn a_function_of_the_same_name_is_another() {
    assert_eq!(hidden_value_and_grad(2.0, 4), (6.0, 3.0));
    assert_eq!(hidden_by_a_glob::hidden_value_and_grad(2.0, 4), (6.0, 3.0));
}
