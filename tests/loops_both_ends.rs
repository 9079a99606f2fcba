//! Walks along a slice from both ends at once, and elements by their distance from the end of what moves or grows. Each is run
//! along slices of all lengths.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    by_patterns, f(&[a, b, c, d, e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut r = x;
        while let [a, rest @ .., b] = r {
            s = s * k + a * b * f64::from(rest.len() as u32);
            r = rest;
        }
        // What is in the middle, or nothing.
        for a in r {
            s *= a + k;
        }
        let mut q = &x[x.len() / 3..];
        loop {
            let [a, rest @ .., b] = q else { break };
            let t = a - b;
            q = rest;
            s = s * t + k;
            if let [c, ..] = rest {
                s += c * a;
            }
        }
        let mut r = x;
        loop {
            match r {
                [a, inner @ .., b] => {
                    s += a * a * b * k;
                    r = inner;
                }
                _ => break,
            }
        }
        s * f64::from(1 + q.len() as u32)
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    by_indices, f(&[a, b, c, d, e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut r = x;
        while r.len() >= 2 {
            s = s * k + r[0] * r[r.len() - 1] * r[r.len() / 2];
            r = &r[1..r.len() - 1];
        }
        r = x;
        while r.len() > 1 && s < 50.0 {
            let t = r[r.len() - 1] - r[0];
            if t > 0.0 {
                s += t;
            }
            r = &r[1..r.len() - 1];
            if !r.is_empty() {
                s *= r[0] * r[r.len() - 1];
            }
        }
        r = x;
        while let [a, .., b] = r {
            if *a > 1.5 {
                break;
            }
            s += a * b * s;
            r = &r[1..r.len() - 1];
        }
        if r.len() > 1 { s * r[r.len() - 1] } else { s }
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    of_what_is_written, f(&mut [a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &mut [f64], k: f64) -> f64 {
        let mut r = &mut *x;
        while let [a, rest @ .., b] = r {
            let t = *a * *b;
            *a = t + k;
            *b -= t * k;
            r = rest;
        }
        let mut s = k;
        for a in x.iter() {
            s += a * a;
        }
        let mut r = &mut *x;
        while let [a, rest @ .., b] = r {
            core::mem::swap(a, b);
            s += *a * k;
            r = rest;
        }
        for (i, a) in x.iter().enumerate() {
            s += a * f64::from(i as u32);
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&mut x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    that_only_look_like_it, f(&[a, b, c, d, e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut r = x;
        // One end only, now and then.
        while let [a, rest @ .., b] = r {
            s = s * k + a * b;
            r = rest;
            if s > 2.0 && r.len() > 1 {
                r = &r[1..];
            }
        }
        r = x;
        // What is between them is shorter than what is left.
        while let [a, .., b] = r {
            s += a * b;
            r = &r[..r.len() - 1];
        }
        r = x;
        while let [a, inner @ .., _] = r {
            s = s * k - a;
            r = if inner.len() > 2 { &inner[1..] } else { inner };
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    the_last_of_what_moves, f(&[a, b, c, d, e, g]) for [a, b, c, d, e, g] in [[1.1, -0.7, 0.5, 2.0, 0.9, -1.3]], allocates, dual;
    #[grad]
    pub(crate) fn part(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut r = x;
        while !r.is_empty() {
            s = s * k + r[0] * r[r.len() - 1];
            r = &r[1..];
        }
        for w in 1..=x.len() {
            let p = &x[..w];
            s = s * k + p[p.len() - 1] * p[0];
        }
        for w in 2..x.len() {
            let (p, q) = (&x[w - 2..w], &x[..w + 1]);
            s += p[p.len() - 1] * q[q.len() - 2] + q[q.len() - 1] * p[p.len() - 2] * s;
        }
        let mut end = x.len();
        while end > 1 {
            let p = &x[1..end];
            s = s * p[p.len() - 1] + k;
            end -= 1;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for n in 0..=x.len() {
            s += part(&x[..n], 0.3 + f64::from(n as u32));
        }
        s
    }
}

program! {
    the_last_of_what_is_written, f(&[a, b, c, d, e]) for [a, b, c, d, e] in [[1.1, -0.7, 0.5, 2.0, 0.9]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        for w in 2..v.len() {
            let p = &mut v[..w];
            let n = p.len();
            p[n - 1] *= 2.0;
            let t = p[p.len() - 1] * p[p.len() - 2];
            p[0] += t;
        }
        let (low, high) = v.split_at_mut(2);
        let l = low.len();
        low[l - 1] *= high[high.len() - 1];
        let part = &high[..2];
        low[0] * low[low.len() - 1] * part[part.len() - 1] + high[0]
    }
}
