//! The rest of an array, taken by value by a pattern, is refused.
use autodiff::grad;

#[grad]
fn f(xs: [f64; 3]) -> f64 {
    let [first, rest @ ..] = xs;
    first * rest[0]
}

#[grad]
fn g(xs: [f64; 3]) -> f64 {
    match xs {
        [first, rest @ ..] => first * rest[0],
    }
}

fn main() {
    let _ = (f_grad([1.0; 3]), g_grad([1.0; 3]));
}
