//! A closure that borrows cannot be given to a `#[grad]` function that does more with it than call it: it needs `move`.
use autodiff::grad;

#[grad]
fn keeps(x: f64, weight: impl Fn(usize) -> f64) -> f64 {
    let kept = weight;
    x * kept(1)
}

#[grad]
fn clones(x: f64, weight: impl Fn(usize) -> f64 + Clone) -> f64 {
    x * weight.clone()(1)
}

#[grad]
fn f(x: f64) -> f64 {
    let weights = [1.0, 2.0];
    keeps(x, |i| weights[i]) + clones(x, |i| weights[i]) + keeps(x, move |i| weights[i])
}

fn main() {
    let _ = f_grad(2.0);
}
