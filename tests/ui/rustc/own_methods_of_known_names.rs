//! A method that only bears the name of one that ends derivatives is an error where its result may carry one.

use autodiff::grad;

trait Norm {
    fn len(&self) -> f64;
}

impl Norm for [f64; 2] {
    fn len(&self) -> f64 {
        self[0].hypot(self[1])
    }
}

#[grad]
fn kept_as_it_is(x: f64, y: f64) -> f64 {
    let v = [x, y];
    let n = 2.0 * v.len();
    x * n
}

#[grad]
fn of_a_value(x: f64, y: f64) -> f64 {
    let mut s = x;
    [x, {
        s *= y;
        s
    }]
    .len()
        * s
}

fn main() {}
