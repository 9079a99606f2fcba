//! A pattern for a differentiated parameter behind a reference is refused.
use autodiff::grad;

#[grad]
fn f(&x: &f64) -> f64 {
    x * x
}

#[grad]
fn g((x, y): &(f64, f64)) -> f64 {
    x * y
}

fn main() {
    let _ = f_grad(&2.0) + g(&(2.0, 3.0));
}
