//! Jacobians in lanes of which the assembly is read: see `tests/vectorised_lanes.rs`.
//!
//! Of each there are the function and its Jacobian, both as functions of their own in the assembly.

#![forbid(unsafe_code)]

use autodiff::grad;

#[grad(jvp, lanes)]
pub fn bend(x: f64, by: f64) -> f64 {
    x * x * by - x
}

/// Four inputs and four outputs: columns.
#[grad(jacobian, wrt(state), lanes)]
fn walk(mut state: [f64; 4], t: &[f64]) -> [f64; 4] {
    for v in t {
        state[0] = bend(state[0], *v) + state[1] * state[1];
        state[1] = state[1] * state[2] + state[3] * *v;
    }
    state
}

#[inline(never)]
pub fn columns_plain(state: [f64; 4], t: &[f64]) -> [f64; 4] {
    walk(state, t)
}

#[inline(never)]
pub fn columns_jacobian(state: [f64; 4], t: &[f64]) -> [[f64; 4]; 4] {
    walk_jacobian(state, t)
}

/// Many inputs and four outputs: rows.
#[grad(jacobian, wrt(x), lanes)]
fn moments(x: &[f64], weights: &[f64]) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for (v, w) in x.iter().zip(weights) {
        sums[0] += bend(*v, *w);
        sums[1] += v * w;
        sums[2] += v * v * w;
        sums[3] += v * v * v;
    }
    sums
}

#[inline(never)]
pub fn rows_plain(x: &[f64], weights: &[f64]) -> [f64; 4] {
    moments(x, weights)
}

#[inline(never)]
pub fn rows_jacobian(x: &[f64], weights: &[f64]) -> [Vec<f64>; 4] {
    moments_jacobian(x, weights)
}
