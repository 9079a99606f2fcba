//! The attribute on anything but a function, a method or an `impl` block is refused at that item.
use autodiff::grad;

#[grad]
struct Weights {
    w: f64,
}

#[grad]
mod model {
    pub fn f(x: f64) -> f64 {
        x * x
    }
}

#[grad]
static RATE: f64 = 0.1;

fn main() {
    let _ = model::f(RATE) + Weights { w: 1.0 }.w;
}
