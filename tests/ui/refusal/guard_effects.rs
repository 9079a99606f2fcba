//! A match guard that assigns a differentiated variable is refused at the guard.
use autodiff::grad;

#[grad]
fn f(x: f64, n: i32) -> f64 {
    let mut y = x;
    match n {
        0 if { y *= x; y > 1.0 } => y,
        _ => x * y,
    }
}

fn main() {
    let _ = f_grad(2.0, 0);
}
