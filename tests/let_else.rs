//! `let else` that matches, returns, breaks and panics.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    let_else_that_returns, f(x, Some(3.0)) for [x] in [[2.0]], gives [3.0 * 2.0 * x];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, scale: Option<f64>) -> f64 {
        let Some(scale) = scale else { return x };
        let a = x * x;
        a * scale
    }
}

program! {
    let_else_that_takes_the_else, f(x, None) for [x] in [[2.0]], gives [3.0 * x * x];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, scale: Option<f64>) -> f64 {
        let mut y = x;
        let Some(scale) = scale else {
            y *= x;
            return y * x;
        };
        let a = y * x;
        a * scale
    }
}

program! {
    let_else_inside_a_labelled_block, f(x, None) for [x] in [[2.0]], gives [5.0 * x.powi(4)];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, scale: Option<f64>) -> f64 {
        let a = 'a: {
            let square = x * x;
            let Some(scale) = scale else { break 'a square * x };
            square * scale
        };
        a * x * x
    }
}

program! {
    two_let_elses_in_a_row, f(x, Some(2.0), Err(7)) for [x] in [[3.0]], gives [4.0 * x + 7.0];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, scale: Option<f64>, other: Result<f64, u8>) -> f64 {
        let Some(scale) = scale else { return x };
        let y = x * scale;
        let Ok(other) = other else {
            let Err(n) = other else { unreachable!() };
            return y * x + f64::from(n) * x;
        };
        y * other
    }
}

program! {
    let_else_that_panics, f(x, Some(2.0)) for [x] in [[3.0]], gives [4.0 * x];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, scale: Option<f64>) -> f64 {
        let Some(scale) = scale else { panic!("no scale for {x}") };
        x * scale * x
    }
}
