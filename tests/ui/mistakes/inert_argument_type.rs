//! An argument of the wrong type that carries no derivative.
use autodiff::grad;

#[grad]
fn scaled(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[grad]
fn f(x: f64) -> f64 {
    scaled(x, "2") + 1.0
}

fn main() {
    f(1.0);
}
