//! A `Vec` inside a parameter's type has no cotangent of its own yet.
use autodiff::grad;

#[grad]
fn first(rows: &[Vec<f64>]) -> f64 {
    rows[0][0] * rows[1][0]
}

fn main() {
    let _ = first_grad(&[vec![1.0], vec![2.0]]);
}
