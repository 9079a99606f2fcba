//! `Vec`s and slices as parameters and results, and functions that change them.

#[macro_use]
mod common;

use autodiff::{Real, grad};

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_stack_machine, f(&mut vec![x, y], z) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, gives [y * z, x * z, x * y];
    #[grad]
    pub(crate) fn f(v: &mut Vec<f64>, z: f64) -> f64 {
        v.push(z);
        multiply(v);
        multiply(v);
        v.pop().unwrap()
    }
    #[grad]
    pub(crate) fn multiply(v: &mut Vec<f64>) {
        let a = v.pop().unwrap();
        let b = v.pop().unwrap();
        v.push(a * b);
    }
}

program! {
    a_parameter_that_is_changed, f(vec![x, y], z) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(mut v: Vec<f64>, z: f64) -> f64 {
        v.push(v[0] * v[1]);
        v[0] = z * v[2];
        let a = v[0] + v[1];
        let b = v.last().unwrap() * z;
        v.clear();
        v.push(a);
        v.push(b);
        v[0] * v[1]
    }
}

program! {
    a_parameter_that_is_moved, f(vec![x, y]) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: Vec<f64>) -> f64 {
        let s = v[0] * v[1];
        let mut w = v;
        w[0] *= s;
        w.push(s);
        w[0] * w[1] * w[2]
    }
}

program! {
    a_result_that_is_built_up, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn powers(x: f64, n: usize) -> Vec<f64> {
        let mut v = Vec::with_capacity(n);
        let mut p = x;
        for _ in 0..n {
            v.push(p);
            p *= x;
        }
        v
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = powers(x, 3);
        let mut b = powers(y, 2);
        b.extend_from_slice(&a);
        b[4] * b[1] + a[1] * b[2]
    }
}

program! {
    handed_from_call_to_call, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn step(mut v: Vec<f64>, y: f64) -> Vec<f64> {
        let t = v[v.len() - 1] * y;
        if t > 0.5 {
            v[0] += t * t;
            return v;
        }
        v.push(t);
        v
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x];
        for _ in 0..4 {
            v = step(v, y);
        }
        v[0] * v[v.len() - 1]
    }
}

program! {
    a_callee_that_replaces_it, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn squares(v: &mut Vec<f64>) {
        let mut new = vec![v[0]];
        for t in v.iter() {
            new.push(*t * *t);
        }
        *v = new;
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y];
        squares(&mut v);
        v[1] = v[1] + v[0] * y;
        squares(&mut v);
        v[3] * v[1] + v[2]
    }
}

program! {
    a_callee_that_pushes_in_a_loop, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn push_if(v: &mut Vec<f64>, t: f64) -> f64 {
        if t > 0.5 {
            v.push(t * t);
            v[0] * t
        } else {
            v[0] = v[0] + t;
            t
        }
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = vec![x[2]];
        let mut s = x[0];
        for t in x {
            s += push_if(&mut v, *t) * s;
        }
        s * v[1] + v[0]
    }
}

program! {
    a_row_handed_on, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn grow(row: &mut Vec<f64>, by: f64) {
        let t = row[0] * by;
        row.push(t);
        row[0] += by;
    }
    #[grad]
    pub(crate) fn total(row: &[f64]) -> f64 {
        let mut s = row[0];
        for (i, v) in row.iter().enumerate() {
            s += *v * WEIGHTS[i] * s;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut m = vec![vec![x], vec![y]];
        for i in 0..3 {
            grow(&mut m[i % 2], x * y);
        }
        let row = &mut m[1];
        grow(row, x);
        total(&m[0]) * total(&m[1]) + m[0][2] * m[1][2]
    }
}

program! {
    a_matrix_as_parameter, f(&[vec![x, y], vec![z]], vec![vec![w]]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]],
        allocates, gives [y * z * w, x * z * w, x * y * w, x * y * z];
    #[grad]
    pub(crate) fn f(m: &[Vec<f64>], n: Vec<Vec<f64>>) -> f64 {
        let mut s = n[0][0];
        for row in m {
            for v in row {
                s *= *v;
            }
        }
        s
    }
}

program! {
    a_matrix_that_is_changed, f(&mut vec![vec![x, y], vec![z]], w) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(m: &mut Vec<Vec<f64>>, w: f64) -> f64 {
        let t = w * m[0][0];
        m[1].push(t);
        m.push(vec![m[1][0], w]);
        eliminate(m);
        let first = m[0].pop().unwrap();
        m[2][0] * first + m[1][1] * m[2][1]
    }
    #[grad]
    pub(crate) fn eliminate(rows: &mut [Vec<f64>]) {
        for i in 1..rows.len() {
            let factor = rows[i][0] / (rows[i - 1][0] + 2.0);
            for k in 0..2 {
                rows[i][k] = rows[i][k] - factor * rows[i - 1][k];
            }
            rows[i].push(factor);
        }
        rows[1].swap(0, 2);
    }
}

program! {
    vectors_in_a_tuple_parameter, f((vec![x, y], z)) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(mut t: (Vec<f64>, f64)) -> f64 {
        t.0.push(t.1 * t.0[1]);
        t.1 *= t.0[0];
        let (v, s) = t;
        v[2] * s + v[1]
    }
}

program! {
    recursion_with_a_stack, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn walk(stack: &mut Vec<f64>, x: f64, depth: usize) -> f64 {
        if depth == 0 {
            return stack[0] * x;
        }
        stack.push(x * stack[stack.len() - 1]);
        let below = walk(stack, x * 0.5 + stack[0], depth - 1);
        let top = stack.pop().unwrap();
        stack[0] += top * below;
        below * top
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut stack = vec![y];
        walk(&mut stack, x, 3) + stack[0]
    }
}

program! {
    a_generic_stack, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, gives [2.0 * x * y + 1.0, x * x + y.recip()];
    #[grad]
    pub(crate) fn reduce<T: Real>(v: &mut Vec<T>) -> T {
        let mut s = T::from_f64(1.0);
        while let Some(t) = v.pop() {
            s = s * t;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y, x];
        let s = reduce(&mut v);
        v.push(x);
        v.push(y.ln());
        s + v[0] + v[1]
    }
}

program! {
    through_a_reference, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn scale(v: &mut Vec<f64>, by: f64) {
        for t in v.iter_mut() {
            *t *= by;
        }
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y];
        let r = &mut v;
        r.push(y * y);
        for _ in 0..2 {
            scale(r, x);
            r.push(r[0]);
        }
        let last = r.pop().unwrap();
        scale(r, last);
        let again = &mut *r;
        again[0] += last;
        v[0] * v[2] * v[3]
    }
}

program! {
    a_matrix_product, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let mut c = Vec::new();
        for row in a {
            let mut out = vec![f64::from(0.0); b[0].len()];
            for (k, factor) in row.iter().enumerate() {
                for j in 0..out.len() {
                    out[j] = out[j] + *factor * b[k][j];
                }
            }
            c.push(out);
        }
        c
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let a = vec![vec![x[0], x[1]], vec![x[2], x[3]], vec![x[3], x[0]]];
        let b = vec![vec![x[1]], vec![x[2]]];
        let c = product(&a, &b);
        let d = product(&b, &[vec![x[0]]]);
        c[0][0] * c[1][0] * c[2][0] + d[1][0]
    }
}
