//! A call with six references, each of which may refer to one of two things: there would be 64 calls.
use autodiff::grad;

#[grad]
fn f(x: f64, y: f64, n: usize) -> f64 {
    let r0 = if n > 0 { &x } else { &y };
    let r1 = if n > 1 { &x } else { &y };
    let r2 = if n > 2 { &x } else { &y };
    let r3 = if n > 3 { &x } else { &y };
    let r4 = if n > 4 { &x } else { &y };
    let r5 = if n > 5 { &x } else { &y };
    sum(r0, r1, r2, r3, r4, r5)
}

#[grad]
fn sum(a: &f64, b: &f64, c: &f64, d: &f64, e: &f64, f: &f64) -> f64 {
    a + b + c + d + e + f
}

fn main() {
    let _ = f_grad(1.0, 2.0, 3);
}
