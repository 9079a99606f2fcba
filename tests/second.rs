//! `f_hvp` and `f_hessian`: second derivatives. Every program of the other tests is checked for symmetry and against
//! central differences; here are closed forms, forms of parameters and special points.

use autodiff::{Real, grad};

#[grad(hvp, hessian)]
fn f(x: f64, y: f64) -> f64 {
    x * x * y + y.sin()
}

#[test]
fn two_numbers() {
    let (x, y) = (2.0_f64, 3.0_f64);
    assert_eq!(f_hessian(x, y), [[2.0 * y, 2.0 * x], [2.0 * x, -y.sin()]]);
    let (gradient, product) = f_hvp(x, y, 1.0, 10.0);
    assert_eq!(gradient, f_grad(x, y));
    assert_eq!(product, (2.0 * y + 20.0 * x, 2.0 * x - 10.0 * y.sin()));
}

#[grad(hvp, hessian)]
fn mixed(x: &[f64], y: [f64; 2], z: &f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for v in x.iter().take(n) {
        sum += v * v * y[1];
    }
    sum * *z + y[0].powi(3)
}

#[test]
fn every_form_of_parameter() {
    let (x, y, z) = ([2.0, 3.0], [5.0, 7.0], 11.0);
    let hessian: Vec<Vec<f64>> = mixed_hessian(&x, y, &z, 2);
    let want = [
        [2.0 * y[1] * z, 0.0, 0.0, 2.0 * x[0] * z, 2.0 * x[0] * y[1]],
        [0.0, 2.0 * y[1] * z, 0.0, 2.0 * x[1] * z, 2.0 * x[1] * y[1]],
        [0.0, 0.0, 6.0 * y[0], 0.0, 0.0],
        [2.0 * x[0] * z, 2.0 * x[1] * z, 0.0, 0.0, 13.0],
        [2.0 * x[0] * y[1], 2.0 * x[1] * y[1], 0.0, 13.0, 0.0],
    ];
    assert_eq!(hessian, want);
    let (gradient, product) = mixed_hvp(&x, y, &z, 2, &[1.0, 0.0], [0.0, 10.0], &100.0);
    assert_eq!(gradient, mixed_grad(&x, y, &z, 2));
    assert_eq!(
        product.0,
        [want[0][0] + 10.0 * want[0][3] + 100.0 * want[0][4], 10.0 * want[1][3] + 100.0 * want[1][4]]
    );
    assert_eq!(product.1, [0.0, want[3][0] + 100.0 * want[3][4]]);
    assert_eq!(product.2, want[4][0] + 10.0 * want[4][3]);
}

#[test]
#[should_panic(expected = "`mixed_hvp`: the tangent of `x` has length 1, but `x` has length 2")]
fn a_tangent_of_the_wrong_length_is_noticed() {
    let _ = mixed_hvp(&[2.0, 3.0], [5.0, 7.0], &11.0, 2, &[1.0], [0.0, 10.0], &100.0);
}

/// A long chain of rounded operations.
#[grad(hessian)]
fn chain(x: [f64; 4]) -> f64 {
    let mut state = x;
    for k in 0..40 {
        state[k % 4] = (state[(k + 1) % 4] * state[(k + 2) % 4]).sin() + x[k % 4].exp() / 3.0;
    }
    state[0] * state[1] + state[2] / state[3]
}

#[test]
fn symmetric_to_the_last_bit() {
    let hessian: [[f64; 4]; 4] = chain_hessian([0.3, -0.7, 1.1, 0.5]);
    for (at, row) in hessian.iter().enumerate() {
        let column = hessian.map(|row| row[at].to_bits());
        assert_eq!(row.map(f64::to_bits), column);
    }
}

#[grad(wrt(x), hessian, hvp)]
fn held<T: Real, const N: usize>(x: [T; N], scale: T, bend: impl Fn(usize) -> f64 + Clone) -> T {
    let mut sum = T::ZERO;
    for k in 0..N {
        sum += x[k] * x[0] * scale * T::from_f64(bend(k));
    }
    sum
}

