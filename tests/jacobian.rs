//! `f_jacobian`: for each argument one row for each number of the result.

use autodiff::{Real, grad};

#[grad(jacobian)]
fn project(point: [f64; 3], focal: f64) -> [f64; 2] {
    [focal * point[0] / point[2], focal * point[1] / point[2]]
}

#[test]
fn fewer_outputs_than_inputs_row_by_row() {
    let (d_point, d_focal): ([[f64; 3]; 2], [f64; 2]) = project_jacobian([1.0, 2.0, 4.0], 8.0);
    assert_eq!(d_point, [[2.0, 0.0, -0.5], [0.0, 2.0, -1.0]]);
    assert_eq!(d_focal, [0.25, 0.5]);
}

#[grad(jacobian)]
fn spherical(r: f64, angles: &[f64; 2]) -> ([f64; 2], f64) {
    let (polar, azimuth) = (scaled(angles[0]), angles[1]);
    ([r * polar.sin() * azimuth.cos(), r * polar.sin() * azimuth.sin()], r * polar.cos())
}

#[grad(jvp)]
fn scaled(angle: f64) -> f64 {
    2.0 * angle
}

#[test]
fn as_many_outputs_as_inputs_column_by_column() {
    let (r, angles) = (2.0, [0.3, 0.7]);
    let (d_r, d_angles): ([f64; 3], [[f64; 2]; 3]) = spherical_jacobian(r, &angles);
    let ((sp, cp), (sa, ca)) = (0.6_f64.sin_cos(), 0.7_f64.sin_cos());
    let close = |got: &[f64], want: &[f64]| {
        got.iter().zip(want).for_each(|(got, want)| approx::assert_relative_eq!(got, want, epsilon = 1e-14));
    };
    close(&d_r, &[sp * ca, sp * sa, cp]);
    close(&d_angles[0], &[2.0 * r * cp * ca, -r * sp * sa]);
    close(&d_angles[1], &[2.0 * r * cp * sa, r * sp * ca]);
    close(&d_angles[2], &[-2.0 * r * sp, 0.0]);
}

#[grad(jacobian)]
fn residuals(x: &[f64], scale: f64, bias: Vec<f64>) -> [f64; 2] {
    let mut sum = bias[0];
    for v in x {
        sum += v * scale;
    }
    [sum, x[0] * x[0]]
}

#[test]
fn slices_and_vecs_have_rows_of_their_length() {
    let (dx, d_scale, d_bias) = residuals_jacobian(&[2.0, 3.0, 5.0], 10.0, vec![1.0, 7.0]);
    assert_eq!(dx, [vec![10.0, 10.0, 10.0], vec![4.0, 0.0, 0.0]]);
    assert_eq!(d_scale, [10.0, 0.0]);
    assert_eq!(d_bias, [vec![1.0, 0.0], vec![0.0, 0.0]]);
}

#[grad(jacobian, wrt(x))]
fn squares<T: Real, const N: usize>(x: [T; N], offset: T) -> [T; N] {
    let mut out = x;
    for k in 0..N {
        out[k] = x[k] * x[k] + offset;
    }
    out
}

#[test]
fn sizes_that_only_rustc_knows() {
    assert_eq!(squares_jacobian([1.0_f32, 2.0], 5.0), [[2.0, 0.0], [0.0, 4.0]]);
}

#[grad(jacobian)]
fn passed_on(x: Vec<f64>) -> Vec<f64> {
    x
}

#[test]
fn a_vec_of_rows() {
    let rows: Vec<Vec<f64>> = passed_on_jacobian(vec![7.0, 8.0]);
    assert_eq!(rows, [vec![1.0, 0.0], vec![0.0, 1.0]]);
}

struct Camera {
    focal: f64,
}

#[grad(jacobian)]
impl Camera {
    fn project(&self, point: [f64; 3]) -> [f64; 2] {
        [self.focal * point[0] / point[2], self.focal * point[1] / point[2]]
    }

