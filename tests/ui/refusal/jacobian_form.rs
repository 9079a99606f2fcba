//! `jacobian` where there is none says which option to take instead.
use autodiff::grad;

#[grad(jacobian)]
fn scalar(x: f64) -> f64 {
    x * x
}

#[grad(jacobian)]
fn nothing(x: &mut [f64]) {
    x[0] *= 2.0;
}

#[grad(jacobian)]
fn changes(x: &mut [f64], y: f64) -> [f64; 2] {
    x[0] *= y;
    [y, x[0]]
}

#[grad(jacobian)]
fn uncounted<const N: usize>(x: f64) -> [[f64; N]; 2] {
    [[x; N]; 2]
}

#[grad(jacobian)]
fn mixed(x: f64, y: f32) -> [f64; 2] {
    [x, f64::from(y)]
}

fn main() {
    let _ = scalar_grad(2.0);
}
