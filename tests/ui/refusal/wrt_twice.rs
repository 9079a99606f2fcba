//! A parameter named twice in `wrt` is refused at the second mention.
use autodiff::grad;

#[grad(wrt(x, x))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = f_grad(2.0, 3.0);
}
