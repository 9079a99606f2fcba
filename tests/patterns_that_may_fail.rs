//! Patterns inside `Some(..)` that may not match, and guards beside them.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    a_range_in_some, f(&[x, y, z]) for [x, y, z] in [[0.5, 2.0, 3.0], [1.5, 2.0, 3.0]], allocates,
        gives [
            if x < 1.0 { y } else { 0.0 },
            if x < 1.0 { x } else { 0.0 },
            if x < 1.0 { 0.0 } else { 2.0 * z },
        ];
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        if let Some(0.0..1.0) = x.first() { x[0] * x[1] } else { x[2] * x[2] }
    }
}

program! {
    lengths_behind_the_first, f(&[x, y, z]) for [x, y, z] in [[0.5, 2.0, 3.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        ends(x) * ends(&x[..2])
    }
    #[grad]
    fn ends(x: &[f64]) -> f64 {
        let Some((a, [b, c])) = x.split_first() else { return x[1] * x[1] };
        a * b * c
    }
}

program! {
    popped_until_one_does_not_match, f(x, y, z) for [x, y, z] in [[1.1, 0.7, 0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, z: f64) -> f64 {
        let mut v = vec![(x * y, 3), (z, 1), (y * z, 2), (x, 1), (z, 1)];
        let mut s = x;
        while let Some((a, 1)) = v.pop() {
            s = s * a + y;
        }
        // What did not match is gone too.
        for (a, weight) in &v {
            s += a * y * f64::from(*weight);
        }
        s
    }
}

program! {
    several_arms_with_guards, f(&[x, y, z], 2) for [x, y, z] in [[1.1, 0.7, 0.4], [0.4, 1.1, 0.7], [0.7, 0.4, 1.1]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for i in 0..=x.len() {
            s = s * x[1]
                + match x.get(i) {
                    _ if i == n => x[0] * s,
                    Some(a) if *a > x[0] => a * s,
                    Some(a) if i > 0 => a * *a,
                    None => x[2],
                    Some(&a) => a * x[2],
                };
        }
        s
    }
}

program! {
    popped_into_arms, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.4], [0.4, 1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = vec![(x[0], 0), (x[1], 1), (x[0] * x[1], 1), (x[2], 2)];
        let mut s = x[2];
        loop {
            match v.pop() {
                Some((a, 1)) if a > x[0] => s *= a,
                Some((a, 1 | 2)) => s = s * a + x[1],
                Some((a, _)) if s > x[1] => s -= a,
                None => break,
                _ => s = s * s,
            }
        }
        s
    }
}

program! {
    rows_that_are_taken_apart, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.4], [0.4, 1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = vec![[x[0], x[1]], [x[1], x[2]], [x[2], x[0]]];
        let mut s = x[0];
        if let Some([a, b]) = v.last_mut() {
            *a *= *b;
        }
        match v.first_mut() {
            Some([a, _]) if *a > x[2] => *a *= x[2],
            Some([_, b]) => *b *= x[2],
            None => {}
        }
        while let Some([a, b]) = v.pop() {
            s = s * a + b;
        }
        s
    }
}

program! {
    asked_by_matches, f(&[x, y]) for [x, y] in [[1.1, 0.7], [0.4, 1.1]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let larger = matches!(x.first(), Some(a) if *a > x[1]);
        if larger { x[0] * x[1] } else { x[1] * x[1] }
    }
}

const TWO: f64 = 2.0;

#[grad]
fn constants(x: f64, y: f64) -> f64 {
    const LOW: f64 = 0.25;
    let first = match x {
        LOW => LOW * y,
        TWO => x * x * y,
        _ => x * TWO,
    };
    if let (z, 3) = (first, 3) { z * y } else { LOW }
}

#[test]
fn names_of_constants() {
    assert_eq!(constants_grad(0.25, 3.0), (0.0, 1.5));
    assert_eq!(constants_grad(2.0, 3.0), (36.0, 24.0));
    assert_eq!(constants_grad(1.0, 3.0), (6.0, 2.0));
}

// `None` is no name for a value, wherever it stands beside.
program! {
    nothing_in_an_arm_of_nothing, f(&[x, y], k) for [x, y, k] in [[0.5, 1.5, -2.0], [2.0, -0.25, 0.75]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut s = k;
        for i in 0..4 {
            s += match x.get(i) {
                Some(a) => *a * s,
                None => match if s > 0.0 { Some(i) } else { None } {
                    Some(j) => x[j % 2] * k,
                    None => s * s,
                },
            };
        }
        s
    }
}
