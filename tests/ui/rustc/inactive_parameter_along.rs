//! A derivative that the callee does not take is an error in forward mode too.
use autodiff::grad;

type Number = f64;

#[grad(jvp)]
fn callee(x: f64, y: Number, z: &Number) -> f64 {
    x * y * z
}

#[grad(jvp)]
fn caller(x: f64) -> f64 {
    callee(x, x, &x)
}

fn main() {
    let _ = caller_jvp(1.0, 1.0);
}
