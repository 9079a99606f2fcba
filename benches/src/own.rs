//! Programs of our own beside the evals: a loss over samples, each of which goes through helpers with scratch slices; a
//! logarithm of exponentials; a system of equations solved by columns.

use autodiff::grad;

use crate::evals::{Eval, eval};

/// `out = tanh(W x)`
#[grad]
fn layer(weights: &[f64], x: &[f64], out: &mut [f64]) {
    let n = x.len();
    for i in 0..out.len() {
        let mut sum = 0.0;
        for j in 0..n {
            sum += weights[i * n + j] * x[j];
        }
        out[i] = sum.tanh();
    }
}

/// The mean of squared errors of a network with two hidden layers, over samples of `d` numbers and what it should be.
#[grad(wrt(first, second, last))]
fn network(first: &[f64], second: &[f64], last: &[f64], samples: &[f64], d: usize) -> f64 {
    let hidden = last.len();
    let n = samples.len() / (d + 1);
    let mut one = vec![0.0; hidden];
    let mut two = vec![0.0; hidden];
    let mut total = 0.0;
    for sample in samples.chunks_exact(d + 1) {
        layer(first, &sample[..d], &mut one);
        layer(second, &one, &mut two);
        let mut error = -sample[d];
        for i in 0..hidden {
            error += last[i] * two[i];
        }
        total += error * error;
    }
    total / n as f64
}

pub(crate) fn network_loss(name: &'static str) -> Eval {
    let (d, hidden, n) = (8, 16, 1000);
    let numbers = |count: usize, seed: f64| -> Vec<f64> {
        (0..count).map(|i| (seed + i as f64 * 0.618).sin() * 0.5).collect()
    };
    let weights = [numbers(d * hidden, 1.0), numbers(hidden * hidden, 2.0), numbers(hidden, 3.0)];
    let [mut dfirst, mut dsecond, mut dlast] = weights.each_ref().map(|part| vec![0.0; part.len()]);
    eval(
        name,
        (weights, numbers(n * (d + 1), 4.0)),
        move |([first, second, last], samples)| network(first, second, last, samples, d),
        move |([first, second, last], samples)| {
            network_grad_into(first, second, last, samples, d, &mut dfirst, &mut dsecond, &mut dlast)
        },
    )
}

/// The free energy of a system with these levels: a sum of exponentials whose logarithm is needed.
#[grad]
fn free_energy(levels: &[f64], temperature: f64) -> f64 {
    let mut sum = 0.0;
    for level in levels {
        sum += (-level / temperature).exp();
    }
    -temperature * sum.ln()
}

pub(crate) fn levels(name: &'static str) -> Eval {
    let levels: Vec<f64> = (0..1000).map(|i| (1.0 + i as f64 * 0.618).sin()).collect();
    let (mut dlevels, mut dtemperature) = (vec![0.0; levels.len()], 0.0);
    eval(
        name,
        levels,
        |levels| free_energy(levels, 0.75),
        move |levels| free_energy_grad_into(levels, 0.75, &mut dlevels, &mut dtemperature),
    )
}

/// Solves `L x = b` in place, by the columns of L, which lie one behind the other.
#[grad]
fn substitute(columns: &[f64], b: &mut [f64]) {
    let n = b.len();
    for j in 0..n {
        let column = &columns[j * n..(j + 1) * n];
        b[j] /= column[j];
        let x = b[j];
        for i in j + 1..n {
            b[i] -= column[i] * x;
        }
    }
}

#[grad]
fn solution(columns: &[f64], b: &[f64]) -> f64 {
    let mut x = b.to_vec();
    substitute(columns, &mut x);
    let mut sum = 0.0;
    for v in &x {
        sum += v * v;
    }
    sum
}

pub(crate) fn triangle(name: &'static str) -> Eval {
    let n = 100;
    let entry = |at: usize| if at / n == at % n { 2.0 } else { (at as f64 * 0.618).sin() * 0.1 };
    let columns: Vec<f64> = (0..n * n).map(entry).collect();
    let b: Vec<f64> = (0..n).map(|i| (2.0 + i as f64 * 0.618).sin()).collect();
    let (mut dcolumns, mut db) = (vec![0.0; n * n], vec![0.0; n]);
    eval(
        name,
        (columns, b),
        |(columns, b)| solution(columns, b),
        move |(columns, b)| solution_grad_into(columns, b, &mut dcolumns, &mut db),
    )
}
