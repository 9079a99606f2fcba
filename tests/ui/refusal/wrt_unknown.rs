//! A name in `wrt` that is no parameter is refused there, and the message lists the parameters.
use autodiff::grad;

#[grad(wrt(z))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = f(2.0, 3.0);
}
