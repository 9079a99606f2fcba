//! A branch whose value is thrown away.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    if x > 0.0 {
        x * x;
    } else {
        x
    }
}

fn main() {
    f(1.0);
}
