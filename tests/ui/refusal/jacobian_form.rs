//! `jacobian` where there is none says which option to take instead.
use autodiff::grad;

#[grad(jacobian)]
fn scalar(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = scalar_grad(2.0);
}
