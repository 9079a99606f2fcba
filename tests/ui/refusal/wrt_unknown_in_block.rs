//! A name in the `wrt` of a block that none of its methods has is refused; one that some have is not.
use autodiff::grad;

struct Model;

#[grad(wrt(x, scale, offset))]
impl Model {
    fn f(&self, x: f64, scale: f64) -> f64 {
        x * scale
    }

    fn g(&self, x: f64, shift: f64) -> f64 {
        x + shift
    }
}

fn main() {
    let _: (f64, f64) = Model.f_grad(2.0, 3.0);
    let _: f64 = Model.g_grad(2.0, 3.0);
}
