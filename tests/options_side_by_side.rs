//! Elements that may not be there, two at a time: `match (x.first(), y.get(i))`, `if let`, `while let`, `let else`; and what
//! stands in for one that is not there.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    every_case_of_two, f(&[x, y, z], k) for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for i in 0..5 {
            s += match (x.get(i), x.get(i / 2 + 1)) {
                (Some(a), Some(b)) if a > b => *a * *b,
                (Some(a), _) if *a > 0.5 => *a * s,
                (Some(a), None) => *a - k,
                (None, None) | (None, Some(_)) => k * k * s,
                (Some(a), Some(b)) => *a - *b * k,
            };
        }
        s
    }
}

program! {
    without_one_for_all, f(&[x, y, z], k) for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for i in 0..5 {
            s += match (x.get(i), i % 2) {
                (Some(a), 0) => *a * *a * s,
                (Some(a), odd) => *a * k + f64::from(odd as u8),
                (None, 0) => s.sin(),
                (None, _) => s * k,
            };
        }
        s
    }
}

program! {
    neighbours_while_there_are_any, f(&[x, y, z, w], k) for [x, y, z, w, k] in [[0.5, 1.5, -2.0, 0.75, 0.6]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut i = 0;
        let mut s = k;
        while let (Some(a), Some(b)) = (x.get(i), x.get(i + 1)) {
            s += (*b - *a) * (*a + *b) * s;
            i += 1;
        }
        if let (Some(a), Some(b)) = (x.first(), x.get(i)) {
            s *= *a * *b;
        }
        if let (Some(_), Some(b)) = (x.first(), x.get(i + 1)) {
            s *= *b;
        }
        s
    }
}

program! {
    two_lists_that_are_merged, f(&[x, y], &[z, w], k) for [x, y, z, w, k]
        in [[0.5, 1.5, -2.0, 0.75, 0.6], [-3.0, -2.5, 1.0, 2.0, 0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
        let (mut p, mut q) = (x, y);
        let mut s = k;
        loop {
            match (p.first(), q.first()) {
                (Some(a), Some(b)) if a < b => {
                    s += *a * s;
                    p = &p[1..];
                }
                (_, Some(b)) => {
                    s -= *b * k;
                    q = &q[1..];
                }
                (Some(a), None) => {
                    s += *a * *a;
                    p = &p[1..];
                }
                (None, None) => break,
            }
        }
        let (mut p, mut q) = (x, y);
        while let (Some((a, ps)), Some((b, qs))) = (p.split_first(), q.split_last()) {
            s = s * *a + *b;
            p = ps;
            q = qs;
        }
        s
    }
}

program! {
    left_early, f(&[x, y, z], k) for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        inner(x, k, 1) + inner(x, k, 2) * inner(x, k, 4)
    }
    #[grad]
    fn inner(x: &[f64], k: f64, n: usize) -> f64 {
        let (Some(a), Some(b)) = (x.first(), x.get(n)) else { return k * x[1] };
        for i in 0..9 {
            match (x.get(i), x.get(i + n)) {
                (Some(c), Some(d)) if c > d => return *a * *c * *d * k,
                (Some(_), Some(_)) => continue,
                _ => break,
            }
        }
        *a * *b * k
    }
}

program! {
    one_that_is_changed, f(&[x, y, z], k) for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut v = vec![k, x[0], x[1] * k];
        if let (Some(a), Some(b)) = (x.get(1), v.get_mut(0)) {
            *b *= *a;
            *b *= *a;
        }
        match (v.last_mut(), x.get(5)) {
            (Some(c), None) => *c *= x[2],
            (Some(c), Some(a)) => *c = *a,
            _ => {}
        }
        let a = x.get(5).copied().unwrap_or_default() + *x.get(2).unwrap_or(&k) + *x.get(6).unwrap_or(&k);
        v[0] * v[1] * v[2] * a
    }
}

program! {
    elements_of_rows, f(&[vec![x, y], vec![z]], k) for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(rows: &[Vec<f64>], k: f64) -> f64 {
        let mut s = k;
        for i in 0..2 {
            for j in 0..2 {
                s += match (rows[i].get(j), rows[1 - i].last()) {
                    (Some(a), Some(b)) => *a * *b * s,
                    (None, Some(b)) => *b * *b,
                    _ => k,
                };
            }
        }
        s
    }
}
