//! Jacobians by rows are made several rows at once: each is what the pullback of `f_vjp` gives, bit for bit.

use autodiff::{Real, grad};

/// Every kind of step: rules that select, guard and scale, casts, branches, loops, early exits.
#[grad(vjp, jacobian)]
fn of_everything(x: [f64; 5], y: f64, z: &[f64; 2]) -> [f64; 6] {
    let mut out = [y; 6];
    for k in 0..3 {
        if x[k] > 0.5 {
            out[k] = (x[k] * y).sin() / z[0] + z[1].sqrt();
        } else {
            out[k] -= x[k].max(y) * (y as f32) as f64;
        }
        out[k] += x[k] % y + x[k].to_radians() * x[4];
    }
    out[3] = x[3] * x[3] + 3.0 * x[0].hypot(z[1]) - 1.0 / x[4];
    out[4] = -2.0 * y.clamp(x[0], x[1]) + x[2].abs().powf(y) * x[2].powi(3);
    let [a, b] = *z;
    out[5] = a.mul_add(b, y) / b + x[1].abs();
    let mut k = 0;
    while k < 6 {
        if out[k] > 100.0 {
            return [y; 6];
        }
        out[k] *= 1.0 + a;
        k += 1;
    }
    out
}

#[test]
fn each_row_is_that_of_a_run_by_itself() {
    for point in [
        [0.2, 0.7, 1.3, 0.4, 0.5, 0.9, 1.1, 0.4],
        [0.1, 0.9, 0.8, 0.0, -0.5, -1.2, 2.0, 0.0],
        [0.1, 0.9, 0.8, 40.0, -0.5, 1.2, 2.0, 3.0],
    ] {
        let [x0, x1, x2, x3, x4, y, z0, z1] = point;
        let x = [x0, x1, x2, x3, x4];
        let (dx, dy, dz) = of_everything_jacobian(x, y, &[z0, z1]);
        for row in 0..6 {
            let (_, pullback) = of_everything_vjp(x, y, &[z0, z1]);
            let (row_x, row_y, row_z) = pullback(std::array::from_fn(|at| if at == row { 1.0 } else { 0.0 }));
            let bits =
                |numbers: &[f64]| -> Vec<u64> { numbers.iter().map(|x| (x + 0.0).to_bits()).collect() };
            assert_eq!(bits(&dx[row]), bits(&row_x), "row {row} at {point:?}");
            assert_eq!(bits(&[dy[row]]), bits(&[row_y]), "row {row} at {point:?}");
            assert_eq!(bits(&dz[row]), bits(&row_z), "row {row} at {point:?}");
        }
    }
}

#[grad(jacobian)]
fn differences<T: Real>(x: &[T], by: T) -> [T; 3] {
    let mut out = [by; 3];
    for k in 0..3 {
        out[k] = (x[k + 1] - x[k]) * by;
    }
    out
}

#[test]
fn slices_and_fewer_rows_than_lanes() {
    let (dx, d_by) = differences_jacobian(&[1.0_f32, 2.0, 4.0, 8.0], 0.5);
    assert_eq!(dx, [[-0.5, 0.5, 0.0, 0.0], [0.0, -0.5, 0.5, 0.0], [0.0, 0.0, -0.5, 0.5]]);
    assert_eq!(d_by, [1.0, 2.0, 4.0]);
}

/// One row for each number: as many as there are at run time.
#[grad(jacobian)]
fn relaxed(x: &[f64], state: &mut [f64]) {
    for k in 1..state.len() {
        state[k] = state[k] * x[0] + state[k - 1] * x[k];
    }
}

