//! Loops long enough to be cut into strips of four, with something left over; and records that are filled and read by index.

#[macro_use]
mod common;

use autodiff::{Real, grad};

program! {
    a_factor_of_all_terms, f(&[a, b, c, d, e, g, h], k) for [a, b, c, d, e, g, h, k] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, -0.8, 1.3, 0.75]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut y = vec![f64::from(0.0); x.len()];
        for i in 0..x.len() {
            y[i] = k * x[i] - k / 3.0;
        }
        let mut s = f64::from(0.0);
        for i in 0..x.len() {
            s += y[i] * y[i] * x[i];
        }
        s * s
    }
}

program! {
    columns_of_a_triangle, f(&[a, b, c, d, e, g, h, i, j]) for [a, b, c, d, e, g, h, i, j] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, -0.8, 1.3, 0.9, -1.2]], allocates, dual, reordered;
    #[grad]
    fn product(l: &[f64], v: &[f64], out: &mut [f64]) {
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
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let n = v.len();
        let mut l = vec![f64::from(0.5); n * (n - 1) / 2];
        for i in 0..l.len() {
            l[i] += v[i % n] * 0.25;
        }
        let mut out = vec![f64::from(1.0); n];
        product(&l, v, &mut out);
        let mut s = f64::from(0.0);
        for o in &out {
            s += o * o;
        }
        s
    }
}

program! {
    one_slice_from_both_ends, f(&[a, b, c, d, e, g], k) for [a, b, c, d, e, g, k] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, -0.8, 0.75]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let n = x.len();
        let mut s = f64::from(0.0);
        for i in 0..n {
            s += (x[i] - k) * x[n - 1 - i] + k * k;
        }
        s.sin()
    }
}

program! {
    neighbours_with_a_factor, f(&[a, b, c, d, e, g, h], k) for [a, b, c, d, e, g, h, k] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, -0.8, 1.3, 0.75]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = f64::from(0.0);
        for i in 0..x.len() - 1 {
            s += k * x[i] * x[i + 1] + k;
        }
        s * s
    }
}

program! {
    a_sum_that_the_loop_reads_is_not_cut, f(&[a, b, c, d, e, g], k) for [a, b, c, d, e, g, k] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, -0.8, 0.75]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = f64::from(1.0);
        for v in x {
            s = 0.5 * s * v + k;
        }
        s
    }
}

program! {
    pairs_in_a_list, f(&[(a, b), (c, d), (e, g), (h, i)], k) for [a, b, c, d, e, g, h, i, k] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, -0.8, 1.3, 0.9, 0.75]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(pairs: &[(f64, f64)], k: f64) -> f64 {
        let mut s = f64::from(0.0);
        for p in pairs {
            s += p.0 * p.1 * k;
        }
        s * k
    }
}

program! {
    a_mean_of_exponentials, f(&[a, b, c, d, e, g, h], k) for [a, b, c, d, e, g, h, k] in
        [[1.1, 0.7, -0.4, 2.0, 0.3, -0.8, 1.3, 0.75]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut most = x[0];
        for v in x {
            if *v > most {
                most = *v;
            }
        }
        let mut s = f64::from(0.0);
        for v in x {
            s += ((v - most) * k).exp();
        }
        s.ln() + most
    }
}

program! {
    a_record_of_two_numbers_and_a_branch, f(&[a, b, c, d, e]) for [a, b, c, d, e] in
        [[1.1, 0.7, -0.4, 2.0, 0.3], [-1.0, 0.5, 0.25, -0.75, 2.0]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = f64::from(0.5);
        for i in (0..x.len()).rev() {
            let by = s * x[i];
            if by > 0.0 {
                s += by.sin() * x[i];
            } else {
                s -= by * by * 0.1;
            }
        }
        s
    }
}

program! {
    an_iteration_that_is_cut_short, f(&[a, b, c, d, e]) for [a, b, c, d, e] in
        [[1.1, 0.7, -0.4, 2.0, 0.3], [-1.0, 0.5, 0.25, -0.75, 2.0]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = f64::from(0.5);
        for i in 0..x.len() {
            s = s * 0.5 + x[i];
            if s > 1.0 {
                continue;
            }
            s += s * s * x[i];
        }
        s
    }
}

program! {
    a_counter_that_is_hidden, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, 0.7, -0.4, 2.0, 0.3]],
        allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = f64::from(0.5);
        for i in 0..x.len() {
            let before = i / 2;
            let i = x.len() - 1 - i;
            s = (s * x[i]).sin() + x[before];
        }
        s
    }
}

program! {
    two_loops_that_one_loop_goes_around, f(&[a, b, c, d, e]) for [a, b, c, d, e] in
        [[1.1, 0.7, -0.4, 2.0, 0.3]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let n = x.len();
        let mut s = f64::from(0.5);
        for j in 0..n {
            for i in 0..j {
                s = (s * x[i]).sin() + x[j];
            }
            for i in j..n {
                s += s * x[i] * 0.25;
            }
        }
        s
    }
}

/// A counter that is no index.
#[grad]
fn by_a_signed_number(x: f64, n: i32) -> f64 {
    let mut s = x;
    for i in 0..n {
        s = (s * x).sin() + f64::from(i);
    }
    s
}

#[test]
fn a_loop_up_to_a_negative_number_keeps_nothing() {
    assert_eq!(by_a_signed_number_value_and_grad(0.5, -3), (0.5, 1.0));
    let (value, gradient) = by_a_signed_number_value_and_grad(0.5, 2);
    let first = (0.25_f64).sin();
    let (slope, inner) = (0.25_f64.cos(), first * 0.5);
    assert_eq!(value, inner.sin() + 1.0);
    let want = inner.cos() * (first + 0.5 * slope);
    // Two products of numbers below one.
    assert!((gradient - want).abs() < 1e-15);
}

#[grad]
fn weighted<T: Real>(x: &[T], y: &[T], k: T) -> T {
    let mut s = T::from_f64(0.0);
    for i in 0..x.len() {
        s += k * x[i] * y[i];
    }
    s.sqrt()
}

#[grad(wrt(k))]
fn scaled(x: &[f64], k: f64) -> f64 {
    weighted(x, x, k)
}

#[test]
fn lists_of_every_length_have_all_their_terms() {
    for n in 1..20_u8 {
        let x: Vec<f32> = (1..=n).map(f32::from).collect();
        let y: Vec<f32> = x.iter().map(|v| v + 1.0).collect();
        let (value, (dx, dy, dk)) = weighted_value_and_grad(&x, &y, 0.25);
        let dot: f32 = x.iter().zip(&y).map(|(a, b)| a * b).sum();
        // Sums of at most twenty terms in another order, and a quotient by the root.
        let close =
            |got: f32, want: f32| assert!((got - want).abs() < 4e-6 * want.abs(), "{got} is not {want}");
        close(value, (0.25 * dot).sqrt());
        close(dk, dot / (2.0 * value));
        for i in 0..x.len() {
            close(dx[i], 0.125 * y[i] / value);
            close(dy[i], 0.125 * x[i] / value);
        }
    }
    for n in 1..20_u8 {
        let x: Vec<f64> = (1..=n).map(f64::from).collect();
        let dot: f64 = x.iter().map(|v| v * v).sum();
        let want = dot / (2.0 * (0.5 * dot).sqrt());
        assert!((scaled_grad(&x, 0.5) - want).abs() < 1e-14 * want);
    }
}
