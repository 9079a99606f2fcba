//! A guard runs when the value is no longer in the `Vec` that it is popped from.
use autodiff::grad;

#[grad]
fn f(x: f64, y: f64) -> f64 {
    let mut stack = vec![x, y];
    match stack.pop() {
        Some(top) if stack.len() > 1 => top,
        _ => x,
    }
}

#[grad]
fn g(x: f64, y: f64) -> f64 {
    let mut stack = vec![x, y];
    let r = &mut stack;
    match r.pop() {
        Some(top) if r.is_empty() => top,
        _ => x,
    }
}

fn main() {
    let _ = (f_grad(1.0, 2.0), g_grad(1.0, 2.0));
}
