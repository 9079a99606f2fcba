//! Mutual recursion without a `recursive` mark in the cycle.
use autodiff::grad;

#[grad]
fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { x * odd(x, n - 1) }
}

#[grad]
fn odd(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x + even(x, n - 1) }
}

fn main() {
    let _ = even_grad(2.0, 3);
}
