//! An index of the wrong type.
use autodiff::grad;

#[grad]
fn f(x: [f64; 3], k: i32) -> f64 {
    x[k] * x[0]
}

fn main() {
    f([1.0; 3], 1);
}
