//! Local arrays and vectors: elements read, overwritten and moved in loops.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    filled_in_one_loop_and_read_in_another, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [f64::from(0.0); 6];
        for i in 0..6 {
            a[i] = x * WEIGHTS[i] + y * y;
        }
        let mut s = x;
        for i in (0..6).rev() {
            s = s * a[i] * 0.5 + a[5 - i];
        }
        s
    }
}

program! {
    each_element_from_the_one_before, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x; 6];
        for i in 1..6 {
            a[i] = a[i - 1] * y + a[i].sin() * WEIGHTS[i];
        }
        a[5] * a[2]
    }
}

program! {
    an_element_overwritten_at_an_index_that_may_alias, f(&[x, y, z], &[0, 1, 1, 2, 0], &[1, 1, 2, 2, 0])
        for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], i: &[usize], j: &[usize]) -> f64 {
        let mut a = [x[0], x[1], x[2]];
        let mut s = x[0];
        for k in 0..i.len() {
            a[i[k]] = a[i[k]] * a[j[k]] + x[k % 3];
            s += a[j[k]] * a[j[k]];
        }
        s * a[0] * a[1] * a[2]
    }
}

program! {
    swaps_by_index, f([x, y, z], &[(0, 1), (2, 2), (1, 2), (0, 2)]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 3], pairs: &[(usize, usize)]) -> f64 {
        let mut a = v;
        let mut s = v[0];
        for k in 0..pairs.len() {
            let (i, j) = pairs[k];
            a.swap(i, j);
            a[i] *= a[j];
            s = s * a[0] + a[2];
        }
        s
    }
}

program! {
    insertion_sort_then_a_weighted_sum, f([x, y, z, w, v]) for [x, y, z, w, v] in
        [[3.0, 1.0, 2.5, -1.0, 9.0], [1.0, 2.0, 3.0, 4.0, 5.0], [5.0, 4.0, 3.0, 2.0, 1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 5]) -> f64 {
        let mut a = v;
        for i in 1..5 {
            let x = a[i];
            let mut j = i;
            while j > 0 && a[j - 1] > x {
                a[j] = a[j - 1];
                j -= 1;
            }
            a[j] = x;
        }
        let mut s = a[0] * a[4];
        for i in 0..5 {
            s += WEIGHTS[i] * a[i] * a[i];
        }
        s
    }
}

program! {
    bubble_sort_with_a_flag, f([x, y, z, w]) for [x, y, z, w] in [[3.0, 1.0, 2.5, -1.0], [1.0, 2.0, 3.0, 4.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 4]) -> f64 {
        let mut a = v;
        let mut changed = true;
        while changed {
            changed = false;
            for i in 1..4 {
                if a[i - 1] > a[i] {
                    a.swap(i - 1, i);
                    changed = true;
                }
            }
        }
        let mut s = a[0];
        for i in 1..4 {
            s = s * a[i] + a[i - 1];
        }
        s
    }
}

program! {
    a_scratch_array_used_again, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut scratch = [f64::from(0.0); 3];
        let mut total = x[0];
        for k in 0..4 {
            for i in 0..3 {
                scratch[i] = x[i] * WEIGHTS[k] - total * 0.1;
            }
            for i in 1..3 {
                scratch[i] *= scratch[i - 1];
            }
            let mut s = x[k % 3];
            for i in 0..3 {
                s += scratch[i] * scratch[i];
            }
            total += s.sqrt();
        }
        total
    }
}

program! {
    a_whole_array_copied_and_carried, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 3]) -> f64 {
        let mut now = v;
        let mut before = v;
        for _ in 0..4 {
            let saved = now;
            for i in 0..3 {
                now[i] = before[(i + 1) % 3] * now[i] + v[i];
            }
            before = saved;
        }
        now[0] * now[1] - before[2] * now[2]
    }
}

program! {
    a_ring_buffer, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut ring = [x, y, x * y];
        let mut s = x;
        for i in 0..8 {
            let old = ring[i % 3];
            ring[i % 3] = old * 0.5 + s * y;
            s = ring[(i + 1) % 3].cos() + old;
        }
        s
    }
}

