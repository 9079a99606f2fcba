//! An iterator method on differentiated values that is not in the list is refused at its name.
use autodiff::grad;

#[grad]
fn sum(xs: &[f64]) -> f64 {
    xs.iter().sum()
}

#[grad]
fn first(xs: [f64; 2]) -> f64 {
    xs.iter().next().copied().unwrap_or(0.0)
}

#[grad]
fn skipping(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in xs.iter().skip_while(|x| **x < 0.0) {
        sum += x;
    }
    sum
}

fn main() {
    let _ = (sum_grad(&[1.0]), first_grad([1.0; 2]), skipping_grad(&[1.0]));
}
