//! A companion that a method does not have, called in a differentiated function: the error says which option makes one, or
//! why there is none, and below rustc finds no method. One that fills buffers is there, but has no derivative.
use autodiff::grad;

struct Spring(f64);

#[grad]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.0 * x * x
    }

    fn length(&self, x: &[f64]) -> f64 {
        self.0 * x[0]
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

#[grad]
fn into(spring: &Spring, x: f64) -> f64 {
    let mut slope = [0.0];
    spring.length_grad_into(&[x], &mut slope) + slope[0]
}

fn main() {
    let spring = &Spring(1.0);
    let _ = along_grad(spring, 1.0) + product_grad(spring, 1.0) + gradient_grad(spring, 1.0);
    let _ = into_grad(spring, 1.0);
}
