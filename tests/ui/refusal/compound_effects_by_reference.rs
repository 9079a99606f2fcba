//! A reference is added after the place has been found, so that the right side must not move the place.
use autodiff::grad;

#[grad]
fn f(x: &[f64]) -> f64 {
    let mut n = 0;
    let mut a = [x[0], x[1]];
    a[n] += &x[{
        n += 1;
        n
    }];
    a[0] * a[1]
}

fn main() {
    let _ = f_grad(&[2.0, 3.0]);
}
