//! A function that nests deeper than any reader would follow is refused, not overflowed on.
#![allow(unused_parens)]
use autodiff::grad;

#[rustfmt::skip]
#[grad]
fn f(x: f64) -> f64 {
    ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((x))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
}

fn main() {
    let _ = f_grad(2.0);
}
