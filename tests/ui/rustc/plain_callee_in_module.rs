//! The same by a path, and for a function of the standard library.
use autodiff::grad;

mod model {
    pub fn square(x: f64) -> f64 {
        x * x
    }
}

#[grad]
fn f(x: f64) -> f64 {
    model::square(x) + std::hint::black_box(x)
}

fn main() {
    let _ = f_grad(2.0);
}
