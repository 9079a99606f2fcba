//! What loops keep for the way back: nothing where an iteration can be run again, else the state that they carry.
//!
//! Bytes are those of a whole call of a companion, into buffers of the caller's, so that every byte is a record.

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use autodiff::grad;

const FEW: usize = 1_000;
const MANY: usize = 1_000_000;

/// Bytes that may be there beside the records, whatever the number of iterations.
const BESIDE: u64 = 256;

/// `n` different numbers around 0.
fn data(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1009) as f64 / 1009.0 - 0.5).collect()
}

/// One call takes as much memory for a million iterations as for a thousand.
#[track_caller]
fn assert_constant(what: &str, call: impl Fn(usize) -> AllocationInfo) {
    let (few, many) = (call(FEW), call(MANY));
    println!("{what}: {} bytes for {FEW}, {} bytes for {MANY}", few.bytes_total, many.bytes_total);
    assert_eq!(
        (few.bytes_total, few.count_total),
        (many.bytes_total, many.count_total),
        "{what}: bytes and allocations grow with the number of iterations"
    );
}

/// One call takes one allocation of at most `state` bytes for each iteration.
#[track_caller]
fn assert_state_alone(what: &str, state: u64, call: impl Fn(usize) -> AllocationInfo) {
    for n in [FEW, MANY] {
        let info = call(n);
        println!("{what}: {} bytes in {} allocations for {n}", info.bytes_total, info.count_total);
        let most = state * n as u64 + BESIDE;
        assert!(info.bytes_total <= most, "{what}: {} bytes for {n} steps, {most} wanted", info.bytes_total);
    }
}

/// The same where the number of iterations is not known before: a `Vec` that grows by doubling may be half empty, and
/// is there twice while it grows.
#[track_caller]
fn assert_state_alone_growing(what: &str, state: u64, call: impl Fn(usize) -> AllocationInfo) {
    for n in [FEW, MANY] {
        let info = call(n);
        println!("{what}: at most {} bytes at a time for {n}", info.bytes_max);
        let most = 3 * state * n as u64 + BESIDE;
        assert!(info.bytes_max <= most, "{what}: {} bytes for {n} steps, {most} wanted", info.bytes_max);
        let doublings = u64::from(n.ilog2()) + 2;
        assert!(info.count_total <= doublings, "{what}: {} allocations for {n} steps", info.count_total);
    }
}

#[grad]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for (a, b) in x.iter().zip(y) {
        s += a * b;
    }
    s
}

#[grad]
fn dot_by_index(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * y[i];
    }
    s
}

#[test]
fn a_dot_product_keeps_nothing() {
    for (what, f) in [
        ("dot", dot_grad_into as fn(&[f64], &[f64], &mut [f64], &mut [f64]) -> f64),
        ("dot by index", dot_by_index_grad_into),
    ] {
        assert_constant(what, |n| {
            let (x, y) = (data(n), vec![3.0; n]);
            let (mut dx, mut dy) = (vec![0.0; n], vec![0.0; n]);
            let info = measure(|| {
                black_box(f(&x, &y, &mut dx, &mut dy));
            });
            assert_eq!((dx, dy), (y, x));
            info
        });
    }
}

#[grad]
fn sum_of_squares(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x {
        s += v * v;
    }
    s
}

#[test]
fn a_sum_of_squares_keeps_nothing() {
    assert_constant("sum of squares", |n| {
        let x = data(n);
        let mut dx = vec![0.0; n];
        let info = measure(|| {
            black_box(sum_of_squares_grad_into(&x, &mut dx));
        });
        assert!(x.iter().zip(&dx).all(|(x, dx)| 2.0 * x == *dx));
        info
    });
}

#[grad]
fn normal(mu: f64, log_sigma: f64, points: &[f64]) -> f64 {
    let sigma = log_sigma.exp();
    let mut sum = 0.0;
    for point in points {
        let z = (point - mu) / sigma;
        sum += -0.5 * z * z - log_sigma;
    }
    sum
}

#[grad(wrt(mu, log_sigma))]
fn normal_in_its_parameters(mu: f64, log_sigma: f64, points: &[f64]) -> f64 {
    normal(mu, log_sigma, points)
}

