//! A differentiated value assigned through a reference of unknown origin is refused at the place.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [1.0, 2.0];
    let last = a.last_mut().unwrap();
    *last = x;
    a[1] * 3.0
}

#[grad]
fn g(x: f64) -> f64 {
    let mut a = [1.0, 2.0];
    std::mem::swap(a.get_mut(0).unwrap(), &mut { x });
    a[0]
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0);
}
