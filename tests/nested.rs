//! Gradients inside functions that are differentiated themselves.

use autodiff::{Real, grad};

#[grad(jvp, hvp)]
fn g(x: f64, y: f64) -> f64 {
    x * x * y + x.sin()
}

/// g_x = 2xy + cos x, g_y = x².
#[grad(jvp)]
fn of_gradient(x: f64, y: f64) -> f64 {
    let (dx, dy) = g_grad(x, y);
    dx * dy
}

fn of_gradient_by_hand(x: f64, y: f64) -> [f64; 2] {
    let (dx, dy) = (2.0 * x * y + x.cos(), x * x);
    [(2.0 * y - x.sin()) * dy + dx * 2.0 * x, 2.0 * x * dy]
}

#[test]
fn the_gradient_of_a_function_of_a_gradient() {
    let want = of_gradient_by_hand(2.0, 3.0);
    let (dx, dy) = of_gradient_grad(2.0, 3.0);
    approx::assert_relative_eq!(dx, want[0], max_relative = 1e-14);
    approx::assert_relative_eq!(dy, want[1], max_relative = 1e-14);
    // Forward over reverse.
    let (value, along) = of_gradient_jvp(2.0, 3.0, 1.0, 10.0);
    assert_eq!(value, of_gradient(2.0, 3.0));
    approx::assert_relative_eq!(along, want[0] + 10.0 * want[1], max_relative = 1e-14);
}

#[grad(jvp)]
fn of_both(x: f64, y: f64) -> f64 {
    let (value, (dx, _)) = g_value_and_grad(x, y);
    value * dx
}

#[test]
fn value_and_gradient() {
    let (x, y) = (2.0_f64, 3.0_f64);
    let (value, dx, dxx, dxy) = (g(x, y), 2.0 * x * y + x.cos(), 2.0 * y - x.sin(), 2.0 * x);
    let want = [dx * dx + value * dxx, x * x * dx + value * dxy];
    let got = of_both_grad(x, y);
    approx::assert_relative_eq!(got.0, want[0], max_relative = 1e-14);
    approx::assert_relative_eq!(got.1, want[1], max_relative = 1e-14);
    approx::assert_relative_eq!(of_both_jvp(x, y, 0.0, 1.0).1, want[1], max_relative = 1e-14);
}

/// Reverse over forward: g_x(x, y) · v with v = y.
#[grad]
fn of_tangent(x: f64, y: f64) -> f64 {
    let (value, along) = g_jvp(x, y, y, 1.0);
    value + along * along
}

#[test]
fn the_gradient_of_a_function_of_a_tangent() {
    let (x, y) = (2.0_f64, 3.0_f64);
    let (gx, gy) = (2.0 * x * y + x.cos(), x * x);
    let along = gx * y + gy;
    let want =
        [gx + 2.0 * along * ((2.0 * y - x.sin()) * y + 2.0 * x), gy + 2.0 * along * (2.0 * x * y + gx)];
    let got = of_tangent_grad(x, y);
    approx::assert_relative_eq!(got.0, want[0], max_relative = 1e-14);
    approx::assert_relative_eq!(got.1, want[1], max_relative = 1e-14);
}

/// The gradient in the position; the strength is held fixed.
#[grad(wrt(position), hvp)]
fn potential(position: &[f64], charges: [f64; 2], strength: f64) -> f64 {
    let near = (position[0] - 1.0).hypot(position[1]);
    let far = (position[0] + 1.0).hypot(position[1]);
    strength * (charges[0] / near + charges[1] / far)
}

/// Where a particle ends up: a loop that runs as long as its state says, with a gradient in it.
#[grad]
fn flight(speed: f64, strength: f64) -> f64 {
    let (mut position, mut velocity) = ([-3.0, 0.5], [speed, 0.0]);
    let mut steps = 0;
    while position[0] < 2.0 && steps < 400 {
        let force = potential_grad(&position, [0.3, 0.2], strength);
        for k in 0..2 {
            velocity[k] -= 0.01 * force[k];
            position[k] += 0.01 * velocity[k];
        }
        steps += 1;
    }
    position[0] * position[1]
}

