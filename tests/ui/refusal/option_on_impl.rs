//! An option that describes one function is refused on a block of several.
use autodiff::grad;

struct Model;

#[grad(partials = f_partials)]
impl Model {
    fn f(&self, x: f64) -> f64 {
        x * x
    }
}

#[grad(recursive)]
impl Model {
    fn g(&self, x: f64) -> f64 {
        x + x
    }
}

fn main() {
    let _ = Model.f_grad(2.0) + Model.g_grad(2.0);
}
