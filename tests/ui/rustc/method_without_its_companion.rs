//! A companion that a method does not have, called in a differentiated function: rustc finds no method, and the error below
//! says which option makes one, or why there is none.
use autodiff::grad;

struct Spring(f64);

#[grad]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.0 * x * x
    }

    fn forces(&self, x: f64) -> [f64; 2] {
        [self.0 * x, -self.0 * x]
    }
}

#[grad]
fn along(spring: &Spring, x: f64) -> f64 {
    spring.energy_jvp(x, 1.0).1
}

#[grad]
fn product(spring: &Spring, x: f64) -> f64 {
    spring.energy_hvp(x, 1.0).1
}

#[grad]
fn gradient(spring: &Spring, x: f64) -> f64 {
    spring.forces_grad(x)
}

fn main() {
    let spring = &Spring(1.0);
    let _ = along_grad(spring, 1.0) + product_grad(spring, 1.0) + gradient_grad(spring, 1.0);
}
