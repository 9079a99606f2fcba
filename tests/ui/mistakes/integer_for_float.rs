//! Type mismatch: an integer literal where a float is needed.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = x * 2;
    y + 1.0
}

fn main() {
    f(1.0);
}
