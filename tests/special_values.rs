//! Values at infinities, NaN, zeros of both signs and subnormals stay those of the function, bit for bit, and the
//! gradient those of the branch that ran.

#[macro_use]
mod common;

use autodiff::grad;

const TINY: f64 = f64::MIN_POSITIVE / 4.0;

program! {
    products_and_sums, f(x, y) for [x, y] in
        [[f64::INFINITY, 2.0], [-0.0, 0.0], [f64::NAN, 1.0], [TINY, TINY], [f64::MAX, 2.0], [0.0, -3.0]],
        gives [y + 1.0, x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { x * y + x }
}

program! {
    only_the_branch_that_ran, f(x) for [x] in [[0.0], [-0.0], [-1.0], [f64::NAN], [4.0], [f64::INFINITY]],
        gives [if x > 0.0 { 0.5 / x.sqrt() } else { 0.0 }];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { if x > 0.0 { x.sqrt() } else { 0.0 } }
}

program! {
    a_zero_cotangent_wins_over_a_pole, f(x, y) for [x, y] in [[0.0, 1.0], [0.0, 0.0], [2.0, 0.0]],
        gives [if x == 0.0 { 0.0 } else { 3.0 }, 0.0];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let pole = 0.0 * y.sqrt() + 0.0 * x.ln().abs().min(1e300);
        let mut v = [x, y.sqrt()];
        v[1] = if x > 1.0 { 3.0 * v[0] } else { pole * 0.0 };
        v[1]
    }
}

program! {
    ties_go_to_the_receiver, f(x, y) for [x, y] in [[2.0, 2.0], [-0.0, 0.0]], gives [2.0, 0.0];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { x.max(y) + f64::min(x, y) }
}

program! {
    bounds_of_a_clamp, f(x, y) for [x, y] in [[1.0, 2.0], [2.0, 2.0], [3.0, 2.0], [0.5, 2.0]],
        gives [if (1.0..=y).contains(&x) { 1.0 } else { 0.0 }, if x > y { 1.0 } else { 0.0 }];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { x.clamp(1.0, y) }
}

program! {
    comparisons_with_nan_take_the_else, f(x, y) for [x, y] in [[f64::NAN, 2.0], [1.0, f64::NAN]],
        gives [0.0, 1.0];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        if x < y || x > y || x == y { return x; }
        match x.partial_cmp(&y) {
            Some(_) => x,
            None => y,
        }
    }
}

program! {
    powers_at_zero, f(x, y) for [x, y] in [[0.0, 2.0], [0.0, 1.0], [0.0, 0.0]],
        gives [if y == 1.0 { 1.0 } else { 0.0 } + 1.0, 0.0];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { x.powf(y) + x.powi(0) + x.powi(1) + x.powi(2) }
}

program! {
    overflow_to_infinity_and_back, f(x) for [x] in [[800.0], [-800.0]],
        gives [if x > 0.0 { f64::INFINITY } else { 0.0 }];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let e = x.exp();
        if e.is_finite() { e * e } else { e }
    }
}
