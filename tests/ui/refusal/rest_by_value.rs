//! The rest of an array, taken by value by a pattern, is refused where the length is not a literal, or too long.
use autodiff::grad;

const N: usize = 3;

#[grad]
fn f(xs: [f64; N]) -> f64 {
    let [first, rest @ ..] = xs;
    first * rest[0]
}

#[grad]
fn g(xs: [f64; 100]) -> f64 {
    match xs {
        [first, rest @ ..] => first * rest[0],
    }
}

fn main() {
    let _ = (f_grad([1.0; 3]), g_grad([1.0; 100]));
}
