//! Indices that move by a number that changes evenly, as in triangular matrices whose columns stand one behind the other;
//! and by what only looks like one.

#![allow(
    clippy::explicit_counter_loop,
    clippy::shadow_unrelated,
    reason = "the loops are about such counters"
)]

#[macro_use]
mod common;

use autodiff::grad;

// A packed matrix A, by columns from the diagonal down: v A v + |A v|, and A by rows up to the diagonal.
program! {
    packed, f(&[a, b, c, d, e, g], &[u, v, w])
        for [a, b, c, d, e, g, u, v, w] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3, 0.4, 1.5, -0.6]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(m: &[f64], v: &[f64]) -> f64 {
        let n = v.len();
        let (mut s, mut p) = (m[0], 0);
        for j in 0..n {
            for i in j..n {
                s += m[p + i - j] * v[i] * v[j];
            }
            p += n - j;
        }
        let mut product = vec![v[0] * 0.5; n];
        p = 0;
        for (j, factor) in v.iter().enumerate() {
            let below = &mut product[j..];
            let rows = below.len();
            for (to, entry) in below.iter_mut().zip(&m[p..p + rows]) {
                *to += *entry * *factor;
            }
            p += rows;
        }
        let mut row = 0;
        for j in 0..n {
            let mut t = v[0] * 0.5;
            for (entry, x) in m[row..row + j + 1].iter().zip(v) {
                t = t * *x + entry.sin();
            }
            s *= 1.0 + t * product[j];
            row += j + 1;
        }
        s * f64::from((p + 2 * row) as u8)
    }
}

program! {
    down_and_by_several_parts, f(&[a, b, c, d, e, g], 3)
        for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let (mut s, mut p, mut q) = (x[0], 5, 0);
        let by = &n;
        for j in 0..n {
            s = s * x[p] + x[q];
            p -= 2 * j - j;
            let here = x[p] * x[q];
            q += by - (j + 1);
            s += here * x[q];
        }
        let mut r = 1;
        for _ in 0..2 {
            s += x[r] * s.sin();
            r += n - 1;
        }
        s * f64::from((p + q + r) as u8)
    }
}

// Names that mean something else by then, or elsewhere, and counters that do not count from zero.
program! {
    uneven_after_all, f(&[a, b, c, d, e, g], 3)
        for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let (mut s, m) = (x[0], 1);
        let mut p = 0;
        for j in 0..n {
            s = s * 0.5 + x[p];
            let q = j + m;
            let m = 7_u8;
            s += f64::from(m);
            p += q - 1;
        }
        p = 0;
        for j in 0..n {
            let j = 2 * j;
            s = s * 0.5 + x[p];
            p += j - j / 2;
        }
        p = 0;
        for j in 1..n {
            s = s * 0.5 + x[p];
            p += j;
        }
        p = 0;
        for j in (0..n).rev() {
            s = s * 0.5 + x[p];
            p += j;
        }
        p = 0;
        let mut more = 0;
        for _ in 0..n {
            s = s * 0.5 + x[p];
            p += more;
            more += 1;
        }
        p = 0;
        let mut v = x.to_vec();
        for j in 0..n {
            s += v[p] * s;
            let len = v.len();
            v.push(s);
            p += len - x.len() - j + 1;
        }
        s * f64::from((p + m) as u8)
    }
}
