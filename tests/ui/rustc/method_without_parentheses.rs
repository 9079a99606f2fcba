//! A method named without its parentheses reads as a field that a float does not have.

use autodiff::grad;

#[grad]
fn decay(x: f64, rate: f64) -> f64 {
    let factor = rate.exp;
    x * factor
}

#[grad]
fn scaled(x: &[f64], rate: f64) -> f64 {
    x[0] * rate.exp * x[1].sin
}

fn main() {}
