//! An assignment used as a value.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut s = x;
    s += x * x
}

fn main() {
    f(1.0);
}
