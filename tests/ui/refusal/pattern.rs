//! A pattern that takes a differentiated value apart other than as tuple, array, literal or range is refused.
use autodiff::grad;

#[grad]
fn f(xs: [f64; 3]) -> f64 {
    match xs {
        [first, rest @ ..] => first * rest[0],
    }
}

#[grad]
fn g(x: f64, y: f64) -> f64 {
    match (x, y) {
        (0.0, v) | (v, 0.0) => v,
        _ => x * y,
    }
}

#[grad]
fn h(x: f64) -> f64 {
    let &y = &x;
    y * y
}

fn main() {
    let _ = (f_grad([1.0; 3]), g_grad(1.0, 2.0), h_grad(2.0));
}
