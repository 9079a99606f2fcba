//! A change of a differentiated variable is refused where only a failing comparison would make it.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x;
    assert_eq!(x, 1.0, "{}", {
        y *= x;
        y
    });
    y
}

fn main() {
    let _ = f_grad(2.0);
}
