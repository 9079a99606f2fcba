//! Arguments by reference that change after a call, while its pullback reads them: copies of all iterations stand in a few
//! pieces of memory.

#![allow(clippy::needless_range_loop, reason = "loops by index are what is tested")]

#[macro_use]
mod common;

use std::hint::black_box;

use autodiff::grad;

program! {
    a_vec_that_is_lent_and_then_changes, f(&[a, b, c], 5) for [a, b, c] in [[1.0, 0.5, 0.25], [0.5, -2.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn change(x: &[f64], y: &[f64], out: &mut [f64]) {
        for i in 0..y.len() { out[i] = x[i] * y[i] * y[0]; }
    }
    #[grad]
    pub(crate) fn f(x: &[f64], steps: usize) -> f64 {
        let mut y: Vec<f64> = vec![f64::from(1.0); 3];
        let mut k: Vec<f64> = vec![f64::from(0.0); 3];
        for _ in 0..steps {
            change(x, &y, &mut k);
            for i in 0..3 { y[i] += 0.1 * k[i]; }
        }
        y[0] * y[1] + y[2]
    }
}

program! {
    parts_of_different_lengths, f(&[a, b, c], 7) for [a, b, c] in [[1.0, 0.5, 0.25], [0.5, -2.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn norm(y: &[f64]) -> f64 {
        let mut sum: f64 = f64::from(0.0);
        for v in y { sum += *v * *v; }
        sum
    }
    #[grad]
    pub(crate) fn f(x: &[f64], steps: usize) -> f64 {
        let mut y: Vec<f64> = vec![f64::from(0.5); 3];
        let mut total: f64 = f64::from(0.0);
        for step in 0..steps {
            let size = norm(&y[..step % 4]) + norm(&y[step % 3..]);
            for i in 0..3 { y[i] = (y[i] * x[i] + size).sin(); }
            total += size * total.cos();
        }
        total
    }
}

program! {
    a_slice_of_the_callers_that_goes_by_its_name, f(&[a, b, c], 4) for [a, b, c] in [[1.0, 0.5, 0.25], [0.5, -2.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn change(x: &[f64], y: &[f64], out: &mut [f64]) {
        for i in 0..y.len() { out[i] = x[i] * y[i] * y[0]; }
    }
    #[grad]
    pub(crate) fn double(y: &mut [f64]) {
        for i in 0..y.len() { y[i] = y[i] * y[i] + 0.5; }
    }
    #[grad]
    pub(crate) fn run(x: &[f64], steps: usize, y: &mut [f64]) {
        let mut k: Vec<f64> = vec![f64::from(0.0); 3];
        for step in 0..steps {
            change(x, y, &mut k);
            if step % 2 == 0 { double(y); }
            for i in 0..3 { y[i] += 0.1 * k[i]; }
        }
    }
    #[grad]
    pub(crate) fn f(x: &[f64], steps: usize) -> f64 {
        let mut y: Vec<f64> = vec![f64::from(0.5); 3];
        run(x, steps, &mut y);
        y[0] * y[1] + y[2]
    }
}

program! {
    beside_a_slice_without_a_derivative, f(&[a, b, c]) for [a, b, c] in [[1.0, 0.5, 0.25], [0.5, -2.0, 1.0]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn weighted(y: &[f64], w: &[f64], other: &[f64]) -> f64 {
        let mut sum: f64 = f64::from(0.0);
        for i in 0..y.len() { sum += w[i] * y[i] * y[i] * other[0]; }
        sum
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut y: Vec<f64> = vec![f64::from(0.5); 3];
        let mut w: Vec<f64> = vec![f64::from(1.0); 3];
        let mut total: f64 = f64::from(0.0);
        for step in 0..4 {
            total += weighted(&y, &w, &x[step % 3..]);
            for i in 0..3 {
                y[i] = (y[i] * x[i]).cos() + total * 0.01;
                w[i] = w[i] * 0.5 + f64::from(0.25);
            }
        }
        total
    }
}

#[grad(third)]
fn flow(x: &[f64], y: &[f64], out: &mut [f64]) {
    for i in 0..y.len() {
        out[i] = x[i] * y[i] * y[0];
    }
}

#[grad(third)]
fn march(x: &[f64], steps: usize, y: &mut [f64]) {
    let mut k = vec![0.0; x.len()];
    let mut at = vec![0.0; x.len()];
    for _ in 0..steps {
        flow(x, y, &mut k);
        for i in 0..x.len() {
            at[i] = y[i] + 0.01 * k[i];
        }
        flow(x, &at, &mut k);
        for i in 0..x.len() {
            y[i] += 0.01 * k[i];
        }
    }
}

#[grad(third)]
fn integral(x: &[f64], steps: usize) -> f64 {
    let mut y = vec![0.5; x.len()];
    march(x, steps, &mut y);
    y[0]
}

/// Pieces of memory that a gradient takes for `n` numbers and so many steps.
fn pieces(n: usize, steps: usize) -> u64 {
    let x: Vec<f64> = (0..n).map(|i| (i as f64 * 0.3).cos()).collect();
    let mut gradient = vec![0.0; n];
    let info = allocation_counter::measure(|| {
        black_box(integral_grad_into(&x, steps, &mut gradient));
    });
    info.count_total
}

#[test]
fn many_small_copies_share_a_few_pieces() {
    let (few, many) = (pieces(10, 10), pieces(10, 1_000));
    assert!(many < few + 40, "{few} pieces for 10 steps, {many} for 1000");
}

#[test]
fn copies_of_tangents_share_a_few_pieces_too() {
    let pieces = |steps: usize| {
        let x: Vec<f64> = (0..10).map(|i| (f64::from(i) * 0.3).cos()).collect();
        let along: Vec<f64> = (0..10).map(|i| f64::from(i) * 0.1 - 0.4).collect();
        let info = allocation_counter::measure(|| {
            black_box(integral_hvp(&x, steps, &along));
        });
        info.count_total
    };
    let (few, many) = (pieces(10), pieces(1_000));
    assert!(many < few + 80, "{few} pieces for 10 steps, {many} for 1000");
}

/// Half the square of the gradient's length: the derivative along `v` is that of the product with the Hessian.
#[grad]
fn steepness(x: &[f64], along: &[f64], steps: usize) -> f64 {
    let (_, product) = integral_hvp(x, steps, along);
    let mut sum = 0.0;
    for p in &product {
        sum += 0.5 * p * p;
    }
    sum
}

/// With tangents in two directions: products with the Hessian, and their derivatives, by central differences.
#[test]
fn second_and_third_derivatives_of_long_slices() {
    for (n, steps) in [(30, 60), (3_000, 5), (5_000, 3)] {
        let x: Vec<f64> = (0..n).map(|i| (i as f64 * 0.3).cos()).collect();
        let along: Vec<f64> = (0..n).map(|i| 0.5 + 0.25 * (i as f64).sin()).collect();
        let (gradient, product) = integral_hvp(&x, steps, &along);
        let (third, _) = steepness_grad(&x, &along, steps);
        assert_eq!(gradient, integral_grad(&x, steps));
        // The error of the differences is h² and 1e-16 / h of numbers of size one.
        let h = 1e-5;
        let moved = |by: f64| -> Vec<f64> { x.iter().zip(&along).map(|(x, d)| x + by * d).collect() };
        let (above, below) = (integral_grad(&moved(h), steps), integral_grad(&moved(-h), steps));
        for at in [0, 1, n - 1] {
            let want = (above[at] - below[at]) / (2.0 * h);
            let got = product[at];
            assert!((got - want).abs() < 1e-6 * (1.0 + want.abs()), "{got} is not {want}");
        }
        let value = |by: f64| steepness(&moved(by), &along, steps);
        let want = (value(h) - value(-h)) / (2.0 * h);
        let got: f64 = third.iter().zip(&along).map(|(slope, d)| slope * d).sum();
        assert!((got - want).abs() < 1e-6 * (1.0 + want.abs()), "third: {got} is not {want}");
    }
}

#[test]
fn large_copies_have_a_piece_each() {
    let (few, many) = (pieces(5_000, 4), pieces(5_000, 8));
    assert!(many <= few + 2 * 4 + 8, "{few} pieces for 4 steps, {many} for 8");
}

/// By central differences, with copies of several parts and larger than any.
#[test]
fn derivatives_of_long_slices() {
    for (n, steps) in [(30, 60), (3_000, 5), (5_000, 3)] {
        let x: Vec<f64> = (0..n).map(|i| (i as f64 * 0.3).cos()).collect();
        let gradient = integral_grad(&x, steps);
        let h = 1e-5;
        for at in [0, n - 1] {
            let moved = |by: f64| {
                let mut x = x.clone();
                x[at] += by;
                integral(&x, steps)
            };
            let want = (moved(h) - moved(-h)) / (2.0 * h);
            assert!(
                (gradient[at] - want).abs() < 1e-6 * (1.0 + want.abs()),
                "{} is not {want}",
                gradient[at]
            );
        }
    }
}
