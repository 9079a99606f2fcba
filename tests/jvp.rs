//! `f_jvp`: the value, and the derivative along given tangents. Every program of the other tests runs in forward mode
//! too; here are the forms of parameters and results.

use autodiff::{NoCotangent, Real, grad};

#[grad(jvp)]
fn rotate(angle: f64, [x, y]: [f64; 2]) -> [f64; 2] {
    let (s, c) = angle.sin_cos();
    [c * x - s * y, s * x + c * y]
}

#[test]
fn an_array() {
    let (s, c) = 0.7_f64.sin_cos();
    let (value, tangent) = rotate_jvp(0.7, [3.0, 4.0], 10.0, [100.0, 0.0]);
    assert_eq!(value, rotate(0.7, [3.0, 4.0]));
    approx::assert_relative_eq!(tangent[0], -10.0 * value[1] + 100.0 * c, epsilon = 1e-12);
    approx::assert_relative_eq!(tangent[1], 10.0 * value[0] + 100.0 * s, epsilon = 1e-12);
}

#[grad(jvp)]
fn mixed(x: &[f64], k: usize, scale: f32, v: Vec<f64>, r: &f64, m: &[[f64; 2]; 2]) -> (f64, [f64; 2], usize) {
    let y = x[k] * f64::from(scale);
    (y * y, [v[0] * *r, v[1] * m[1][0]], k)
}

#[test]
fn every_form_of_parameter() {
    let (value, tangent) = mixed_jvp(
        &[2.0, 3.0],
        1,
        0.5,
        vec![5.0, 7.0],
        &11.0,
        &[[0.0; 2], [13.0, 0.0]],
        &[100.0, 10.0],
        1.0,
        vec![1.0, 2.0],
        &3.0,
        &[[50.0; 2], [0.25, 60.0]],
    );
    assert_eq!(value, (2.25, [55.0, 91.0], 1));
    // d(y²) = 2 y dy with y = 1.5, dy = 10 / 2 + 3 · 1
    assert_eq!(tangent, (24.0, [11.0 + 15.0, 26.0 + 7.0 * 0.25], NoCotangent));
}

#[grad(jvp)]
fn step(position: &mut [f64], velocity: &mut f64, dt: f64) {
    position[0] += *velocity * dt;
    *velocity *= position[0];
}

#[test]
fn tangents_of_mutable_arguments_go_in_and_out() {
    let (mut position, mut velocity) = ([1.0, 7.0], 2.0);
    let (mut d_position, mut d_velocity) = ([10.0, 1000.0], 100.0);
    let ((), ()) = step_jvp(&mut position, &mut velocity, 0.5, &mut d_position, &mut d_velocity, 1.0);
    assert_eq!((position, velocity), ([2.0, 7.0], 4.0));
    // p' = p + v t: 10 + 100 · 0.5 + 2 · 1; v' = v p': 100 · 2 + 2 · 62.
    assert_eq!((d_position, d_velocity), ([62.0, 1000.0], 324.0));
}

#[test]
#[should_panic(expected = "`step_jvp`: the tangent of `position` has length 1, but `position` has length 2")]
fn a_tangent_of_the_wrong_length_is_noticed() {
    let _ = step_jvp(&mut [1.0, 7.0], &mut 2.0, 0.5, &mut [0.0], &mut 0.0, 0.0);
}

#[grad(jvp)]
fn caller(x: &[f64], fixed: &[f64]) -> f64 {
    let mut held = [1.0, 2.0];
    held[0] = x[0];
    // One of each without a tangent: a slice, a reference, a value and a `&mut` whose element varies.
    sum_of_products(x, fixed, &2.0, 3.0, &mut held)
        + sum_of_products(&fixed[..1], &x[1..], &x[0], x[1], &mut held)
}

#[grad(jvp)]
fn sum_of_products(a: &[f64], b: &[f64], c: &f64, d: f64, e: &mut [f64; 2]) -> f64 {
    e[1] *= d;
    a[0] * b[0] * *c * d + e[0] * e[1]
}

#[test]
fn what_carries_no_derivative_has_the_tangent_zero() {
    let (x, fixed) = ([2.0, 3.0], [5.0, 7.0]);
    let gradient = caller_grad(&x, &fixed);
    let (value, along) = caller_jvp(&x, &fixed, &[10.0, 100.0], &[1000.0, 0.0]);
    assert_eq!(value, caller(&x, &fixed));
    assert_eq!(along, gradient.0[0] * 10.0 + gradient.0[1] * 100.0 + gradient.1[0] * 1000.0);
}

