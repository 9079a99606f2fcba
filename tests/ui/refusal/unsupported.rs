//! What has no variant of its own is refused by name.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let upto = 0.0..x;
    upto.end - upto.start
}

fn main() {
    let _ = f_grad(2.0);
}
