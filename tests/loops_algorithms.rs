//! Small numerical programs, whole.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    gauss_seidel_sweeps, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(b: [f64; 3]) -> f64 {
        let mut u = b;
        for _ in 0..6 {
            for i in 0..3 {
                let mut s = b[i];
                for j in 0..3 {
                    if j != i {
                        s -= u[j] * 0.5;
                    }
                }
                u[i] = s / (4.0 + b[i] * b[i]);
            }
        }
        u[0] * u[1] - u[2]
    }
}

program! {
    bisection_then_one_newton_step, f(x, y) for [x, y] in [[2.0, 0.7], [0.3, 1.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut low, mut high) = (x * 0.0, x * 0.0 + 4.0);
        while high - low > 1e-3 {
            let middle = (low + high) * 0.5;
            if middle * middle * middle * y < x {
                low = middle;
            } else {
                high = middle;
            }
        }
        let r = low - (low * low * low * y - x) / (3.0 * low * low * y);
        r * x
    }
}

program! {
    a_convolution_at_the_edges, f(&[x, y, z, w], &[u, v]) for [x, y, z, w, u, v] in [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], kernel: &[f64]) -> f64 {
        let mut s = x[0];
        for i in 0..x.len() + kernel.len() - 1 {
            let mut out = kernel[0] * 0.0;
            for j in 0..kernel.len() {
                if i < j || i - j >= x.len() {
                    continue;
                }
                out += kernel[j] * x[i - j];
            }
            s += out * out * WEIGHTS[i];
        }
        s
    }
}

program! {
    a_shortest_path_table, f([a, b, c, d, e, g]) for [a, b, c, d, e, g] in
        [[1.0, 4.0, 2.5, 0.5, 3.0, 1.5], [3.0, 0.4, 0.5, 2.5, 0.3, 9.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(cost: [f64; 6]) -> f64 {
        // Two rows of three; a step goes right or down.
        let mut best = [cost[0] * 0.0; 6];
        for i in 0..6 {
            best[i] = if i == 0 {
                cost[0]
            } else if i < 3 {
                best[i - 1] + cost[i] * cost[0]
            } else if i == 3 {
                best[0] + cost[3] * cost[3]
            } else {
                let (up, left) = (best[i - 3], best[i - 1]);
                up.min(left) + cost[i] * up
            };
        }
        best[5] * best[2]
    }
}

program! {
    viterbi_with_two_rows, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut row = [x[0], x[1]];
        for t in 1..5 {
            let mut next = [x[0] * 0.0; 2];
            for to in 0..2 {
                let stay = row[to] + x[(t + to) % 4];
                let change = row[1 - to] * x[2] + WEIGHTS[t];
                next[to] = if stay > change { stay } else { change * change };
            }
            row = next;
        }
        row[0].max(row[1]) * row[0]
    }
}

program! {
    the_arithmetic_geometric_mean, f(x, y) for [x, y] in [[2.0, 0.7], [0.3, 5.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut a, mut g) = (x, y);
        while (a - g).abs() > 1e-12 {
            (a, g) = ((a + g) * 0.5, (a * g).sqrt());
        }
        a
    }
}

program! {
    a_continued_fraction_from_the_end, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = x[x.len() - 1];
        for v in x.iter().rev().skip(1) {
            r = *v + 1.0 / r;
        }
        r
    }
}

program! {
    a_state_machine, f(&[x, y, z, w, v]) for [x, y, z, w, v] in
        [[1.1, 0.7, -0.4, 2.0, 0.6], [-1.1, 0.2, 3.4, -2.0, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut state = 0;
        let mut s = x[0];
        for v in x {
            state = match state {
                0 if *v > 0.5 => {
                    s *= *v;
                    1
                }
                0 => {
                    s += *v;
                    2
                }
                1 => {
                    s = s.sin() - *v * *v;
                    if s < 0.0 { 0 } else { 2 }
                }
                _ => {
                    s -= *v * s;
                    0
                }
            };
        }
        s
    }
}

program! {
    power_by_squaring, f(x, 13) for [x] in [[1.1], [-0.7]], allocates, gives [13.0 * x.powi(12)];
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        let mut base = x;
        let mut left = n;
        let mut p = 1.0;
        while left > 0 {
            if left % 2 == 1 {
                p *= base;
            }
            base *= base;
            left /= 2;
        }
        p
    }
}

program! {
    collatz_on_the_side, f(x, y, 11) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, start: u64) -> f64 {
        let mut n = start;
        let mut s = x;
        while n != 1 {
            if n % 2 == 0 {
                n /= 2;
                s = s * y + x;
            } else {
                n = 3 * n + 1;
                s = s.tanh() * 1.5;
            }
        }
        s
    }
}

program! {
    cholesky_and_its_log_determinant, f([[a, b, c], [b, d, e], [c, e, g]]) for [a, b, c, d, e, g] in
        [[4.0, 1.0, 0.5, 3.0, -1.0, 5.0]], allocates,
        gives [
            (d * g - e * e) / (a * (d * g - e * e) - b * (b * g - c * e) + c * (b * e - c * d)),
            0.0, 0.0,
            2.0 * (c * e - b * g) / (a * (d * g - e * e) - b * (b * g - c * e) + c * (b * e - c * d)),
            (a * g - c * c) / (a * (d * g - e * e) - b * (b * g - c * e) + c * (b * e - c * d)),
            0.0,
            2.0 * (b * e - c * d) / (a * (d * g - e * e) - b * (b * g - c * e) + c * (b * e - c * d)),
            2.0 * (b * c - a * e) / (a * (d * g - e * e) - b * (b * g - c * e) + c * (b * e - c * d)),
            (a * d - b * b) / (a * (d * g - e * e) - b * (b * g - c * e) + c * (b * e - c * d)),
        ];
    #[grad]
    pub(crate) fn f(m: [[f64; 3]; 3]) -> f64 {
        // Only the lower half is read.
        let mut l = [[0.0; 3]; 3];
        let mut log = 0.0;
        for i in 0..3 {
            for j in 0..=i {
                let mut s = m[i][j];
                for k in 0..j {
                    s -= l[i][k] * l[j][k];
                }
                l[i][j] = if i == j { s.sqrt() } else { s / l[j][j] };
            }
            log += 2.0 * l[i][i].ln();
        }
        log
    }
}

program! {
    nested_vectors, f(&[x, y, z], 3) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut table = vec![vec![f64::from(0.0); n]; n];
        for i in 0..n {
            for j in 0..n {
                table[i][j] = x[i] * x[j] + WEIGHTS[i + j];
            }
        }
        for k in 0..n {
            for i in 0..n {
                table[i][k] = table[i][k] * table[k][i];
            }
        }
        let mut s = x[0];
        for row in &table {
            for v in row {
                s += *v * s * 0.1;
            }
        }
        s
    }
}
