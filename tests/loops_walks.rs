//! Loops whose reference moves along a slice, written in the ways that there are, and some that only look like one.

#![allow(clippy::while_let_loop, clippy::len_zero, reason = "such loops are what is tested")]

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 6] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5];

program! {
    the_first_element_each_time, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = x;
        let mut s = x[1];
        while let [a, rest @ ..] = r {
            s += a * a.sin();
            r = rest;
        }
        s * x[0]
    }
}

program! {
    the_last_element_each_time, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = &x[..x.len()];
        let mut s = x[1];
        while let Some((a, rest)) = r.split_last() {
            r = rest;
            if *a < 0.0 {
                continue;
            }
            s = s * a + WEIGHTS[rest.len()];
        }
        s
    }
}

program! {
    two_elements_each_time, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[0.5, 1.5, -2.0, 0.75, 1.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = &x[..];
        let mut s = x[0];
        while let [a, b, rest @ ..] = r {
            s += s * a * b;
            r = rest;
        }
        for e in r {
            s *= e;
        }
        s
    }
}

program! {
    two_neighbours_each_time, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[0.5, 1.5, -2.0, 0.75, 1.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = &x[1..];
        let mut s = x[0];
        while let [a, b, ..] = r {
            s += s * a * b;
            r = &r[1..];
        }
        s * r[0]
    }
}

program! {
    three_neighbours_and_what_is_behind, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[0.5, 1.5, -2.0, 0.75, 1.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = x;
        let mut s = x[0];
        while let [a, b, c, rest @ ..] = r {
            s += s * a * b - c;
            for e in rest {
                s += e * a;
            }
            r = &r[1..];
        }
        s
    }
}

program! {
    a_walk_that_breaks_off, f(&[x, y, z, w], k) for [x, y, z, w, k] in
        [[0.5, 1.5, -2.0, 0.75, 1.0], [0.5, 0.25, 2.0, 0.75, 2.0], [0.5, 0.25, 0.1, 0.2, 9.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut r = x;
        let mut s = k;
        while let [a, rest @ ..] = r {
            if *a > k {
                break;
            }
            s += s * a;
            r = rest;
            if s < 0.0 {
                break;
            }
        }
        while let [a, rest @ ..] = r {
            r = rest;
            s += a.sin() * k;
            if s > 3.0 {
                break;
            }
        }
        for (i, e) in r.iter().enumerate() {
            s += *e * WEIGHTS[i];
        }
        s * WEIGHTS[r.len()] + s
    }
}

program! {
    a_walk_that_returns, f(&[x, y, z, w], k) for [x, y, z, w, k] in
        [[0.5, 1.5, -2.0, 0.75, 1.0], [0.5, 0.25, 2.0, 0.75, 2.5], [0.5, 0.25, 0.1, 0.2, 9.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut r = x;
        let mut s = k;
        while let Some((a, rest)) = r.split_first() {
            s *= a;
            for b in rest {
                s += b * r[0];
                if s > k {
                    return s * WEIGHTS[r.len()] * rest[0];
                }
            }
            r = rest;
        }
        s
    }
}

program! {
    as_long_as_there_is_something, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = x;
        let mut s = x[1];
        while !r.is_empty() {
            s += r[0] * r[0] * r[r.len() - 1];
            r = &r[1..];
        }
        r = x;
        while r.len() > 1 {
            s += r[0] * r[1];
            r = &r[1..];
            s *= r[0];
        }
        r = x;
        while 2 <= r.len() {
            s -= r[0] / r[1];
            r = &r[2..];
        }
        r = x;
        while r.len() != 0 {
            s -= r[r.len() - 1] * s;
            r = &r[..r.len() - 1];
        }
        s
    }
}

program! {
    an_element_at_either_end, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = x;
        let mut s = x[1];
        while let Some(a) = r.first() {
            s = s * a + r[r.len() / 2];
            r = &r[1..];
        }
        r = x;
        while let Some(&a) = r.last() {
            s = s * a + r[0];
            r = &r[..r.len() - 1];
        }
        s
    }
}

program! {
    loops_left_where_nothing_matches, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut r = x;
        let mut s = x[1];
        loop {
            let [a, rest @ ..] = r else { break };
            s += a * s;
            r = rest;
        }
        r = x;
        loop {
            match r.split_first() {
                Some((a, rest)) => {
                    s += a.cos() * s;
                    r = rest;
                }
                None => break,
            }
        }
        r = x;
        'walk: loop {
            match r {
                [] => break 'walk,
                [a, rest @ ..] => {
                    r = rest;
                    for b in rest {
                        if *b < 0.0 {
                            continue 'walk;
                        }
                        s += a * b;
                    }
                }
            }
        }
        s
    }
}

