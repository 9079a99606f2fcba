//! A known float method with a wrong number of arguments is refused at its name.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    x.powi() + x.sin(1.0) + x.clamp(0.0)
}

fn main() {
    let _ = f_grad(2.0);
}
