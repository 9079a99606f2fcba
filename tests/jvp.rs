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

/// Data beside the parameters: the companion makes no tangents for it.
#[grad(wrt(weights), jvp)]
fn misfit(weights: [f64; 2], data: &[f64], mut scale: f64) -> f64 {
    let mut sum = 0.0;
    for v in data {
        let r = v * weights[0] - weights[1];
        sum += r * r * scale;
        scale *= 0.5;
    }
    sum
}

/// One that is left out is written to.
#[grad(wrt(weights), jvp)]
fn misfit_into(weights: [f64; 2], data: &[f64], mut scale: f64, out: &mut [f64; 2]) -> f64 {
    let mut sum = 0.0;
    for (k, v) in data.iter().enumerate() {
        let r = v * weights[0] - weights[1];
        sum += r * r * scale;
        out[k % 2] = r;
        scale *= 0.5;
    }
    sum
}

#[grad(wrt(weights), jvp, jacobian)]
fn residuals(weights: [f64; 2], data: &[f64], mut kept: Vec<f64>) -> [f64; 3] {
    kept[0] = data[2] * weights[0];
    [data[0] * weights[0] - weights[1], data[1] * weights[1], kept[0] * kept[1]]
}

/// Of two parameters that are left out, `shift` comes to depend on the one that is not.
#[grad(wrt(x), jvp)]
fn shifted(x: f64, data: &[f64], mut shift: f64) -> f64 {
    shift += x * data[0];
    shift * data[1]
}

#[grad(wrt(weights), jvp)]
fn recursive_misfit(weights: [f64; 2], data: &[f64], scale: f64) -> f64 {
    match data {
        [] => 0.0,
        [first, rest @ ..] => {
            let r = first * weights[0] - weights[1];
            r * r * scale + recursive_misfit(weights, rest, 0.5 * scale)
        }
    }
}

#[test]
fn what_is_held_fixed_gets_no_tangents() {
    let (weights, data, along) = ([2.0, 0.5], [1.0, 3.0, -0.5], [0.25, 1.0]);
    let gradient = misfit_grad(weights, &data, 1.0);
    let want = gradient[0] * 0.25 + gradient[1];
    let mut got = 0.0;
    let info = allocation_counter::measure(|| got = misfit_jvp(weights, &data, 1.0, along).1);
    assert_eq!(info.count_total, 0, "a tangent of `data` would be a `Vec`");
    // A few products and sums in another order.
    approx::assert_relative_eq!(got, want, max_relative = 1e-14);

    let mut out = [0.0; 2];
    let (_, tangent) = misfit_into_jvp(weights, &data, 1.0, &mut out, along);
    approx::assert_relative_eq!(tangent, want, max_relative = 1e-14);
    let (_, tangent) = recursive_misfit_jvp(weights, &data, 1.0, along);
    approx::assert_relative_eq!(tangent, want, max_relative = 1e-14);

    let (_, tangent) = residuals_jvp(weights, &data, vec![1.0, 4.0], along);
    assert_eq!(tangent, [0.25 - 1.0, 3.0, -0.5 * 0.25 * 4.0]);
    let jacobian = residuals_jacobian(weights, &data, vec![1.0, 4.0]);
    assert_eq!(jacobian, [[1.0, -1.0], [0.0, 3.0], [-2.0, 0.0]]);

    assert_eq!(shifted_jvp(3.0, &[2.0, 5.0], 7.0, 0.5), (65.0, 5.0));
}

#[grad(jvp)]
fn choices(x: f64, y: f64) -> [f64; 3] {
    [x.max(y), x.min(y), x.max(y * y).min(2.0 * x)]
}

#[grad(jvp, hvp)]
fn larger(x: f64, y: f64) -> f64 {
    let m = (x * y).max(y);
    m * m
}

#[grad(jvp)]
fn slope_of_larger(x: f64, y: f64) -> f64 {
    larger_jvp(x, y, 1.0, 1.0).1
}

#[test]
fn one_of_two_tangents_is_selected() {
    assert_eq!(choices_jvp(1.0, 2.0, 10.0, 100.0).1, [100.0, 10.0, 20.0]);
    // A tie goes to the first, one that is no number to the other.
    assert_eq!(choices_jvp(2.0, 2.0, 10.0, 100.0).1[..2], [10.0, 10.0]);
    assert_eq!(choices_jvp(f64::NAN, 2.0, 10.0, 100.0).1[..2], [100.0, 100.0]);
    assert_eq!(choices_jvp(2.0, f64::NAN, 10.0, 100.0).1[..2], [10.0, 10.0]);
    assert_eq!(choices_jvp(1.0, 2.0, f64::INFINITY, 1.0).1[0], 1.0);
    // (x y)², and y² where x < 1: second derivatives along (1, 1), third ones by a tangent of these.
    assert_eq!(larger_hvp(2.0, 3.0, 1.0, 1.0).1, (2.0 * 9.0 + 4.0 * 6.0, 4.0 * 6.0 + 2.0 * 4.0));
    assert_eq!(larger_hvp(0.5, 3.0, 1.0, 1.0).1, (0.0, 2.0));
    assert_eq!(slope_of_larger_grad(2.0, 3.0), (18.0 + 24.0, 24.0 + 8.0));
    assert_eq!(slope_of_larger_jvp(0.5, 3.0, 1.0, 1.0).1, 2.0);
}

