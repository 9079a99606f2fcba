//! Companions called with the wrong arguments read like any other function.
use autodiff::grad;

#[grad]
fn f(x: f64, weights: &[f64], n: usize) -> f64 {
    x * weights[n]
}

fn main() {
    let _: f64 = f_grad(2.0, &[1.0], 0);
    let _ = f_grad(2.0, &[1.0]);
    let _ = f_grad_into(2.0, &[1.0], 0, &mut 0.0, &mut vec![0.0]);
}
