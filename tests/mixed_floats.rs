//! Functions in which `f32` and `f64` meet, by every companion.

use autodiff::{Real, grad};

#[grad(jacobian)]
fn meet(x: f64, y: f32) -> [f64; 2] {
    [x * f64::from(y), f64::from(y * y)]
}

#[test]
fn a_part_of_a_jacobian_has_the_float_of_its_argument() {
    let (d_x, d_y): ([f64; 2], [f32; 2]) = meet_jacobian(3.0, 0.5);
    assert_eq!(d_x, [0.5, 0.0]);
    assert_eq!(d_y, [3.0, 1.0]);
}

#[grad(jacobian)]
fn rows(x: &[f32], scale: f64, w: [f64; 3]) -> [f64; 2] {
    let (mut sum, mut squares) = (0.0, 0.0);
    for (x, w) in x.iter().zip(w) {
        sum += scale * f64::from(*x) * w;
        squares += (x * x) as f64;
    }
    [sum, squares]
}

#[test]
fn rows_of_slices() {
    let (d_x, d_scale, d_w): ([Vec<f32>; 2], [f64; 2], [[f64; 3]; 2]) =
        rows_jacobian(&[1.0, 2.0, 3.0], 2.0, [4.0, 5.0, 6.0]);
    assert_eq!(d_x, [[8.0, 10.0, 12.0], [2.0, 4.0, 6.0]]);
    assert_eq!(d_scale, [32.0, 0.0]);
    assert_eq!(d_w, [[2.0, 4.0, 6.0], [0.0; 3]]);
}

#[grad(jacobian, hvp)]
fn both(x: f32, y: &mut f64, out: &mut [f32; 2]) -> (f32, f64) {
    *y *= f64::from(x);
    out[0] = x * x;
    out[1] = *y as f32;
    (x * out[1], *y)
}

#[test]
fn results_and_out_arguments_of_both() {
    let (mut y, mut out) = (4.0, [7.0, 8.0]);
    // Rows: x² y, x y; then the `y` at exit, x y; then the `out` at exit, x² and x y.
    let (d_x, d_y, d_out): ([f32; 5], [f64; 5], [[f32; 2]; 5]) = both_jacobian(3.0, &mut y, &mut out);
    assert_eq!((y, out), (12.0, [9.0, 12.0]));
    assert_eq!(d_x, [24.0, 4.0, 4.0, 6.0, 4.0]);
    assert_eq!(d_y, [9.0, 3.0, 3.0, 0.0, 3.0]);
    assert_eq!(d_out, [[0.0; 2]; 5]);
}

#[grad(hvp, hessian)]
fn energy(x: f32, y: f64, w: [f32; 2]) -> f64 {
    f64::from(x) * y * y + f64::from(w[0] * w[1] * x) + f64::from(w[0]) * y
}

#[test]
fn a_hessian_in_f64() {
    let (x, y, w) = (2.0, 3.0, [5.0, 7.0]);
    let hessian: [[f64; 4]; 4] = energy_hessian(x, y, w);
    assert_eq!(
        hessian,
        [[0.0, 6.0, 7.0, 5.0], [6.0, 4.0, 1.0, 0.0], [7.0, 1.0, 0.0, 2.0], [5.0, 0.0, 2.0, 0.0]]
    );
    let ((g_x, g_y, g_w), (h_x, h_y, h_w)) = energy_hvp(x, y, w, 1.0, 0.0, [0.0; 2]);
    assert_eq!((g_x, g_y, g_w), (44.0_f32, 17.0_f64, [17.0_f32, 10.0]));
    assert_eq!((h_x, h_y, h_w), (0.0, 6.0, [7.0, 5.0]));
}

#[grad(hessian)]
fn steep(x: f32, y: f64, t: (f32, f64)) -> f64 {
    1e300 * f64::from(x) * y + f64::from(t.0) * t.1
}

#[test]
fn an_entry_between_two_floats_is_the_one_that_f64_holds() {
    let hessian = steep_hessian(1.0, 1.0, (2.0, 3.0));
    assert_eq!((hessian[0][1], hessian[1][0]), (1e300, 1e300));
    assert_eq!((hessian[2][3], hessian[3][2]), (1.0, 1.0));
}

#[grad(hessian)]
fn narrow(x: f32, y: f32) -> f64 {
    f64::from(x) * f64::from(x * y)
}

#[grad(hessian, wrt(y))]
fn of_one(x: f32, y: f64) -> f32 {
    x * (y * y) as f32
}

#[test]
fn a_hessian_has_the_float_of_what_is_differentiated() {
    let of_f32: [[f32; 2]; 2] = narrow_hessian(2.0, 3.0);
    assert_eq!(of_f32, [[6.0, 4.0], [4.0, 0.0]]);
    let of_f64: [[f64; 1]; 1] = of_one_hessian(3.0, 5.0);
    assert_eq!(of_f64, [[6.0]]);
}

