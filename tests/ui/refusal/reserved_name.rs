//! A variable could hide the function that is known by its name.

use autodiff::grad;

#[grad]
fn local(x: f64) -> f64 {
    let stop_gradient = |v: f64| v * v;
    stop_gradient(x)
}

#[grad]
fn parameter(x: f64, stop_gradient: fn(f64) -> f64) -> f64 {
    x * stop_gradient(x)
}

fn main() {
    let _: f64 = local_grad(1.0);
    let _: f64 = parameter_grad(1.0, |x| x);
}
