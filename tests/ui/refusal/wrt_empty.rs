//! `wrt()` without a name is refused.
use autodiff::grad;

#[grad(wrt())]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
