//! A callee that stores a derivative through a `&mut` of unknown origin: the place is lost, so rustc refuses.
use autodiff::grad;

#[grad]
fn store(x: f64, place: &mut f64) {
    *place = x * x;
}

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [1.0, 2.0];
    store(x, a.get_mut(0).unwrap());
    a[0] + a[1]
}

fn main() {
    let _ = f_grad(2.0);
}
