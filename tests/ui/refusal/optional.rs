//! An `Option` of a differentiated value that is not taken apart where it arises is refused at the method.
use autodiff::grad;

#[grad]
fn top(x: f64) -> f64 {
    let mut stack = vec![x, x * x];
    let top = stack.pop();
    match top {
        Some(top) => top,
        None => x,
    }
}

#[grad]
fn doubled(x: &[f64]) -> f64 {
    x.first().map_or(0.0, |first| 2.0 * first)
}

#[grad]
fn one_of_two(x: f64) -> f64 {
    let (mut a, mut b) = ([x, 1.0], x);
    let r = a.first_mut().unwrap_or(&mut b);
    *r *= x;
    a[0] * b
}

fn main() {
    let _ = top_grad(2.0) + doubled_grad(&[2.0])[0];
}
