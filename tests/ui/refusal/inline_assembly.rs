//! Inline assembly is refused, in its `unsafe` block, by one error.
use autodiff::grad;
use std::arch::asm;

#[grad]
fn f(x: f64) -> f64 {
    unsafe { asm!("") };
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
