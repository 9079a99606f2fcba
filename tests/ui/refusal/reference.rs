//! A reference to a differentiated place that is kept without a name of its own is refused.
use autodiff::grad;

#[grad]
fn f(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    let both = [&mut a, &mut b];
    *both[0] *= 2.0;
    a + b
}

#[grad]
fn g(x: f64) -> f64 {
    let mut y = x * x;
    let pair = (&mut y, 1);
    *pair.0 *= 2.0;
    y
}

#[grad]
fn h(x: &[f64]) -> f64 {
    let mut rest = x;
    let outer = &mut rest;
    *outer = &outer[1..];
    rest[0]
}

fn main() {
    let _ = (f_grad(2.0, 3.0), g_grad(2.0), h_grad(&[1.0]));
}
