//! Loops over chunks and windows, whose sweeps walk along std's iterators.
//!
//! What rustc makes of such loops is read in `inner_loops`.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    chunks_the_last_of_which_is_shorter, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for (i, c) in x.chunks(2).enumerate() {
            let mut t = x[1];
            for v in c {
                t *= v;
            }
            s += if c.len() == 2 { t * t * x[i] } else { t };
        }
        s
    }
}

program! {
    chunks_from_the_end, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for c in x.chunks(2).rev() {
            s = s * c[0] + c[c.len() - 1];
        }
        s
    }
}

program! {
    chunks_of_a_length_that_is_computed, f(&[a, b, c, d, e], 3) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: usize) -> f64 {
        let mut s = x[0];
        for c in x.chunks(k) {
            if let [first, .., last] = c {
                s += first * last * s + first;
            } else if let [only] = c {
                s += only * only;
            }
        }
        s
    }
}

program! {
    chunks_that_are_skipped_and_taken, f(&[a, b, c, d, e], 1) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for c in x.chunks_exact(1).skip(n).take(3) {
            s = s * c[0] + c[0];
        }
        for c in x.chunks_exact(2).take(9).skip(1) {
            s += s * c[0] * c[1];
        }
        s
    }
}

program! {
    chunks_of_two_slices_of_which_one_is_shorter, f(&[a, b, c, d], &[e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.3, -1.3, 0.9], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.6, -2.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = x[0];
        for ((c, d), w) in x.chunks_exact(2).zip(y.chunks(2)).zip(x.windows(2)) {
            let mut t = w[0] * w[1];
            for (p, q) in c.iter().zip(d) {
                t += p * q;
            }
            s += t * t;
        }
        s
    }
}

program! {
    a_loop_over_chunks_that_is_left, f(&[a, b, c, d, e, g], k) for [a, b, c, d, e, g, k] in [[1.1, -0.7, 0.5, 2.0, 0.3, -1.3, 0.4], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.6, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = x[0];
        for c in x.chunks_exact(2) {
            s *= c[0];
            if s * c[1] > k {
                break;
            }
            s += c[1] * c[1];
        }
        s
    }
}

program! {
    a_loop_over_chunks_from_the_end_that_is_left, f(&[a, b, c, d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 0.3, 0.4], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = x[0];
        for (i, c) in x.chunks(2).enumerate().rev() {
            if i == 0 && c[0] > k {
                return s * c[0];
            }
            s *= c[0];
            s += c[c.len() - 1] * x[i];
        }
        s
    }
}

program! {
    a_loop_over_chunks_that_goes_on_early, f(&[a, b, c, d, e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.3, -1.3], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for c in x.chunks_exact(2) {
            if c[0] < 0.0 {
                s += c[1];
                continue;
            }
            s *= c[0] + c[1];
        }
        s
    }
}

program! {
    chunks_that_are_changed, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        for c in v.chunks_mut(2) {
            let last = c[c.len() - 1];
            c[0] *= last + 2.0;
        }
        for c in v.chunks_exact_mut(2) {
            c[1] = c[0] * c[1];
            c.swap(0, 1);
        }
        let mut s = x[0];
        for (i, a) in v.iter().enumerate() {
            s += a * a * x[i];
        }
        s
    }
}

program! {
    chunks_in_chunks, f(&[a, b, c, d, e, g, h, l]) for [a, b, c, d, e, g, h, l] in [[1.1, -0.7, 0.5, 2.0, 0.3, -1.3, 0.9, 1.7], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.6, -2.1, 0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for c in x.chunks(4) {
            let mut t = x[1];
            for d in c.chunks_exact(2) {
                for w in d.windows(2) {
                    t += w[0] * w[1] * s;
                }
                t *= d[0];
            }
            s += t;
        }
        s
    }
}

program! {
    chunks_changed_by_a_function, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn turn(c: &mut [f64], k: f64) -> f64 {
        let t = c[0];
        c[0] = c[c.len() - 1] * k;
        t * k
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = x[0];
        for (c, k) in v.chunks_mut(2).zip(x) {
            s += turn(c, *k) * s;
        }
        for (i, a) in v.iter().enumerate() {
            s += a * a * x[i];
        }
        s
    }
}

program! {
    chunks_beside_a_vec_that_is_written, f(&[a, b, c, d, e], 2) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: usize) -> f64 {
        let mut means = vec![x[0]; x.len() / k];
        for (mean, c) in means.iter_mut().zip(x.chunks_exact(k)) {
            for v in c {
                *mean += v * v;
            }
            *mean *= x[k];
        }
        let mut s = x[0];
        for (mean, c) in means.iter().zip(x.chunks(k)) {
            s += mean.sin() * c[0];
        }
        s
    }
}

program! {
    chunks_of_halves, f(&[a, b, c, d, e], 2) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let (low, high) = x.split_at(n);
        let mut s = x[0];
        for (c, d) in low.chunks_exact(1).zip(high.chunks(2)) {
            s += c[0] * d[0] * d[d.len() - 1];
        }
        for (p, q) in low.iter().zip(high) {
            s += p * q * s;
        }
        s
    }
}

program! {
    chunks_of_a_row, f(&[a, b, c, d, e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.3, -1.3], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut rows = vec![vec![x[0]; 4]; 2];
        for (row, c) in rows.iter_mut().zip(x.chunks_exact(3)) {
            for (o, v) in row.iter_mut().zip(c) {
                *o = v * v;
            }
        }
        let mut s = x[0];
        for row in &rows {
            for c in row.chunks_exact(2) {
                s += c[0] * c[1] + s * c[0];
            }
        }
        s
    }
}

program! {
    chunks_of_rows_of_an_array, f(&[a, b, c, d, e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.3, -1.3], [-0.4, 1.3, 0.9, -1.2, 0.8, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut m = [[x[0]; 2]; 3];
        for (row, c) in m.iter_mut().zip(x.chunks_exact(2)) {
            *row = [c[0] * c[1], c[1]];
        }
        let mut s = x[0];
        for rows in m.chunks(2) {
            for row in rows {
                s += row[0] * row[1] * s;
            }
        }
        s
    }
}
