//! `dbg!` around something that calls or assigns is refused: it would run twice.
use autodiff::grad;

#[grad]
fn square(x: f64) -> f64 {
    x * x
}

#[grad]
fn f(x: f64) -> f64 {
    dbg!(square(x)) + 1.0
}

fn main() {
    let _ = f_grad(2.0);
}
