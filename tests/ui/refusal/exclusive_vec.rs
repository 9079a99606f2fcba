//! A `&mut Vec` of floats is refused at its type.
use autodiff::grad;

#[grad]
fn f(x: f64, out: &mut Vec<f64>) -> f64 {
    out[0] = x;
    x * x
}

fn main() {
    let _ = f(1.0, &mut vec![0.0]);
}
