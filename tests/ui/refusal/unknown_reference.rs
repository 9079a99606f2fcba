//! A differentiated value assigned through a reference of unknown origin is refused at the place.
use autodiff::grad;
use std::cell::RefCell;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [1.0, 2.0];
    let last = a.iter_mut().last().unwrap();
    *last = x;
    *a.iter_mut().next().unwrap() += x;
    a[0] * a[1]
}

#[grad]
fn g(x: f64, cell: &RefCell<f64>) -> f64 {
    let (mut a, mut b) = ([1.0, 2.0], x);
    std::mem::swap(a.iter_mut().next().unwrap(), &mut b);
    *cell.borrow_mut() = x;
    a[0] * b
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0, &RefCell::new(0.0));
}
