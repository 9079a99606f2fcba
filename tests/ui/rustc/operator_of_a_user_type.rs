//! An operator of a user's type applied to a differentiated value.
use autodiff::grad;
use std::ops::{Add, Mul};

#[derive(Clone, Copy)]
struct Metres(f64);

impl Mul<f64> for Metres {
    type Output = f64;

    fn mul(self, factor: f64) -> f64 {
        self.0 * factor
    }
}

impl Add<f64> for Metres {
    type Output = f64;

    fn add(self, other: f64) -> f64 {
        self.0 + 2.0 * other
    }
}

#[grad]
fn f(x: f64, length: Metres) -> f64 {
    length * x
}

#[grad]
fn g(x: f64, length: Metres) -> f64 {
    length + x
}

fn main() {
    let _ = f_grad(2.0, Metres(1.0)) + g_grad(2.0, Metres(1.0));
}
