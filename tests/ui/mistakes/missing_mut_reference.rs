//! `&mut` of a variable that is not `mut`.
use autodiff::grad;

#[grad]
fn bump(x: f64, y: &mut f64) {
    *y += x;
}

#[grad]
fn f(x: f64) -> f64 {
    let y = x * x;
    bump(x, &mut y);
    y
}

fn main() {
    f(1.0);
}
