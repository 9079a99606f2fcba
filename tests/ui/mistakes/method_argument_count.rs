//! A float method with the wrong number of arguments.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    x.powf() + x.sin()
}

fn main() {
    f(1.0);
}
