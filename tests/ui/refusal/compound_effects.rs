//! A compound assignment with effects on both sides is refused.
use autodiff::grad;

fn next(n: &mut usize) -> usize {
    *n += 1;
    *n - 1
}

#[grad]
fn square(x: f64) -> f64 {
    x * x
}

#[grad]
fn f(x: f64) -> f64 {
    let mut n = 0;
    let mut a = [x, x];
    a[next(&mut n)] += square(x);
    a[0] * a[1]
}

fn main() {
    let _ = f_grad(2.0);
}