#[test]
fn generic_and_with_respect_to_some() {
    let hessian: Vec<Vec<f32>> = held_hessian([1.0_f32, 2.0], 3.0, |k| (k + 1) as f64);
    assert_eq!(hessian, [[6.0, 6.0], [6.0, 0.0]]);
    assert_eq!(held_hvp([1.0_f64, 2.0], 3.0, |k| (k + 1) as f64, [1.0, 0.0]), ([18.0, 6.0], [6.0, 6.0]));
}

struct Spring {
    stiffness: f64,
}

#[grad(hvp, hessian)]
impl Spring {
    fn energy(&self, stretch: [f64; 2]) -> f64 {
        0.5 * self.stiffness * self.square(stretch[0]) * stretch[1]
    }

    fn square(&self, x: f64) -> f64 {
        x * x
    }

    /// No gradient, so no companion of second order; it serves its callers.
    fn halves(x: f64) -> [f64; 2] {
        [0.5 * x, 0.5 * x]
    }
}

#[test]
fn methods() {
    let spring = Spring { stiffness: 4.0 };
    assert_eq!(spring.energy_hessian([3.0, 5.0]), [[20.0, 12.0], [12.0, 0.0]]);
    assert_eq!(Spring::halves(3.0), [1.5, 1.5]);
}

#[grad(hvp, hessian)]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}

#[test]
fn recursion() {
    assert_eq!(power_hessian(2.0, 4), [[48.0]]);
    assert_eq!(power_hvp(2.0, 4, 0.5), (32.0, 24.0));
}

#[grad(hvp)]
fn rescale(v: &mut [f64], by: f64) {
    for x in v.iter_mut() {
        *x *= by * by;
    }
}

#[grad(hessian)]
fn through_a_callee(x: f64, y: f64) -> f64 {
    let mut v = [x, y];
    rescale(&mut v, y);
    v[0] * v[1]
}

#[test]
fn a_callee_that_writes() {
    // x y⁵
    let (x, y) = (2.0_f64, 3.0_f64);
    let mixed = 5.0 * y.powi(4);
    assert_eq!(through_a_callee_hessian(x, y), [[0.0, mixed], [mixed, 20.0 * x * y.powi(3)]]);
}

#[grad(hvp, partials = cube_and_slope)]
fn cube(x: f64) -> f64 {
    x.powi(3)
}

#[grad(jvp)]
fn cube_and_slope(x: f64) -> (f64, f64) {
    (x * x * x, 3.0 * x * x)
}

#[grad(hessian)]
fn with_stated_derivative(x: f64) -> f64 {
    x * cube(x)
}

#[test]
fn a_stated_derivative_with_a_derivative() {
    assert_eq!(cube_hvp(2.0, 1.0), (12.0, 12.0));
    assert_eq!(with_stated_derivative_hessian(2.0), [[48.0]]);
}

// Special points.

#[grad(hessian)]
fn root_under_a_factor(x: f64, y: f64) -> f64 {
    y * x.sqrt()
}

#[test]
fn a_guard_tests_the_cotangent_and_its_tangent_apart() {
    // The cotangent of the root is zero, its tangent is not.
    assert_eq!(root_under_a_factor_hessian(4.0, 0.0), [[0.0, 0.25], [0.25, 0.0]]);
    // Nothing depends on the pole.
    assert_eq!(root_under_a_factor_hessian(0.0, 0.0)[0][0], 0.0);
    assert_eq!(root_under_a_factor_hessian(0.0, 0.0)[1][1], 0.0);
    assert_eq!(root_under_a_factor_hessian(0.0, 0.0)[0][1], f64::INFINITY);
}

macro_rules! guarded {
    ($($name:ident: $f:expr, [$first:expr, $second:expr];)+) => {$(
        #[test]
        fn $name() {
            /// The cotangent of the method is `y`, which is zero.
            #[grad(hessian)]
            fn f(x: f64, y: f64) -> f64 {
                let g = $f(x);
                y * g
            }
            #[grad(hessian)]
            #[allow(unused)]
            fn alone(x: f64) -> f64 {
                $f(x)
            }
            let x = 0.4_f64;
            let (first, second): (fn(f64) -> f64, fn(f64) -> f64) = ($first, $second);
            let hessian = f_hessian(x, 0.0);
            assert_eq!((hessian[0][0], hessian[1][1]), (0.0, 0.0));
            approx::assert_relative_eq!(hessian[0][1], first(x), max_relative = 1e-14);
            approx::assert_relative_eq!(alone_hessian(x)[0][0], second(x), max_relative = 1e-13);
        }
    )+};
}

