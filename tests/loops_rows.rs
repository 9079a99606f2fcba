//! Loops that are at several rows of a slice at once, where a row is an array, a pair, a nest of both, or a list.
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

program! {
    two_lists_at_once, f(&[vec![a, b], vec![c, d, e], vec![g, h, l, m]]) for [a, b, c, d, e, g, h, l, m] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4, 1.3, 0.9, -1.2], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1, -0.7, 0.5, 2.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[Vec<f64>]) -> f64 {
        let mut s = x[0][0];
        // Each beside each, itself too.
        for r in x {
            for q in x {
                for (a, b) in r.iter().zip(q) {
                    s += a * b * a;
                }
            }
        }
        for i in 0..3 {
            for j in 0..2 {
                s += x[i][j] * x[2 - i][j] * s;
            }
        }
        for w in x.windows(2) {
            for (j, (a, b)) in w[0].iter().zip(w[1].iter().rev()).enumerate() {
                if j != 1 {
                    s += a * b;
                }
            }
            for (a, b) in w[0].iter().zip(&w[1]) {
                s = s * 0.5 + a * b + x[0][1];
            }
        }
        s
    }
}

program! {
    two_lists_that_are_changed, f(&[vec![a, b], vec![c, d, e], vec![g, h, l, m]], 1) for [a, b, c, d, e, g, h, l, m] in [[1.1, -0.7, 0.5, 2.0, 0.3, -0.4, 1.3, 0.9, -1.2], [-0.4, 1.3, 0.9, -1.2, 0.8, 1.1, -0.7, 0.5, 2.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[Vec<f64>], n: usize) -> f64 {
        let mut v = x.to_vec();
        for i in 0..v.len() {
            let (p, q) = ((i + 1) % 3, (2 * i) % 3);
            for j in 0..2 {
                let t = v[p][j] * v[q][j];
                v[p][j] += t * x[i][j];
            }
            for j in 0..n {
                let t = v[n][j];
                v[q][j] = t * v[p][j + 1];
            }
        }
        for r in v.iter_mut() {
            for e in r.iter_mut() {
                *e *= *e;
            }
        }
        let mut s = x[0][0];
        for (r, q) in v.iter().zip(x) {
            for (a, b) in r.iter().zip(q) {
                s += a * b;
            }
        }
        s
    }
}

/// A loop that never runs is at no row, so that none need be there: the function does not panic, and neither does its
/// gradient.
#[test]
fn a_loop_that_never_runs_in_rows_that_are_not_there() {
    #[grad]
    fn lists(x: &[Vec<f64>], k: f64, n: usize) -> f64 {
        let mut s = k;
        for i in 0..4 {
            for j in 0..n {
                s += k * x[i][j] * x[i + 1][j];
            }
        }
        s
    }
    #[grad]
    fn arrays(x: &[[f64; 3]], k: f64, n: usize) -> f64 {
        let mut s = k;
        for i in 0..4 {
            for j in 0..n {
                s += k * x[i][j] * x[i + 1][j];
            }
        }
        s
    }
    #[grad]
    fn parts(x: &[f64], k: f64, n: usize) -> f64 {
        let mut s = k;
        for i in 0..4 {
            for j in 0..n {
                s += k * x[4 - i..][j] * x[i];
            }
        }
        s
    }
    assert_eq!(lists_grad(&[vec![1.0]], 2.0, 0), (vec![vec![0.0]], 1.0));
    assert_eq!(arrays_grad(&[[1.0; 3]], 2.0, 0), (vec![[0.0; 3]], 1.0));
    assert_eq!(parts_grad(&[1.0], 2.0, 0), (vec![0.0], 1.0));
}
