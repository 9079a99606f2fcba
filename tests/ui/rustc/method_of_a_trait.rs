//! The attribute on a method of a trait, without and with a body.
use autodiff::grad;

trait Curve {
    #[grad]
    fn at(&self, x: f64) -> f64;
}

trait Line {
    #[grad]
    fn line(&self, x: f64) -> f64 {
        2.0 * x
    }
}

fn main() {}
