//! `hessian` is for a float in parameters that stay as they are; the message says what the others have.
use autodiff::grad;

#[grad(hessian)]
fn vector(x: f64) -> [f64; 2] {
    [x * x, x]
}

#[grad(hvp, hessian)]
fn changes(x: &mut f64) -> f64 {
    *x *= 2.0;
    *x
}

#[grad(hessian)]
fn mixed(x: f32, y: f64) -> f64 {
    f64::from(x) * y
}

#[grad(hvp(x))]
fn argument(x: f64) -> f64 {
    x
}

fn main() {
    let _ = changes_grad(&mut 2.0);
}
