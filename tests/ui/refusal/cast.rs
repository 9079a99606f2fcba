//! A cast to a type that may be float or integer is refused at that type.
use autodiff::grad;

type Scalar = f32;

#[grad]
fn f(x: f64) -> f64 {
    let y = x as Scalar;
    let z: f64 = x as _;
    f64::from(y) + z
}

fn main() {
    let _ = f_grad(2.0);
}
