//! Unknown variable: a misspelled local in the result.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let product = x * x;
    prodcut + 1.0
}

fn main() {
    f(1.0);
}
