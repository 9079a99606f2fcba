//! A raw borrow is refused.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x;
    let pointer = &raw mut y;
    let address = &raw const x;
    let cast = &x as *const f64;
    let _ = (pointer, address, cast);
    y * y
}

fn main() {
    let _ = f_grad(2.0);
}
