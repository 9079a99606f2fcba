//! A method without `#[grad]` is not taken for one of the same name in what its type dereferences to.

use autodiff::grad;

struct Spring;

#[grad]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        x * x
    }
}

struct Stiff(Spring);

impl Stiff {
    fn energy(&self, x: f64) -> f64 {
        x * x * x
    }
}

impl core::ops::Deref for Stiff {
    type Target = Spring;
    fn deref(&self) -> &Spring {
        &self.0
    }
}

#[grad]
fn f(spring: &Stiff, x: f64) -> f64 {
    spring.energy(x)
}

#[grad]
fn through_a_pointer(spring: Box<Stiff>, x: f64) -> f64 {
    spring.energy(x)
}

fn main() {}
