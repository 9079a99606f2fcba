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

#[grad(recursive(x))]
fn d(x: f64) -> f64 {
    x * x
}

#[grad(crate)]
fn e(x: f64) -> f64 {
    x * x
}

#[grad(no_namespace = f, dump(x))]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = a_grad(2.0) + b_grad(2.0) + c_grad(2.0) + d_grad(2.0) + e_grad(2.0) + f_grad(2.0);
}
