//! An `unsafe` block is refused, whatever stands in it.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let bits: u64 = unsafe { std::mem::transmute(x) };
    let three = unsafe { 3.0 };
    x * three + bits as f64
}

fn main() {
    let _ = f_grad(2.0);
}