guarded! {
    sine: f64::sin, [|x| x.cos(), |x| -x.sin()];
    cosine: f64::cos, [|x| -x.sin(), |x| -x.cos()];
    tangent: f64::tan, [|x| x.cos().powi(-2), |x| 2.0 * x.tan() / x.cos().powi(2)];
    arcsine: f64::asin, [|x| (1.0 - x * x).powf(-0.5), |x| x * (1.0 - x * x).powf(-1.5)];
    arccosine: f64::acos, [|x| -(1.0 - x * x).powf(-0.5), |x| -x * (1.0 - x * x).powf(-1.5)];
    arctangent: f64::atan, [|x| 1.0 / (1.0 + x * x), |x| -2.0 * x / (1.0 + x * x).powi(2)];
    hyperbolic_sine: f64::sinh, [|x| x.cosh(), |x| x.sinh()];
    hyperbolic_cosine: f64::cosh, [|x| x.sinh(), |x| x.cosh()];
    hyperbolic_tangent: f64::tanh, [|x| x.cosh().powi(-2), |x| -2.0 * x.tanh() / x.cosh().powi(2)];
    area_sine: f64::asinh, [|x| (x * x + 1.0).powf(-0.5), |x| -x * (x * x + 1.0).powf(-1.5)];
    area_tangent: f64::atanh, [|x| 1.0 / (1.0 - x * x), |x| 2.0 * x / (1.0 - x * x).powi(2)];
    exponential: f64::exp, [|x| x.exp(), |x| x.exp()];
    exponential_of_two: f64::exp2, [|x| x.exp2() * 2_f64.ln(), |x| x.exp2() * 2_f64.ln().powi(2)];
    exponential_less_one: f64::exp_m1, [|x| x.exp(), |x| x.exp()];
    logarithm: f64::ln, [|x| 1.0 / x, |x| -1.0 / (x * x)];
    binary_logarithm: f64::log2, [|x| 1.0 / (x * 2_f64.ln()), |x| -1.0 / (x * x * 2_f64.ln())];
    decimal_logarithm: f64::log10, [|x| 1.0 / (x * 10_f64.ln()), |x| -1.0 / (x * x * 10_f64.ln())];
    logarithm_beside_one: f64::ln_1p, [|x| 1.0 / (1.0 + x), |x| -(1.0 + x).powi(-2)];
    square_root: f64::sqrt, [|x| 0.5 / x.sqrt(), |x| -0.25 * x.powf(-1.5)];
    cube_root: f64::cbrt, [|x| x.powf(-2.0 / 3.0) / 3.0, |x| -2.0 / 9.0 * x.powf(-5.0 / 3.0)];
    reciprocal: f64::recip, [|x| -1.0 / (x * x), |x| 2.0 / (x * x * x)];
    absolute_value: f64::abs, [|_| 1.0, |_| 0.0];
}

#[grad(hessian)]
fn area_cosine(x: f64) -> f64 {
    x.acosh()
}

#[grad(hessian)]
fn of_two(x: f64, y: f64) -> f64 {
    x.powf(y) + x.atan2(y) + x.hypot(y) + x.log(y)
}

#[test]
fn methods_of_two_operands() {
    approx::assert_relative_eq!(
        area_cosine_hessian(1.5)[0][0],
        -1.5 * 1.25_f64.powf(-1.5),
        max_relative = 1e-13
    );
    let (x, y) = (1.7_f64, 2.3_f64);
    let (square, root, lx, ly) = (x * x + y * y, x.hypot(y), x.ln(), y.ln());
    let got = of_two_hessian(x, y);
    let want = [
        y * (y - 1.0) * x.powf(y - 2.0) - 2.0 * x * y / square.powi(2) + y * y / root.powi(3)
            - 1.0 / (x * x * ly),
        x.powf(y - 1.0) * (1.0 + y * lx) + (x * x - y * y) / square.powi(2)
            - x * y / root.powi(3)
            - 1.0 / (x * y * ly * ly),
        x.powf(y) * lx * lx
            + 2.0 * x * y / square.powi(2)
            + x * x / root.powi(3)
            + lx * (ly + 2.0) / (y * y * ly.powi(3)),
    ];
    approx::assert_relative_eq!(got[0][0], want[0], max_relative = 1e-13);
    approx::assert_relative_eq!(got[0][1], want[1], max_relative = 1e-13);
    approx::assert_relative_eq!(got[1][1], want[2], max_relative = 1e-13);
}

