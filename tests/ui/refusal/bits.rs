//! A method that takes a differentiated float apart into bits or bytes is refused, called either way.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    f64::from_bits(x.to_bits() + 1) + f64::from_le_bytes(x.to_le_bytes())
}

#[grad]
fn g(x: f64) -> f64 {
    let odd = f64::to_bits(x) % 2;
    x * odd as f64
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0);
}
