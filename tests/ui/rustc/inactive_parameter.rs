//! A differentiated value for a parameter that the callee does not differentiate: never a dropped derivative.
use autodiff::grad;

type Scalar = f64;

#[grad]
fn scaled(x: f64, factor: Scalar) -> f64 {
    x * factor
}

#[grad]
fn f(x: f64) -> f64 {
    scaled(x, x * x)
}

#[grad]
fn shifted(x: f64, by: &Scalar) -> f64 {
    x + *by
}

#[grad]
fn g(x: f64) -> f64 {
    let y = x * x;
    shifted(x, &y)
}

#[grad]
fn first(x: f64, pair: (f64, i32)) -> f64 {
    x * pair.0
}

#[grad]
fn h(x: f64) -> f64 {
    first(x, (x, 1))
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0) + h_grad(2.0);
}
