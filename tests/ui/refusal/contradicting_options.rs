//! A stated derivative leaves nothing to recurse into: the two options are refused together.
use autodiff::grad;

#[grad(partials = f_partials, recursive)]
fn f(x: f64) -> f64 {
    x * x
}

fn f_partials(x: f64) -> (f64, f64) {
    (x * x, 2.0 * x)
}

fn main() {
    let _ = f_grad(2.0);
}