#[grad(jacobian)]
fn columns(x: [f32; 2], y: f64) -> (f32, [f64; 3]) {
    let big = 1e200 * y;
    (big as f32 + x[0], [big, f64::from(x[0]) * y, f64::from(x[1])])
}

#[grad(jacobian)]
fn by_rows_instead(x: &[f32], y: f64) -> (f32, [f64; 3]) {
    let big = 1e200 * y;
    (big as f32 + x[0], [big, f64::from(x[0]) * y, f64::from(x[1])])
}

#[test]
fn what_does_not_fit_into_a_float_on_the_way_is_infinite() {
    let (d_x, d_y) = columns_jacobian([5.0, 7.0], 3.0);
    assert_eq!(d_x, [[1.0, 0.0], [0.0, 0.0], [3.0, 0.0], [0.0, 1.0]]);
    // Forwards the slope of the first result is an `f32`, backwards the cotangent starts as one.
    assert_eq!(d_y, [f64::INFINITY, 1e200, 5.0, 0.0]);
    let (d_x, d_y) = by_rows_instead_jacobian(&[5.0, 7.0], 3.0);
    assert_eq!(d_x, [[1.0, 0.0], [0.0, 0.0], [3.0, 0.0], [0.0, 1.0]]);
    assert_eq!(d_y, [1e200, 1e200, 5.0, 0.0]);
}

#[grad(jacobian)]
fn list(x: [f32; 2], y: f64, out: &mut [f64]) -> Vec<f32> {
    let mut list = Vec::new();
    for (k, value) in out.iter_mut().enumerate() {
        *value = *value * y + f64::from(x[k % 2]);
        list.push(*value as f32);
    }
    list
}

#[test]
fn a_vec_and_a_slice() {
    let mut out = [4.0, 2.0];
    let (d_x, d_y, d_out) = list_jacobian([5.0, 7.0], 3.0, &mut out);
    assert_eq!(out, [17.0, 13.0]);
    assert_eq!(d_x, [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]);
    assert_eq!(d_y, [4.0, 2.0, 4.0, 2.0]);
    assert_eq!(d_out, [[3.0, 0.0], [0.0, 3.0], [3.0, 0.0], [0.0, 3.0]]);
}

#[grad(jvp, lanes)]
fn inner(x: f32, w: &[f64], out: &mut f64) -> f32 {
    *out += f64::from(x.sin()) * w[0] * w[1];
    x * w[1] as f32
}

#[grad(jacobian, lanes, jvp)]
fn by_columns(x: [f32; 3], w: [f64; 2]) -> ([f64; 3], [f32; 3]) {
    let (mut sums, mut products) = ([0.0; 3], [0.0; 3]);
    for k in 0..3 {
        products[k] = inner(x[k], &w, &mut sums[k]);
    }
    (sums, products)
}

#[grad(jacobian, lanes, jvp)]
fn by_rows(x: &[f32], w: [f64; 2]) -> ([f64; 3], [f32; 3]) {
    let (mut sums, mut products) = ([0.0; 3], [0.0; 3]);
    for k in 0..3 {
        products[k] = inner(x[k], &w, &mut sums[k]);
    }
    (sums, products)
}

#[test]
fn in_lanes_through_calls_by_columns_and_by_rows() {
    let (x, w) = ([0.5_f32, 1.5, 2.5], [2.0, 3.0]);
    let (columns_x, columns_w) = by_columns_jacobian(x, w);
    let (rows_x, rows_w) = by_rows_jacobian(&x, w);
    for k in 0..6 {
        for j in 0..3 {
            let cos = if k < 3 { x[k].cos() * 6.0 } else { 3.0 };
            let want = if k % 3 == j { cos } else { 0.0 };
            approx::assert_relative_eq!(columns_x[k][j], want, max_relative = 4.0 * f32::EPSILON);
            assert_eq!(columns_x[k][j], rows_x[k][j]);
        }
        let want = if k < 3 {
            [f64::from(x[k].sin()) * 3.0, f64::from(x[k].sin()) * 2.0]
        } else {
            [0.0, f64::from(x[k - 3])]
        };
        assert_eq!(columns_w[k], want);
        assert_eq!(rows_w[k], want);
    }
}

#[grad(jacobian, jvp)]
fn generic<T: Real>(x: [T; 2], s: f64) -> (T, f64) {
    (x[0] * x[1], s * s)
}

#[grad(hessian)]
fn generic_sum<T: Real>(x: [T; 2], y: T) -> T {
    x[0] * x[1] * y
}

