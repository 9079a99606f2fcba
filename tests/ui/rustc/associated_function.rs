//! An associated function without `self` and `Self` is taken for a free one, and the type beside that cannot stand in an
//! `impl`: it needs the option `associated`.
use autodiff::grad;

struct Vector;

impl Vector {
    #[grad]
    fn norm(x: f64, y: f64) -> f64 {
        x.hypot(y)
    }

    #[grad(associated)]
    fn scaled(x: f64) -> f64 {
        2.0 * x
    }
}

fn main() {
    let _ = Vector::norm(1.0, 2.0) + Vector::scaled_grad(1.0);
}
