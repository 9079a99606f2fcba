//! A method of a trait of the user's for floats has no derivative, which its result says: a method that is merely misspelled
//! is left to rustc.
use autodiff::grad;

trait Cube {
    fn cube(self) -> f64;
    fn show(&self);
}

impl Cube for f64 {
    fn cube(self) -> f64 {
        self * self * self
    }

    fn show(&self) {
        println!("{self}");
    }
}

#[grad]
fn f(x: f64) -> f64 {
    x.show();
    (x * x).cube() + 1.0
}

#[grad]
fn g(x: f64) -> f64 {
    x.cubed()
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0);
}
