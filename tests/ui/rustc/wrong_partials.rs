//! A stated derivative of the wrong shape.
use autodiff::grad;

#[grad(partials = product_partials)]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

fn product_partials(x: f64, y: f64) -> (f64, f64) {
    (x * y, y)
}

#[grad(partials = missing)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = (product_grad(2.0, 3.0), square_grad(2.0));
}
