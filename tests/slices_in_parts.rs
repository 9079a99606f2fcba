//! Slices in halves, chunks and single elements, and callees that change them.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    changed_matrices_of_fixed_size, f(&mut [[x, y], [z, w]]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(m: &mut [[f64; 2]; 2]) -> f64 {
        let before = *m;
        for i in 0..2 {
            for j in 0..2 {
                m[i][j] = before[j][i] * m[i][1 - j] + before[0][0];
            }
        }
        m.swap(0, 1);
        m[0][0] * m[1][1] - m[0][1] * before[1][0]
    }
}

program! {
    halves_of_a_slice, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &[f64]) -> f64 {
        let mut v = v.to_vec();
        let (a, b) = v.split_at_mut(2);
        two(a, b);
        let (c, d) = b.split_at_mut(1);
        two(c, d);
        two(a, d);
        for k in 0..2 {
            two(&mut a[k..], c);
            mixed(a, d, k);
        }
        v[0] * v[1] + v[2] * v[3]
    }
    #[grad]
    pub(crate) fn two(a: &mut [f64], b: &mut [f64]) {
        a[0] *= b[0];
        b[0] += a[0];
    }
    #[grad]
    pub(crate) fn mixed(a: &[f64], b: &mut [f64], k: usize) {
        b[0] = b[0] * a[1] + a[0] * WEIGHTS[k];
    }
}

program! {
    halves_of_a_parameter, f(&mut [x, y, z, w], 1) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &mut [f64], k: usize) -> f64 {
        let (low, high) = v.split_at_mut(k);
        exchange(low, &mut high[1..]);
        exchange(high, low);
        let (head, tail) = high.split_first_mut().unwrap();
        exchange(tail, low);
        *head *= low[0];
        low[0] * high[0] + high[2]
    }
    #[grad]
    pub(crate) fn exchange(a: &mut [f64], b: &mut [f64]) {
        let t = a[0] * b[0];
        std::mem::swap(&mut a[0], &mut b[0]);
        a[0] += t;
    }
}

program! {
    chunks_that_a_callee_changes, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, 0.3, 2.0, -0.4]],
        allocates, dual;
    #[grad]
    pub(crate) fn turn(part: &mut [f64], by: f64) {
        let t = part[0];
        for v in part.iter_mut() {
            *v = *v * by + t;
        }
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut a = x.to_vec();
        for part in a.chunks_mut(2) {
            turn(part, x[1]);
            part[0] *= x[0];
        }
        for (i, part) in a.chunks_exact_mut(2).enumerate() {
            part.swap(0, 1);
            part[i] += x[4] * part[0];
            turn(part, part[1]);
        }
        a[0] * a[1] + a[2] * a[3] + a[4]
    }
}

program! {
    the_first_and_the_last, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = *x.last().unwrap() * *x.first().unwrap();
        if let Some(v) = x.first() {
            s += *v * *v;
        }
        if let Some(&v) = x.get(1) {
            s *= v;
        }
        if let Some(v) = x.get(3) {
            s *= *v;
        } else {
            s -= x[0];
        }
        let mut w = x.to_vec();
        if let Some(v) = w.last_mut() {
            *v *= s;
        }
        *w.first_mut().unwrap() += s;
        let r = w.get_mut(1).unwrap();
        *r = *r * s;
        s += x.get(7).copied().unwrap_or(x[0] * x[1]);
        s * w[0] * w[1] + w[2] * x.first().copied().unwrap()
    }
}

program! {
    recursion_that_takes_the_head_off, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        match x.split_first() {
            None => f64::from(1.0),
            Some((head, tail)) => *head * f(tail) + head.sin(),
        }
    }
}

program! {
    chunks_beside_other_slices, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, 0.3, 2.0, -0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut a = x.to_vec();
        let mut b = vec![x[0]; 4];
        for (p, q) in a.chunks_mut(2).zip(x.chunks(2)) {
            p[0] = p[0] * q[0] + x[1];
        }
        for ((p, w), q) in b.chunks_exact_mut(2).zip(WEIGHTS.iter()).zip(a.windows(2)) {
            p[1] = p[0] * *w + q[1];
            p.swap(0, 1);
        }
        for (p, q) in a.iter_mut().zip(b.iter_mut()) {
            let t = *p * *q;
            *p += t;
            *q = t * *q;
        }
        a[0] * b[1] + a[3] * b[2] + a[4]
    }
}

program! {
    ends_of_rows, f(&[vec![x, y], vec![z]]) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: &[Vec<f64>]) -> f64 {
        let row = m.first().unwrap();
        let mut s = row[0] * row.last().unwrap().sin();
        let mut stack = m.last().unwrap().clone();
        for i in 0..5 {
            stack.push(s * WEIGHTS[i]);
        }
        while *stack.last().unwrap() < 1.0 && stack.len() > 2 {
            let t = stack.pop().unwrap();
            s += t * t;
        }
        if let Some(t) = stack.get_mut(1) {
            *t *= s;
        }
        assert!(!stack.is_empty() && stack.len() > 1, "{:?}", stack);
        if stack.last().is_some() && m.get(7).is_none() {
            s += stack[1];
        }
        let head = &mut stack[..2];
        head[0] += s;
        let [a, b] = [head[0], head[1]];
        s * a + b
    }
}
