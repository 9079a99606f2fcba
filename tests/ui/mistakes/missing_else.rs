//! An `if` used as a value without `else`.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = if x > 0.0 { x * 2.0 };
    y * x
}

fn main() {
    f(1.0);
}
