//! A tuple struct or variant around a differentiated value is refused at the call.
use autodiff::grad;

struct Metres(f64);

#[grad]
fn f(x: f64) -> f64 {
    let length = Metres(x);
    length.0 * 2.0
}

#[grad]
fn g(x: f64) -> f64 {
    match Some(x) {
        Some(y) => y * y,
        None => 0.0,
    }
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0);
}
