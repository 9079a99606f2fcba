//! A variable changed while it is borrowed.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x * x;
    let place = &mut y;
    y += 1.0;
    *place *= 2.0;
    y
}

fn main() {
    f(1.0);
}
