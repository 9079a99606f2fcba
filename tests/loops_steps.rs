//! Loops that take each so-manieth element, window or chunk of a slice.
//!
//! What rustc makes of such loops is read in `inner_loops`.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    elements_at_steps, f(&[a, b, c, d, e, g, h], 3) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.3, 1.4, -0.8], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.2, 1.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for v in x.iter().step_by(2) {
            s = s * v + x[1];
        }
        for v in x.iter().step_by(n) {
            s += v * v * s;
        }
        for v in x.iter().step_by(n + x.len()) {
            s *= v;
        }
        s
    }
}

program! {
    steps_from_either_end, f(&[a, b, c, d, e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.3, 1.4, -0.8], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.2, 1.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for v in x.iter().rev().step_by(2) {
            s = s * v + x[1];
        }
        for v in x.iter().step_by(3).rev() {
            s = s * v - x[2];
        }
        for v in x.iter().skip(1).rev().step_by(2).rev() {
            s = s * v + x[3];
        }
        for v in x.iter().rev().skip(2).step_by(2).skip(1) {
            s = s * v + x[4];
        }
        for v in x.iter().rev().step_by(2).rev().step_by(2) {
            s = s * v - x[5];
        }
        for v in x[2..].iter().step_by(2).step_by(2).take(5) {
            s = s * v + x[6];
        }
        s
    }
}

program! {
    steps_side_by_side, f(&[a, b, c, d, e], &[g, h, l, m]) for [a, b, c, d, e, g, h, l, m] in [[1.1, -0.7, 0.5, 2.0, 0.3, 1.4, -0.8, 0.6, 0.9], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.2, 1.7, -0.6, 0.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0];
        for (v, w) in x.iter().step_by(2).zip(y.iter().step_by(3)) {
            s = s * v + w;
        }
        for (v, w) in x.iter().zip(y).step_by(2) {
            s = s * v - w * w;
        }
        for (v, w) in x.iter().step_by(2).zip(x.iter().skip(1).step_by(2)) {
            s = s * v + w * v;
        }
        for (v, w) in x.iter().step_by(2).zip(y) {
            s += w * v * s;
        }
        for (v, w) in x.iter().rev().zip(y.iter().step_by(2)).step_by(2) {
            s += w * v * s;
        }
        s
    }
}

program! {
    steps_with_numbers, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for (i, v) in x.iter().enumerate().step_by(2) {
            s = s * v + x[(i + 1) % 5];
        }
        for (i, v) in x.iter().step_by(2).enumerate() {
            s = s * v + x[i];
        }
        for ((i, v), w) in x.iter().enumerate().step_by(2).zip(1..9) {
            if (i + w) % 2 == 0 {
                s = s * v + x[i];
            }
        }
        for (w, v) in (2..5_i32).zip(x.iter()).step_by(2) {
            if w > 2 {
                s *= v;
            }
        }
        for (v, w) in x.iter().zip(3..).step_by(2) {
            s += v * s * x[w % 5];
        }
        s
    }
}

program! {
    elements_written_at_steps, f(&[a, b, c, d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 0.3, 0.6], [-0.4, 1.3, 0.9, -1.2, 0.8, -1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut v = x.to_vec();
        for e in v.iter_mut().step_by(2) {
            *e *= k;
        }
        for e in v.iter_mut().rev().step_by(3) {
            *e = *e * *e * k;
        }
        let mut s = k;
        for (e, w) in v.iter_mut().skip(1).step_by(2).zip(x) {
            if *e > *w {
                *e += s;
                s = *e * k;
            }
        }
        for e in &v {
            s += e * e;
        }
        s
    }
}

program! {
    parts_at_steps, f(&[a, b, c, d, e, g, h], 2) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.3, 1.4, -0.8], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.2, 1.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for w in x.windows(3).step_by(2) {
            s = s * w[0] + w[2] * w[1];
        }
        for w in x.windows(n + 2).step_by(n) {
            for v in w {
                s += v * w[1];
            }
        }
        for c in x.chunks(3).step_by(n) {
            s = s * c[0] + x[1];
        }
        for c in x.chunks(2).rev().step_by(2) {
            for v in c {
                s = s * v + x[2];
            }
        }
        for c in x.chunks_exact(2).skip(1).step_by(2) {
            s = s * c[0] - c[1];
        }
        for (c, w) in x.chunks_exact(n).step_by(2).zip(x.windows(2).rev().step_by(3)) {
            s += c[0] * w[1] * s;
        }
        s
    }
}

