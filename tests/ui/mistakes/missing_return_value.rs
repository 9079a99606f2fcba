//! A body whose last statement ends in a semicolon.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = x * x;
    y + 1.0;
}

fn main() {
    f(1.0);
}
