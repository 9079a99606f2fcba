//! A function defined in the body without the attribute is refused where it is handed a differentiated value.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    fn square(y: f64) -> f64 {
        y * y
    }
    square(x) + square(2.0)
}

fn main() {
    let _ = f_grad(2.0);
}
