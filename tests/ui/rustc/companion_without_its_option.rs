//! A companion that no option asked for: the error at the call says which one to add, inside of differentiated functions and
//! outside; also for one that fills buffers, which has no derivative.
use autodiff::grad;

#[grad]
fn energy(x: f64) -> f64 {
    x * x
}

#[grad(hvp)]
fn length(x: &[f64]) -> f64 {
    x[0] * x[0]
}

#[grad]
fn along(x: f64) -> f64 {
    energy_jvp(x, 1.0).1
}

#[grad]
fn product(x: f64) -> f64 {
    energy_hvp(x, 1.0).1
}

#[grad]
fn matrix(x: f64) -> f64 {
    energy_hessian(x)[0][0]
}

#[grad]
fn into(x: f64) -> f64 {
    let mut slope = [0.0];
    length_grad_into(&[x], &mut slope) + slope[0]
}

#[grad]
fn product_into(x: f64) -> f64 {
    let (mut slope, mut product) = ([0.0], [0.0]);
    length_hvp_into(&[x], &[1.0], &mut slope, &mut product) + slope[0]
}

#[grad]
fn many(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64, i: f64, j: f64) -> f64 {
    a * b * c * d * e * f * g * h * i * j
}

#[grad]
fn along_many(x: f64) -> f64 {
    many_jvp(x, x, x, x, x, x, x, x, x, x, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0).1
}

fn main() {
    let _ = along_many_grad(1.0);
    let _ = along_grad(1.0) + product_grad(1.0) + matrix_grad(1.0) + into_grad(1.0) + product_into_grad(1.0);
    let (_, pullback) = energy_vjp(1.0);
    let (_, slope) = energy_jvp(1.0, 1.0);
    let (gradient, product): (f64, f64) = energy_hvp(1.0, 1.0);
    let hessian = length_hessian(&[1.0]);
    let rows = along_jacobian(1.0);
}
