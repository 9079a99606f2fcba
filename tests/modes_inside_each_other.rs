//! Derivatives inside functions that are differentiated: in loops whose number of iterations depends on values, in both
//! orders of forward and reverse, of every kind of result. Compared with closed forms where there are some.

use autodiff::{Real, grad};

/// Central differences: with h = 1e-5 the truncation is about h² of a third derivative, the cancellation 1e-16 / h; both
/// are below the tolerance for programs whose derivatives are about 1.
#[track_caller]
fn assert_slope(name: &str, at: f64, slope: f64, f: impl Fn(f64) -> f64) {
    let h = 1e-5 * at.abs().max(1.0);
    let difference = (f(at + h) - f(at - h)) / (2.0 * h);
    let close = (slope - difference).abs() <= 1e-7 * slope.abs().max(1.0);
    assert!(close, "{name}: {slope}, by differences {difference}");
}

#[track_caller]
fn assert_gradient<const N: usize>(point: [f64; N], gradient: &[f64], f: impl Fn([f64; N]) -> f64) {
    for k in 0..N {
        let along = |v: f64| {
            let mut moved = point;
            moved[k] = v;
            f(moved)
        };
        assert_slope(&format!("argument {k}"), point[k], gradient[k], along);
    }
}

/// `p` is held fixed by the gradient itself.
#[grad(wrt(x), jvp, hvp, third)]
fn quartic(x: f64, p: f64) -> f64 {
    0.25 * x.powi(4) + 0.5 * x * x - p * x
}

/// Newton's method on the gradient: as many steps as it takes. The root x(p) of x³ + x = p has the slope 1 / (3 x² + 1).
#[grad(jvp)]
fn lowest(p: f64) -> f64 {
    let mut x = 1.0;
    while quartic_grad(x, p).abs() > 1e-13 {
        let (slope, curvature) = quartic_hvp(x, p, 1.0);
        x -= slope / curvature;
    }
    // One step more: a function that is flat in its start has the slope of its end.
    let (slope, curvature) = quartic_hvp(x, p, 1.0);
    x - slope / curvature
}

#[test]
fn a_root_by_newton_on_a_gradient() {
    for p in [0.5, 2.0, 10.0] {
        let x = lowest(p);
        let want = 1.0 / (3.0 * x * x + 1.0);
        approx::assert_relative_eq!(lowest_grad(p), want, max_relative = 1e-11);
        approx::assert_relative_eq!(lowest_jvp(p, 2.0).1, 2.0 * want, max_relative = 1e-11);
    }
}

#[grad(jvp, hvp)]
fn product(x: f64, y: f64) -> f64 {
    x * y * y
}

/// The classic: the perturbation of `x` outside is not that of `y` inside. y = x: 2 x² from the inner derivative in y, so
/// that the whole is 2 x³.
#[grad(jvp)]
fn confusing(x: f64) -> f64 {
    x * product_jvp(x, x, 0.0, 1.0).1
}

/// The same with the inner derivative in reverse mode, and one that is summed up over a loop.
#[grad(jvp)]
fn confusing_in_reverse(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut y = x;
    for _ in 0..2 {
        let (_, dy) = product_grad(x, y);
        sum += x * dy;
        y = x;
    }
    0.5 * sum
}

#[test]
fn perturbations_are_not_confused() {
    for x in [0.5, 1.0, -3.0] {
        assert_eq!(confusing_grad(x), 6.0 * x * x);
        assert_eq!(confusing_jvp(x, 1.0).1, 6.0 * x * x);
        assert_eq!(confusing_in_reverse_grad(x), 6.0 * x * x);
        assert_eq!(confusing_in_reverse_jvp(x, 1.0).1, 6.0 * x * x);
    }
}

/// d/dx (x · d/dy (x + y)) is 1, not 2.
#[grad(jvp, hvp)]
fn sum_of_two(x: f64, y: f64) -> f64 {
    x + y
}

#[grad(jvp, wrt(x))]
fn siskind(x: f64, y: f64) -> f64 {
    x * sum_of_two_jvp(x, y, 0.0, 1.0).1
}

#[test]
fn a_derivative_that_is_constant() {
    assert_eq!((siskind_grad(3.0, 1.0), siskind_jvp(3.0, 1.0, 1.0).1), (1.0, 1.0));
}

