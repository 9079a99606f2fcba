//! A program of our own beside the evals: a loss over samples, each of which goes through helpers with scratch slices.

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
