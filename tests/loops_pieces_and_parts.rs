//! Loops over windows, over parts of chunks, and over chunks of a slice that the loop is at in another way, too.
//!
//! What rustc makes of such loops is read in `inner_loops`.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    windows_that_an_inner_loop_walks_along, f(&[a, b, c, d, e], 3) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for w in x.windows(n) {
            let mut t = x[1];
            for (i, v) in w.iter().enumerate() {
                t += v * v * x[i];
            }
            s += t * w[0];
        }
        s
    }
}

program! {
    windows_of_which_some_iterations_read_elements, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for w in x.windows(3) {
            if w[1] > w[0] {
                s += w[2] * w[0];
            } else {
                s *= w[1];
            }
        }
        s
    }
}

program! {
    windows_passed_to_a_function, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn product(w: &[f64]) -> f64 {
        let mut p = w[0];
        for v in w {
            p *= v;
        }
        p
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for w in x.windows(3) {
            s += product(w) * s + product(&w[1..]);
        }
        for c in x.chunks(2) {
            s += product(c) * s;
        }
        s
    }
}

program! {
    a_vec_that_grows_between_loops_over_its_chunks, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = Vec::new();
        let mut s = x[0];
        for a in x {
            v.push(a * s);
            for c in v.chunks(2) {
                s += c[0] * c[c.len() - 1];
            }
        }
        s
    }
}

program! {
    the_length_of_a_chunk_as_a_number, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for c in x.chunks(3) {
            let n = c.len();
            let mut mean = x[n];
            for v in c {
                mean += v * x[n];
            }
            let mut t = x[1];
            for v in c {
                t += (*v - mean) * (*v - mean);
            }
            s += (t * t * x[n] + 1.0).ln_1p();
        }
        s
    }
}

program! {
    the_rest_of_a_chunk_beside_another_slice, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for c in x.chunks(3) {
            for (_, b) in c[1..].iter().zip(x) {
                s += c[0] * b;
            }
        }
        s
    }
}

program! {
    chunks_of_the_rest_of_a_chunk, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for c in x.chunks(3) {
            for (i, d) in c[1..].chunks(1).enumerate() {
                s += x[i] * d[0] * s;
            }
        }
        s
    }
}

program! {
    parts_of_chunks, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for c in x.chunks(3) {
            if let Some((first, rest)) = c.split_first() {
                for b in rest {
                    s += first * b;
                }
            }
            let (low, high) = c.split_at(c.len() / 2);
            for (a, b) in low.iter().zip(high) {
                s += a * b * s;
            }
            if let [a, .., rest] = c {
                s += a * rest;
            }
        }
        for c in x.windows(4) {
            for (a, b) in c[..2].iter().zip(&c[1..]) {
                s += a * b * c[3];
            }
        }
        s
    }
}

program! {
    windows_of_the_end_of_a_chunk, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for (c, n) in x.chunks(3).zip(0..) {
            let h = c.len() / 2;
            for w in c[h..].windows(2) {
                s += w[0] * w[1] * x[n];
            }
            if c[h..].len() == 2 {
                s *= c[h];
            }
        }
        s
    }
}

program! {
    chunks_beside_a_fixed_element, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[1];
        for c in x.chunks_exact(2) {
            s += c[0] * c[1] * x[0] * s;
        }
        for w in x.windows(2) {
            s += w[0] * w[1] * x[4] * s;
        }
        s
    }
}

program! {
    chunks_beside_the_slice_itself, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[1];
        for (c, a) in x.chunks(2).zip(x) {
            s += c[0] * c[c.len() - 1] * a;
        }
        for (c, d) in x.chunks_exact(2).zip(x.chunks_exact(2).skip(1)) {
            s = s * c[0] + d[1];
        }
        for (c, d) in x.chunks(2).zip(x.chunks(2).rev()) {
            s = s * c[0] + d[0];
        }
        s
    }
}

program! {
    an_element_and_those_behind_it, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[1];
        for i in 0..x.len() {
            for j in i + 1..x.len() {
                s += (x[i] - x[j]) * (x[i] - x[j]) * s;
            }
        }
        s
    }
}

program! {
    chunks_whose_length_is_computed_in_a_loop_around, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        let mut v = x.to_vec();
        for i in 0..3 {
            for c in v.chunks_mut(i + 1) {
                c[0] *= s;
            }
            for w in v.windows(i + 1) {
                s += w[0] * w[i];
            }
            v[i] = s;
        }
        s
    }
}

program! {
    chunks_whose_length_changes_with_a_while, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        let mut v = x.to_vec();
        let mut k = 3;
        while k > 0 {
            for c in v.chunks_mut(k) {
                c[0] *= s;
                s += c[c.len() - 1];
            }
            k -= 1;
        }
        s * v[0]
    }
}

program! {
    chunks_of_chunks_whose_length_is_computed_in_a_branch, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3], [-0.4, 1.3, 0.9, -1.2, 0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        let mut v = x.to_vec();
        if x[1] > x[0] {
            let k = x.len() / 2;
            for c in v.chunks_mut(k) {
                c[0] *= s;
            }
        }
        for c in v.chunks_mut(4) {
            let k = c.len() / 2 + 1;
            for d in c.chunks_mut(k) {
                d[0] *= s;
                s += d[0];
            }
        }
        s * v[0] + v[3]
    }
}

program! {
    neighbouring_rows, f(&[[a, b], [c, d], [e, g]]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.3, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(rows: &[[f64; 2]]) -> f64 {
        let mut s = rows[0][0];
        for w in rows.windows(2) {
            s += w[0][0] * w[1][1] * s;
        }
        for i in 1..rows.len() {
            s += (rows[i][0] - rows[i - 1][1]) * rows[0][1] * s;
        }
        let mut v = rows.to_vec();
        for i in 1..v.len() {
            v[i][0] = v[i - 1][1] * s;
            let t = v[i][1];
            v[i - 1][0] += t;
            s *= v[i][0];
        }
        s + v[0][0] + v[2][0]
    }
}

program! {
    windows_that_are_skipped, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for w in x.windows(2).skip(1) {
            if w[0] > 0.0 {
                s += w[0] * w[1] * s;
            }
        }
        for w in x.windows(3).rev().skip(1) {
            s += w[0] * w[2] * s;
        }
        s
    }
}
