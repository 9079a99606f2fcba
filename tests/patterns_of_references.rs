//! `match` and its like on references, and `ref` and `ref mut` in their patterns.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    a_reference_with_a_guard, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, 1.1]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = x * y;
        let mut s = match &a {
            t if *t > y => t * y,
            t => *t * *t,
        };
        match &mut s {
            t if *t > x => *t *= x,
            t => *t += y,
        }
        s * x
    }
}

program! {
    a_literal_behind_a_reference, f(x, y) for [x, y] in [[0.5, 0.7], [1.5, 1.1]],
        gives [if x < 1.0 { y } else { 0.0 }, if x < 1.0 { x } else { 2.0 * y }];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let q = match &y {
            t => t * *t,
        };
        if let 0.0..=1.0 = &x { x * y } else { q }
    }
}

program! {
    references_to_what_is_made_there, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, 1.1]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let pair = match &(x * y, y) {
            (p, q) if p > q => p * q,
            (p, q) => *p + q * *q,
        };
        let list = match &[x, y] {
            [p, q] if *p < *q => p * q,
            [p, _] => *p * *p,
        };
        let two = match (&x, &y) {
            (p, q) if p > q => p * q * *p,
            (p, q) => *p + q * *q,
        };
        pair * list + two
    }
}

program! {
    references_in_loops, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.4], [0.4, 1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        let mut pair = (x[1], [x[2], x[0]]);
        for a in x {
            match a {
                t if *t > x[0] => s *= t,
                &t => s += t,
            }
            match pair {
                (ref mut p, [ref q, _]) if *p > *q => *p *= s,
                (ref p, [_, ref mut r @ ..]) => r[0] += *p * a,
            }
            let (p, [ref mut q, ..]) = pair;
            *q += p;
        }
        s * pair.0 + pair.1[0] * pair.1[1]
    }
}

program! {
    changed_through_the_pattern, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (f64::from(1.0), [f64::from(2.0), f64::from(3.0)]);
        match a {
            ref mut t => *t = x,
        }
        let ref mut r = b[0];
        *r *= y;
        let [_, ref mut last] = b;
        *last = a * y;
        let mut v = vec![x, y];
        match v {
            ref mut w if w.len() > 1 => w.push(y * w[0]),
            _ => {}
        }
        a * b[0] + b[1] * v[2]
    }
}

program! {
    parts_of_a_tuple_that_is_a_copy, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, 1.1]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut c, d) = (x, y);
        {
            let (ref mut a, b) = (c, d);
            *a *= b;
            c += *a;
        }
        let (ref before, _) = (c, d);
        c *= 2.0;
        let sum = c * *before;
        let [ref mut p, q] = [c, d];
        *p *= q;
        c += *p;
        match (c, d) {
            (ref mut a, b) if b > x => {
                *a *= b;
                c += *a;
            }
            (ref a, ref b) => c = *a * *b,
        }
        c * sum
    }
}

program! {
    or_patterns_with_a_guard, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.4], [0.4, 1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let ends = match x {
            [a, .., b] | [b, a, ..] if *a > *b => a * a * b,
            _ => x[1],
        };
        let pair = (x[0], x[1]);
        ends * match pair {
            (ref p, q) | (q, ref p) if *p > q => *p * q * q,
            (ref p, _) => p * *p,
        }
    }
}
