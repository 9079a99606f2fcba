//! A method of a trait for references to floats comes before the float's own: where it bears the name, it is an error.

use autodiff::grad;

trait Own {
    fn max(self, other: f64) -> f64;
    fn sin(self) -> f64;
}

impl Own for &f64 {
    fn max(self, other: f64) -> f64 {
        self * other
    }

    fn sin(self) -> f64 {
        *self
    }
}

#[grad]
fn parameter(x: &f64, y: f64) -> f64 {
    x.max(y)
}

#[grad]
fn element(x: &[f64; 2]) -> f64 {
    let mut s = 0.0;
    for v in x {
        s += v.sin();
    }
    s
}

fn main() {}
