//! A reference that may refer to one of two arrays, walked along by a loop in which it changes, is refused.
use autodiff::grad;

#[grad]
fn f(x: &[f64; 3]) -> f64 {
    let twice = [2.0 * x[0]; 3];
    let mut now = x;
    let mut s = 0.0;
    for v in now {
        s += v * now[0];
        now = &twice;
    }
    s
}

fn main() {
    let _ = f_grad(&[1.0; 3]);
}
