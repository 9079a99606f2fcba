//! All mistakes of a function are reported in one go, each where it stands, and the companions still resolve: no
//! "cannot find `f_grad`" follows.
use autodiff::grad;

#[grad(wrt(x, k), dump, dump)]
fn f(x: &[f64], y: f64) -> f64 {
    let word = y.to_bits();
    let pointer = &raw const y;
    let _ = pointer;
    let truncated = y as Count;
    x[0] * y.cube() + (word % 2) as f64 + f64::from(truncated)
}

type Count = u32;

trait Cube {
    fn cube(self) -> f64;
}

impl Cube for f64 {
    fn cube(self) -> f64 {
        self * self * self
    }
}

struct Model;

#[grad]
impl Model {
    fn one(&self, x: f64) -> f64 {
        x.cube() * 2.0
    }

    fn two(&self, x: f64) -> f64 {
        x * async_value(async { 2.0 })
    }
}

fn async_value<T>(_: T) -> f64 {
    2.0
}

fn main() {
    let _: Vec<f64> = f_grad(&[2.0], 3.0);
    let _: (f64, Vec<f64>) = f_value_and_grad(&[2.0], 3.0);
    let _: f64 = f_grad_into(&[2.0], 3.0, &mut [0.0]);
    let _: f64 = Model.one_grad(2.0) + Model.two_grad(2.0);
}
