//! Companions that have no derivative themselves, and those that a function does not have, called in a differentiated one.
use autodiff::grad;

#[grad(jacobian)]
fn both(x: f64) -> [f64; 2] {
    [x, x * x]
}

#[grad(hessian)]
fn length(x: &[f64]) -> f64 {
    x[0] * x[0] + x[1] * x[1]
}

struct Spring(f64);

#[grad]
impl Spring {
    fn forces(&self, x: f64) -> [f64; 2] {
        [self.0 * x, -self.0 * x]
    }
}

#[grad]
fn of_pullback(x: f64) -> f64 {
    let (value, _) = both_vjp(x);
    value[0]
}

#[grad]
fn of_jacobian(x: f64) -> f64 {
    both_jacobian(x)[1]
}

#[grad]
fn of_hessian(x: f64) -> f64 {
    length_hessian(&[x, x])[0][0]
}

#[grad]
fn of_method(spring: &Spring, x: f64) -> f64 {
    spring.forces_vjp(x).0[0]
}

#[grad]
fn of_what_is_not_there(x: f64) -> f64 {
    both_grad(x)
}

fn main() {
    let _ = of_pullback_grad(1.0) + of_jacobian_grad(1.0) + of_hessian_grad(1.0);
    let _ = of_method_grad(&Spring(1.0), 1.0) + of_what_is_not_there_grad(1.0);
}
