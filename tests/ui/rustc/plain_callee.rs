//! A function without `#[grad]` that is handed a differentiated value: the error is at the call, once.
use autodiff::grad;

fn square(x: f64) -> f64 {
    x * x
}

#[grad]
fn f(x: f64) -> f64 {
    square(x) + 1.0
}

fn main() {
    let _ = f_grad(2.0);
}