#[grad(wrt(x), jvp)]
fn held<T: Real, const N: usize>(x: [T; N], scale: T, out: &mut [T; N], weigh: impl Fn(usize) -> f64) {
    for k in 0..N {
        out[k] = x[k] * scale * T::from_f64(weigh(k));
    }
}

#[test]
fn generic_and_with_respect_to_some() {
    let mut out = [7.0_f32; 2];
    let ((), ()) = held_jvp([1.0, 2.0], 3.0, &mut out, |k| k as f64, [1.0, 10.0]);
    assert_eq!(out, [0.0, 6.0]);
}

struct Spring {
    stiffness: f64,
}

#[grad(jvp)]
impl Spring {
    fn force(&self, stretch: [f64; 2]) -> [f64; 2] {
        [self.stiffness * stretch[0], Self::half(self.stiffness) * self.energy(stretch[1])]
    }

    fn energy(&self, stretch: f64) -> f64 {
        0.5 * self.stiffness * stretch * stretch
    }

    fn half(x: f64) -> f64 {
        0.5 * x
    }
}

#[test]
fn methods() {
    let spring = Spring { stiffness: 4.0 };
    assert_eq!(spring.force_jvp([1.0, 3.0], [10.0, 100.0]), ([4.0, 36.0], [40.0, 2400.0]));
    assert_eq!(Spring::half_jvp(3.0, 1.0), (1.5, 0.5));
}

#[grad(jvp, partials = polynomial_and_partials)]
fn polynomial(x: f64, c: &[f64]) -> f64 {
    c.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

fn polynomial_and_partials(x: f64, c: &[f64]) -> (f64, (f64, Vec<f64>)) {
    let powers: Vec<f64> = (0..c.len()).map(|k| x.powi(k as i32)).collect();
    let slope = (1..c.len()).map(|k| k as f64 * c[k] * powers[k - 1]).sum();
    (polynomial(x, c), (slope, powers))
}

#[grad(jvp)]
fn with_polynomial(x: f64) -> f64 {
    polynomial(x * x, &[1.0, x, 3.0])
}

#[test]
fn stated_partials() {
    assert_eq!(polynomial_jvp(2.0, &[1.0, 2.0, 3.0], 1.0, &[10.0, 100.0, 0.0]), (17.0, 14.0 + 10.0 + 200.0));
    // 1 + x³ + 3 x⁴
    assert_eq!(with_polynomial_jvp(2.0, 1.0), (57.0, 12.0 + 96.0));
    assert_eq!(with_polynomial_grad(2.0), 12.0 + 96.0);
}

#[grad(jvp)]
fn constant(_x: f64, n: usize) -> (f64, usize) {
    (f64::MAX, n)
}

#[test]
fn a_result_that_depends_on_nothing() {
    assert_eq!(constant_jvp(1.0, 3, f64::INFINITY), ((f64::MAX, 3), (0.0, NoCotangent)));
}

#[grad(jvp)]
fn poles(x: f64, y: f64) -> f64 {
    x.sqrt() + x.abs() + x.max(y) + y.ln() * x.powf(y)
}

#[test]
fn a_zero_tangent_wins_over_an_infinite_partial() {
    // Along y at (0, 1): sqrt and powf have infinite or undefined partials in x there.
    assert_eq!(poles_jvp(0.0, 1.0, 0.0, 1.0).1, 1.0);
    assert_eq!(poles_jvp(0.0, 1.0, 1.0, 0.0).1, f64::INFINITY);
}

/// The Jacobian from either side: `<ct, J v>` is `<Jᵀ ct, v>`.
#[test]
fn forward_and_reverse_mode_are_adjoint() {
    let (angle, point, v, ct) = (0.3, [1.5, -2.0], (0.7, [-0.2, 1.1]), [2.5, -0.75]);
    let (_, tangent) = rotate_jvp(angle, point, v.0, v.1);
    let (_, pullback) = rotate_vjp(angle, point);
    let (d_angle, d_point) = pullback(ct);
    let forward = ct[0] * tangent[0] + ct[1] * tangent[1];
    let reverse = d_angle * v.0 + d_point[0] * v.1[0] + d_point[1] * v.1[1];
    approx::assert_relative_eq!(forward, reverse, epsilon = 1e-14);
}
