//! Inline assembly is refused.
use autodiff::grad;
use std::arch::asm;

#[grad]
fn f(x: f64) -> f64 {
    asm!("nop");
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