#[grad(wrt(mu, sigma))]
fn normal_with_its_density(mu: f64, sigma: f64, points: &[f64]) -> f64 {
    let mut sum = 0.0;
    for &point in points {
        let z = (point - mu) / sigma;
        let density = (-0.5 * z * z).exp() / sigma;
        if density == 0.0 {
            continue;
        }
        sum += density.ln();
    }
    sum
}

/// Also in the counts and what they depend on.
#[grad]
fn poisson(slope: f64, level: f64, at: &[f64], counts: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (x, k) in at.iter().zip(counts) {
        let log_rate = slope * x + level;
        sum += k * log_rate - log_rate.exp();
    }
    sum
}

#[test]
fn the_likelihood_of_counts_keeps_nothing_also_in_the_data() {
    assert_constant("Poisson", |n| {
        let (at, counts) = (data(n), data(n));
        let (mut slope, mut level) = (0.0, 0.0);
        let (mut d_at, mut d_counts) = (vec![0.0; n], vec![0.0; n]);
        let info = measure(|| {
            let gradients = (&mut slope, &mut level, &mut d_at, &mut d_counts);
            black_box(poisson_grad_into(
                0.5,
                0.25,
                &at,
                &counts,
                gradients.0,
                gradients.1,
                gradients.2,
                gradients.3,
            ));
        });
        // Both sides compute the same few operations.
        let rest = |i: usize| counts[i] - (0.5 * at[i] + 0.25).exp();
        assert!((0..n).all(|i| (d_at[i] - 0.5 * rest(i)).abs() < 1e-14 && d_counts[i] == 0.5 * at[i] + 0.25));
        info
    });
}

#[test]
fn the_likelihood_of_a_normal_distribution_keeps_nothing() {
    assert_constant("normal", |n| {
        let points = data(n);
        let (mut dmu, mut ds, mut dpoints) = (0.0, 0.0, vec![0.0; n]);
        let info = measure(|| {
            black_box(normal_grad_into(0.25, 0.0, &points, &mut dmu, &mut ds, &mut dpoints));
        });
        assert!(points.iter().zip(&dpoints).all(|(x, dx)| 0.25 - x == *dx));
        assert!((dmu + dpoints.iter().sum::<f64>()).abs() < 1e-9 * n as f64);
        info
    });
    assert_constant("normal in its parameters", |n| {
        let points = data(n);
        measure(|| {
            black_box(normal_in_its_parameters_grad(0.25, 0.0, &points));
        })
    });
    assert_constant("normal with its density", |n| {
        let points = data(n);
        let mut gradient = (0.0, 0.0);
        let info = measure(|| gradient = normal_with_its_density_grad(0.25, 1.0, &points));
        let want = normal_in_its_parameters_grad(0.25, 0.0, &points);
        // A sum of n terms below 2, rounded at each.
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12 * n as f64;
        assert!(close(gradient.0, want.0) && close(gradient.1, want.1), "{gradient:?} is not {want:?}");
        info
    });
}

#[grad(wrt(weights))]
fn logistic(weights: &[f64], rows: &[f64], labels: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (row, label) in rows.chunks_exact(weights.len()).zip(labels) {
        let mut score = 0.0;
        for (w, x) in weights.iter().zip(row) {
            score += w * x;
        }
        sum -= (-label * score).exp().ln_1p();
    }
    sum
}

#[grad(wrt(weights))]
fn logistic_by_index(weights: &[f64], rows: &[f64], labels: &[f64]) -> f64 {
    let d = weights.len();
    let mut sum = 0.0;
    for i in 0..labels.len() {
        let mut score = weights[0];
        for j in 1..d {
            score += weights[j] * rows[i * d + j];
        }
        let margin = labels[i] * score;
        sum -= if margin > 0.0 { (-margin).exp().ln_1p() } else { margin.exp().ln_1p() - margin };
    }
    sum
}

