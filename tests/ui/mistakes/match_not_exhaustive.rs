//! A `match` that forgets a case.
use autodiff::grad;

#[grad]
fn f(x: f64, n: u8) -> f64 {
    match n {
        0 => x,
        1 => x * x,
    }
}

fn main() {
    f(1.0, 2);
}
