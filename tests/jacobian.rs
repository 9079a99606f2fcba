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