#[test]
fn a_gradient_in_a_loop_differentiated_also_in_what_it_holds_fixed() {
    let (speed, strength) = (1.9, 0.4);
    let (d_speed, d_strength) = flight_grad(speed, strength);
    // Central differences, h = 1e-5: truncation and cancellation are below 1e-8.
    let slope = |f: &dyn Fn(f64) -> f64| (f(1e-5) - f(-1e-5)) / 2e-5;
    approx::assert_relative_eq!(d_speed, slope(&|h| flight(speed + h, strength)), max_relative = 1e-6);
    approx::assert_relative_eq!(d_strength, slope(&|h| flight(speed, strength + h)), max_relative = 1e-6);
}

/// The maximum over y by gradient steps, which are themselves differentiated.
#[grad(hvp)]
fn payoff(x: f64, y: f64) -> f64 {
    x * y - 0.5 * y * y * (1.0 + x * x)
}

#[grad]
fn best_reply(x: f64) -> f64 {
    let mut y = 0.0;
    for _ in 0..60 {
        let (_, dy) = payoff_grad(x, y);
        y += 0.4 * dy;
    }
    payoff(x, y)
}

#[test]
fn the_derivative_of_an_inner_maximum() {
    // y = x / (1 + x²), so the maximum is x² / (2 (1 + x²)), with the derivative x / (1 + x²)².
    let x = 0.7;
    approx::assert_relative_eq!(best_reply_grad(x), x / (1.0 + x * x).powi(2), max_relative = 1e-12);
}

/// A second number beside each argument: forward over forward.
#[test]
fn the_tangent_of_a_tangent() {
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (value, along) = g_jvp(x, y, y, x);
        value * along
    }
    let (x, y) = (2.0, 3.0);
    let (dx, dy) = f_grad(x, y);
    approx::assert_relative_eq!(f_jvp(x, y, 1.0, 0.0).1, dx, max_relative = 1e-14);
    approx::assert_relative_eq!(f_jvp(x, y, 0.0, 1.0).1, dy, max_relative = 1e-14);
}

#[grad(jvp, hvp)]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

#[grad(jvp, hvp, wrt(y))]
fn sum(x: f64, y: f64) -> f64 {
    x + y
}

/// The derivative in the inner variable is not that in the outer one.
#[test]
fn no_perturbation_confusion() {
    #[grad(jvp)]
    fn forward(x: f64) -> f64 {
        x * product_jvp(x, 1.0, 0.0, 1.0).1
    }
    #[grad(jvp)]
    fn reverse(x: f64) -> f64 {
        x * product_grad(x, 1.0).1
    }
    #[grad(jvp)]
    fn held(x: f64) -> f64 {
        x * sum_grad(x, x)
    }
    assert_eq!([forward_grad(3.0), reverse_grad(3.0), held_grad(3.0)], [6.0, 6.0, 1.0]);
    assert_eq!(forward_jvp(3.0, 1.0), (9.0, 6.0));
    assert_eq!(reverse_jvp(3.0, 1.0), (9.0, 6.0));
    assert_eq!(held_jvp(3.0, 1.0), (3.0, 1.0));
}

#[derive(Clone, Copy)]
enum Kind {
    Square,
    Exponential,
}

#[grad(jvp, hvp)]
fn of_many_kinds(name: &str, x: f64, kind: Kind, table: &[usize], y: &[f64; 2], flag: bool) -> f64 {
    let mut sum = if flag { x } else { -x };
    for k in 0..table.len() {
        sum += y[table[k]] * x.sin() * name.len() as f64;
    }
    match kind {
        Kind::Square => sum * sum,
        Kind::Exponential => sum.exp() * y[0],
    }
}

