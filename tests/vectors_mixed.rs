//! `Vec`s that are moved, returned early, conditioned on and shared out.

#[macro_use]
mod common;

use autodiff::{Real, grad};

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_slice_in_another_order, f(&mut [x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &mut [f64]) -> f64 {
        v[0] *= v[1];
        v.swap(0, 2);
        v.reverse();
        v[1] += v[0] * v[2];
        v.rotate_left(1);
        v[1..].reverse();
        v[0] * v[1]
    }
}

program! {
    a_vector_beside_a_number_in_a_result, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn both(x: f64, y: f64) -> (Vec<f64>, f64) {
        let mut v = vec![x];
        v.push(y * x);
        if y > 5.0 { return (v, x); }
        let s = v[1] * y;
        (v, s)
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut v, s) = both(x, y);
        v.push(s);
        let t = both(y, 6.0 * s);
        v[0] * v[1] * v[2] + t.0[1] * t.1
    }
}

program! {
    declared_before_a_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v;
        let mut s = x;
        let mut i = 0;
        loop {
            v = vec![s; i + 1];
            v[0] *= y;
            s += v[i];
            i += 1;
            if i == 4 { break; }
        }
        let w;
        loop {
            s *= y;
            if s < 2.0 { w = vec![s, v[0]]; break; }
        }
        let u = loop { if s < 2.0 { break vec![w[0] * w[1]]; } s *= y; };
        v[1] * v[3] * w[1] + u[0]
    }
}

program! {
    pops_in_conditions, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v: Vec<f64> = Vec::new();
        for i in 0..6 { v.push(x * WEIGHTS[i]); }
        let mut s = y;
        while v.pop().unwrap() > -5.0 && v.len() > 2 { s += v[1] * s; }
        if v.pop().unwrap() < 0.0 { s *= x; } else if let Some(_) = v.pop() { s += x; }
        while let Some(mut t) = v.pop() { t *= y; s += t * t; }
        while let Some(_) = v.pop() { s += 1.0; }
        let Some(last) = v.last() else { return s * x };
        s * *last
    }
}

