//! An `unsafe` block is refused, whatever stands in it.
use autodiff::grad;

unsafe fn cube(x: f64) -> f64 {
    x * x * x
}

#[grad]
fn f(x: f64) -> f64 {
    let y = unsafe { cube(x) };
    let three = unsafe { cube(1.0) } * 3.0;
    y * three
}

fn main() {
    let _ = f_grad(2.0);
}
