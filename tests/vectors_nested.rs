//! `Vec`s of `Vec`s, of arrays and of tuples, and `Vec`s inside them.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    rows_of_different_lengths, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut m = vec![vec![x; 2]; 3];
        m[1][0] = y;
        m[2].push(x * y);
        m.push(vec![x, y, x]);
        m.swap(0, 3);
        let mut s = y;
        for row in &m {
            for v in row.iter() {
                s = s * *v + x;
            }
        }
        let last = m.pop().unwrap();
        s * last[0] * m[0][1]
    }
}

program! {
    a_matrix_of_zeros_filled_in, f(x, y, 3, 4) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize, m: usize) -> f64 {
        let mut a = vec![vec![f64::from(0.0); m]; n];
        for i in 0..n {
            for j in 0..m {
                a[i][j] = x * WEIGHTS[i] + y * WEIGHTS[j];
            }
        }
        for i in 1..n {
            for j in 1..m {
                a[i][j] = a[i][j] + a[i - 1][j] * a[i][j - 1];
            }
        }
        a[n - 1][m - 1]
    }
}

program! {
    a_row_replaced_by_a_longer_one, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut m = vec![vec![x], vec![y, x]];
        let mut s = m[0][0] * m[1][1];
        for i in 0..3 {
            s += m[i % 2][0] * y;
            m[i % 2] = vec![s; i + 2];
            m[i % 2][1] *= x;
        }
        s * m[0][3] + m[1][2]
    }
}

program! {
    a_triangle_by_pushing_rows, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut triangle = vec![vec![x]];
        for i in 1..5 {
            let mut row = Vec::with_capacity(i + 1);
            row.push(y);
            for k in 1..i {
                row.push(triangle[i - 1][k - 1] * x + triangle[i - 1][k]);
            }
            row.push(row[i - 1] * y);
            triangle.push(row);
        }
        let mut s = x;
        for row in &triangle {
            s += row[row.len() / 2] * s;
        }
        s
    }
}

program! {
    rows_that_shrink, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut buckets = vec![Vec::new(), Vec::new(), vec![x[0]]];
        for (i, v) in x.iter().enumerate() {
            buckets[i % 2].push(*v * *v);
            buckets[2].push(*v);
        }
        let mut s = x[0];
        for i in 0..6 {
            if let Some(v) = buckets[i % 3].pop() {
                s = s * v + WEIGHTS[i];
            }
        }
        s * buckets[2][0] * buckets[2][2]
    }
}

program! {
    a_vector_in_a_tuple, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut t = (vec![x, y], y);
        t.0.push(t.1 * x);
        t.1 = t.0[2] * t.0[0];
        t.0[1] *= t.1;
        let (v, a) = t;
        v[1] * a + v[2]
    }
}

program! {
    vectors_in_an_array, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [vec![x], vec![y, x * y]];
        for i in 0..3 {
            let k = a[i % 2].len() - 1;
            let t = a[i % 2][k] * a[(i + 1) % 2][0];
            a[i % 2].push(t);
        }
        a[0][2] * a[1][2] + a[0][1]
    }
}

program! {
    a_list_of_rows_from_variables, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let first = vec![x, y];
        let mut second = first.clone();
        second.push(x * y);
        let mut rows = vec![first, second.clone(), second];
        rows[1][2] = rows[1][2] * rows[0][1];
        rows[2][0] = rows[2][0] + rows[1][2];
        rows[1][2] * rows[2][0] * rows[2][2]
    }
}

program! {
    the_same_row_many_times, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut row = vec![x];
        row.push(y);
        let mut rows = vec![row; 3];
        rows[1].push(x * y);
        rows[2][0] *= y;
        let mut s = x;
        for row in rows.iter() {
            for v in row {
                s = s * *v + *v;
            }
        }
        s
    }
}

