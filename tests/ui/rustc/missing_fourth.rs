//! Derivatives of products with a Hessian, and of gradients, end where fourth ones would begin. Each is an error at the call.
use autodiff::grad;

#[grad(third)]
fn energy(x: f64) -> f64 {
    x * x * x
}

#[grad(hvp)]
fn of_product(x: f64) -> f64 {
    energy_hvp(x, 1.0).1
}

#[grad(third)]
fn of_gradient(x: f64) -> f64 {
    energy_grad(x)
}

fn main() {
    let _ = (of_product_hvp(1.0, 1.0), of_gradient_hvp(1.0, 1.0));
}
