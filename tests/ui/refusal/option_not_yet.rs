//! Each option of a companion that does not exist yet is refused at its name, all of them at once.
use autodiff::grad;

#[grad(vjp, jvp, jacobian, hvp, hessian)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
