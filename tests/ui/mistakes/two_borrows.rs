//! Two mutable borrows at once.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [x, x * x];
    let p = &mut a;
    let q = &mut a;
    p[0] += 1.0;
    q[1] += 1.0;
    a[0] * a[1]
}

fn main() {
    f(1.0);
}
