//! A method outside the closed list on a differentiated value is refused at its name.
use autodiff::grad;

trait Cube {
    fn cube(self) -> f64;
}

impl Cube for f64 {
    fn cube(self) -> f64 {
        self * self * self
    }
}

#[grad]
fn f(x: f64) -> f64 {
    x.cube() + x.to_string().len() as f64
}

#[grad]
fn g(x: f64) -> f64 {
    f64::cube(x)
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0);
}