program! {
    an_index_that_depends_on_the_data, f([x, y, z]) for [x, y, z] in [[1.1, 2.7, 0.4], [0.9, 1.2, 2.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 3]) -> f64 {
        let mut bins = [f64::from(0.5); 3];
        for i in 0..3 {
            let at = v[i].floor() as usize;
            bins[at] += v[i] * v[i];
            bins[2 - at] *= v[i];
        }
        bins[0] * bins[1] + bins[2]
    }
}

program! {
    the_index_of_the_largest, f([x, y, z]) for [x, y, z] in [[1.1, 2.7, 0.4], [3.9, 1.2, 2.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 3]) -> f64 {
        let mut at = 0;
        for i in 1..3 {
            if v[i] > v[at] {
                at = i;
            }
        }
        v[at] * v[at] * v[(at + 1) % 3]
    }
}

program! {
    a_matrix_product, f([[x, y], [z, w]]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: [[f64; 2]; 2]) -> f64 {
        let mut p = m;
        for _ in 0..3 {
            let mut q = [[f64::from(0.0); 2]; 2];
            for i in 0..2 {
                for j in 0..2 {
                    for k in 0..2 {
                        q[i][j] += p[i][k] * m[k][j];
                    }
                }
            }
            p = q;
        }
        p[0][0] * p[1][1] + p[0][1]
    }
}

program! {
    elimination_in_place, f([[a, b, c], [d, e, g], [h, i, j]]) for [a, b, c, d, e, g, h, i, j] in
        [[4.0, 1.0, 0.5, 1.0, 3.0, -1.0, 0.2, 2.0, 5.0], [0.1, 1.0, 0.5, 1.0, 3.0, -1.0, 2.2, 2.0, 5.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(m: [[f64; 3]; 3]) -> f64 {
        let mut a = m;
        let mut det = f64::from(1.0);
        for c in 0..3 {
            let mut pivot = c;
            for r in c + 1..3 {
                if a[r][c].abs() > a[pivot][c].abs() {
                    pivot = r;
                }
            }
            if pivot != c {
                a.swap(pivot, c);
                det = -det;
            }
            det *= a[c][c];
            for r in c + 1..3 {
                let factor = a[r][c] / a[c][c];
                for k in c..3 {
                    let above = a[c][k];
                    a[r][k] -= factor * above;
                }
            }
        }
        det
    }
}

program! {
    a_triangular_solve, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(b: &[f64]) -> f64 {
        let l = [[b[0] + 2.0, b[1] * 0.0, b[1] * 0.0], [b[1], b[2] + 3.0, b[0] * 0.0], [b[2], b[0], b[1] + 1.5]];
        let mut x = [b[0], b[1], b[2]];
        for i in 0..3 {
            let mut s = x[i];
            for j in 0..i {
                s -= l[i][j] * x[j];
            }
            x[i] = s / l[i][i];
        }
        x[0] * x[1] * x[2] + x[2]
    }
}

program! {
    a_vector_of_run_time_length, f(x, y, 5) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut v = vec![f64::from(0.0); n];
        v[0] = x;
        for i in 1..n {
            v[i] = v[i - 1] * y + v[i / 2] * v[i - 1] * WEIGHTS[i];
        }
        let mut s = y;
        for i in 0..v.len() {
            s += v[i] * v[n - 1 - i];
        }
        s
    }
}

program! {
    plain_zero_literals, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates,
        gives [2.0 * x + 4.0 * z + 4.0 * y, 2.0 * y + 4.0 * x + 4.0 * z, 2.0 * z + 4.0 * x + 4.0 * y];
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        // sum over i, j of x_i x_j (1 + [i != j]) = sum x_i^2 + 4 sum over i < j
        let n = x.len();
        let mut rows = vec![0.0; n];
        let mut weights = [0.0; 3];
        weights.fill(1.0);
        let mut total = 0.0;
        for i in 0..n {
            for j in 0..n {
                let twice = if i == j { weights[j] } else { 2.0 };
                rows[i] += x[j] * twice;
            }
            total += rows[i] * x[i];
        }
        total
    }
}
