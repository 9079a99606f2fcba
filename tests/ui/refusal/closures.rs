//! A closure that captures or is called with a differentiated value is refused.
use autodiff::grad;

#[grad]
fn captures(x: f64) -> f64 {
    let scaled = |y: f64| x * y;
    scaled(2.0)
}

#[grad]
fn is_called(x: f64) -> f64 {
    let double = |y: f64| 2.0 * y;
    double(x)
}

#[grad]
fn is_passed(x: f64, curve: impl Fn(f64) -> f64) -> f64 {
    curve(x)
}

fn main() {
    let _ = captures_grad(2.0) + is_called_grad(2.0) + is_passed_grad(2.0, f64::sin);
}
