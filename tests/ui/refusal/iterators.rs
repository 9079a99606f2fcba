//! An iterator or bulk method on differentiated values is refused at its name.
use autodiff::grad;

#[grad]
fn sum(xs: &[f64]) -> f64 {
    xs.iter().sum()
}

#[grad]
fn filled(x: f64) -> f64 {
    let mut a = [x; 3];
    a.fill(x * x);
    a[0]
}

#[grad]
fn first(xs: [f64; 2]) -> f64 {
    xs.first().copied().unwrap_or(0.0)
}

fn main() {
    let _ = (sum_grad(&[1.0]), filled_grad(1.0), first_grad([1.0; 2]));
}
