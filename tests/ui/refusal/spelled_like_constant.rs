//! A name for a differentiated value that is spelled like a constant, where it may be one, is refused.
#![allow(non_snake_case)]
use autodiff::grad;

#[grad]
fn arm(x: f64) -> f64 {
    match x {
        A if A > 0.0 => A * A,
        _ => 0.0,
    }
}

#[grad]
fn popped(x: f64) -> f64 {
    let mut v = vec![x];
    while let Some(Top) = v.pop() {
        return Top * Top;
    }
    x
}

#[grad]
fn slices(x: &[f64]) -> f64 {
    let [First, ..] = x else { return 0.0 };
    *First
}

fn main() {
    let _ = (arm_grad(2.0), popped_grad(2.0), slices_grad(&[2.0]));
}
