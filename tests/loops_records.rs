//! Loops whose iterations stand alone, loops that only look as if they did, and nests of both.

#[macro_use]
mod common;

use autodiff::{Real, grad};

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_logistic_regression, f(&[u, v], &[a, b, c, d]) for [u, v, a, b, c, d] in [[0.5, -1.5, 1.1, 0.7, -0.4, 2.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(w: &[f64], rows: &[f64]) -> f64 {
        let n = w.len();
        let mut total = f64::from(0.0);
        for i in 0..rows.len() / n {
            let mut score = w[0] * 0.25;
            for j in 0..n {
                score += w[j] * rows[i * n + j];
            }
            total += (score * WEIGHTS[i]).exp().ln_1p();
        }
        total
    }
}

program! {
    each_writes_its_own_element_twice, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut out = [f64::from(0.0); 3];
        for i in 0..3 {
            out[i] = x[i].sin() * x[i];
        }
        for i in 0..3 {
            out[i] = out[i] * out[i] + x[(i + 1) % 3];
        }
        let mut s = f64::from(1.0);
        for v in out {
            s *= v;
        }
        s
    }
}

program! {
    almost_its_own_element, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut out = [x[2], x[1], x[0]];
        for i in 0..3 {
            // The last one reads what the first one wrote.
            out[i] = x[i] * out[(i + 1) % 3] * out[i];
        }
        out[0] * out[1] + out[2] * out[2]
    }
}

program! {
    a_sum_that_is_read_on_the_way, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = f64::from(0.0);
        let mut t = f64::from(0.0);
        for v in x {
            s += *v * *v;
            t += s * *v;
        }
        t
    }
}

program! {
    a_sum_that_decides, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0], [3.0, 0.7, -0.4, 2.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = f64::from(0.0);
        for v in x {
            if s < 1.5 {
                s += *v * *v;
            } else {
                s -= v.cos();
            }
        }
        s
    }
}

program! {
    a_sum_multiplied_after_the_loop, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = f64::from(0.0);
        for v in x {
            s += *v * v.exp();
        }
        s *= s;
        for v in x {
            s += *v * 0.5;
        }
        s * x[0]
    }
}

program! {
    a_product_of_sums, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut p = f64::from(1.0);
        for i in 0..3 {
            let mut s = f64::from(0.0);
            for v in x {
                s += *v * *v * WEIGHTS[i] + x[i];
            }
            p *= s;
        }
        p
    }
}

program! {
    a_histogram, f(&[x, y, z, w], &[1, 0, 1, 1]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], bin: &[usize]) -> f64 {
        let mut bins = [f64::from(0.5), f64::from(0.25)];
        for (v, at) in x.iter().zip(bin) {
            bins[*at] += *v * *v;
        }
        bins[0] * bins[1]
    }
}

program! {
    in_place_sums_of_products, f(&[a, b], &mut [x, y]) for [a, b, x, y] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(a: &[f64], y: &mut [f64]) -> f64 {
        for i in 0..2 {
            y[i] += a[i] * a[1 - i] * a[i];
        }
        let mut s = f64::from(0.0);
        for v in y.iter() {
            s += *v * *v;
        }
        s
    }
}

program! {
    alone_until_it_breaks, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0], [1.1, 0.7, 0.4, 2.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = f64::from(0.0);
        for v in x {
            if *v < 0.0 {
                break;
            }
            s += v.sqrt() * *v;
        }
        s
    }
}

program! {
    columns_summed_row_by_row, f([[x, y], [z, w]]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: [[f64; 2]; 2]) -> f64 {
        let mut sums = [f64::from(0.0); 2];
        for row in &m {
            for (s, v) in sums.iter_mut().zip(row) {
                *s += *v * row[0];
            }
        }
        sums[0] * sums[1]
    }
}

program! {
    the_last_of_its_values, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = f64::from(0.0);
        let mut last = x[0];
        for v in x {
            let t = v.tanh() * *v;
            s += t;
            last = t;
        }
        s * last
    }
}

program! {
    the_edges_of_a_graph, f(&[x, y, z], &[(0, 1), (2, 1), (0, 1), (2, 2)]) for [x, y, z] in [[1.1, 0.7, -0.4]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], edges: &[(usize, usize)]) -> f64 {
        let mut rank = [x[0], x[1], x[2]];
        let mut s = f64::from(0.0);
        for &(from, to) in edges {
            let flow = rank[from] * 0.5;
            rank[from] -= flow;
            rank[to] += flow * x[to];
            s += rank[to] * flow;
        }
        s + rank[1] * rank[2]
    }
}

program! {
    a_generic_recurrence_over_a_scratch_array, f(&[x, y, z], 4) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates,
        gives [
            // The window (x, y, z) moves on by its product: xyz, x y^2 z^2, x^2 y^3 z^4, x^4 y^6 z^7.
            4.0 * x.powi(3) * y.powi(6) * z.powi(7),
            6.0 * x.powi(4) * y.powi(5) * z.powi(7),
            7.0 * x.powi(4) * y.powi(6) * z.powi(6),
        ];
    #[grad]
    pub(crate) fn f<T: Real>(x: &[T], turns: usize) -> T {
        let mut window = [x[0], x[1], x[2]];
        for _ in 0..turns {
            let mut p = T::ONE;
            for w in &window {
                p *= *w;
            }
            for i in 0..2 {
                window[i] = window[i + 1];
            }
            window[2] = p;
        }
        window[2]
    }
}

program! {
    a_generic_nest_with_an_inert_factor, f([[x, y], [z, w]]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates,
        gives [2.0 * x, 2.0 * y * 0.5, 2.0 * z * 0.25, 2.0 * w * 0.125];
    #[grad]
    pub(crate) fn f<T: Real, const N: usize>(m: [[T; N]; N]) -> T {
        let mut s = T::ZERO;
        let mut k = T::ONE;
        for row in m {
            for v in row {
                s += v * v * k;
                k *= T::from_f64(0.5);
            }
        }
        k = T::from_f64(9.0);
        s + k
    }
}
