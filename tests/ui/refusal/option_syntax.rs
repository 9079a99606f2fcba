//! Tokens that are no option at all are refused where they stand.
use autodiff::grad;

#[grad(wrt(x) wrt(y))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

#[grad(wrt(x.0))]
fn g(x: (f64, f64)) -> f64 {
    x.0 * x.1
}

#[grad("x")]
fn h(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(2.0, 3.0);
}
