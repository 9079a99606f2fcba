//! A reference to a differentiated place that is kept anywhere but in a `let` of its own is refused.
use autodiff::grad;

#[grad]
fn f(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    let larger = if a > b { &mut a } else { &mut b };
    *larger *= 2.0;
    a + b
}

#[grad]
fn g(x: f64) -> f64 {
    let mut y = x * x;
    let pair = (&mut y, 1);
    *pair.0 *= 2.0;
    y
}

fn main() {
    let _ = (f_grad(2.0, 3.0), g_grad(2.0));
}