#[grad(hessian)]
fn powers(x: f64, y: f64) -> f64 {
    x.powi(0) + x.powi(1) + x.powi(2) + x.powf(y)
}

#[test]
fn powers_at_zero() {
    // x², twice where the exponent is two.
    assert_eq!(powers_hessian(0.0, 2.0), [[4.0, 0.0], [0.0, 0.0]]);
    assert_eq!(powers_hessian(0.0, 3.0), [[2.0, 0.0], [0.0, 0.0]]);
}

#[grad(hessian, wrt(x))]
fn counted_calls(x: [f64; 2], calls: &mut f64, list: &mut Vec<f64>) -> f64 {
    *calls += 1.0;
    list.push(x[0]);
    x[0] * x[1] * *calls * list.len() as f64
}

#[test]
fn what_is_not_differentiated_changes_as_in_one_call() {
    let (mut calls, mut list) = (1.0, vec![4.0]);
    assert_eq!(counted_calls_hessian([3.0, 5.0], &mut calls, &mut list), [[0.0, 4.0], [4.0, 0.0]]);
    assert_eq!((calls, list), (2.0, vec![4.0, 3.0]));
}

#[grad(hessian)]
fn ragged(rows: &[Vec<f64>]) -> f64 {
    let mut sum = 0.0;
    for row in rows {
        for x in row {
            sum += x * x * rows[0][0];
        }
    }
    sum
}

#[test]
fn rows_of_different_lengths() {
    let hessian = ragged_hessian(&[vec![2.0], vec![], vec![3.0, 5.0]]);
    assert_eq!(hessian, [[12.0, 6.0, 10.0], [6.0, 4.0, 0.0], [10.0, 0.0, 4.0]]);
}

type Pair = [f64; 2];

#[grad(hvp, hessian, jvp, wrt(x, y))]
fn of_aliases(x: &Pair, y: &mut Pair, z: Pair) -> f64 {
    y[0] *= x[0] * z[0];
    x[0] * x[1] * y[0] + y[1] * y[1]
}

/// The zeros of what a reference refers to have the shape of what stands behind it.
#[test]
fn references_to_types_that_are_not_seen_through() {
    let (x, y, z) = ([2.0, 3.0], [5.0, 7.0], [11.0, 13.0]);
    // x₀² x₁ y₀ z₀ + y₁²
    let want = [
        [2.0 * 3.0 * 55.0, 2.0 * 2.0 * 55.0, 2.0 * 2.0 * 3.0 * 11.0, 0.0],
        [2.0 * 2.0 * 55.0, 0.0, 4.0 * 11.0, 0.0],
        [2.0 * 2.0 * 3.0 * 11.0, 4.0 * 11.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 2.0],
    ];
    assert_eq!(of_aliases_hessian(&x, &mut y.clone(), z), want);
    let (gradient, product) = of_aliases_hvp(&x, &mut y.clone(), z, &[1.0, 0.0], &mut [0.0, 0.0]);
    assert_eq!(gradient, ([2.0 * 2.0 * 3.0 * 55.0, 4.0 * 55.0], [4.0 * 3.0 * 11.0, 14.0]));
    assert_eq!(product, ([want[0][0], want[0][1]], [want[0][2], want[0][3]]));
}

#[grad(hessian)]
fn with_a_closure<F: Fn(usize) -> f64>(x: [f64; 2], k: F) -> f64 {
    x[0] * x[1] * k(0) + x[1] * x[1] * k(1)
}

#[test]
fn a_closure_that_is_no_clone() {
    struct Factors([f64; 2]);
    let factors = Factors([10.0, 100.0]);
    assert_eq!(with_a_closure_hessian([2.0, 3.0], move |k| factors.0[k]), [[0.0, 10.0], [10.0, 200.0]]);
}
