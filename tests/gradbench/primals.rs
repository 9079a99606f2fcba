//! The programs of the eight evals, written as for any other use.

use std::f64::consts::PI;

use autodiff::grad;

#[grad]
pub(crate) fn square(x: f64) -> f64 {
    x * x
}

/// The determinant of `a`, of which `n` rows and columns are in play: `rows[i]` is the one after row `i`, and
/// `rows[size]` the first.
#[grad]
fn minor(a: &[f64], size: usize, n: usize, rows: &mut [usize], columns: &mut [usize]) -> f64 {
    let row = rows[size];
    let mut column = columns[size];
    if n == 1 {
        return a[row * size + column];
    }
    let mut before = size;
    let mut det = 0.0;
    let mut sign = 1.0;
    rows[size] = rows[row];
    for _ in 0..n {
        columns[before] = columns[column];
        det += sign * a[row * size + column] * minor(a, size, n - 1, rows, columns);
        columns[before] = column;
        before = column;
        column = columns[column];
        sign = -sign;
    }
    rows[size] = row;
    det
}

#[grad]
pub(crate) fn determinant(a: &[f64], size: usize) -> f64 {
    let mut rows: Vec<usize> = (1..=size).chain([0]).collect();
    let mut columns: Vec<usize> = (1..=size).chain([0]).collect();
    minor(a, size, size, &mut rows, &mut columns)
}

#[grad(wrt(centroids), jvp, hvp)]
pub(crate) fn kmeans_cost(points: &[f64], centroids: &[f64], d: usize) -> f64 {
    let mut total = 0.0;
    for point in points.chunks_exact(d) {
        let mut nearest = f64::INFINITY;
        for centroid in centroids.chunks_exact(d) {
            let mut distance = 0.0;
            for (p, c) in point.iter().zip(centroid) {
                let difference = p - c;
                distance += difference * difference;
            }
            nearest = nearest.min(distance);
        }
        total += nearest;
    }
    total
}

fn sign(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        0.0
    }
}

#[grad(jvp, hvp)]
pub(crate) fn least_squares(x: &[f64], n: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..n {
        let t = -1.0 + 2.0 * i as f64 / (n - 1) as f64;
        let mut residual = sign(t);
        let mut power = 1.0;
        for v in x {
            residual -= v * power;
            power *= t;
        }
        total += residual * residual;
    }
    0.5 * total
}

#[grad(jvp, hvp)]
pub(crate) fn log_sum_exp(x: &[f64]) -> f64 {
    let mut most = x[0];
    for v in x {
        if *v > most {
            most = *v;
        }
    }
    let mut sum = 0.0;
    for v in x {
        sum += (v - most).exp();
    }
    sum.ln() + most
}

#[grad(jvp, hvp)]
fn oscillate(x: &[f64], y: &[f64], change: &mut [f64]) {
    change[0] = x[0];
    for i in 1..x.len() {
        change[i] = x[i] * y[i - 1];
    }
}

