//! A macro of unknown meaning that mentions a differentiated value is refused.
use autodiff::grad;

macro_rules! twice {
    ($e:expr) => {
        $e + $e
    };
}

macro_rules! set {
    ($place:ident, $e:expr) => {
        $place = $e
    };
}

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x;
    set!(y, y * x);
    y * twice!(x)
}

#[grad]
fn g(x: f64) -> f64 {
    let pair = vec![x, x];
    let text = format!("{}", x);
    pair[0] * text.len() as f64
}

fn main() {
    let _ = f_grad(2.0) + g_grad(2.0);
}
