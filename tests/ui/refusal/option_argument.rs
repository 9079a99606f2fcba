//! An option that is a word is refused with an argument.
use autodiff::grad;

#[grad(recursive(x))]
fn f(x: f64) -> f64 {
    x * x
}

#[grad(no_namespace = f, dump(x))]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0);
}
