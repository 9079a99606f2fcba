//! A `const` function is refused at that word.
use autodiff::grad;

#[grad]
const fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
