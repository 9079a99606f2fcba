//! A method of a trait whose name a method of the type has too would be found in its place.

use autodiff::grad;

trait Energy {
    fn energy(&self, x: f64) -> f64;
}

struct Spring;

impl Spring {
    fn energy(&self, x: f64) -> f64 {
        x * x * x
    }
}

#[grad]
impl Energy for Spring {
    fn energy(&self, x: f64) -> f64 {
        x * x
    }
}

fn main() {}