program! {
    points_of_three, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut points = vec![[x, y, x * y]];
        for i in 0..3 {
            let p = points[i];
            points.push([p[1] * x, p[2], p[0] + p[1] * WEIGHTS[i]]);
            points[i][0] = p[2];
        }
        points.swap(0, 2);
        let [a, b, c] = points.pop().unwrap();
        a * b + c * points[0][0] * points[2][0]
    }
}

program! {
    a_cube_of_numbers, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut cube = vec![vec![vec![x; 2]; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                for k in 0..2 {
                    cube[i][j][k] = cube[k][i][j] * y + WEIGHTS[4 * i + 2 * j + k];
                }
                let t = cube[j][i][0] * x;
                cube[i][j].push(t);
            }
        }
        cube[1][1][2] * cube[0][1][1] + cube[0][0][2]
    }
}

program! {
    a_clone_of_the_rows, f(&[vec![x, y], vec![z]]) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: &[Vec<f64>]) -> f64 {
        let mut n = m.to_vec();
        let t = n[0][0] * n[1][0];
        n[1].push(t);
        n[0][1] = n[1][1] * m[0][1];
        let row = n[1].clone();
        n[1] = m[0].clone();
        n[0][1] * row[1] + n[1][0] * n[1][1] * row[0]
    }
}

program! {
    a_row_taken_out_and_put_back, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut m = vec![vec![x, y], vec![y]];
        for i in 0..3 {
            let mut row = std::mem::take(&mut m[i % 2]);
            row.push(row[0] * m[(i + 1) % 2][0]);
            m[i % 2] = row;
        }
        let old = std::mem::replace(&mut m[1], vec![x * x]);
        m[0][3] * old[1] + m[1][0] * m[0][2]
    }
}

program! {
    two_rows_swapped_by_halves, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut m = vec![vec![x, y, x * y], vec![y], vec![x]];
        let (head, tail) = m.split_at_mut(1);
        std::mem::swap(&mut head[0], &mut tail[1]);
        tail[0].push(head[0][0]);
        tail[1][2] *= y;
        m.reverse();
        m[0][2] * m[1][1] * m[2][0]
    }
}

program! {
    cloned_elementwise, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut a = vec![vec![x[0]], vec![x[1], x[2]]];
        let b = vec![vec![x[3], x[0]], vec![x[1] * x[2]]];
        let s = a[1][1] * a[0][0];
        a.clone_from_slice(&b);
        a.extend_from_slice(&b[1..]);
        a[2][0] *= s;
        a[0][1] * a[1][0] * a[2][0] + s * b[0][0]
    }
}

program! {
    rows_by_value, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let rows = vec![vec![x, y], vec![y], vec![]];
        let mut s = x;
        for row in rows {
            for v in row {
                s = s * v + y;
            }
        }
        s
    }
}

program! {
    arrays_of_arrays_copied, f([[x, y], [z, w]]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn sums<const M: usize, const N: usize>(a: [[f64; M]; N]) -> f64 {
        let mut c = a;
        let mut out = [f64::from(0.0); N];
        for i in 0..N {
            for j in 0..M {
                out[i] += c[i][j] * WEIGHTS[j];
                c[i][j] = out[i] * a[0][j];
            }
        }
        let mut rows = c.to_vec();
        rows[0][1] *= c[1][0];
        let mut s = f64::from(0.0);
        for r in &rows {
            let row = r.to_vec();
            for v in row.iter() {
                s += *v * *v;
            }
        }
        s + c[0][0]
    }
    #[grad]
    pub(crate) fn f(a: [[f64; 2]; 2]) -> f64 {
        sums(a)
    }
}

program! {
    counters_and_arrays_in_tuples, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = Vec::new();
        let mut best = x;
        for i in 0..5 {
            v.push((i, x * WEIGHTS[i], [y, x]));
        }
        let mut s = y;
        for (i, a, [b, c]) in &v {
            s = s * *a + *b * *c * WEIGHTS[*i];
        }
        while let Some((i, a, p)) = v.pop() {
            if i % 2 == 0 {
                best = best * a + p[0];
            }
        }
        s * best
    }
}