program! {
    elements_that_change, f(&mut [x, y, z, w], k) for [x, y, z, w, k] in [[0.5, 1.5, -2.0, 0.75, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &mut [f64], k: f64) -> f64 {
        let mut s = k;
        let mut r = &mut x[1..];
        while let [a, rest @ ..] = r {
            *a *= k;
            s += *a * s;
            r = rest;
        }
        let mut r = &mut x[..];
        while let [a, b, rest @ ..] = r {
            std::mem::swap(a, b);
            *a += *b * s;
            r = rest;
        }
        s * x[0] + x[1] * x[2] * x[3]
    }
}

program! {
    lists_in_a_list, f(&[vec![x, y], vec![z], vec![w, v]]) for [x, y, z, w, v] in [[0.5, 1.5, -2.0, 0.75, 1.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[Vec<f64>]) -> f64 {
        let mut s = x[0][0];
        let mut rows = x;
        while let [row, others @ ..] = rows {
            let mut r = &row[..];
            while let [a, rest @ ..] = r {
                for other in others {
                    s += a * other[0];
                }
                r = rest;
            }
            rows = others;
        }
        s
    }
}

program! {
    pairs, f(&[(x, y), (z, w)]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[(f64, f64)]) -> f64 {
        let mut s = x[0].0;
        let mut r = x;
        while let [(a, b), rest @ ..] = r {
            s += a * b * s;
            r = rest;
        }
        s
    }
}

program! {
    neighbouring_rows, f(&[[x, y], [z, w], [v, u]], 1) for [x, y, z, w, v, u] in [[0.5, 1.5, -2.0, 0.75, 1.25, -0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(rows: &[[f64; 2]], n: usize) -> f64 {
        let mut s = rows[0][0];
        let mut r = rows;
        while let [p, q, ..] = r {
            s += p[0] * q[1] * p[1];
            r = &r[1..];
        }
        for w in rows[n..].windows(2) {
            s += w[0][0] * w[1][1] * w[0][0];
        }
        r = &rows[n..];
        while let [p, q, ..] = r {
            s += p[0] * q[0] * rows[0][1];
            r = &r[1..];
        }
        s
    }
}

program! {
    a_parameter_that_moves, f(&[x, y, z, w], k) for [x, y, z, w, k] in [[0.5, 1.5, -2.0, 0.75, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(mut x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut t = k;
        while let [a, rest @ ..] = x {
            x = rest;
            t *= k;
            s += a * t;
        }
        s
    }
}

program! {
    two_walks_side_by_side, f(&[x, y, z], &[w, k]) for [x, y, z, w, k] in [[0.5, 1.5, -2.0, 0.75, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let (mut r, mut q) = (x, y);
        let mut s = y[0];
        while let [a, rest @ ..] = r {
            if let [b, others @ ..] = q {
                s += a * b * s;
                q = others;
            }
            r = rest;
        }
        while let ([a, rest @ ..], [b, others @ ..]) = (r, q) {
            s += a * b;
            (r, q) = (rest, others);
        }
        s
    }
}

// Nothing is made of so many elements.
program! {
    more_than_there_ever_are, f(&[x, y]) for [x, y] in [[0.5, 1.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut r) = (x[0], x);
        while r.len() >= 4_000_000_000 {
            s += r[3_999_999_999] * s;
            r = &r[4_000_000_000..];
        }
        s * r[1]
    }
}

program! {
    one_of_two_slices, f(&[x, y, z], &[w, k]) for [x, y, z, w, k] in [[0.5, 1.5, -2.0, 0.75, 1.1], [0.5, 1.5, -2.0, -0.75, 1.1]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], y: &[f64]) -> f64 {
        let v = [x[0] * y[0], x[1], y[1]];
        let r = if y[0] > 0.0 { &v[..] } else { y };
        let mut s = x[2];
        let mut rest = &r[..];
        while let Some((last, others)) = rest.split_last() {
            rest = others;
            s = s * last + x[0];
        }
        rest = if s < 0.0 { &v[1..] } else { x };
        while let [a, others @ ..] = rest {
            s += a * s;
            rest = if others.len() == 1 { &v[..1] } else { others };
            if s > 20.0 {
                break;
            }
        }
        let (mut one, mut two) = (r, rest);
        while let ([a, _, ..], [b, others @ ..]) = (one, two) {
            s += a * b * s;
            (one, two) = (others, one);
        }
        s
    }
}

program! {
    what_only_looks_like_a_walk, f(&[x, y, z, w], k) for [x, y, z, w, k] in [[0.5, 1.5, -2.0, 0.75, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        // It skips the elements behind a negative one.
        let mut r = x;
        while let [a, rest @ ..] = r {
            r = rest;
            if *a < 0.0 {
                r = &r[1..];
            }
            s = s * a + k;
        }
        // It stays where it is for two iterations.
        let (mut r, mut twice) = (x, 0);
        while let [a, rest @ ..] = r {
            s += a * s;
            twice += 1;
            if twice % 3 != 0 {
                continue;
            }
            r = rest;
        }
        // It starts anew.
        let (mut r, mut left) = (x, 1);
        while let [a, rest @ ..] = r {
            s += a.sin();
            r = rest;
            if r.is_empty() && left > 0 {
                left -= 1;
                r = x;
            }
        }
        // Another reference moves.
        let (mut r, mut q) = (x, &x[2..]);
        while let [a, rest @ ..] = q {
            if let [first, ..] = r {
                s -= a * first;
            }
            std::mem::swap(&mut r, &mut q);
            r = rest;
        }
        // The last element alone ends it.
        let mut r = x;
        loop {
            match r {
                [] | [_] => break,
                [a, rest @ ..] => {
                    s += a * a;
                    r = rest;
                }
            }
        }
        s * r[0]
    }
}

program! {
    names_that_are_used_twice, f(&[x, y, z, w], k) for [x, y, z, w, k] in [[0.5, 1.5, -2.0, 0.75, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        let mut r = x;
        while let Some((a, rest)) = r.split_first() {
            let a = a * k;
            {
                let rest = &x[2..];
                let r = rest;
                s += a * r[0];
            }
            r = rest;
            let r = s;
            s = r * 0.5;
        }
        let mut r = x;
        while r.len() >= 2 {
            let element0 = k * r[1];
            s += element0 * r[0];
            r = &r[1..];
        }
        s
    }
}

// What ends an iteration before the reference has moved, where it is not easily seen.
program! {
    skipped_in_a_macro, f(&[x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut r, mut n) = (x[0], x, 0);
        while let [a, rest @ ..] = r {
            s += a * s;
            n += 1;
            assert!(if n % 3 != 0 { continue } else { true });
            r = rest;
        }
        let mut i = 0;
        while i < x.len() {
            s += x[i] * s;
            n += 1;
            assert!(if n % 3 != 0 { continue } else { true });
            i += 1;
        }
        s
    }
}

program! {
    skipped_by_what_a_loop_goes_over, f(&[x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut s, mut r, mut n) = (x[0], x, 0);
        while let [a, rest @ ..] = r {
            n += 1;
            for b in x.iter().take(if n % 3 != 0 { continue } else { 2 }) {
                s += b * a;
            }
            r = rest;
        }
        let mut i = 0;
        while i < x.len() {
            n += 1;
            for b in x.iter().take(if n % 3 != 0 { continue } else { 2 }) {
                s += b * x[i];
            }
            i += 1;
        }
        s
    }
}

program! {
    a_guard, f(&[x, y, z], k) for [x, y, z, k] in [[1.5, 0.5, -2.0, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut s, mut r) = (k, x);
        loop {
            match r {
                [a, rest @ ..] if *a > k => {
                    s += a * s;
                    r = rest;
                }
                _ => break,
            }
        }
        for e in r {
            s *= e;
        }
        s
    }
}

program! {
    along_what_carries_no_derivative, f(&[x, y, z], "abc") for [x, y, z] in [[1.5, 0.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], code: &str) -> f64 {
        let (mut s, mut left) = (x[0], code);
        while !left.is_empty() {
            s += x[left.len() % 2] * s;
            left = &left[1..];
        }
        let mut order = [0_usize, 1, 2, 0];
        let mut p = &mut order[..];
        while p.len() > 1 {
            p.swap(0, 1);
            s += x[p[0]] * s;
            p = &mut p[1..];
        }
        let mut q = &order[..];
        while let [i, rest @ ..] = q {
            s += x[*i] * s;
            q = rest;
        }
        loop {
            match q.split_first() {
                Some((i, rest)) => {
                    s -= x[*i];
                    q = rest;
                }
                None => break,
            }
        }
        s
    }
}
