//! A tuple field that is not there.
use autodiff::grad;

#[grad]
fn f(p: (f64, f64)) -> f64 {
    p.0 * p.2
}

fn main() {
    f((1.0, 2.0));
}