#[test]
fn the_likelihood_of_a_logistic_regression_keeps_nothing() {
    for (what, f) in [
        ("logistic", logistic_grad_into as fn(&[f64], &[f64], &[f64], &mut [f64]) -> f64),
        ("logistic by index", logistic_by_index_grad_into),
    ] {
        assert_constant(what, |n| {
            let mut rows = data(4 * n);
            rows.iter_mut().step_by(4).for_each(|x| *x = 1.0);
            let labels: Vec<f64> = (0..n).map(|i| if i % 3 == 0 { 1.0 } else { -1.0 }).collect();
            let weights = [0.5, -0.25, 1.0, 2.0];
            let mut gradient = [0.0; 4];
            let info = measure(|| {
                black_box(f(&weights, &rows, &labels, &mut gradient));
            });
            let mut want = [0.0; 4];
            for (row, label) in rows.chunks_exact(4).zip(&labels) {
                let score: f64 = weights.iter().zip(row).map(|(w, x)| w * x).sum();
                let slope = label / (1.0 + (label * score).exp());
                want.iter_mut().zip(row).for_each(|(g, x)| *g += slope * x);
            }
            // A sum of n terms below 1, rounded at each.
            let close = gradient.iter().zip(&want).all(|(a, b)| (a - b).abs() < 1e-12 * n as f64);
            assert!(close, "{gradient:?} is not {want:?}");
            info
        });
    }
}

#[grad]
fn log_mean_exp(x: &[f64], shift: f64) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += (v - shift).exp();
    }
    (sum / x.len() as f64).ln() + shift
}

#[grad]
fn log_of_kernels(x: &[f64], width: f64) -> f64 {
    let mut sum = 0.0;
    for a in x {
        for b in x {
            sum += (-(a - b).abs() / width).exp();
        }
    }
    sum.ln()
}

#[test]
fn exponentials_are_kept_in_a_loop_but_not_in_a_nest() {
    // The cotangent of the sum is known only behind the loop.
    assert_state_alone("the logarithm of a mean of exponentials", 8, |n| {
        let x = data(n);
        let mut gradient = vec![0.0; n];
        let mut shift = 0.0;
        let info = measure(|| {
            black_box(log_mean_exp_grad_into(&x, 0.25, &mut gradient, &mut shift));
        });
        let sum: f64 = x.iter().map(|v| v.exp()).sum();
        for (v, g) in x.iter().zip(&gradient) {
            // Sums of n positive terms, rounded at each.
            assert!((g * sum / v.exp() - 1.0).abs() < 1e-15 * n as f64);
        }
        assert!(shift.abs() < 1e-15 * n as f64);
        info
    });
    for n in [10, 300] {
        let (x, mut gradient, mut width) = (data(n), vec![0.0; n], 0.0);
        let info = measure(|| {
            black_box(log_of_kernels_grad_into(&x, 0.5, &mut gradient, &mut width));
        });
        assert_eq!(info.bytes_total, 0, "a nest over {n} times {n} kept something");
    }
}

#[grad]
fn lotka_volterra(prey: f64, hunters: f64, steps: usize) -> f64 {
    let h = 1e-6;
    let (mut x, mut y) = (prey, hunters);
    for _ in 0..steps {
        let met = x * y;
        let dx = x - met;
        let dy = met - y;
        x += h * dx;
        y += h * dy;
    }
    x * y
}

#[grad]
fn pendulum(angle: f64, speed: f64, steps: usize) -> f64 {
    let h = 1e-6;
    let (mut q, mut v) = (angle, speed);
    for _ in 0..steps {
        let force = -q.sin() - 0.1 * v * v;
        q += h * v;
        v += h * force;
    }
    q * q + v * v
}

#[grad]
fn until(end: f64, start: f64, rate: f64) -> f64 {
    let h = 1e-6;
    let mut t = 0.0;
    let mut y = start;
    while t < end {
        y += h * rate * y * (1.0 - y);
        t += h;
    }
    y
}

#[grad]
fn coupled(start: &[f64; 8], steps: usize) -> f64 {
    let h = 1e-6;
    let mut y = *start;
    let mut change = [0.0; 8];
    for _ in 0..steps {
        for i in 0..8 {
            change[i] = y[i] * (y[(i + 1) % 8] - y[(i + 6) % 8]);
        }
        for i in 0..8 {
            y[i] += h * change[i];
        }
    }
    y[0] * y[7]
}

