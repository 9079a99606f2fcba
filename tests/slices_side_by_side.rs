//! Iterators that are skipped, taken, turned round and walked side by side, and indices that go down.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 5] = [0.5, -1.25, 2.0, 0.75, -0.5];

program! {
    a_filter_walks_its_taps_from_the_other_end, f(&[a, b, c, d], &[u, v]) for [a, b, c, d, u, v] in [[1.1, 0.7, -0.5, 2.0, 0.25, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], taps: &[f64]) -> f64 {
        let mut s = x[0] * taps[0];
        for w in x.windows(taps.len()) {
            let mut y = w[0] * 0.0;
            for (&a, &h) in w.iter().rev().zip(taps) {
                y += a * h;
            }
            s += y * y;
        }
        s
    }
}

program! {
    both_sides_shifted, f(&[a, b, c, d], &[u, v, w]) for [a, b, c, d, u, v, w] in [[1.1, 0.7, -0.5, 2.0, 0.25, 1.5, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0] * y[0];
        for (&a, &b) in x.iter().skip(1).zip(y.iter().skip(1)) {
            s += a * b * s;
        }
        for (&a, &b) in x.iter().skip(2).zip(y.iter().rev()) {
            s += a * b * b;
        }
        for (&a, (&b, &c)) in x.iter().rev().zip(y.iter().skip(1).zip(x.iter().take(3).rev())) {
            s -= a * b * c;
        }
        s
    }
}

program! {
    skipped_and_turned, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, 0.7, -0.5, 2.0, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * x[1];
        for &a in x.iter().rev().skip(1) {
            s = s * 0.5 + a * a;
        }
        for &a in x.iter().skip(1).rev() {
            s = s * 0.75 + a * s;
        }
        for &a in x.iter().rev().take(2) {
            s = s * a + 1.0;
        }
        for &a in x.iter().take(3).rev().skip(1) {
            s = s * a - a * a;
        }
        for (i, &a) in x.iter().enumerate().skip(2) {
            s += a * a * WEIGHTS[i];
        }
        for (i, &a) in x.iter().skip(2).enumerate() {
            s += a * s * WEIGHTS[i];
        }
        for (i, &a) in x.iter().skip(1).rev().enumerate() {
            s -= a * a * WEIGHTS[i];
        }
        for ((i, &a), &b) in x.iter().enumerate().skip(1).zip(x) {
            s -= a * b * WEIGHTS[i];
        }
        s
    }
}

program! {
    beyond_the_end, f(&[a, b, c]) for [a, b, c] in [[1.1, 0.7, -0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0] * x[1];
        for &a in x.iter().skip(3) {
            s *= a;
        }
        for &a in x.iter().skip(7) {
            s *= a;
        }
        for &a in x.iter().take(9) {
            s += a * s;
        }
        for &a in x.iter().take(0) {
            s *= a;
        }
        for (&a, &b) in x.iter().skip(4).zip(x) {
            s *= a * b;
        }
        for (&a, &b) in x.iter().rev().skip(2).zip(x.iter().rev().take(100)) {
            s += a * b * b;
        }
        for &a in x.iter().rev().skip(5) {
            s *= a;
        }
        s
    }
}

program! {
    written_side_by_side, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, 0.7, -0.5, 2.0, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut v = x.to_vec();
        for (a, &b) in v.iter_mut().rev().zip(x) {
            *a = *a * b * k;
        }
        for (a, &b) in v.iter_mut().skip(1).zip(x.iter().rev()) {
            *a += b * b;
        }
        for (pair, &b) in v.chunks_exact_mut(2).rev().zip(x.iter().skip(1)) {
            pair[0] *= pair[1] * b;
        }
        for (w, a) in x.windows(2).rev().zip(v.iter_mut().take(2)) {
            *a *= w[0] - w[1];
        }
        let mut s = k;
        for (&a, &w) in v.iter().zip(WEIGHTS.iter().rev()) {
            s += a * a * w;
        }
        s
    }
}

program! {
    left_and_gone_on, f(&[a, b, c, d], &[u, v, w]) for [a, b, c, d, u, v, w] in [[1.1, 0.7, -0.5, 2.0, 0.25, 1.5, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0] * y[0];
        for (&a, &b) in x.iter().rev().zip(y) {
            if a < 0.0 {
                continue;
            }
            s += a * b * s;
            if s > 4.0 {
                break;
            }
        }
        for (&a, &b) in x.iter().skip(1).zip(y.iter().skip(1)).rev() {
            if b < 0.0 {
                s -= a * s;
            } else {
                s += b * a;
            }
        }
        for &a in x.iter().rev().skip(1).step_by(2) {
            s *= a;
        }
        for (&a, &b) in x.iter().skip(1).zip(y.iter().rev()).step_by(2) {
            s += a * b * b;
        }
        for (&a, &b) in x.iter().rev().zip(y.iter().step_by(2)) {
            s += a * b * a;
        }
        s
    }
}