#[test]
fn arguments_that_are_no_numbers() {
    #[grad(jvp)]
    fn f(x: f64, z: f64) -> f64 {
        let (y, table) = ([z, x * z], [1_usize, 0, 1]);
        let (dx, dy) = of_many_kinds_grad("abc", x * 0.1, Kind::Square, &table, &y, z > 0.0);
        let (value, (ex, ey)) = of_many_kinds_value_and_grad("q", x, Kind::Exponential, &table, &y, z < 0.0);
        let (w, along) = of_many_kinds_jvp("q", x, Kind::Exponential, &table, &y, true, z, &y);
        dx * dy[0] + dy[1] * value.tanh() + ex * ey[0] * 0.1 + w * along * 0.01
    }
    closes(&|[x, z]| f(x, z), f_grad(0.7, 0.4).into(), [0.7, 0.4]);
    let along = [f_jvp(0.7, 0.4, 1.0, 0.0).1, f_jvp(0.7, 0.4, 0.0, 1.0).1];
    closes(&|[x, z]| f(x, z), along, [0.7, 0.4]);
}

/// Central differences, h = 1e-5: truncation and cancellation are below 1e-8 of the largest number on the way.
#[track_caller]
fn closes(f: &dyn Fn([f64; 2]) -> f64, gradient: [f64; 2], at: [f64; 2]) {
    for (k, slope) in gradient.into_iter().enumerate() {
        let moved = |by: f64| {
            let mut at = at;
            at[k] += by;
            f(at)
        };
        approx::assert_relative_eq!(slope, (moved(1e-5) - moved(-1e-5)) / 2e-5, max_relative = 1e-6);
    }
}

#[grad(wrt(x), jvp, hvp)]
fn with_scratch(x: &[f64], scratch: &mut [f64], calls: &mut usize) -> f64 {
    *calls += 1;
    for k in 0..x.len() {
        scratch[k] += x[k] * x[k];
    }
    scratch[0] * scratch[1] + x[0].sin()
}

#[test]
fn arguments_that_are_written_to() {
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (mut scratch, mut calls) = ([y, 0.3], 0);
        let mut sum = 0.0;
        for _ in 0..2 {
            let d = with_scratch_grad(&[x, y], &mut scratch, &mut calls);
            sum += d[0] * d[1] * scratch[0];
        }
        sum * scratch[1] * calls as f64
    }
    closes(&|[x, y]| f(x, y), f_grad(0.7, 0.4).into(), [0.7, 0.4]);
    let along = [f_jvp(0.7, 0.4, 1.0, 0.0).1, f_jvp(0.7, 0.4, 0.0, 1.0).1];
    closes(&|[x, y]| f(x, y), along, [0.7, 0.4]);
}

#[grad(jvp)]
fn cube_and_slope(x: f64) -> (f64, f64) {
    (x * x * x, 3.0 * x * x)
}

#[grad(jvp, hvp, partials = cube_and_slope)]
fn cube(x: f64) -> f64 {
    x.powi(3)
}

#[test]
fn the_gradient_of_a_function_whose_derivative_is_stated() {
    #[grad(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (value, slope) = cube_value_and_grad(x * y);
        value * slope + cube_grad(y) * cube_jvp(x, y).1
    }
    closes(&|[x, y]| f(x, y), f_grad(0.7, 0.4).into(), [0.7, 0.4]);
    let along = [f_jvp(0.7, 0.4, 1.0, 0.0).1, f_jvp(0.7, 0.4, 0.0, 1.0).1];
    closes(&|[x, y]| f(x, y), along, [0.7, 0.4]);
}

#[derive(Clone)]
struct Well {
    depth: f64,
}

#[grad(jvp, hvp)]
impl Well {
    fn energy(&self, x: &[f64], q: f64) -> f64 {
        let mut sum = 0.0;
        for v in x {
            sum += self.depth * v * v * q + (v * q).cos();
        }
        sum
    }
}

#[grad(jvp)]
impl Well {
    fn descend(&self, x: f64, q: f64) -> f64 {
        let mut at = vec![x, 0.2, q];
        let mut sum = 0.0;
        loop {
            let (value, (dx, dq)) = self.energy_value_and_grad(&at, q);
            if value < 0.5 || sum > 30.0 {
                break;
            }
            for i in 0..3 {
                at[i] -= 0.1 * dx[i] * (1.0 + 0.01 * dq);
            }
            sum += value + dq;
        }
        sum + at[0] * at[1]
    }
}

