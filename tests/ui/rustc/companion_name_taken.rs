//! A function that already has the name of a companion.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    x * x
}

fn f_grad(x: f64) -> f64 {
    2.0 * x
}

fn main() {
    let _ = f_grad(2.0);
}
