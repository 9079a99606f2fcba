//! Type mismatch: a float exponent for `powi`.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    x.powi(2.0) + x
}

fn main() {
    f(1.0);
}
