//! `f_hvp` and `f_hessian`: second derivatives.

use autodiff::grad;

#[grad(hvp, hessian)]
fn f(x: f64, y: f64) -> f64 {
    x * x * y + y.sin()
}

#[test]
fn two_numbers() {
    let (x, y) = (2.0_f64, 3.0_f64);
    assert_eq!(f_hessian(x, y), [[2.0 * y, 2.0 * x], [2.0 * x, -y.sin()]]);
    let (gradient, product) = f_hvp(x, y, 1.0, 10.0);
    assert_eq!(gradient, f_grad(x, y));
    assert_eq!(product, (2.0 * y + 20.0 * x, 2.0 * x - 10.0 * y.sin()));
}