    /// The option of the block does not fit here.
    fn depth(&self, point: [f64; 3]) -> f64 {
        point[2] / self.focal
    }
}

#[test]
fn a_method() {
    let camera = Camera { focal: 8.0 };
    assert_eq!(camera.project_jacobian([1.0, 2.0, 4.0]), [[2.0, 0.0, -0.5], [0.0, 2.0, -1.0]]);
    assert_eq!(camera.depth_grad([1.0, 2.0, 4.0]), [0.0, 0.0, 0.125]);
}

#[grad(jacobian, jvp)]
fn step(position: &mut [f64], velocity: &mut f64, dt: f64) {
    for x in position.iter_mut() {
        *x += *velocity * dt * *x;
    }
    *velocity *= position[0];
}

#[test]
fn of_what_is_written_through_mutable_arguments() {
    let (mut position, mut velocity) = (vec![2.0, 3.0], 5.0);
    let (d_position, d_velocity, d_dt) = step_jacobian(&mut position, &mut velocity, 0.1);
    // x' = x (1 + v t), v' = v x₀'
    let (x, y, v, t) = (2.0, 3.0, 5.0, 0.1);
    assert_eq!((position, velocity), (vec![x * 1.5, y * 1.5], v * x * 1.5));
    assert_eq!(d_position, vec![vec![1.5, 0.0], vec![0.0, 1.5], vec![v * 1.5, 0.0]]);
    assert_eq!(d_velocity, vec![x * t, y * t, x * 1.5 + v * x * t]);
    assert_eq!(d_dt, vec![v * x, v * y, v * v * x]);
}

#[grad(jacobian)]
fn in_place(state: &mut [f64; 2], by: f64) -> f64 {
    state[0] *= by;
    state[1] += state[0];
    state[1] * by
}

#[test]
fn of_a_result_and_what_is_written() {
    let mut state = [2.0, 3.0];
    // The result's row first. As many outputs as inputs: column by column.
    let (d_state, d_by): ([[f64; 2]; 3], [f64; 3]) = in_place_jacobian(&mut state, 5.0);
    assert_eq!(state, [10.0, 13.0]);
    assert_eq!(d_state, [[25.0, 5.0], [5.0, 0.0], [5.0, 1.0]]);
    assert_eq!(d_by, [13.0 + 10.0, 2.0, 2.0]);
}

#[grad(jacobian)]
fn grown(list: &mut Vec<f64>, x: &[f64]) -> (Vec<f64>, f64) {
    list.push(x[0] * list[0]);
    let last = list[list.len() - 1];
    (vec![last * x[1]; 2], last)
}

#[test]
fn of_lists_in_tuples_and_one_that_grows() {
    let mut list = vec![2.0];
    let (d_list, d_x) = grown_jacobian(&mut list, &[3.0, 5.0]);
    assert_eq!(list, [2.0, 6.0]);
    assert_eq!(d_list, [[15.0], [15.0], [3.0], [1.0], [3.0]]);
    assert_eq!(d_x, [[10.0, 6.0], [10.0, 6.0], [2.0, 0.0], [0.0, 0.0], [2.0, 0.0]]);
}

#[grad(jacobian)]
fn ragged(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut out = Vec::new();
    for row in rows {
        let mut doubled = Vec::new();
        for x in row {
            doubled.push(2.0 * x);
        }
        out.push(doubled);
    }
    out
}

#[test]
fn rows_of_different_lengths() {
    let jacobian = ragged_jacobian(&[vec![1.0, 2.0], vec![], vec![3.0]]);
    let row = |a, b, c| vec![vec![a, b], vec![], vec![c]];
    assert_eq!(jacobian, [row(2.0, 0.0, 0.0), row(0.0, 2.0, 0.0), row(0.0, 0.0, 2.0)]);
}

