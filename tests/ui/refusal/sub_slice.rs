//! A part of a differentiated slice is refused, read or passed.
use autodiff::grad;

#[grad]
fn head(xs: &[f64]) -> f64 {
    xs[0]
}

#[grad]
fn f(xs: &[f64]) -> f64 {
    head(&xs[1..]) + xs[..2][1]
}

fn main() {
    let _ = f_grad(&[1.0, 2.0]);
}
