//! A constant whose `use` is missing.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    x * PI
}

fn main() {
    f(1.0);
}
