//! A pattern that takes a differentiated value apart other than as tuple, array, literal or range is refused.
use autodiff::grad;

#[grad]
fn f(x: &[f64], y: f64) -> f64 {
    match (x, y) {
        ([v, ..] | [.., v], 0.0) => *v,
        _ => y,
    }
}

#[grad]
fn g(x: f64, y: f64) -> f64 {
    match ((x, y), x) {
        ((0.0, v) | (v, 0.0), _) => v,
        _ => x * y,
    }
}

fn main() {
    let _ = (f_grad(&[1.0], 2.0), g_grad(1.0, 2.0));
}
