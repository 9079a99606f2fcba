//! A function that returns a reference is refused at that type.
use autodiff::grad;

#[grad]
fn first(xs: &[f64]) -> &f64 {
    &xs[0]
}

fn main() {
    let _ = first(&[1.0]);
}
