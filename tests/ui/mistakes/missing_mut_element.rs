//! Assignment to an element of an array that is not `mut`.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let a = [x, x * x];
    a[0] = 2.0;
    a[0] * a[1]
}

fn main() {
    f(1.0);
}
