//! `while let` loops along several slices at once, and from the end of one by more than one element.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    in_a_tuple, f(&[a, b, c], &[d, e, g, h], k) for [a, b, c, d, e, g, h, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, 0.9, 0.4, -0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
        let (mut r, mut q, mut s) = (x, y, k);
        while let ([a, rest @ ..], [b, more @ ..]) = (r, q) {
            s = s * k + a * b;
            r = rest;
            q = more;
        }
        // What the shorter one leaves of the other.
        s * q[r.len()]
    }
}

program! {
    in_a_chain, f(&[a, b, c, d, e], &[g, h], k) for [a, b, c, d, e, g, h, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, 0.9, 0.4, -0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
        let (mut r, mut q, mut s) = (x, y, k);
        while let [a, b, rest @ ..] = r
            && let Some((c, more)) = q.split_first()
        {
            s = s * a + b * c;
            r = rest;
            q = more;
        }
        s * r[0]
    }
}

program! {
    as_long_as_both_are_there, f(&[a, b, c], &[d, e, g, h], k) for [a, b, c, d, e, g, h, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, 0.9, 0.4, -0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
        let (mut r, mut q, mut s) = (x, y, k);
        while !r.is_empty() && q.len() >= 2 && s < 30.0 {
            s = s * k + r[0] * q[1] * q[0];
            q = &q[1..];
            r = &r[1..];
        }
        for (a, b) in r.iter().zip(q) {
            s += a * b;
        }
        s
    }
}

program! {
    left_where_another_ends, f(&[a, b, c], &[d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, -0.8], [1.1, 3.7, 0.5, 2.0, 1.3, -0.8]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
        let (mut r, mut q, mut s) = (x, y, k);
        while let [a, rest @ ..] = r {
            let [b, more @ ..] = q else { break };
            if *a > 3.0 {
                break;
            }
            s = s * a + b * k;
            r = rest;
            q = more;
        }
        let (mut r, mut q) = (x, y);
        loop {
            let Some((a, rest)) = r.split_first() else { break };
            let Some((b, more)) = q.split_first() else { break };
            (s, q) = (s * a - b, more);
            r = rest;
        }
        s * r[0]
    }
}

program! {
    one_moves_only_now_and_then, f(&[a, b, c, d], &[e, g, h]) for [a, b, c, d, e, g, h] in [[1.1, -0.7, 0.5, 2.0, 1.3, -0.8, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let (mut r, mut q, mut s) = (x, y, x[1]);
        while let [a, rest @ ..] = r {
            if let [b, more @ ..] = q {
                s += a * b * s;
                if *a > 0.0 {
                    q = more;
                }
            }
            r = rest;
        }
        // A merge.
        let (mut r, mut q) = (x, y);
        while let ([a, rest @ ..], [b, more @ ..]) = (r, q) {
            if a < b {
                s = s * a + 0.5;
                r = rest;
            } else {
                s = s * b - 0.25;
                q = more;
            }
        }
        s + x[r.len() + q.len()]
    }
}

program! {
    two_from_the_end, f(&[a, b, c, d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 1.3, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut r, mut s) = (x, k);
        while let [rest @ .., a, b] = r {
            s = s * a + b * k;
            for c in rest {
                s += c * b;
            }
            r = rest;
        }
        s *= r[0];
        let mut q = &x[1..];
        while let [.., a, b] = q {
            s = s * k + a * b;
            q = &q[..q.len() - 1];
        }
        s *= q[0];
        let mut p = x;
        while p.len() > 2 {
            s += p[p.len() - 1] * p[p.len() - 3] * s;
            p = &p[..p.len() - 3];
        }
        s * p[1]
    }
}

program! {
    elements_of_the_rest, f(&[a, b, c, d], k) for [a, b, c, d, k] in [[1.1, -0.7, 0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut r, mut s) = (x, k);
        while let [a, rest @ ..] = r {
            if let [b, ..] = rest {
                s += a * b * s;
            }
            if let Some(b) = rest.last() {
                s = s * k + b;
            }
            match rest.get(1) {
                Some(b) => s = s * b + a,
                None => s -= a * k,
            }
            r = rest;
        }
        let mut q = x;
        while let [rest @ .., a] = q {
            if let [.., b] = rest {
                s = s * a + b;
            }
            q = rest;
        }
        s
    }
}

program! {
    with_a_kept_index, f(&[a, b, c, d], &[e, g], k) for [a, b, c, d, e, g, k] in [[1.1, -0.7, 0.5, 2.0, 0.9, 0.4, -1.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
        let (mut r, mut s, mut i) = (x, k, 0);
        while let [a, rest @ ..] = r {
            if i < y.len() {
                s = s * k + a * y[i];
            }
            r = rest;
            i += 1;
        }
        let mut q = x;
        while let Some((a, rest)) = q.split_last() {
            i -= 1;
            s += x[i] * a * s;
            q = rest;
        }
        s * y[i]
    }
}

program! {
    written_while_walking, f(&mut [a, b, c, d, e], k) for [a, b, c, d, e, k] in [[1.1, -0.7, 0.5, 2.0, 0.9, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &mut [f64; 5], k: f64) -> f64 {
        let mut s = k;
        let mut r = &mut x[..];
        while let [rest @ .., a, b] = r {
            *a += *b * k;
            *b *= *a;
            s = s * k + *b;
            r = rest;
        }
        r[0] *= s;
        for e in x.iter() {
            s += e * e;
        }
        s
    }
}
