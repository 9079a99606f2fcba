//! An option given twice is refused where it is repeated.
use autodiff::grad;

#[grad(wrt(x), wrt(y))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = f_grad(2.0, 3.0);
}
