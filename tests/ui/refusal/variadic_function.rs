//! A variadic function is refused at the dots.
use autodiff::grad;

#[grad]
unsafe extern "C" fn f(x: f64, ...) -> f64 {
    x * x
}

fn main() {}