#[grad(jvp, hvp, third, hessian, wrt(x))]
fn bowl(x: &[f64], w: [f64; 2]) -> f64 {
    let mut sum = 0.0;
    for k in 0..x.len() - 1 {
        sum += w[0] * (x[k] * x[k + 1]).sin() + w[1] * x[k] * x[k] * x[k + 1];
    }
    sum
}

/// Gradient descent until the steps are short: differentiated in the weights, which the gradient holds fixed.
#[grad(jvp)]
fn descent(start: [f64; 3], w: [f64; 2]) -> f64 {
    let mut x = start;
    let mut length = 1.0;
    let mut rounds = 0;
    while length > 0.05 && rounds < 20 {
        let slope = bowl_grad(&x, w);
        length = 0.0;
        for (v, s) in x.iter_mut().zip(&slope) {
            *v -= 0.1 * s;
            length += s * s;
        }
        rounds += 1;
    }
    x[0] * x[1] + x[2]
}

#[test]
fn a_descent_of_unknown_length_in_what_the_gradient_holds_fixed() {
    let (start, w) = ([0.4, 0.3, 0.5], [1.0, 0.5]);
    let (ds, dw) = descent_grad(start, w);
    let all = [start[0], start[1], start[2], w[0], w[1]];
    let gradient = [ds[0], ds[1], ds[2], dw[0], dw[1]];
    assert_gradient(all, &gradient, |[a, b, c, u, v]| descent([a, b, c], [u, v]));
    let along = descent_jvp(start, w, [1.0, 0.0, 2.0], [0.0, 3.0]).1;
    approx::assert_relative_eq!(along, ds[0] + 2.0 * ds[2] + 3.0 * dw[1], max_relative = 1e-12);
}

/// Power iteration on the Hessian, left when it stands still: products with a Hessian in a loop that is left early.
#[grad(jvp)]
fn stiffest(x: [f64; 3], w: [f64; 2]) -> f64 {
    let mut v = [1.0, 0.5, 0.25];
    let mut last = 0.0;
    let mut k = 0;
    loop {
        let (_, product) = bowl_hvp(&x, w, &v);
        let norm = (product[0] * product[0] + product[1] * product[1] + product[2] * product[2]).sqrt();
        if (norm - last).abs() < 1e-3 || k == 30 {
            break norm;
        }
        last = norm;
        for (v, p) in v.iter_mut().zip(&product) {
            *v = p / norm;
        }
        k += 1;
    }
}

#[test]
fn a_power_iteration_of_products() {
    let (x, w) = ([0.4, 0.3, 0.5], [1.0, 0.5]);
    let (dx, dw) = stiffest_grad(x, w);
    let gradient = [dx[0], dx[1], dx[2], dw[0], dw[1]];
    assert_gradient([x[0], x[1], x[2], w[0], w[1]], &gradient, |[a, b, c, u, v]| stiffest([a, b, c], [u, v]));
    let along = stiffest_jvp(x, w, [1.0, -1.0, 0.5], [0.25, 2.0]).1;
    let want = dx[0] - dx[1] + 0.5 * dx[2] + 0.25 * dw[0] + 2.0 * dw[1];
    approx::assert_relative_eq!(along, want, max_relative = 1e-11);
}

/// The Jacobian of a gradient is the Hessian: as a `Vec`, an array, a tuple and an out-argument.
#[grad(jacobian, wrt(x))]
fn slope_as_vec(x: &[f64], w: [f64; 2]) -> Vec<f64> {
    bowl_grad(x, w)
}

#[grad(jacobian, wrt(x))]
fn slope_as_array(x: [f64; 3], w: [f64; 2]) -> [f64; 3] {
    let slope = bowl_grad(&x, w);
    [slope[0], slope[1], slope[2]]
}

#[grad(jacobian, wrt(x))]
fn slope_as_tuple(x: [f64; 3], w: [f64; 2]) -> (f64, [f64; 2]) {
    let (_, slope) = bowl_value_and_grad(&x, w);
    (slope[0], [slope[1], slope[2]])
}

#[grad(jacobian, wrt(x, out))]
fn slope_into(x: [f64; 3], w: [f64; 2], out: &mut [f64]) {
    let slope = bowl_grad(&x, w);
    for (o, s) in out.iter_mut().zip(&slope) {
        *o = *s + 2.0 * *o;
    }
}