#[test]
fn methods_and_a_loop_that_is_left() {
    let well = Well { depth: 0.8 };
    closes(&|[x, q]| well.descend(x, q), well.descend_grad(1.7, 0.9).into(), [1.7, 0.9]);
}

#[grad(jvp, hvp)]
fn nest(x: f64, y: &[f64], n: usize) -> f64 {
    if n == 0 { x } else { nest(x * y[n % y.len()], y, n - 1).sin() + y[0] * x * x }
}

#[grad(jvp)]
fn recursion_around(x: f64, y: f64, n: usize) -> f64 {
    if n == 0 {
        return x * y;
    }
    let (d, _) = nest_grad(x, &[x, 0.5], n);
    recursion_around(0.2 * d.sin() + x, y, n - 1).cos() + d
}

#[test]
fn gradients_of_recursive_functions_in_recursive_functions() {
    closes(&|[x, y]| recursion_around(x, y, 2), recursion_around_grad(0.7, 0.9, 2).into(), [0.7, 0.9]);
    let along =
        [recursion_around_jvp(0.7, 0.9, 2, 1.0, 0.0).1, recursion_around_jvp(0.7, 0.9, 2, 0.0, 1.0).1];
    closes(&|[x, y]| recursion_around(x, y, 2), along, [0.7, 0.9]);
}

#[grad(jvp, hvp)]
fn generic<T: Real, const N: usize>(x: [T; N], s: T) -> T {
    let mut sum = s;
    for k in 0..N {
        sum += (x[k] * s).sin() * x[0];
    }
    sum * sum
}

#[test]
fn gradients_of_generic_functions() {
    #[grad]
    fn f<T: Real>(x: T, z: T) -> T {
        let (dx, ds) = generic_grad([x, z, x * z], z);
        dx[0] * dx[1] + dx[2] * ds * generic_jvp([x, z, x], z, [z, x, x], x).1
    }
    closes(&|[x, z]| f(x, z), f_grad(0.7, 0.4).into(), [0.7, 0.4]);
    let (dx, dz): (f32, f32) = f_grad(0.5, 0.25);
    approx::assert_relative_eq!(f64::from(dx), f_grad(0.5, 0.25).0, max_relative = 1e-4);
    approx::assert_relative_eq!(f64::from(dz), f_grad(0.5, 0.25).1, max_relative = 1e-4);
}

#[grad(jvp, hvp, third)]
fn of_quotients<T: Real>(x: T) -> T {
    x.atanh() + x * x / (T::ONE + x * x).sqrt()
}

#[grad(jvp, hvp)]
fn of_gradients_of_quotients<T: Real>(x: &[T]) -> T {
    of_quotients_grad(x[0]) * x[0]
}

/// With tangents a gradient is made of products where it is made of quotients without: README says that the value may
/// differ in the last bits. It is that of the function without tangents.
#[test]
fn the_value_beside_tangents_of_a_gradient_is_right_up_to_rounding() {
    fn check<T: Real>(x: T, epsilon: T) {
        let value = of_gradients_of_quotients(&[x]);
        assert!(of_gradients_of_quotients_value_and_grad(&[x]).0 == value);
        assert!(of_gradients_of_quotients_grad_into(&[x], &mut [T::ZERO]) == value);
        let along = of_gradients_of_quotients_jvp(&[x], &[T::ONE]).0;
        let into = of_gradients_of_quotients_hvp_into(&[x], &[T::ONE], &mut [T::ZERO], &mut [T::ZERO]);
        // Five roundings of each way to the sum of two terms that are of one sign.
        let most = T::from_f64(10.0) * epsilon * value.abs();
        assert!(
            (along - value).abs() <= most && (into - value).abs() <= most,
            "{value:?}: {along:?}, {into:?}"
        );
    }
    for k in 0..1000 {
        let x = 0.0009 * f64::from(k);
        check(x, f64::EPSILON);
        check(x as f32, f32::EPSILON);
    }
}
