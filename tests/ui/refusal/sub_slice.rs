//! A part of an array that has no place of its own is refused.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    [x, x * x][1..][0]
}

fn main() {
    let _ = f_grad(2.0);
}
