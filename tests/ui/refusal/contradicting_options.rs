//! A stated derivative leaves nothing to recurse into, and nothing to differentiate twice more: each of these options is
//! refused beside it.
use autodiff::grad;

#[grad(partials = f_partials, recursive)]
fn f(x: f64) -> f64 {
    x * x
}

fn f_partials(x: f64) -> (f64, f64) {
    (x * x, 2.0 * x)
}

#[grad(third, partials = f_partials)]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(2.0);
    let _ = g_hvp(2.0, 1.0);
}
