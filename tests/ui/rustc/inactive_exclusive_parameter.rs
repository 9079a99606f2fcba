//! A `&mut` argument in which the callee does not differentiate, given something that carries a derivative.
use autodiff::grad;

type Scalar = f64;

#[grad]
fn read(x: f64, place: &mut Scalar) -> f64 {
    x * *place
}

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x * x;
    read(x, &mut y)
}

fn main() {
    let _ = f_grad(2.0);
}
