//! The derivatives of a trait's methods are methods of the type, which another crate's type cannot be given.
use autodiff::grad;
use std::ops::Mul;

trait Smooth {
    fn smooth(self, by: f64) -> f64;
}

#[grad]
impl Smooth for f64 {
    fn smooth(self, by: f64) -> f64 {
        self * by.tanh()
    }
}

#[grad]
impl Smooth for [f64; 2] {
    fn smooth(self, by: f64) -> f64 {
        self[0] * by
    }
}

trait Bend {
    fn bend(&self, x: f64) -> f64;
}

#[grad]
impl<T: Fn(f64) -> f64> Bend for T {
    fn bend(&self, x: f64) -> f64 {
        x * x
    }
}

#[derive(Clone, Copy)]
struct Vector([f64; 2]);

#[grad]
impl Mul<Vector> for f64 {
    type Output = Vector;

    fn mul(self, v: Vector) -> Vector {
        Vector([self * v.0[0], self * v.0[1]])
    }
}

fn main() {
    let _ = 2.0.smooth(1.0) + [2.0; 2].smooth(1.0) + f64::sin.bend(1.0) + (2.0 * Vector([1.0; 2])).0[0];
}
