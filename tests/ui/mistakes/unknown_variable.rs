//! Unknown variable.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = x * scale;
    y + 1.0
}

fn main() {
    f(1.0);
}
