//! Unknown variable: it lives in an inner block.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    if x > 0.0 {
        let y = x * x;
    }
    x + y
}

fn main() {
    f(1.0);
}
