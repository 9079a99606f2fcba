//! A float times an integer.
use autodiff::grad;

#[grad]
fn f(x: f64, n: usize) -> f64 {
    x * n + 1.0
}

fn main() {
    f(1.0, 2);
}
