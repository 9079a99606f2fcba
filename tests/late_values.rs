//! Values of a call's type that are declared first and get their value in a branch. The gradients are closed forms;
//! 1e-14 relative is a few roundings of the handful of products in each.

#![allow(clippy::needless_late_init)] // late initialisation is what this tests

use approx::assert_relative_eq;
use autodiff::{Real, grad};

#[grad]
fn pair(x: f64) -> [f64; 2] {
    [x * x, x]
}

#[grad]
fn nested<T: Real>(x: T) -> (T, [T; 2]) {
    (x, [x, x * x])
}

#[grad]
fn by_branch(x: f64, n: usize) -> f64 {
    let q = if n > 1 { pair(x) } else { pair(x * 2.0) };
    let r;
    match n {
        0 => r = pair(q[0]),
        _ => r = pair(q[1]),
    }
    q[0] * q[1] + r[0]
}

#[grad]
fn in_a_loop(x: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..3 {
        let q = if i > 1 { pair(x) } else { pair(x * 2.0) };
        s += q[0] * q[1];
    }
    s
}

#[grad]
fn generic<T: Real>(x: T, n: usize) -> T {
    let z;
    if n > 1 {
        z = nested(x).0;
    } else {
        z = nested(x).1[1];
    }
    z * z
}

#[test]
fn a_branch_may_choose_between_calls() {
    let x = 0.7_f64;
    // n = 0: 8 x^3 + 16 x^4; n = 1: 8 x^3 + 4 x^2; n = 2: x^3 + x^2
    let expected = [24.0 * x * x + 64.0 * x * x * x, 24.0 * x * x + 8.0 * x, 3.0 * x * x + 2.0 * x];
    for (n, expected) in expected.into_iter().enumerate() {
        assert_relative_eq!(by_branch_grad(x, n), expected, max_relative = 1e-14);
    }
    // 17 x^3
    assert_relative_eq!(in_a_loop_grad(x), 51.0 * x * x, max_relative = 1e-14);
    // x^4 and x^2
    assert_relative_eq!(generic_grad(x, 0), 4.0 * x * x * x, max_relative = 1e-14);
    assert_relative_eq!(generic_grad(x, 2), 2.0 * x, max_relative = 1e-14);
}
