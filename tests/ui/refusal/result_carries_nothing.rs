//! A result that cannot carry a derivative is refused at its type, a missing one at the function's name.
use autodiff::grad;

#[grad]
fn is_large(x: f64) -> bool {
    x > 1.0
}

#[grad]
fn count(x: f64) -> usize {
    x as usize
}

#[grad]
fn show(x: f64) {
    println!("{x}");
}

fn main() {
    let _ = (is_large(2.0), count(2.0), show(2.0));
}
