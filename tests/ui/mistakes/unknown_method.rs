//! Unknown method of something that carries no derivative.
use autodiff::grad;

#[grad]
fn f(x: f64, name: &str) -> f64 {
    let n = name.length();
    x * n as f64
}

fn main() {
    f(1.0, "");
}
