//! Assignment to a parameter that is not `mut`.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    x = x * 2.0;
    x * x
}

fn main() {
    f(1.0);
}
