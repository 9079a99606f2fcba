//! `for` over slices, arrays and vectors, and what is cut from them.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_dot_product_by_zip, f(&[x, y], &[z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, gives [z, w, x, y];
    #[grad]
    pub(crate) fn f(a: &[f64], b: &[f64]) -> f64 {
        let mut s = 0.0;
        for (a, b) in a.iter().zip(b) {
            s += a * b;
        }
        s
    }
}

program! {
    the_shorter_side_of_a_zip_ends_it, f(&[x, y, z], &[x, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates,
        gives [x, w, 0.0, x, y];
    #[grad]
    pub(crate) fn f(a: &[f64], b: &[f64]) -> f64 {
        let mut s = 0.0;
        for (a, b) in a.iter().zip(b.iter()) {
            s += a * b;
        }
        s
    }
}

program! {
    a_nested_zip_with_state, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let other = [x[2], x[0], x[1]];
        let mut s = x[0];
        for ((a, b), w) in x.iter().zip(other.iter()).zip(&WEIGHTS) {
            s = s * a + b * b * *w;
        }
        s
    }
}

program! {
    a_borrowed_slice_itself, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for v in x {
            s = s * v + v.sin();
        }
        for &v in x {
            s += v * v * s;
        }
        s
    }
}

program! {
    enumerated_and_copied, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[1];
        for (i, v) in x.iter().copied().enumerate() {
            s += v * WEIGHTS[i] * s;
        }
        for (i, v) in x.iter().enumerate().rev() {
            s *= *v + WEIGHTS[i];
        }
        for v in x.iter().cloned().rev() {
            s -= v * s;
        }
        s
    }
}

program! {
    skipped_and_taken, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for v in x.iter().skip(1).take(2) {
            s = s * *v + *v;
        }
        for v in x.iter().step_by(3) {
            s += *v * s;
        }
        for (a, b) in x.iter().zip(x.iter().skip(1)) {
            s += a * b;
        }
        for v in x.iter().skip(9) {
            s += *v;
        }
        s
    }
}

program! {
    windows_of_differences, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[3];
        for pair in x.windows(2) {
            let d = pair[1] - pair[0];
            s += d * d * s;
        }
        for three in x.windows(3).rev() {
            s += three[0] * three[1] * three[2];
        }
        s
    }
}

program! {
    chunks_with_a_rest, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for part in x.chunks(2) {
            let mut p = s;
            for v in part {
                p *= *v;
            }
            s += p;
        }
        for (part, w) in x.chunks_exact(2).zip(WEIGHTS.iter()) {
            s = s * part[0] + part[1] * *w;
        }
        s
    }
}

program! {
    rows_of_a_flat_matrix, f(&[a, b, c, d], &[x, y]) for [a, b, c, d, x, y] in [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(m: &[f64], x: &[f64]) -> f64 {
        let n = x.len();
        let mut out = vec![f64::from(0.0); n];
        for (o, row) in out.iter_mut().zip(m.chunks_exact(n)) {
            let mut s = f64::from(0.0);
            for (a, b) in row.iter().zip(x) {
                s += a * b;
            }
            *o = s.tanh();
        }
        let mut total = f64::from(1.0);
        for o in &out {
            total *= *o;
        }
        total
    }
}

program! {
    rows_by_sub_slices, f(&[a, b, c, d, x, y]) for [a, b, c, d, x, y] in [[1.1, 0.7, -0.4, 2.0, 0.3, 1.7]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(m: &[f64]) -> f64 {
        let mut s = m[0];
        for r in 0..3 {
            let row = &m[r * 2..(r + 1) * 2];
            for c in 0..2 {
                let v = row[c];
                s += v * s * WEIGHTS[c + r];
            }
        }
        let (head, tail) = m.split_at(2);
        for (h, t) in head.iter().zip(tail) {
            s *= h * t;
        }
        s
    }
}

program! {
    elements_changed_through_iter_mut, f(&mut [x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[0];
        for v in x.iter_mut() {
            *v *= s;
            s += *v * *v;
        }
        for (i, v) in x.iter_mut().enumerate() {
            *v = v.sin() * WEIGHTS[i];
        }
        s * x[0] * x[1] + x[2]
    }
}

program! {
    a_mutable_slice_itself, f(&mut [x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut a = [x[0], x[1]];
        for v in &mut a {
            *v = *v * *v * *v;
        }
        for (v, w) in x.iter_mut().zip(&a) {
            *v += *w * *v;
        }
        x[0] * x[1] * x[2]
    }
}

program! {
    an_array_by_value, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 3]) -> f64 {
        let mut s = x[0];
        for v in x {
            s = s * v + v;
        }
        let more = [s, x[1], s * x[2]];
        for (i, v) in more.into_iter().enumerate() {
            s += v * v * WEIGHTS[i];
        }
        s
    }
}

program! {
    a_vector_by_value, f(vec![x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: Vec<f64>) -> f64 {
        let mut s = x[0];
        for i in 0..x.len() {
            s = s * x[i] + x[x.len() - 1 - i];
        }
        s
    }
}

program! {
    nested_arrays_row_by_row, f(&[[x, y], [z, w]]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: &[[f64; 2]; 2]) -> f64 {
        let mut s = m[0][0];
        for row in m.iter() {
            for v in row.iter() {
                s += *v * *v * s;
            }
        }
        for [a, b] in m {
            s *= *a + *b;
        }
        s
    }
}

program! {
    filled_and_copied, f(&[x, y, z], 2) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], turns: usize) -> f64 {
        let mut a = [x[0], x[1], x[2], x[0]];
        for k in 0..turns {
            a[1..].copy_from_slice(x);
            let s = a[k] * a[3];
            a[..2].fill(s);
            a[2] *= a[1] * WEIGHTS[k];
        }
        let last = a[2] * a[0];
        a.fill(last);
        a[3] * x[1]
    }
}

program! {
    break_and_continue_over_elements, f(&[x, y, z, w]) for [x, y, z, w] in
        [[1.1, 0.7, -0.4, 2.0], [1.1, 9.0, 0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for v in x.iter().rev() {
            if *v < 0.0 {
                continue;
            }
            if *v > 8.0 {
                break;
            }
            s = s * *v + v.sqrt();
        }
        s
    }
}

program! {
    log_sum_exp, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4], [-900.0, 800.0, 800.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut most = x[0];
        for v in x {
            if *v > most {
                most = *v;
            }
        }
        let mut s = f64::from(0.0);
        for v in x {
            s += (*v - most).exp();
        }
        s.ln() + most
    }
}
