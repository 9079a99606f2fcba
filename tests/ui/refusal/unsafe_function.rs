//! An `unsafe` function is refused at that word.
use autodiff::grad;

#[grad]
unsafe fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = unsafe { f(2.0) };
}
