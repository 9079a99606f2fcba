//! Gradients inside functions that are differentiated themselves.

use autodiff::grad;

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
