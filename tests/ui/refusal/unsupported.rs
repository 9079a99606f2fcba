//! What has no variant of its own is refused by name: ranges, bit operations, labelled loops with values, ..
use autodiff::grad;

#[grad]
fn range(x: f64) -> f64 {
    let r = 0.0..x;
    r.end
}

#[grad]
fn bits(x: f64) -> f64 {
    let mut n = 1;
    n <<= x as i32;
    let mut y = x;
    y ^= x;
    y * f64::from(n)
}

fn main() {
    let _ = range_grad(2.0) + bits_grad(2.0);
}
