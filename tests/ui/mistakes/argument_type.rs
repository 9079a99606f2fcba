//! A differentiated argument of the wrong type.
use autodiff::grad;

#[grad]
fn square(x: f32) -> f32 {
    x * x
}

#[grad]
fn f(x: f64) -> f64 {
    f64::from(square(x)) + 1.0
}

fn main() {
    f(1.0);
}
