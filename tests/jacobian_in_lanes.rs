//! Jacobians by columns are made several columns at once: each is what `f_jvp` gives along its direction, bit for bit.

use autodiff::{Real, grad};

/// Every kind of step: rules that select, guard and scale, casts, branches, loops, lists, swaps, early exits.
#[grad(jvp, jacobian)]
fn of_everything(x: [f64; 3], y: f64, z: &[f64; 2]) -> [f64; 7] {
    let mut out = [y; 7];
    let mut list = vec![x[0], y];
    for k in 0..3 {
        if x[k] > 0.5 {
            out[k] = (x[k] * y).sin() / z[0] + z[1].sqrt();
        } else {
            out[k] -= x[k].max(y) * (y as f32) as f64;
        }
        list.push(x[k] % y + x[k].to_radians());
    }
    list.swap(0, 2);
    let last = list.pop().unwrap();
    out[3] = last * last + list.len() as f64 * list[0].hypot(z[1]);
    out[4] = -2.0 * y.clamp(x[0], x[1]) + x[2].powf(y) * x[2].powi(3);
    let [a, b] = *z;
    (out[5], out[6]) = (a.mul_add(b, y) / b, x[0] + x[2] - x[1].abs());
    for v in out.iter_mut() {
        if *v > 100.0 {
            return [y; 7];
        }
        *v *= 1.0 + a;
    }
    out
}

#[test]
fn each_column_is_that_of_a_run_by_itself() {
    for point in [[0.2, 0.7, 1.3, 0.9, 1.1, 0.4], [0.1, 0.9, 0.8, -1.2, 2.0, 0.0]] {
        let [x0, x1, x2, y, z0, z1] = point;
        let (dx, dy, dz) = of_everything_jacobian([x0, x1, x2], y, &[z0, z1]);
        for column in 0..6 {
            let unit: [f64; 6] = std::array::from_fn(|at| if at == column { 1.0 } else { 0.0 });
            let [u0, u1, u2, v, w0, w1] = unit;
            let (_, want) = of_everything_jvp([x0, x1, x2], y, &[z0, z1], [u0, u1, u2], v, &[w0, w1]);
            for row in 0..7 {
                let all = [dx[row][0], dx[row][1], dx[row][2], dy[row], dz[row][0], dz[row][1]];
                assert_eq!(all[column].to_bits(), want[row].to_bits(), "row {row}, column {column}");
            }
        }
    }
}

#[grad(jacobian)]
fn smoothed<T: Real>(x: &[T; 6], by: T) -> Vec<T> {
    let mut out = vec![by; 6];
    for k in 1..5 {
        out[k] = x[k] + (x[k - 1] - T::from_f64(2.0) * x[k] + x[k + 1]) * by;
    }
    out
}

#[test]
fn a_band_of_more_columns_than_lanes() {
    let (d_x, d_by) = smoothed_jacobian(&[1.0_f32, 2.0, 4.0, 8.0, 16.0, 32.0], 0.25);
    let row = |k: usize| {
        std::array::from_fn(|at| [0.25, 0.5, 0.25].get((at + 1).wrapping_sub(k)).copied().unwrap_or(0.0))
    };
    assert_eq!(d_x, [[0.0; 6], row(1), row(2), row(3), row(4), [0.0; 6]]);
    assert_eq!(d_by, [1.0, 1.0, 2.0, 4.0, 8.0, 1.0]);
}

#[grad(jacobian)]
fn moved(state: &mut [[f64; 2]; 3], by: (f64, f64), _unused: f64) -> f64 {
    for point in state.iter_mut() {
        point[0] += by.0 * point[1];
        point[1] *= by.1;
    }
    state[0][0]
}

#[test]
fn arguments_that_are_written_to() {
    let mut state = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
    let (d_state, d_by, d_unused) = moved_jacobian(&mut state, (10.0, 100.0), 1.0);
    assert_eq!(state, [[21.0, 200.0], [43.0, 400.0], [65.0, 600.0]]);
    assert_eq!((d_state.len(), d_by.len()), (7, 7));
    assert_eq!(d_state[0], [[1.0, 10.0], [0.0; 2], [0.0; 2]]);
    assert_eq!(d_state[5], [[0.0; 2], [0.0; 2], [1.0, 10.0]]);
    assert_eq!(d_state[6], [[0.0; 2], [0.0; 2], [0.0, 100.0]]);
    assert_eq!(d_by[1..3], [(2.0, 0.0), (0.0, 2.0)]);
    assert_eq!(d_unused, [0.0; 7]);
}

#[grad(jacobian, wrt(x))]
fn held(x: [f64; 2], scale: f64, mut list: Vec<f64>, name: &str) -> [f64; 3] {
    list.push(x[0] * scale);
    [list[0] * x[1], list[list.len() - 1] * x[1], name.len() as f64]
}

#[test]
fn with_respect_to_some() {
    let jacobian = held_jacobian([2.0, 3.0], 5.0, vec![7.0], "name");
    assert_eq!(jacobian, [[0.0, 7.0], [15.0, 10.0], [0.0, 0.0]]);
}

#[grad(jacobian)]
fn with_a_count(x: f64, y: f64) -> (Vec<f64>, usize, f64) {
    (vec![x * y; 2], 7, y)
}

#[test]
fn a_result_with_an_integer_beside() {
    assert_eq!(with_a_count_jacobian(2.0, 3.0), (vec![3.0, 3.0, 0.0], vec![2.0, 2.0, 1.0]));
}

#[grad(jacobian)]
fn through_a_call(x: [f64; 2]) -> [f64; 2] {
    [twice(x[0]), x[0] * x[1]]
}

#[grad(jvp)]
fn twice(x: f64) -> f64 {
    2.0 * x
}

#[test]
fn one_column_at_a_time_where_functions_are_called() {
    assert_eq!(through_a_call_jacobian([3.0, 5.0]), [[2.0, 0.0], [5.0, 3.0]]);
}
