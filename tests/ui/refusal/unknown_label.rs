//! `break` to a label that no block has is refused, beside rustc's own error.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    if x > 1.0 {
        break 'other x * x;
    }
    x
}

fn main() {
    let _ = f_grad(2.0);
}