/// Takes `y` from its values at 0 to those at 2.
#[grad(jvp, hvp)]
pub(crate) fn integrate(x: &[f64], steps: usize, y: &mut [f64]) {
    let n = x.len();
    let h = 2.0 / steps as f64;
    let mut k1 = vec![0.0; n];
    let mut k2 = vec![0.0; n];
    let mut k3 = vec![0.0; n];
    let mut k4 = vec![0.0; n];
    let mut at = vec![0.0; n];
    for _ in 0..steps {
        oscillate(x, y, &mut k1);
        for i in 0..n {
            at[i] = y[i] + h / 2.0 * k1[i];
        }
        oscillate(x, &at, &mut k2);
        for i in 0..n {
            at[i] = y[i] + h / 2.0 * k2[i];
        }
        oscillate(x, &at, &mut k3);
        for i in 0..n {
            at[i] = y[i] + h * k3[i];
        }
        oscillate(x, &at, &mut k4);
        for i in 0..n {
            y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
}

#[grad(jvp, hvp)]
pub(crate) fn runge_kutta(x: &[f64], steps: usize) -> f64 {
    let mut y = vec![0.0; x.len()];
    integrate(x, steps, &mut y);
    y[x.len() - 1]
}

#[grad(jvp, hvp)]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// One layer: updates its state, and replaces its input `x` by its hidden state.
#[grad(jvp, hvp)]
fn lstm_layer(weight: &[f64], bias: &[f64], state: &mut [f64], x: &mut [f64]) {
    let b = x.len();
    let (hidden, cell) = state.split_at_mut(b);
    for i in 0..b {
        let forget = sigmoid(x[i] * weight[i] + bias[i]);
        let ingate = sigmoid(hidden[i] * weight[b + i] + bias[b + i]);
        let outgate = sigmoid(x[i] * weight[2 * b + i] + bias[2 * b + i]);
        let change = (hidden[i] * weight[3 * b + i] + bias[3 * b + i]).tanh();
        cell[i] = cell[i] * forget + ingate * change;
        hidden[i] = outgate * cell[i].tanh();
        x[i] = hidden[i];
    }
}

/// Replaces the character in `x` by the prediction of the one after it.
#[grad(jvp, hvp)]
fn lstm_predict(main: &[f64], extra: &[f64], state: &mut [f64], x: &mut [f64]) {
    let b = x.len();
    let layers = state.len() / (2 * b);
    for i in 0..b {
        x[i] *= extra[i];
    }
    for layer in 0..layers {
        let params = &main[layer * 8 * b..(layer + 1) * 8 * b];
        let own = &mut state[layer * 2 * b..(layer + 1) * 2 * b];
        lstm_layer(&params[..4 * b], &params[4 * b..], own, x);
    }
    for i in 0..b {
        x[i] = x[i] * extra[b + i] + extra[2 * b + i];
    }
}

#[grad(wrt(main, extra), jvp, hvp)]
pub(crate) fn lstm_loss(main: &[f64], extra: &[f64], state: &[f64], sequence: &[f64]) -> f64 {
    let b = extra.len() / 3;
    let characters = sequence.len() / b;
    let length = state.len();
    let mut now = vec![0.0; length];
    now.copy_from_slice(state);
    let mut x = vec![0.0; b];
    let mut total = 0.0;
    for t in 0..characters - 1 {
        x.copy_from_slice(&sequence[t * b..(t + 1) * b]);
        lstm_predict(main, extra, &mut now, &mut x);
        let mut sum = 2.0;
        for y in &x {
            sum += y.exp();
        }
        let lse = sum.ln();
        let next = &sequence[(t + 1) * b..(t + 2) * b];
        for i in 0..b {
            total += next[i] * (x[i] - lse);
        }
    }
    -total / (b * (characters - 1)) as f64
}

/// `ln gamma(twice / 2)`.
fn log_gamma_of_half(twice: usize) -> f64 {
    let start = if twice % 2 == 0 { 0.0 } else { PI.sqrt().ln() };
    (1..twice)
        .filter(|below| below % 2 == twice % 2)
        .fold(start, |sum, below| sum + (below as f64 / 2.0).ln())
}

/// The part of the Wishart prior of one component that depends on no parameter of the mixture.
fn wishart_constant(d: usize, gamma: f64, m: usize) -> f64 {
    let n = d + m + 1;
    let pi_term = 0.25 * (d * (d - 1)) as f64 * PI.ln();
    let log_gamma = (0..d).fold(pi_term, |sum, j| sum + log_gamma_of_half(n - j));
    (n * d) as f64 * (gamma.ln() - 0.5 * 2.0_f64.ln()) - log_gamma
}

#[grad(jvp, hvp)]
fn squared_norm(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    sum
}

/// `out = Q v`, where Q has `diagonal`, and below it the columns of `l`.
#[grad(jvp, hvp)]
fn triangular_product(diagonal: &[f64], l: &[f64], v: &[f64], out: &mut [f64]) {
    let d = v.len();
    for i in 0..d {
        out[i] = diagonal[i] * v[i];
    }
    let mut start = 0;
    for (column, factor) in v.iter().enumerate() {
        let below = &mut out[column + 1..];
        let rows = below.len();
        for (o, entry) in below.iter_mut().zip(&l[start..start + rows]) {
            *o += entry * factor;
        }
        start += rows;
    }
}

/// What a mixture is fitted to.
pub(crate) struct Setting<'a> {
    pub(crate) d: usize,
    pub(crate) points: &'a [f64],
    pub(crate) gamma: f64,
    pub(crate) m: usize,
}

#[grad(jvp, hvp)]
pub(crate) fn gmm(alpha: &[f64], mu: &[f64], q: &[f64], l: &[f64], setting: &Setting<'_>) -> f64 {
    let d = setting.d;
    let k = alpha.len();
    let below = d * (d - 1) / 2;
    let n = setting.points.len() / d;
    let mut diagonals = vec![0.0; k * d];
    let mut sums = vec![0.0; k];
    for c in 0..k {
        for i in 0..d {
            let log = q[c * d + i];
            sums[c] += log;
            diagonals[c * d + i] = log.exp();
        }
    }
    let mut centered = vec![0.0; d];
    let mut product = vec![0.0; d];
    let mut terms = vec![0.0; k];
    let mut likelihood = 0.0;
    for point in setting.points.chunks_exact(d) {
        for c in 0..k {
            for i in 0..d {
                centered[i] = point[i] - mu[c * d + i];
            }
            let diagonal = &diagonals[c * d..(c + 1) * d];
            triangular_product(diagonal, &l[c * below..(c + 1) * below], &centered, &mut product);
            terms[c] = alpha[c] + sums[c] - 0.5 * squared_norm(&product);
        }
        likelihood += log_sum_exp(&terms);
    }
    let mut prior = k as f64 * wishart_constant(d, setting.gamma, setting.m);
    for c in 0..k {
        let entries =
            squared_norm(&diagonals[c * d..(c + 1) * d]) + squared_norm(&l[c * below..(c + 1) * below]);
        prior -= 0.5 * setting.gamma * setting.gamma * entries - setting.m as f64 * sums[c];
    }
    -0.5 * (n * d) as f64 * (2.0 * PI).ln() + likelihood - n as f64 * log_sum_exp(alpha) + prior
}
