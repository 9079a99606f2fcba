//! `jacobian` where there is none says which option to take instead.
use autodiff::grad;

#[grad(jacobian)]
fn scalar(x: f64) -> f64 {
    x * x
}

type Pair = [f64; 2];

#[grad(jacobian)]
fn uncounted(x: f64) -> Pair {
    [x, 2.0 * x]
}

#[grad(jacobian)]
fn mixed(x: f64, y: f32) -> [f64; 2] {
    [x, f64::from(y)]
}

fn main() {
    let _ = scalar_grad(2.0);
}