#[test]
fn jacobians_of_gradients() {
    let (x, w) = ([0.4, 0.3, 0.5], [1.0, 0.5]);
    let hessian = bowl_hessian(&x, w);
    let same = |name: &str, rows: Vec<Vec<f64>>| {
        for (row, want) in rows.iter().zip(&hessian) {
            for (entry, want) in row.iter().zip(want) {
                approx::assert_abs_diff_eq!(entry, want, epsilon = 1e-14);
            }
        }
        assert_eq!(rows.len(), 3, "{name}");
    };
    same("vec", slope_as_vec_jacobian(&x, w));
    same("array", slope_as_array_jacobian(x, w).map(Vec::from).into());
    same("tuple", slope_as_tuple_jacobian(x, w).map(Vec::from).into());
    let mut out = [1.0, 2.0, 3.0];
    let (dx, d_out) = slope_into_jacobian(x, w, &mut out);
    same("out-argument", dx.iter().map(|row| row.to_vec()).collect());
    assert_eq!(d_out, [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 2.0]]);
}

/// The norm of a gradient: its Hessian holds third derivatives.
#[grad(hessian, hvp)]
fn steepness(x: [f64; 3], w: [f64; 2]) -> f64 {
    let (value, slope) = bowl_value_and_grad(&x, w);
    let mut sum = value;
    for s in &slope {
        sum += s * s;
    }
    sum
}

#[test]
fn the_hessian_of_a_function_of_a_gradient() {
    let (x, w) = ([0.4, 0.3, 0.5], [1.0, 0.5]);
    let hessian = steepness_hessian(x, w);
    let point = [x[0], x[1], x[2], w[0], w[1]];
    for row in 0..5 {
        let slope = |[a, b, c, u, v]: [f64; 5]| {
            let (dx, dw) = steepness_grad([a, b, c], [u, v]);
            [dx[0], dx[1], dx[2], dw[0], dw[1]][row]
        };
        assert_gradient(point, &hessian[row], slope);
        assert_eq!(hessian[row], hessian.map(|other| other[row]));
    }
    let ((_, _), (px, pw)) = steepness_hvp(x, w, [1.0, 0.0, 0.0], [0.0, 2.0]);
    for (row, got) in [px[0], px[1], px[2], pw[0], pw[1]].into_iter().enumerate() {
        approx::assert_relative_eq!(got, hessian[row][0] + 2.0 * hessian[row][4], max_relative = 1e-11);
    }
}

/// A step size that follows from the gradient, until a time is reached: how often is not known.
#[grad(wrt(x), hvp, jvp)]
fn well(x: f64, depth: f64) -> f64 {
    -depth * (-x * x).exp()
}

#[grad(jvp)]
fn fall(x0: f64, depth: f64) -> f64 {
    let (mut x, mut v, mut t) = (x0, 0.0, 0.0);
    while t < 2.0 {
        let force = -well_grad(x, depth);
        let step = 0.1 / (1.0 + force * force);
        v += step * force;
        x += step * v;
        t += step;
    }
    // What is left over.
    x - v * (t - 2.0)
}

#[test]
fn a_time_loop_with_steps_that_follow_from_the_gradient() {
    let (dx, dd) = fall_grad(0.6, 1.5);
    assert_gradient([0.6, 1.5], &[dx, dd], |[x, d]| fall(x, d));
    approx::assert_relative_eq!(fall_jvp(0.6, 1.5, 1.0, -1.0).1, dx - dd, max_relative = 1e-11);
}

/// Derivatives at the leaves of a recursion that goes as deep as its argument says.
#[grad(jvp)]
fn halved(x: f64, p: f64) -> f64 {
    if x.abs() < 0.4 { quartic_grad(x, p) } else { halved(0.5 * x, p) * (1.0 + 0.1 * x) + halved(0.3 * x, p) }
}

#[test]
fn gradients_at_the_leaves_of_a_recursion() {
    let (dx, dp) = halved_grad(2.7, 0.8);
    assert_gradient([2.7, 0.8], &[dx, dp], |[x, p]| halved(x, p));
    approx::assert_relative_eq!(halved_jvp(2.7, 0.8, 2.0, 1.0).1, 2.0 * dx + dp, max_relative = 1e-12);
}

/// Third order through tangents alone: a tangent of a tangent of a tangent of x⁵ is 60 x².
#[grad(jvp, third)]
fn fifth(x: f64) -> f64 {
    x.powi(5)
}

#[grad(jvp, hvp)]
fn once(x: f64) -> f64 {
    fifth_jvp(x, 1.0).1
}

#[grad(jvp)]
fn twice(x: f64) -> f64 {
    once_jvp(x, 1.0).1
}

