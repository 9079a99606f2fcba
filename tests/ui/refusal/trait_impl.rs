//! A trait impl is refused at the trait's name; the impl itself stays usable.
use autodiff::grad;

struct Square;

trait Curve {
    fn at(&self, x: f64) -> f64;
}

#[grad]
impl Curve for Square {
    fn at(&self, x: f64) -> f64 {
        x * x
    }
}

fn main() {
    let _ = Square.at(2.0);
}
