//! A macro defined in the body is refused: its calls would see the variables around them.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    macro_rules! square {
        () => {
            x * x
        };
    }
    square!()
}

fn main() {
    let _ = f_grad(2.0);
}
