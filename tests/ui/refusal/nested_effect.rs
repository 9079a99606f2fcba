//! A change of a differentiated variable inside the arguments of a macro is refused.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x;
    assert!({
        y *= x;
        y > 0.0
    });
    y
}

fn main() {
    let _ = f_grad(2.0);
}
