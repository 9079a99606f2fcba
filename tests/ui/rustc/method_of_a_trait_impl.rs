//! The attribute on one method of a trait impl: its companions are no members of the trait.
use autodiff::grad;

trait Curve {
    fn at(&self, x: f64) -> f64;
}

struct Parabola;

impl Curve for Parabola {
    #[grad]
    fn at(&self, x: f64) -> f64 {
        x * x
    }
}

fn main() {
    let _ = Parabola.at(2.0);
}
