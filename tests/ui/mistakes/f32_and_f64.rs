//! Two float types in one product.
use autodiff::grad;

#[grad]
fn f(x: f64, y: f32) -> f64 {
    x * y
}

fn main() {
    f(1.0, 2.0);
}
