//! A read through a reference that a pattern made is refused, with the way around it.
use autodiff::grad;

#[grad]
fn f(pair: &(f64, f64)) -> f64 {
    let (a, b) = pair;
    *a * *b
}

fn main() {
    let _ = f_grad(&(2.0, 3.0));
}
