//! A derivative is stated for a function with one float for its result and no result in a `&mut` parameter.
use autodiff::grad;

#[grad(partials = both_partials)]
fn both(x: f64) -> (f64, f64) {
    (x, x * x)
}

#[grad(partials = add_partials)]
fn add(x: f64, sum: &mut f64) -> f64 {
    *sum += x;
    *sum
}

fn main() {
    let _ = (both(2.0), add(2.0, &mut 0.0));
}