program! {
    indices_that_go_down, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, 0.7, -0.5, 2.0, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let n = x.len();
        let mut v = x.to_vec();
        for i in 0..n {
            v[n - 1 - i] *= x[i] * k;
        }
        for i in 1..n {
            v[n - i] += x[n - 1 - i] * x[i];
        }
        let mut w = vec![k; n];
        for i in 1..n {
            w[i] = v[n - i] * v[i];
        }
        let mut s = k;
        for i in (1..=n).rev() {
            s += v[n - i] * w[i - 1] * x[n - i];
        }
        for i in 0..n / 2 {
            s -= v[n - 1 - i] * v[i];
        }
        s
    }
}

program! {
    numbers_of_any_type_beside_elements, f(&[a, b, c, d], 3, 5) for [a, b, c, d] in [[1.1, 0.7, -0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: i32, m: u8) -> f64 {
        let mut s = x[0] * x[1];
        for (i, &a) in (0..n).zip(x) {
            s += a * a * WEIGHTS[i.unsigned_abs() as usize];
        }
        for (&a, i) in x.iter().zip((-1..n).rev()) {
            s -= a * s * WEIGHTS[(i + 1).unsigned_abs() as usize];
        }
        for (&a, k) in x.iter().skip(1).zip(2..m) {
            s += a * a * a * WEIGHTS[usize::from(k)];
        }
        for ((i, &a), k) in x.iter().enumerate().skip(1).zip(0..3) {
            s += a * s * WEIGHTS[i] * WEIGHTS[k + 1];
        }
        for (_, &a) in (n..9).zip(x.iter().rev()) {
            s -= a * a * s;
        }
        for (&a, mut k) in x.iter().zip(1..m) {
            k -= 1;
            s += a * WEIGHTS[usize::from(k)] * s;
        }
        s
    }
}

// The sums that loops keep in locals are associated otherwise than what records everything: at these points no sum
// rounds.
program! {
    convolutions, f(&[a, b, c, d], &[u, v, w, z]) for [a, b, c, d, u, v, w, z] in [[1.5, 0.75, -0.5, 2.0, 0.25, 1.5, -1.0, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let n = x.len();
        let mut whole = vec![f64::from(0.0); 2 * n];
        let mut causal = vec![f64::from(0.0); n];
        for i in 0..n {
            for j in 0..i + 1 {
                causal[i] += x[j] * y[i - j];
            }
            for j in 0..n {
                whole[i + j] += x[i] * y[j];
            }
            for j in 0..i {
                causal[i - j] *= y[j];
            }
            for j in 0..n {
                if j <= i {
                    causal[i] += whole[i - j] * x[j];
                }
                if j > i {
                    continue;
                }
                causal[j] -= x[i - j] * y[i - j];
            }
            for j in (i..n).rev() {
                let t = causal[j];
                causal[n + i - 1 - j] += x[j] * t;
            }
        }
        let mut s = whole[2 * n - 1] + x[0];
        for i in 0..n {
            s += causal[i] * whole[2 * n - 2 - i] + whole[i];
        }
        s
    }
}

program! {
    arrays_beside_what_is_shorter, f([a, b, c], [u, v, w], &[p, q], 2) for [a, b, c, u, v, w, p, q] in [[1.1, 0.7, -0.5, 2.0, 0.25, 1.5, -1.0, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 3], y: [f64; 3], z: &[f64], n: usize) -> f64 {
        let mut s = x[0] * y[1] * z[0];
        for ((&a, _), &b) in x.iter().zip(0..n).zip(y.iter()) {
            s += a * b * s;
        }
        for ((&a, &c), &b) in x.iter().zip(z.iter()).zip(&y) {
            s -= a * b * c;
        }
        for (&b, (&a, &c)) in y.iter().zip(x.iter().zip(z.iter())) {
            s += a * b * c * s;
        }
        for (((&a, _), &b), i) in x.iter().zip(0..n).zip(y.iter().rev()).zip(0..3) {
            s += a * b * WEIGHTS[i];
        }
        for ((&a, &c), &b) in x.iter().zip(z.iter()).zip(&y).take(2).rev() {
            s *= a * b * c;
        }
        s
    }
}