program! {
    parts_written_at_steps, f(&[a, b, c, d, e, g, h], k) for [a, b, c, d, e, g, h, k] in [[1.1, -0.7, 0.5, 2.0, 0.3, 1.4, -0.8, 0.6], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.2, 1.7, -1.1]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut v = x.to_vec();
        for c in v.chunks_mut(3).step_by(2) {
            c[0] *= k;
            let l = c.len() - 1;
            c[l] += k * k;
        }
        for c in v.chunks_exact_mut(2).rev().step_by(2) {
            let t = c[0];
            c[0] = c[1] * k;
            c[1] = t;
        }
        for c in v.chunks_mut(2) {
            for e in c.iter_mut().step_by(2) {
                *e *= *e;
            }
        }
        let mut s = k;
        for e in &v {
            s += e * k;
        }
        s
    }
}

program! {
    steps_that_are_left, f(&[a, b, c, d, e, g, h], k) for [a, b, c, d, e, g, h, k] in [[1.1, -0.7, 0.5, 2.0, 0.3, 1.4, -0.8, 0.6], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.2, 1.7, -1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for v in x.iter().step_by(2) {
            if *v > x[0] * x[0] {
                break;
            }
            s = s * v + k;
        }
        'rows: for c in x.chunks(2).step_by(2) {
            for v in c.iter().rev().step_by(2) {
                if *v < k {
                    continue 'rows;
                }
                s *= v;
            }
            s += c[0];
        }
        for (i, v) in x.iter().enumerate().skip(1).step_by(2) {
            if i == 5 {
                return s * v;
            }
            s += v * v * s;
        }
        s
    }
}

program! {
    rows_at_steps, f(&[[a, b], [c, d], [e, g], [h, l]]) for [a, b, c, d, e, g, h, l] in [[1.1, -0.7, 0.5, 2.0, 0.3, 1.4, -0.8, 0.6], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.2, 1.7, -1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(rows: &[[f64; 2]]) -> f64 {
        let mut s = rows[0][0];
        for r in rows.iter().step_by(2) {
            s = s * r[0] + r[1];
        }
        for (r, q) in rows.iter().skip(1).step_by(2).zip(rows) {
            s = s * r[1] + q[0];
        }
        let mut m = rows.to_vec();
        for r in m.iter_mut().step_by(3) {
            r[0] *= s;
        }
        for r in &m {
            s += r[0] * r[1];
        }
        s
    }
}

program! {
    no_steps_at_all, f(&[a, b], 1) for [a, b] in [[1.1, -0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for v in x[2..].iter().step_by(n) {
            s *= v;
        }
        for v in x[2..].iter().rev().step_by(2) {
            s *= v;
        }
        for v in x.iter().rev().skip(3).step_by(2) {
            s *= v;
        }
        for w in x.windows(3).step_by(2) {
            s *= w[0];
        }
        for w in x.windows(2).rev().step_by(usize::MAX) {
            s *= w[1];
        }
        for c in x.chunks_exact(2).step_by(usize::MAX) {
            s += c[1] * c[1] * c[0];
        }
        s
    }
}

// One row twice in each iteration, by steps.
program! {
    steps_in_a_row_beside_its_elements, f([[x, y, z], [w, v, u]], k) for [x, y, z, w, v, u, k] in [[0.5, 1.5, -2.0, 0.75, 1.25, -0.5, 0.9]], allocates,
        dual;
    #[grad]
    pub(crate) fn f(h: [[f64; 3]; 2], k: f64) -> f64 {
        let mut s = k;
        for e in h[2 % 2].iter().step_by(2) {
            s += e * h[1][1] * h[0][2] * s;
        }
        for i in 0..2 {
            for w in h[i].windows(2) {
                s += w[0] * w[1] * h[0][i];
            }
        }
        s
    }
}

program! {
    steps_beside_what_has_no_number, f(&[a, b, c, d, e, g, h, l], 2) for [a, b, c, d, e, g, h, l] in [[0.5, 0.25, 2.0, 3.0, 1.5, -1.0, 0.75, 1.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let others = [2, 0, 1];
        let mut s = x[1];
        for (v, k) in x.iter().step_by(3).zip((0..3).take(n)) {
            s = s * v + x[k];
        }
        for (v, k) in x.iter().step_by(2).rev().zip(others.iter()) {
            s = s * v + x[*k];
        }
        for ((u, v), k) in x.iter().zip(x.iter().rev()).step_by(2).zip(others.iter()) {
            s = s * v + x[*k] * u;
        }
        for (k, (i, v)) in others.iter().zip(x.iter().enumerate().skip(1).step_by(2)) {
            s = s * v + x[*k] * x[i];
        }
        for (w, k) in x.chunks(2).step_by(2).skip(1).zip((0..=3).take(n)) {
            s = s * w[0] + x[k];
        }
        for (k, w) in others.iter().zip(x.windows(2).rev().step_by(2)) {
            s = s * w[0] + x[*k] * w[1];
        }
        for (v, k) in x.iter().step_by(3).zip((0..3).take(n)).step_by(2) {
            s = s * v + x[k];
        }
        s
    }
}