#[grad(jvp)]
fn attraction(a: [f64; 3], b: [f64; 3]) -> f64 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    let near = 1.0 / (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    let sixth = near * near * near;
    4.0 * (sixth * sixth - sixth) / (1.0 + near * near)
}

mod with_every_factor_in_its_place {
    #[autodiff::grad(jvp, __nothing_cheaper)]
    pub(super) fn attraction(a: [f64; 3], b: [f64; 3]) -> f64 {
        let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
        let near = 1.0 / (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        let sixth = near * near * near;
        4.0 * (sixth * sixth - sixth) / (1.0 + near * near)
    }
}

#[test]
fn factors_of_two_behind_products_change_no_bit() {
    for (near, far) in [(0.1, 1.1), (-3.5, 0.25), (1e-30, 1e20), (0.5, 0.5)] {
        let (a, b, d_a, d_b) = ([near, 0.2, 0.3], [far, 0.9, -0.4], [0.5, 0.25, 0.1], [-0.1, 0.3, near]);
        let (value, tangent) = attraction_jvp(a, b, d_a, d_b);
        let (same, beside) = with_every_factor_in_its_place::attraction_jvp(a, b, d_a, d_b);
        assert_eq!((value.to_bits(), tangent.to_bits()), (same.to_bits(), beside.to_bits()));
        assert_eq!(value, attraction(a, b));
    }
    // f = 4 (s⁶ - s³) / (1 + s²) with s = 1 / d², d = 2: f' = df/ds · -2 / d³.
    let (value, tangent) = attraction_jvp([2.0, 0.0, 0.0], [0.0; 3], [1.0, 0.0, 0.0], [0.0; 3]);
    let s = 0.25_f64;
    let (above, below) = (s.powi(6) - s.powi(3), 1.0 + s * s);
    approx::assert_relative_eq!(value, 4.0 * above / below, max_relative = 1e-14);
    let by_s = 4.0 * ((6.0 * s.powi(5) - 3.0 * s.powi(2)) * below - above * 2.0 * s) / (below * below);
    approx::assert_relative_eq!(tangent, -by_s / 4.0, max_relative = 1e-14);
}

/// Powers of a reciprocal, one of which is added to what stays finite.
#[grad(jvp)]
fn reciprocals(x: f64, y: f64) -> [f64; 3] {
    let r = 1.0 / x;
    let s = y / (x * x);
    [r * r * r, s * s * y, r * y + s]
}

mod with_every_guard {
    #[autodiff::grad(jvp, __nothing_cheaper)]
    pub(super) fn reciprocals(x: f64, y: f64) -> [f64; 3] {
        let r = 1.0 / x;
        let s = y / (x * x);
        [r * r * r, s * s * y, r * y + s]
    }
}

#[test]
fn guards_that_are_left_out_change_nothing() {
    const NUMBERS: [f64; 7] = [0.0, -0.0, 0.5, -3.0, f64::INFINITY, f64::NAN, 1e-200];
    let same = |a: f64, b: f64| a == b || (a.is_nan() && b.is_nan());
    for (x, y) in NUMBERS.into_iter().flat_map(|x| NUMBERS.map(|y| (x, y))) {
        for (dx, dy) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (-0.0, -2.0), (0.5, 0.25)] {
            let (value, along) = reciprocals_jvp(x, y, dx, dy);
            let (beside, guarded) = with_every_guard::reciprocals_jvp(x, y, dx, dy);
            let pairs = value.iter().zip(beside).chain(along.iter().zip(guarded));
            assert!(
                pairs.clone().all(|(a, b)| same(*a, b)),
                "at {x}, {y} along {dx}, {dy}: {along:?}, {guarded:?}"
            );
        }
    }
}

#[grad(jvp)]
fn told(x: &mut [f64; 2]) -> String {
    x[0] *= x[1];
    "multiplied".to_owned()
}

/// Its zero is made before it is moved.
#[test]
fn a_result_that_owns_something_and_carries_no_derivative() {
    let (mut x, mut along) = ([2.0, 3.0], [1.0, 10.0]);
    let (value, _) = told_jvp(&mut x, &mut along);
    assert_eq!((value.as_str(), x, along), ("multiplied", [6.0, 3.0], [23.0, 10.0]));
}
