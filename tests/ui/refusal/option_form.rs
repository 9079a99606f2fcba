//! An option written the wrong way is refused with the right way to write it.
use autodiff::grad;

#[grad(wrt)]
fn a(x: f64) -> f64 {
    x * x
}

#[grad(wrt = x)]
fn b(x: f64) -> f64 {
    x * x
}

#[grad(partials(a))]
fn c(x: f64) -> f64 {
    x * x
}

#[grad(crate)]
fn d(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = a_grad(2.0) + b_grad(2.0) + c_grad(2.0) + d_grad(2.0);
}
