//! An option that does not exist is refused at its name, and the message lists those that do.
use autodiff::grad;

#[grad(gradient)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
