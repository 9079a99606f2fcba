//! A local that is taken for one without a derivative because of its methods cannot be given one by a callee.

use autodiff::grad;

trait Report {
    fn report(&self) {}
}

impl Report for f64 {}

#[grad]
fn scale(v: &mut f64, by: f64) {
    *v *= by;
}

#[grad]
fn f(x: f64) -> f64 {
    let mut v = 1.0;
    scale(&mut v, x);
    v.report();
    v
}

fn main() {}
