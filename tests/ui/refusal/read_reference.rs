//! A read through a reference that may lead to several places is refused.
use autodiff::grad;

#[grad]
fn f(x: f64, y: f64) -> f64 {
    *(if x > y { &x } else { &y }) * 2.0
}

fn main() {
    let _ = f_grad(2.0, 3.0);
}
