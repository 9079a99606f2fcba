//! A result behind an alias has no companions of a scalar: rustc does not find them.
use autodiff::grad;

type Scalar = f64;

#[grad]
fn f(x: f64) -> Scalar {
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