#[test]
fn tangents_of_tangents_of_tangents() {
    assert_eq!(once_jvp(2.0, 1.0).1, 20.0 * 8.0);
    assert_eq!(twice_jvp(2.0, 1.0).1, 60.0 * 4.0);
    assert_eq!(twice_grad(2.0), 60.0 * 4.0);
}

/// Everything in `f32`, generic: the gradient of a squared gradient of (x y)² / 2.
#[grad(jvp, hvp)]
fn half_square<T: Real>(x: T, y: T) -> T {
    let p = x * y;
    p * p * T::from_f64(0.5)
}

#[grad(jvp)]
fn squared_slope<T: Real>(x: T, y: T) -> T {
    let (dx, dy) = half_square_grad(x, y);
    dx * dx + dy * half_square_jvp(x, y, T::from_f64(0.0), T::from_f64(1.0)).1
}

#[test]
fn single_precision() {
    // dx = x y², dy = x² y: x² y⁴ + x⁴ y²
    let (x, y) = (1.5_f32, -2.0_f32);
    let want = (2.0 * x * y.powi(4) + 4.0 * x.powi(3) * y * y, 4.0 * x * x * y.powi(3) + 2.0 * x.powi(4) * y);
    assert_eq!(squared_slope_grad(x, y), want);
    assert_eq!(squared_slope_jvp(x, y, 1.0, 0.5).1, want.0 + 0.5 * want.1);
}

/// A gradient of a part of a slice in one arm, a tangent in the other, and a labelled exit from two loops.
#[grad(jvp)]
fn choosy(x: &[f64], w: [f64; 2], bound: f64) -> f64 {
    let mut sum = 0.0;
    'rows: for from in 0..x.len() - 2 {
        for k in 0..2 {
            if x[from + k] > 0.45 {
                let slope = bowl_grad(&x[from..from + 3], w);
                sum += slope[k] * slope[2];
            } else {
                sum += bowl_jvp(&x[from..], w, &x[..x.len() - from]).1;
            }
            if sum > bound {
                break 'rows;
            }
        }
    }
    sum
}

#[test]
fn parts_of_slices_and_labelled_exits() {
    let (x, w) = ([0.4, 0.3, 0.5, 0.7, 0.2], [1.0, 0.5]);
    for bound in [1.0, 3.0, 100.0] {
        let (dx, dw, _) = choosy_grad(&x, w, bound);
        let gradient = [dx[0], dx[1], dx[2], dx[3], dx[4], dw[0], dw[1]];
        assert_gradient([x[0], x[1], x[2], x[3], x[4], w[0], w[1]], &gradient, |[a, b, c, d, e, u, v]| {
            choosy(&[a, b, c, d, e], [u, v], bound)
        });
        let along = choosy_jvp(&x, w, bound, &[1.0; 5], [0.5, -0.5], 0.0).1;
        let want = dx.iter().sum::<f64>() + 0.5 * dw[0] - 0.5 * dw[1];
        approx::assert_relative_eq!(along, want, max_relative = 1e-11);
    }
}

/// A fixed point by iteration to a tolerance, of a map that is a gradient: x = p - d/dx (x⁴ / 4), x³ + x = p again.
#[grad(hvp, jvp)]
fn settled(p: f64) -> f64 {
    let mut x = p;
    for _ in 0..200 {
        let next = x - 0.2 * cubic_slope(x, p);
        if (next - x).abs() < 1e-15 {
            break;
        }
        x = next;
    }
    x
}

#[grad(hvp, jvp)]
fn cubic_slope(x: f64, p: f64) -> f64 {
    quartic_grad(x, p)
}

#[test]
fn the_second_derivative_of_a_fixed_point() {
    let p = 1.3;
    let x = settled(p);
    let first = 1.0 / (3.0 * x * x + 1.0);
    let (slope, curvature) = settled_hvp(p, 1.0);
    // The iteration shrinks errors of derivatives like those of values.
    approx::assert_relative_eq!(slope, first, max_relative = 1e-9);
    approx::assert_relative_eq!(curvature, -6.0 * x * first.powi(3), max_relative = 1e-7);
}

/// Writes through arguments, with products in the loop; its pullback and its tangent are adjoint.
#[grad(vjp, jvp)]
fn relax(x: &mut [f64], w: [f64; 2], rate: f64) -> (f64, Vec<f64>) {
    let mut seen = Vec::new();
    let mut left = 5;
    while left > 0 && x[0] < 2.0 {
        let (slope, product) = bowl_hvp(x, w, &[1.0, 0.5, -0.5]);
        for k in 0..x.len() {
            x[k] += rate * (slope[k] + 0.1 * product[k]);
        }
        seen.push(x[0] * slope[1]);
        left -= 1;
    }
    (x[0] * x[1], seen)
}

