//! Many branches one after the other cost the compiler a multiple of one, not a power.

#[macro_use]
mod common;

use autodiff::grad;

// What is known of the cotangents is put together after each of them, and must not double each time.
program! {
    thirty_branches_in_a_row, f(x, y, 6) for [x, y] in [[1.1, 0.7]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, k: u32) -> f64 {
        let mut a = [x, y];
        if k % 2 == 0 { a[0] *= y; }
        if k % 3 == 1 { a[1] += a[0]; }
        if k % 4 == 2 { a[0] -= a[1] * x; }
        if k % 5 == 0 { a[1] = a[0].sin(); }
        if k % 6 == 1 { a[0] += x * a[1]; }
        if k % 2 == 0 { a[1] *= 0.5; }
        if k % 3 == 0 { a[0] *= y; }
        if k % 4 == 1 { a[1] += a[0]; }
        if k % 5 == 2 { a[0] -= a[1] * x; }
        if k % 6 == 0 { a[1] = a[0].sin(); }
        if k % 2 == 1 { a[0] += x * a[1]; }
        if k % 3 == 2 { a[1] *= 0.5; }
        if k % 4 == 0 { a[0] *= y; }
        if k % 5 == 1 { a[1] += a[0]; }
        if k % 6 == 2 { a[0] -= a[1] * x; }
        if k % 2 == 0 { a[1] = a[0].sin(); }
        if k % 3 == 1 { a[0] += x * a[1]; }
        if k % 4 == 2 { a[1] *= 0.5; }
        if k % 5 == 0 { a[0] *= y; }
        if k % 6 == 1 { a[1] += a[0]; }
        if k % 2 == 0 { a[0] -= a[1] * x; }
        if k % 3 == 0 { a[1] = a[0].sin(); }
        if k % 4 == 1 { a[0] += x * a[1]; }
        if k % 5 == 2 { a[1] *= 0.5; }
        if k % 6 == 0 { a[0] *= y; }
        if k % 2 == 1 { a[1] += a[0]; }
        if k % 3 == 2 { a[0] -= a[1] * x; }
        if k % 4 == 0 { a[1] = a[0].sin(); }
        if k % 5 == 1 { a[0] += x * a[1]; }
        if k % 6 == 2 { a[1] *= 0.5; }
        a[0] * a[1]
    }
}
