//! A parameter in `wrt` whose type cannot carry a derivative is refused with that type.
use autodiff::grad;

#[grad(wrt(x, n, name, flags))]
fn f(x: f64, n: usize, name: &str, flags: [bool; 2]) -> f64 {
    let _ = (name, flags);
    x.powi(n as i32)
}

fn main() {
    let _ = f(2.0, 3, "cube", [true; 2]);
}