#[test]
fn generic_floats_beside_others() {
    let (d_x, d_s): ([[f32; 2]; 2], [f64; 2]) = generic_jacobian([2.0_f32, 3.0], 5.0);
    assert_eq!((d_x, d_s), ([[3.0, 2.0], [0.0, 0.0]], [0.0, 10.0]));
    let of_f32: [[f32; 3]; 3] = generic_sum_hessian([2.0_f32, 3.0], 5.0);
    assert_eq!(of_f32, [[0.0, 5.0, 3.0], [5.0, 0.0, 2.0], [3.0, 2.0, 0.0]]);
}

#[grad(hessian, hvp, jvp)]
fn potential(x: &[f32], scale: f64, n: usize) -> f64 {
    let (mut sum, mut last) = (0.0, scale);
    for k in 0..n {
        let v = f64::from(x[k % x.len()]);
        last = (last * v).sin() + scale;
        sum += last * v;
    }
    sum
}

#[grad(hessian)]
fn potential_in_f64(x: &[f64], scale: f64, n: usize) -> f64 {
    let (mut sum, mut last) = (0.0, scale);
    for k in 0..n {
        let v = x[k % x.len()];
        last = (last * v).sin() + scale;
        sum += last * v;
    }
    sum
}

#[test]
fn a_hessian_beside_that_of_the_same_in_f64() {
    let x = [0.5_f32, 0.25, 0.75];
    let hessian: Vec<Vec<f64>> = potential_hessian(&x, 0.3, 7);
    let want = potential_in_f64_hessian(&x.map(f64::from), 0.3, 7);
    for (row, (got, want)) in hessian.iter().zip(&want).enumerate() {
        for (column, (got, want)) in got.iter().zip(want).enumerate() {
            // Each is summed in the `f32` of its slot, seven times, except beside the `f64`.
            let tolerance = if row == 3 || column == 3 { 0.0 } else { 1e-5 };
            approx::assert_relative_eq!(got, want, max_relative = tolerance + 1e-13);
            assert_eq!(hessian[column][row], *got);
        }
    }
}

#[grad(partials = power_and_slopes, vjp, jvp, hvp, hessian)]
fn power(x: f32, y: f64) -> f64 {
    f64::from(x).powf(y)
}

#[grad(jvp)]
fn power_and_slopes(x: f32, y: f64) -> (f64, (f32, f64)) {
    let value = f64::from(x).powf(y);
    (value, ((y * value) as f32 / x, value * f64::from(x).ln()))
}

#[test]
fn stated_partials_have_the_float_of_their_argument() {
    let (value, (d_x, d_y)) = power_value_and_grad(2.0, 3.0);
    assert_eq!((value, d_x, d_y), (8.0, 12.0, 8.0 * 2.0_f64.ln()));
    assert_eq!(power_jvp(2.0, 3.0, 1.0, 0.5).1, 12.0 + 4.0 * 2.0_f64.ln());
    let [[xx, xy], [_, yy]] = power_hessian(2.0, 3.0);
    let ln = 2.0_f64.ln();
    assert_eq!((xx, yy), (12.0, 8.0 * ln * ln));
    approx::assert_relative_eq!(xy, 4.0 + 12.0 * ln, max_relative = 1e-15);
}

#[grad(jvp, hvp)]
fn product(x: f32, y: f64) -> f64 {
    f64::from(x * x) * y * y
}

#[grad(jvp)]
fn with_a_tangent(x: f32, y: f64) -> f64 {
    let (value, slope) = product_jvp(x, y, x, 1.0);
    value + slope * y
}

#[test]
fn a_tangent_along_tangents_of_both() {
    // 3 x² y² + 2 x² y³
    assert_eq!(with_a_tangent_jvp(2.0, 3.0, 1.0, 1.0), (324.0, 324.0 + 288.0));
    assert_eq!(with_a_tangent_grad(2.0, 3.0), (324.0, 288.0));
}

#[grad(jvp, vjp, hessian)]
fn summed(x: [f32; 2], s: f32) -> f64 {
    let (mut sum, mut last, mut all) = (0.0, 0.0, 0.0);
    for v in x {
        sum += v * s;
        all += f64::from(last);
        last = sum * v;
    }
    all + f64::from(sum)
}

/// Which of the two floats they are shows where something is added to them, and their cotangents are of the same.
#[test]
fn sums_that_begin_as_literals_and_end_in_the_other_float() {
    // x s (x + 1) + y s
    assert_eq!(summed_grad([2.0, 3.0], 5.0), ([25.0, 5.0], 9.0));
    assert_eq!(summed_jvp([2.0, 3.0], 5.0, [1.0, 0.0], 1.0), (45.0, 34.0));
    let hessian: [[f32; 3]; 3] = summed_hessian([2.0, 3.0], 5.0);
    assert_eq!(hessian, [[10.0, 0.0, 5.0], [0.0, 0.0, 1.0], [5.0, 1.0, 0.0]]);
}