#[test]
fn a_pullback_of_what_is_written_with_products() {
    let (x, w, rate) = ([0.4, 0.3, 0.5], [1.0, 0.5], 0.2);
    let (v_x, v_w, v_rate) = ([0.7, -0.2, 0.4], [0.3, -1.0], 0.6);
    let (mut at, mut d_at) = (x, v_x);
    let ((product, seen), (d_product, d_seen)) = relax_jvp(&mut at, w, rate, &mut d_at, v_w, v_rate);
    let mut again = x;
    let ((product_again, seen_again), pullback) = relax_vjp(&mut again, w, rate);
    assert_eq!((product, &seen, at), (product_again, &seen_again, again));
    let (ct_x, ct_product) = ([1.5, -0.5, 0.25], 0.75);
    let ct_seen: Vec<f64> = (0..seen.len()).map(|k| 1.0 - 0.5 * k as f64).collect();
    let mut back = ct_x;
    let (ct_w, ct_rate) = pullback((ct_product, ct_seen.clone()), &mut back);
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let forward = dot(&ct_x, &d_at) + ct_product * d_product + dot(&ct_seen, &d_seen);
    let reverse = dot(&back, &v_x) + dot(&ct_w, &v_w) + ct_rate * v_rate;
    approx::assert_relative_eq!(forward, reverse, max_relative = 1e-12);
}

#[grad(jvp, third)]
fn squares(x: &[f64], by: f64) -> Vec<f64> {
    let mut out = Vec::new();
    for v in x {
        out.push(scaled(*v, by) * v);
    }
    out
}

#[grad(jvp, third)]
fn scaled(x: f64, by: f64) -> f64 {
    x * by * by
}

type Pair = [f64; 2];

#[grad(jvp, third, wrt(x))]
fn turned(x: &Pair, by: f64) -> (Pair, f64) {
    ([x[0] * x[1] * by, x[1]], x[0].sin())
}

/// The tangent of a function of several numbers, along a tangent.
#[test]
fn forward_over_forward_of_several_numbers() {
    #[grad(jvp)]
    fn of_a_list(x: f64, v: f64) -> f64 {
        let (value, along) = squares_jvp(&[x, 3.0, x * x], v, &[v, x, 1.0], 1.0);
        value[2] + along[0] * along[1] + along[2]
    }
    #[grad(jvp)]
    fn of_a_tuple(x: f64, v: f64) -> f64 {
        let (value, along) = turned_jvp(&[x, v], v, &[v, x]);
        value.0[0] * along.0[0] + along.1 + along.0[1]
    }
    let (x, v) = (0.7, 1.3);
    let (dx, dv) = of_a_list_grad(x, v);
    approx::assert_relative_eq!(of_a_list_jvp(x, v, 1.0, 0.0).1, dx, max_relative = 1e-14);
    approx::assert_relative_eq!(of_a_list_jvp(x, v, 0.0, 1.0).1, dv, max_relative = 1e-14);
    // v² x⁴ + (2 x v³ + 2 x² v)(18 v + 6 x v²) + 2 x² v² + 2 x⁴ v, differentiated by hand.
    let slope = 4.0 * v * v * x.powi(3)
        + (2.0 * v.powi(3) + 4.0 * x * v) * (18.0 * v + 6.0 * x * v * v)
        + (2.0 * x * v.powi(3) + 2.0 * x * x * v) * 6.0 * v * v
        + 4.0 * x * v * v
        + 8.0 * x.powi(3) * v;
    approx::assert_relative_eq!(dx, slope, max_relative = 1e-13);
    let (dx, dv) = of_a_tuple_grad(x, v);
    approx::assert_relative_eq!(of_a_tuple_jvp(x, v, 1.0, 0.0).1, dx, max_relative = 1e-14);
    approx::assert_relative_eq!(of_a_tuple_jvp(x, v, 0.0, 1.0).1, dv, max_relative = 1e-14);
    // x v² (v³ + x² v) + v cos x + x
    approx::assert_relative_eq!(
        dx,
        v.powi(5) + 3.0 * x * x * v.powi(3) - v * x.sin() + 1.0,
        max_relative = 1e-13
    );
}
