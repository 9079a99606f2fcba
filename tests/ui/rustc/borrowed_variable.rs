//! A differentiated value stored through a variable that borrows another one unseen.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [[1.0, 2.0], [3.0, 4.0]];
    let row = a.iter_mut().next().unwrap();
    row[0] = x;
    a[0][0] + a[1][1]
}

fn main() {
    let _ = f_grad(2.0);
}
