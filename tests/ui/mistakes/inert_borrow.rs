//! A borrow error in code that carries no derivative.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut names = vec![String::new()];
    let first = &names[0];
    names.push(String::from("b"));
    x * first.len() as f64
}

fn main() {
    f(1.0);
}
