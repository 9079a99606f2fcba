//! Loops that are at several rows of a slice at once, where a row is an array, a pair, or a nest of both.
//!
//! What rustc makes of such loops is read in `inner_loops`.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    neighbours_in_full, f(&[[a, b, c], [d, e, g], [h, l, m]]) for [a, b, c, d, e, g, h, l, m] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4, 1.3, 0.9, -1.2], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1, -0.7, 0.5, 2.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[[f64; 3]]) -> f64 {
        let mut s = x[0][0];
        for i in 1..x.len() {
            s += x[i][0] * x[i - 1][2];
            for j in 0..3 {
                s += (x[i][j] - x[i - 1][j]) * x[i][j] * s;
            }
        }
        s
    }
}

program! {
    a_row_made_of_the_one_before, f(&[[a, b, c], [d, e, g]], h) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4, 1.3], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1, -0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[[f64; 3]], k: f64) -> f64 {
        let mut v = x.to_vec();
        for i in 1..v.len() {
            let product = v[i - 1][1] * v[i][0];
            v[i][1] = product;
            for j in 0..3 {
                let more = k * v[i - 1][j] * v[i][2];
                v[i][j] += more;
            }
            v[i - 1][1] = v[i][2] * k;
        }
        let mut s = x[0][0];
        for row in &v {
            for e in row {
                s += e * e;
            }
        }
        s
    }
}

program! {
    pairs_of_rows, f(&[[a, b, c], [d, e, g], [h, l, m]]) for [a, b, c, d, e, g, h, l, m] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4, 1.3, 0.9, -1.2], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1, -0.7, 0.5, 2.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[[f64; 3]]) -> f64 {
        let mut energy = x[0][0];
        for i in 0..x.len() {
            for j in i + 1..x.len() {
                let mut square = x[i][0] * x[j][0];
                for d in 0..2 {
                    square += (x[i][d] - x[j][d]) * (x[i][d] - x[j][d]);
                }
                if square > 0.5 {
                    energy += x[i][2] * x[j][2] / (square + 2.0);
                }
            }
        }
        energy
    }
}

program! {
    neighbouring_pairs, f(&[(a, b), (c, d), (e, g)], h) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4, 1.3], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1, -0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(p: &[(f64, f64)], k: f64) -> f64 {
        let mut s = p[0].0;
        let mut v = p.to_vec();
        for i in 1..v.len() {
            s += (p[i].0 - p[i - 1].0) * (p[i].1 + p[i - 1].1);
            let product = v[i - 1].1 * v[i].0;
            v[i].0 = product;
            let more = k * v[i].1 * s;
            v[i - 1].1 += more;
        }
        for (a, b) in &v {
            s += a * b;
        }
        s
    }
}

program! {
    windows_of_pairs, f(&[(a, b), (c, d), (e, g)]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(p: &[(f64, f64)]) -> f64 {
        let mut s = p[0].1;
        for w in p.windows(2) {
            if w[0].0 > w[1].0 {
                s += w[0].0 * w[1].1 * s;
            } else {
                s -= w[1].0 * w[0].1;
            }
        }
        s
    }
}

program! {
    arrays_in_pairs, f(&[([a, b], [[c], [d]]), ([e, g], [[h], [l]])]) for [a, b, c, d, e, g, h, l] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4, 1.3, 0.9], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1, -0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(p: &[([f64; 2], [[f64; 1]; 2])]) -> f64 {
        let mut s = p[0].0[1];
        for i in 1..p.len() {
            for j in 0..2 {
                s += p[i].1[j][0] * p[i - 1].0[j] + p[0].1[j][0] * s;
            }
        }
        s
    }
}

program! {
    matrices_beside_each_other, f(&[[[a, b], [c, d]], [[e, g], [h, l]]]) for [a, b, c, d, e, g, h, l] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4, 1.3, 0.9], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1, -0.7, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: &[[[f64; 2]; 2]]) -> f64 {
        let mut s = m[0][0][0];
        for w in m.windows(2) {
            for i in 0..2 {
                for j in 0..2 {
                    s += w[0][i][j] * w[1][j][i] * (m[0][1][j] + 1.0);
                }
            }
        }
        s
    }
}
