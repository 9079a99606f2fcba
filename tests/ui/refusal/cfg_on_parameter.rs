//! `#[cfg]` on a parameter is refused at the attribute.
use autodiff::grad;

#[grad]
fn f(x: f64, #[cfg(all())] y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = f(2.0, 3.0);
}
