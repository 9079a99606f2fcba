//! A differentiated value stored through a variable that borrows another one unseen.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [1.0, 2.0];
    let (left, _) = a.split_at_mut(1);
    left[0] = x;
    a[0] + a[1]
}

fn main() {
    let _ = f_grad(2.0);
}