program! {
    of_a_generic_float, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, gives [y * y + 2.0 * x * y, 2.0 * x * y + x * x];
    #[grad]
    pub(crate) fn local<T: Real>(x: T, y: T) -> T {
        let mut v = Vec::new();
        v.push(x);
        v.push(y);
        let mut w = vec![x + y; 2];
        w[0] *= v[0];
        w[1] = v.pop().unwrap();
        w[0] * w[1]
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { local(x, y) }
}

program! {
    moved_in_one_branch_alone, f(x, y) for [x, y] in [[1.1, 0.7], [0.2, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y];
        let mut keep = vec![y];
        for i in 0..4 {
            if v[0] > 0.5 {
                keep = v;
                keep.push(x);
                v = vec![keep[0] * 0.5, keep[1], y];
            } else {
                v.push(keep[0] * x);
                if i == 2 { v = keep.clone(); }
            }
        }
        let n = v.len();
        v[0] * keep[0] + v[n - 1]
    }
}

program! {
    returned_from_the_middle_of_a_loop, f(x, y) for [x, y] in [[1.1, 0.7], [0.2, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn make(x: f64, y: f64) -> Vec<Vec<f64>> {
        let mut rows = Vec::new();
        let mut row = vec![x];
        for i in 0..3 {
            if i == 2 && x > 1.0 { return rows; }
            row.push(y * row[i]);
            rows.push(row.clone());
        }
        rows.push(row);
        rows
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let m = make(x, y);
        let mut s = x;
        for row in m.iter() { for v in row.iter() { s = s * *v + y; } }
        s * m[m.len() - 1][1]
    }
}

program! {
    of_single_precision, f(x as f32, y as f32) for [x, y] in [[1.5, 0.5]], allocates, gives [y * y * 3.0 * x * x, 2.0 * x * x * x * y] within 1e-5;
    #[grad]
    pub(crate) fn f(x: f32, y: f32) -> f32 {
        let mut v = vec![x; 3];
        v.extend_from_slice(&[y, y]);
        let mut p = 1.0;
        while let Some(t) = v.pop() { p *= t; }
        p
    }
}

program! {
    rows_left_by_labels, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut out = Vec::new();
        'rows: for i in 0..x.len() {
            let mut acc = vec![x[i]];
            for j in 0..x.len() {
                if j == 3 && i == 1 { continue 'rows; }
                let t = acc[j] * x[j] + WEIGHTS[j];
                acc.push(t);
                if i == 3 && j == 1 { out.push(t); break 'rows; }
            }
            acc.swap(0, 4);
            out.push(acc[0] * acc[2]);
        }
        let mut s = x[0];
        for (o, v) in out.iter().zip(x) { s += *o * *v * s; }
        s + out[out.len() - 1]
    }
}

program! {
    two_that_a_callee_swaps, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn shift(a: &mut Vec<f64>, b: &mut Vec<f64>) {
        if let Some(t) = a.pop() { b.push(t * b[0]); }
        std::mem::swap(a, b);
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = vec![x, y, x * y];
        let mut b = vec![y];
        shift(&mut a, &mut b);
        shift(&mut b, &mut a);
        shift(&mut b, &mut a);
        a[0] * b[0] + a[a.len() - 1] * b[b.len() - 1]
    }
}

program! {
    members_and_rows_lent_together, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn push_both(t: &mut (Vec<f64>, Vec<f64>), x: f64) { t.0.push(x); t.1.push(x * t.0[0]); }
    #[grad]
    pub(crate) fn feed(a: &mut Vec<f64>, b: &mut Vec<f64>) { a.push(b[0] * b[1]); b[0] *= a[0]; }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut t = (vec![x], Vec::new());
        push_both(&mut t, y);
        push_both(&mut t, x * y);
        feed(&mut t.0, &mut t.1);
        let mut rows = vec![vec![x], vec![y, x]];
        let (p, q) = rows.split_at_mut(1);
        feed(&mut p[0], &mut q[0]);
        t.0[3] * t.1[0] * rows[0][1] * rows[1][0]
    }
}

program! {
    read_in_a_loop_and_then_moved, f(vec![x, y], z) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn make(x: f64, y: f64) -> Vec<f64> {
        vec![x * y, y, x]
    }
    #[grad]
    pub(crate) fn last(mut v: Vec<f64>) -> f64 {
        v.swap(0, 1);
        v.pop().unwrap() * v[0]
    }
    #[grad]
    pub(crate) fn f(v: Vec<f64>, z: f64) -> f64 {
        let mut s = z;
        for i in 0..v.len() {
            s = s * v[i] + v[i].sin();
        }
        let w = make(v[0], s);
        for t in &w {
            s += *t * *t * s;
        }
        let u = w;
        for t in u.iter().rev() {
            s = s * *t + 1.0;
        }
        s * last(v) + last(u)
    }
}

program! {
    read_in_a_loop_and_then_popped, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut m = vec![vec![x, y], vec![y], vec![x * y, x]];
        let mut s = x;
        for i in 0..3 {
            let row = &m[i];
            for v in row {
                s = s * *v + WEIGHTS[i];
            }
            for pair in row.windows(2) {
                s += pair[0] * pair[1] * s;
            }
            m[i].push(s);
        }
        while let Some(row) = m.pop() {
            for v in row.iter() {
                s += *v * *v;
            }
        }
        s
    }
}

program! {
    lent_to_a_callee_and_then_changed, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn norm(v: &[f64]) -> f64 {
        let mut s = v[0];
        for t in v {
            s += *t * *t * s;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y];
        let mut s = y;
        for i in 0..3 {
            s = s * norm(&v) * 0.1;
            v.push(s + norm(&v[i..]) * 0.1);
            v[0] = s;
        }
        let fixed = v.clone();
        v.clear();
        v.push(norm(&fixed));
        v[0] * norm(&fixed[1..]) * 0.01
    }
}

program! {
    a_quicksort, f(vec![x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.3, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn sort(mut v: Vec<f64>) -> Vec<f64> {
        let Some(pivot) = v.pop() else { return v };
        let mut low = Vec::new();
        let mut high = Vec::new();
        while let Some(t) = v.pop() {
            if t < pivot { low.push(t); } else { high.push(t); }
        }
        let mut out = sort(low);
        out.push(pivot);
        let high = sort(high);
        out.extend_from_slice(&high);
        out
    }
    #[grad]
    pub(crate) fn f(v: Vec<f64>) -> f64 {
        let v = sort(v);
        let mut s = v[0];
        for (i, t) in v.iter().enumerate() { s = s * *t + WEIGHTS[i] * *t; }
        s
    }
}

program! {
    taken_out_of_a_parameter, f(&mut vec![x, y], z) for [x, y, z] in [[1.1, 0.7, 0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: &mut Vec<f64>, z: f64) -> f64 {
        let mut old = std::mem::take(v);
        old.push(z);
        v.push(old[0] * old[2]);
        let r = &mut *v;
        r.push(old[1]);
        std::mem::swap(r, &mut old);
        v[0] * old[1] * old[0]
    }
}

program! {
    extended_by_what_carries_nothing, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let fixed = vec![f64::from(2.0), f64::from(3.0)];
        let mut v = vec![x];
        for _ in 0..2 {
            v.extend_from_slice(&fixed);
            v.push(y);
        }
        let mut w = [x, y];
        let s = w[0] * w[1];
        w.copy_from_slice(&fixed);
        w[0] *= x;
        let mut p = s;
        for t in &v { p *= *t; }
        p + w[0] * w[1]
    }
}

program! {
    shadowed_by_itself, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let v = vec![x, y];
        let mut v = v;
        v.push(x);
        let v = { let mut w = v; w.push(y); w };
        let n = { let v = v.clone(); v.len() };
        let s = match n { 4 => { let mut u = v.clone(); u.swap(0, 3); u[0] * v[0] } _ => x };
        s * v[2]
    }
}
