//! A value where the callee takes a reference.
use autodiff::grad;

#[grad]
fn square(x: &f64) -> f64 {
    *x * *x
}

#[grad]
fn f(x: f64) -> f64 {
    square(x) + 1.0
}

fn main() {
    f(1.0);
}
