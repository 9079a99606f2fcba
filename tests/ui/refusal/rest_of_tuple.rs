//! A tuple out of a call has an unknown number of parts, unless its type is written down.

use autodiff::grad;

#[grad]
fn three(x: f64) -> (f64, f64, f64) {
    (x, x, x)
}

#[grad]
fn f(x: f64) -> f64 {
    let (a, .., b) = three(x);
    let c;
    (.., c) = three(x);
    a * b * c
}

fn main() {
    let _: f64 = f_grad(1.0);
}
