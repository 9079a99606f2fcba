//! A pattern that takes a differentiated value apart other than as tuple, array, literal or range is refused.
use autodiff::grad;

#[grad]
fn f(x: f64, y: f64) -> f64 {
    let pair = &(x, y);
    match pair {
        (v, 0.0) | (0.0, v) if *v > 1.0 => *v,
        (0.0 | 1.0, (b | b)) => b * b,
        (a, _) => *a,
    }
}

#[grad]
fn g(x: f64, y: f64) -> f64 {
    match ((x, y), x) {
        ((0.0, v) | (v, 0.0), _) => v,
        _ => x * y,
    }
}

#[grad]
fn h(x: f64) -> f64 {
    let &y = &x;
    y * y
}

fn main() {
    let _ = (f_grad(1.0, 2.0), g_grad(1.0, 2.0), h_grad(2.0));
}
