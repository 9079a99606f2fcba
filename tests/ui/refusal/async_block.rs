//! `async` blocks and `.await` are refused.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let later = async { 1.0 };
    drop(later);
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