#[grad]
fn lorenz(by: [f64; 3], start: [f64; 3], steps: usize) -> f64 {
    let mut y = start;
    for _ in 0..steps {
        let change = [by[0] * (y[1] - y[0]), y[0] * (by[1] - y[2]) - y[1], y[0] * y[1] - by[2] * y[2]];
        for i in 0..3 {
            y[i] += 1e-6 * change[i];
        }
    }
    y[0] * y[1] + y[2]
}

#[test]
fn integration_by_eulers_method_keeps_its_state() {
    assert_state_alone("Lotka-Volterra", 16, |n| {
        measure(|| {
            black_box(lotka_volterra_grad(black_box(2.0), black_box(1.0), n));
        })
    });
    assert_state_alone("pendulum", 16, |n| {
        measure(|| {
            black_box(pendulum_grad(black_box(0.5), black_box(0.0), n));
        })
    });
}

#[test]
fn integration_up_to_a_condition_keeps_its_state() {
    assert_state_alone_growing("until", 16, |n| {
        let end = n as f64 * 1e-6;
        measure(|| {
            black_box(until_grad(end, black_box(0.25), black_box(1.0)));
        })
    });
}

#[test]
fn integration_of_an_array_keeps_its_state() {
    assert_state_alone("Lorenz", 24, |n| {
        let (by, start) = black_box(([10.0, 28.0, 2.5], [1.0, 0.5, 0.25]));
        measure(|| {
            black_box(lorenz_grad(by, start, n));
        })
    });
    assert_state_alone("coupled", 64, |n| {
        let start = black_box([1.0, 0.5, -0.25, 0.125, 2.0, -1.0, 0.75, 0.375]);
        measure(|| {
            black_box(coupled_grad(&start, n));
        })
    });
}

/// The same without a loop over time: the numbers that the tests above measure are of the right derivative.
#[test]
fn the_integrations_are_differentiated() {
    let (h, x, y) = (1e-6, 2.0, 1.0);
    let (next_x, next_y) = (x + h * (x - x * y), y + h * (x * y - y));
    let (value, (dx, dy)) = lotka_volterra_value_and_grad(x, y, 1);
    assert_eq!(value, next_x * next_y);
    let want =
        ((1.0 + h * (1.0 - y)) * next_y + next_x * h * y, -h * x * next_y + next_x * (1.0 + h * (x - 1.0)));
    assert!((dx - want.0).abs() < 1e-14 && (dy - want.1).abs() < 1e-14, "{dx}, {dy} is not {want:?}");
    let central = |f: &dyn Fn(f64) -> f64, x: f64| (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
    // A central difference: its step squared, 1e-10, and cancellation of 1e-16 / 1e-5.
    let close = |a: f64, b: f64| (a - b).abs() < 1e-8;
    assert!(close(pendulum_grad(0.5, 0.25, 900).0, central(&|q| pendulum(q, 0.25, 900), 0.5)));
    assert!(close(pendulum_grad(0.5, 0.25, 900).1, central(&|v| pendulum(0.5, v, 900), 0.25)));
    assert!(close(until_grad(1e-3, 0.25, 2.0).2, central(&|rate| until(1e-3, 0.25, rate), 2.0)));
    let start = [1.0, 0.5, -0.25, 0.125, 2.0, -1.0, 0.75, 0.375];
    let gradient = coupled_grad(&start, 900);
    for i in 0..8 {
        let along = |x: f64| {
            let mut start = start;
            start[i] = x;
            coupled(&start, 900)
        };
        assert!(close(gradient[i], central(&along, start[i])), "entry {i}");
    }
    let by = [10.0, 28.0, 2.5];
    let (dby, _) = lorenz_grad(by, [1.0, 0.5, 0.25], 900);
    for i in 0..3 {
        let along = |x: f64| {
            let mut by = by;
            by[i] = x;
            lorenz(by, [1.0, 0.5, 0.25], 900)
        };
        assert!(close(dby[i], central(&along, by[i])), "entry {i}");
    }
}
