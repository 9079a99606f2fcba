//! An `async` function is refused at that word.
use autodiff::grad;

#[grad]
async fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f(2.0);
}
