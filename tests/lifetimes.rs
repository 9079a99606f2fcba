//! Callees with named lifetimes, free and bounded by each other. Every number is exact: products and sums of small
//! whole numbers.

#![allow(clippy::needless_lifetimes)] // a lifetime that nothing bounds is one of the two cases

use autodiff::grad;

#[grad]
fn free<'a>(x: &'a [f64]) -> f64 {
    x[0] * x[0]
}

#[grad]
fn bounded<'a, 'b: 'a>(x: &'a [f64; 2], y: &'b f64, tag: &'a str) -> f64 {
    x[0] * *y + x[1] * tag.len() as f64
}

#[grad]
fn caller(x: f64, y: f64) -> f64 {
    let a = [x, y];
    bounded(&a, &a[1], "ab") * x + free(&[x, y])
}

#[test]
fn a_callee_may_name_its_lifetimes() {
    // (x y + 2 y) x + x^2
    assert_eq!(caller(3.0, 4.0), 69.0);
    assert_eq!(caller_grad(3.0, 4.0), (2.0 * 12.0 + 8.0 + 6.0, 9.0 + 6.0));
}