#[test]
fn what_is_written_through_a_slice() {
    let (x, mut state) = ([2.0, 3.0, 5.0, 7.0, 11.0, 13.0], [1.0; 6]);
    let entry = state;
    let (dx, d_state) = relaxed_jacobian(&x, &mut state);
    assert_eq!((dx.len(), d_state.len()), (6, 6));
    for column in 0..6 {
        // Linear in each number: the difference is exact.
        let by_x = |more: f64| {
            let (mut x, mut state) = (x, entry);
            x[column] += more;
            relaxed(&x, &mut state);
            state
        };
        let by_state = |more: f64| {
            let mut state = entry;
            state[column] += more;
            relaxed(&x, &mut state);
            state
        };
        for row in 0..6 {
            if column > 0 {
                assert_eq!(dx[row][column], by_x(1.0)[row] - by_x(0.0)[row], "{row} {column}");
            }
            assert_eq!(d_state[row][column], by_state(1.0)[row] - by_state(0.0)[row], "{row} {column}");
        }
    }
}

struct Camera {
    focal: f64,
}

impl Camera {
    #[grad(jacobian, wrt(point))]
    fn project(&self, point: [f64; 3], held: f64) -> (f64, f64) {
        (self.focal * point[0] / point[2] * held, self.focal * point[1] / point[2])
    }
}

#[test]
fn a_method_with_a_tuple_and_a_number_that_is_held() {
    let jacobian = Camera { focal: 8.0 }.project_jacobian([1.0, 2.0, 4.0], 3.0);
    assert_eq!(jacobian, [[6.0, 0.0, -1.5], [0.0, 2.0, -1.0]]);
}

#[grad(jacobian)]
fn through_a_call(x: [f64; 3]) -> [f64; 2] {
    [twice(x[0]) * x[2], x[0] * x[1]]
}

#[grad]
fn twice(x: f64) -> f64 {
    2.0 * x
}

#[test]
fn one_row_at_a_time_where_functions_are_called() {
    assert_eq!(through_a_call_jacobian([3.0, 5.0, 7.0]), [[14.0, 0.0, 6.0], [5.0, 3.0, 0.0]]);
}

/// Five rows: one run of four, and one.
#[grad(jacobian)]
fn selected(x: &[f64], weights: [f64; 2]) -> [f64; 5] {
    let mut out = [0.0; 5];
    for (o, row) in out.iter_mut().zip(x.chunks_exact(2)) {
        let mut sum = 0.0;
        for (v, w) in row.iter().zip(&weights) {
            sum += v * w;
        }
        *o = sum.max(weights[0]);
    }
    out
}

#[test]
fn more_rows_than_lanes_and_loops_that_are_skipped() {
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, -7.0, 8.0, 9.0, 10.0];
    let (dx, d_weights) = selected_jacobian(&x, [2.0, 1.0]);
    for row in 0..5 {
        let far = row != 3;
        let mut want = vec![0.0; 10];
        if far {
            (want[2 * row], want[2 * row + 1]) = (2.0, 1.0);
        }
        assert_eq!(dx[row], want);
        assert_eq!(d_weights[row], if far { [x[2 * row], x[2 * row + 1]] } else { [1.0, 0.0] });
    }
}

/// What a list lends, loses and gets, several rows at once.
#[grad(vjp, jacobian)]
fn through_a_list(x: &[f64], scale: f64) -> [f64; 5] {
    let mut list = vec![scale; 2];
    for v in x {
        list.push(v * v);
        list[0] += v * scale;
    }
    list.swap(1, 3);
    let last = list.pop().unwrap();
    let old = std::mem::replace(&mut list[2], last * x[0]);
    list.insert(1, old * scale);
    let mut out = [last; 5];
    for (o, v) in out.iter_mut().zip(&list) {
        *o *= v;
    }
    out
}

#[test]
fn lists_of_the_function_itself() {
    let x = [0.5, 1.5, -2.0, 0.75];
    let (dx, d_scale) = through_a_list_jacobian(&x, 3.0);
    for row in 0..5 {
        let (_, pullback) = through_a_list_vjp(&x, 3.0);
        let want = pullback(std::array::from_fn(|at| if at == row { 1.0 } else { 0.0 }));
        assert_eq!((&dx[row], d_scale[row]), (&want.0, want.1), "row {row}");
    }
}
