//! Minimises Rosenbrock's function twice: by Newton's method, with the Hessian, and by conjugate gradients on products
//! with the Hessian, which is never formed.

use autodiff::grad;

#[grad(hvp, hessian)]
fn rosenbrock([x, y]: [f64; 2]) -> f64 {
    (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
}

/// Goes along a direction, half as far as long as that does not lead down.
fn step([x, y]: [f64; 2], [dx, dy]: [f64; 2]) -> [f64; 2] {
    let mut length = 1.0;
    loop {
        let next = [x - length * dx, y - length * dy];
        if rosenbrock(next) < rosenbrock([x, y]) || length < 1e-10 {
            return next;
        }
        length *= 0.5;
    }
}

/// The solution of two linear equations.
fn solve([[a, b], [c, d]]: [[f64; 2]; 2], [u, v]: [f64; 2]) -> [f64; 2] {
    let determinant = a * d - b * c;
    [(d * u - b * v) / determinant, (a * v - c * u) / determinant]
}

fn newton(point: [f64; 2]) -> [f64; 2] {
    step(point, solve(rosenbrock_hessian(point), rosenbrock_grad(point)))
}

/// The same step, solved by at most two conjugate directions.
fn newton_by_products(point: [f64; 2]) -> [f64; 2] {
    let dot = |a: [f64; 2], b: [f64; 2]| a[0] * b[0] + a[1] * b[1];
    let along = |a: [f64; 2], by: f64, b: [f64; 2]| [a[0] + by * b[0], a[1] + by * b[1]];
    let gradient = rosenbrock_grad(point);
    let (mut solution, mut residual, mut direction) = ([0.0; 2], gradient, gradient);
    for _ in 0..2 {
        let (_, product) = rosenbrock_hvp(point, direction);
        let bend = dot(direction, product);
        if bend <= 0.0 || dot(residual, residual) < 1e-24 {
            break;
        }
        let length = dot(residual, residual) / bend;
        solution = along(solution, length, direction);
        let next = along(residual, -length, product);
        direction = along(next, dot(next, next) / dot(residual, residual), direction);
        residual = next;
    }
    step(point, if solution == [0.0; 2] { gradient } else { solution })
}

fn path(name: &str, next: impl Fn([f64; 2]) -> [f64; 2]) {
    let mut point = [-1.2, 1.0];
    let mut steps = 0;
    println!("{name}");
    while rosenbrock(point) > 1e-20 {
        println!("  {steps:2}  ({:9.6}, {:9.6})  {:.3e}", point[0], point[1], rosenbrock(point));
        point = next(point);
        steps += 1;
        assert!(steps < 100, "no minimum found");
    }
    println!("  {steps:2}  ({:9.6}, {:9.6})  {:.3e}", point[0], point[1], rosenbrock(point));
    assert!((point[0] - 1.0).abs() < 1e-8 && (point[1] - 1.0).abs() < 1e-8);
}

fn main() {
    path("Newton's method", newton);
    path("conjugate gradients on products with the Hessian", newton_by_products);
}
