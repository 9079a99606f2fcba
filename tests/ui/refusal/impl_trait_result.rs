//! A function that returns `impl Trait` is refused at that type.
use autodiff::grad;

#[grad]
fn f(x: f64) -> impl Into<f64> {
    x * x
}

fn main() {
    let _: f64 = f(2.0).into();
}
