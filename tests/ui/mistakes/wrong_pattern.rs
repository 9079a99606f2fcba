//! A pattern of the wrong length.
use autodiff::grad;

#[grad]
fn f(p: [f64; 2]) -> f64 {
    let [a, b, c] = p;
    a * b * c
}

fn main() {
    f([1.0, 2.0]);
}