#[grad(jacobian, wrt(x))]
fn counted_calls(x: [f64; 2], calls: &mut f64, times: &mut usize) -> [f64; 2] {
    *calls += 1.0;
    *times += 1;
    [x[0] * *calls, x[1] * *times as f64]
}

#[test]
fn what_is_not_differentiated_changes_as_in_one_call() {
    let (mut calls, mut times) = (1.0, 1);
    assert_eq!(counted_calls_jacobian([3.0, 5.0], &mut calls, &mut times), [[2.0, 0.0], [0.0, 2.0]]);
    assert_eq!((calls, times), (2.0, 2));
}

#[grad(jacobian)]
fn only_writes(x: &[f64], out: &mut [f64; 2]) {
    out[0] = x[0] * x[1];
    out[1] = x[2];
}

#[test]
fn fewer_outputs_than_inputs_that_are_written() {
    let mut out = [7.0, 8.0];
    let (d_x, d_out) = only_writes_jacobian(&[2.0, 3.0, 5.0], &mut out);
    assert_eq!(out, [6.0, 5.0]);
    assert_eq!(d_x, [vec![3.0, 2.0, 0.0], vec![0.0, 0.0, 1.0]]);
    assert_eq!(d_out, [[0.0, 0.0], [0.0, 0.0]]);
}

type Pair = [f64; 2];

#[grad(jacobian, wrt(x, y))]
fn of_aliases(x: &Pair, y: &mut Pair, n: usize) -> (Pair, usize) {
    y[0] *= x[0];
    ([x[0] * x[1], y[0] + y[1]], n)
}

#[grad(jacobian)]
fn none(_x: f64) -> [f64; 0] {
    []
}

#[grad(jacobian)]
fn named(x: &mut [f64]) -> String {
    x[0] *= 2.0;
    x[1] *= x[0];
    "doubled".to_owned()
}

#[test]
fn rows_of_a_result_whose_type_does_not_show_them() {
    let mut y = [5.0, 7.0];
    let (d_x, d_y) = of_aliases_jacobian(&[2.0, 3.0], &mut y, 1);
    assert_eq!(y, [10.0, 7.0]);
    assert_eq!(d_x, [[3.0, 2.0], [5.0, 0.0], [5.0, 0.0], [0.0, 0.0]]);
    assert_eq!(d_y, [[0.0, 0.0], [2.0, 1.0], [2.0, 0.0], [0.0, 1.0]]);
    assert_eq!(none_jacobian(1.0), [0.0; 0]);
    assert_eq!(named_jacobian(&mut [3.0, 5.0]), [[2.0, 0.0], [10.0, 6.0]]);
}

#[grad(jacobian)]
fn with_closures<F>(x: &[f64], k: F, mut counted: impl FnMut() -> f64 + Clone) -> [f64; 2]
where
    F: Fn(usize) -> f64,
{
    [x[0] * k(0) * counted(), x[1] * x[0] * k(1) * counted()]
}

#[grad(jacobian)]
fn turned(x: [f64; 2], k: impl Fn(usize) -> f64) -> [f64; 2] {
    [x[1] * k(0), -x[0] * k(1)]
}

/// A closure need not be `Clone`; one that keeps something starts each run with what it had.
#[test]
fn closures_are_called_again() {
    struct Factors([f64; 2]);
    let factors = Factors([10.0, 100.0]);
    let calls = std::cell::Cell::new(0);
    let mut count = 0.0;
    let counted = move || {
        count += 1.0;
        count
    };
    let tell = |k: usize| {
        calls.set(calls.get() + 1);
        factors.0[k]
    };
    assert_eq!(with_closures_jacobian(&[2.0, 3.0], tell, counted), [[10.0, 0.0], [600.0, 400.0]]);
    let owned = move |k: usize| factors.0[k];
    assert_eq!(turned_jacobian([2.0, 3.0], owned), [[0.0, 10.0], [-100.0, 0.0]]);
    assert!(calls.get() > 0);
}
