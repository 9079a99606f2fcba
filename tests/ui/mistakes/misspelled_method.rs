//! A misspelled float method.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    x.sine() * x
}

fn main() {
    f(1.0);
}
