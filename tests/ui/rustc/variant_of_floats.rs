//! What a pattern of an enum binds carries no derivative, so the value must have none.

use autodiff::{Differentiable, NoCotangent, grad};

struct Wrapper(f64);

impl Differentiable for Wrapper {
    type Cotangent = f64;
    fn zero_cotangent(&self) -> f64 {
        0.0
    }
}

#[grad]
fn wrap(x: f64) -> (Wrapper, f64) {
    (Wrapper(autodiff::stop_gradient(x)), x)
}

#[grad]
fn f(x: f64) -> f64 {
    match wrap(x) {
        (Wrapper(inner), v) => inner * v,
    }
}

fn main() {
    let _ = NoCotangent;
}
