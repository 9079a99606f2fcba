//! Slices taken apart by patterns: in `match`, `if let`, `let else` and `while let`.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 4] = [0.5, -1.25, 2.0, 0.75];

program! {
    recursion_over_the_rest, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        horner(&x[1..], x[0]) * horner(&x[..1], x[3]) + horner(&[], x[1])
    }
    #[grad]
    fn horner(c: &[f64], x: f64) -> f64 {
        match c {
            [] => f64::from(0.0),
            [last] => *last,
            [first, rest @ ..] => first + x * horner(rest, x),
        }
    }
}

program! {
    chunks_of_different_lengths, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[0.5, 1.5, -2.0, 0.75, 3.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for size in 1..4 {
            for chunk in x.chunks(size) {
                s += match chunk {
                    [a, b, c] => a * b * c,
                    [a, b] => a - b * s,
                    [a] => a * s,
                    _ => x[0],
                };
            }
        }
        s
    }
}

program! {
    both_ends_and_what_is_between, f(&[x, y, z, w], 4) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for k in 0..=n {
            s = s * 0.5 + match &x[k..] {
                [a, .., b] if *a > *b => a * b * s,
                [a, between @ .., b] => {
                    let mut t = *b;
                    for m in between {
                        t = t * m + a;
                    }
                    t * WEIGHTS[between.len()]
                }
                [only] => only.sin() * s,
                [] => s * s,
            };
        }
        s
    }
}

program! {
    parts_that_change, f(&mut [x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        for k in 0..3 {
            match &mut x[k..] {
                [a, b, rest @ ..] if rest.len() < 2 => {
                    let t = *a;
                    *a = *b * t;
                    *b = t;
                    for r in rest {
                        *r *= *a;
                    }
                }
                [.., last] => *last = last.sin() * *last,
                [] => {}
            }
        }
        x[0] * x[1] + x[2] * x[3]
    }
}

program! {
    two_slices_at_once, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75], [1.5, 0.5, 0.25, 0.125]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (a, b) = x.split_at(2);
        let (mut i, mut j) = (0, 0);
        let mut s = x[0];
        loop {
            s = match (&a[i..], &b[j..]) {
                ([p, ..], [q, ..]) if p < q => {
                    i += 1;
                    s * p
                }
                ([p, ..], [q, more @ ..]) => {
                    j += 1;
                    s + p * q * WEIGHTS[more.len()]
                }
                ([p, rest @ ..], []) | ([], [p, rest @ ..]) => {
                    i += 1;
                    j += 1;
                    if rest.is_empty() { s * p } else { s * p * rest[0] }
                }
                ([], []) => break,
            };
            if i > 2 || j > 2 { break }
        }
        s
    }
}

program! {
    rows_of_a_list, f([x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: [f64; 3]) -> f64 {
        let rows = vec![x.to_vec(), vec![x[1]], x[1..].to_vec(), Vec::new()];
        let mut s = x[0];
        'rows: for row in &rows {
            if let [a, b, ..] = row.as_slice() {
                s += a * b;
            }
            let [first, rest @ ..] = row.as_slice() else { continue };
            for r in rest {
                if *r > s { continue 'rows }
                s *= r;
            }
            s += first * first;
        }
        s
    }
}

program! {
    places_behind_no_reference, f(&[x, y, z]) for [x, y, z] in [[0.5, 1.5, -2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let pair = (x[1], [x[0], x[2]]);
        let p = &pair;
        let s = match *x {
            [ref a, ref rest @ ..] => a * rest[0],
            [] => x[0],
        };
        let t = match x {
            &[a, b, ..] => a / b,
            &[a] => a,
            &[] => x[0],
        };
        let (a, [b, c]) = p;
        match p {
            (d, [e, ..]) if *d > *e => s * t * a * b - d * e,
            (d, [.., e]) => c * d * e,
        }
    }
}

program! {
    a_loop_while_there_are_two, f(&[x, y, z, w]) for [x, y, z, w] in [[0.5, 1.5, -2.0, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (mut at, mut s) = (0, x[0]);
        while let [a, b, ..] = &x[at..] {
            s = s * a + b.sin();
            at += 1;
        }
        s
    }
}

/// Not differentiated: only compared with.
fn twice<T: Copy + std::ops::Add<Output = T>>(x: &T) -> T {
    *x + *x
}

program! {
    guards_that_call_functions, f(x, y) for [x, y] in [[0.5, 1.5], [-0.5, 2.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut r = x;
        for k in 0..6 {
            r = match k % 3 {
                1 if twice(&r) > 0.1 => r * r,
                2 if r > 0.5 => r - y,
                _ => r * y,
            };
        }
        r
    }
}

program! {
    one_body_for_two_patterns, f(x, y) for [x, y] in [[0.5, 1.5], [-0.5, 2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for k in 0..6 {
            s = match (s, k % 3, y) {
                (v, 0, _) | (_, 1, v) if v > 0.25 => v * s + x,
                (v, ..) => v - y,
            };
        }
        s
    }
}

program! {
    references_to_what_has_no_name, f(x, y) for [x, y] in [[0.5, 1.5], [-0.5, 2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for _ in 0..3 {
            let pair = &(s * y, y);
            s = match pair {
                (a, b) if *a > *b => *a * s,
                (a, b) => a - b,
            };
            let list = &mut [s, x * y, y];
            list[1] *= s;
            list.swap(0, 2);
            let [first, rest @ ..] = list;
            s += *first * rest[0] * rest[1];
        }
        s
    }
}

program! {
    the_rest_of_an_array_by_value, f(x, y, z) for [x, y, z] in [[1.1, 0.7, 0.4], [0.4, 1.1, 0.7]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, z: f64) -> f64 {
        let mut a = [x, y, z * x, y * z];
        let [first, rest @ ..] = a;
        let [_, mut middle @ .., last] = a;
        a[1] *= z;
        middle[0] *= first;
        let matched = match a {
            [b, others @ ..] if b > y => others[0] * others[2],
            [front @ .., b] => front[1] * b,
        };
        let [row, rows @ ..] = [[x, y], [z, first], [last, middle[1]]];
        rest[0] * rest[2] + middle[0] * middle[1] * matched + row[0] * rows[0][1] * rows[1][0]
    }
}

program! {
    lent_by_as_ref_and_as_mut, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.4], [0.4, 1.1, 0.7]], allocates, dual;
    #[grad]
    fn scaled(by: &[f64], list: &mut [f64]) -> f64 {
        list[0] *= by[1];
        by[0] * list[1]
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let (pair, mut list) = ([x[0], x[2]], x.to_vec());
        let s = scaled(pair.as_ref(), list.as_mut());
        let (seen, changed): (&[f64], &mut [f64]) = (pair.as_ref(), list.as_mut());
        changed[2] *= seen[1];
        s * list[0] * list[2]
    }
}
