//! A float method that stable Rust does not have is refused.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    x.gamma() + x.maximum(1.0) + f64::minimum(x, 2.0)
}

fn main() {
    let _ = f_grad(2.0);
}
