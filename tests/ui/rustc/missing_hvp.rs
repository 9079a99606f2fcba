//! A gradient has a derivative where its function has `hvp` and its arguments can be copied; a function with several
//! results has no gradient. Each is one error at the call.
use autodiff::grad;

#[grad]
fn energy(x: f64) -> f64 {
    x * x
}

#[grad]
fn force(x: f64) -> f64 {
    -energy_grad(x)
}

#[grad(jvp)]
fn power(x: f64) -> f64 {
    let (value, (slope, along)) = (energy_value_and_grad(x).0, other_jvp(x, 1.0));
    value * slope * along
}

#[grad(jvp)]
fn other(x: f64) -> f64 {
    x * x * x
}

#[grad(hessian)]
fn total(x: f64) -> f64 {
    energy(x) * x
}

#[grad]
fn both(x: f64) -> [f64; 2] {
    [x, x * x]
}

/// A type that is not `Clone`.
struct Spring(f64);

#[grad(hvp)]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.0 * x * x
    }
}

#[grad]
fn of_method(spring: &Spring, x: f64) -> f64 {
    spring.energy_grad(x)
}

struct Plain(f64);

#[grad]
impl Plain {
    fn energy(&self, x: f64) -> f64 {
        self.0 * x * x
    }
}

#[grad]
fn of_plain_method(plain: &Plain, x: f64) -> f64 {
    plain.energy_grad(x)
}

fn main() {
    let _ = (force_grad(1.0), total_hessian(1.0), of_method_grad(&Spring(1.0), 1.0));
    let _ = (power_grad(1.0), of_plain_method_grad(&Plain(1.0), 1.0));
    let _ = both_grad(1.0);
}
