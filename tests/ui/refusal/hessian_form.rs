//! `hessian` is for a result that is a float; the message says what the others have.
use autodiff::grad;

#[grad(hessian)]
fn vector(x: f64) -> [f64; 2] {
    [x * x, x]
}

#[grad(hvp, hessian)]
fn changes(x: &mut f64) {
    *x *= 2.0;
}

#[grad(hvp(x))]
fn argument(x: f64) -> f64 {
    x
}

fn main() {
    changes(&mut 2.0);
}
