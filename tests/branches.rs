//! `if`, `if let`, `match`, as statements and as expressions.

#[macro_use]
mod common;

use autodiff::grad;

/// A choice with and without numbers.
#[derive(Clone, Copy)]
enum Law {
    Linear,
    Power(i32),
    Scaled { by: f64, shift: f64 },
    Pair(f64, Option<f64>),
}

#[derive(Clone, Copy)]
enum Sign {
    Plus,
    Minus,
}

program! {
    if_as_expression_and_statement, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [0.5, -3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = if x > 1.0 { x * y } else if y > 0.0 { x.exp() } else { f64::from(2.0) };
        let mut s = a * x;
        if a > 2.0 {
            s += y;
        }
        if s < 0.0 {
            s *= s;
        } else {
            let t = s;
            s -= t * a;
        }
        s
    }
}

program! {
    branches_as_operands, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = (if x > 0.0 { x } else { y * x }) * (if y > 2.0 { y * y } else { x });
        a + if a > 0.0 { a.sin() } else { -a } * match y > 1.0 { true => x, false => y }
    }
}

program! {
    an_arm_without_a_derivative, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = if x > 0.0 { f64::from(0.5) } else { x };
        let b = match x > 0.0 {
            true => f64::from(3.0),
            false => f64::from(4.0),
        };
        a * b * y
    }
}

program! {
    branches_with_tuples_and_arrays, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (a, b) = if x > 0.0 { (x * y, y) } else { (y, x * x) };
        let v = match y > x {
            true => [a, b, x],
            false => [b, a, y],
        };
        let mut p = if a > b { (v, a) } else { ([x, x, x], b) };
        p.0[1] *= p.1;
        p.0[0] * p.0[1] + p.0[2]
    }
}

program! {
    match_on_integers, f(x, y, 1, 7) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, k: usize, j: i32) -> f64 {
        let a = match k {
            0 => x,
            1 | 2 => match j {
                i32::MIN..=-1 => y,
                0..5 => x * y,
                n @ 5..=9 => {
                    let t = x.powi(n - 5);
                    if t > 0.0 { t * y } else { t }
                }
                _ => f64::from(1.0),
            },
            n if n % 2 == 0 => x * x,
            _ => y * y,
        };
        a * x
    }
}

program! {
    a_match_with_the_other_choice, f(x, y, Sign::Plus) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, sign: Sign) -> f64 {
        let a = match sign {
            Sign::Plus if x < 0.0 => return y * x,
            Sign::Plus => x * x,
            Sign::Minus => y,
        };
        a * y
    }
}

program! {
    match_as_a_statement, f(x, y, Sign::Minus) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, sign: Sign) -> f64 {
        let mut s = x;
        match sign {
            Sign::Plus => s += y,
            Sign::Minus if x > 0.0 => {
                s -= y * y;
                s *= s;
            }
            Sign::Minus => s = -s * y,
        }
        match sign {
            Sign::Plus => {}
            Sign::Minus => s *= x,
        }
        s * s
    }
}

program! {
    payloads_of_an_enum, f(x, Law::Scaled { by: 2.0, shift: 0.5 }) for [x] in [[2.0]], gives [2.0 * 2.0 * x + 2.0];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, law: Law) -> f64 {
        let a = match law {
            Law::Linear => x,
            Law::Power(n) => x.powi(n),
            Law::Scaled { by, shift: s } => by * x + s,
            Law::Pair(a, None) => a * x,
            Law::Pair(a, Some(b)) => a * x + b,
        };
        a * x + if let Law::Scaled { shift, .. } = law { x * shift } else { x } + if matches!(law, Law::Pair(..)) { x } else { x }
            - 0.0 * x
    }
}

program! {
    payloads_behind_a_reference, f(x, &Law::Pair(3.0, Some(0.5))) for [x] in [[2.0]], gives [9.0 * x * x + 0.5];
    #[grad]
    pub(crate) fn f(x: f64, law: &Law) -> f64 {
        match law {
            Law::Linear => x,
            Law::Power(n) => x.powi(*n),
            Law::Scaled { by, .. } => by * x,
            Law::Pair(a, Some(b)) if *a > 1.0 => {
                let y = a * x * x * x;
                y + *b * x
            }
            &Law::Pair(a, _) => a * x,
        }
    }
}

program! {
    every_law_of_an_enum, f(x) for [x] in [[2.0], [-1.5]], gives [1.0 + 3.0 * x * x + 2.5 + 4.0 * (2.0 * x) + 7.0];
    #[grad]
    fn one(x: f64, law: Law) -> f64 {
        match law {
            Law::Linear => x,
            Law::Power(n) => x.powi(n),
            Law::Scaled { by, shift } => by * x + shift,
            Law::Pair(a, None) => a * x * x,
            Law::Pair(a, Some(b)) => a * x + b * x,
        }
    }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        one(x, Law::Linear)
            + one(x, Law::Power(3))
            + one(x, Law::Scaled { by: 2.5, shift: 1.0 })
            + one(x, Law::Pair(4.0, None))
            + one(x, Law::Pair(4.0, Some(3.0)))
    }
}

program! {
    if_let_on_what_is_not_differentiated, f(x, Some(3.0), None) for [x] in [[2.0]], gives [4.0 * 3.0 * x.powi(3)];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, first: Option<f64>, second: Option<f64>) -> f64 {
        let mut s = x * x;
        if let Some(scale) = first {
            s *= scale;
        }
        if let Some(shift) = second {
            s += shift;
        } else if let (Some(_), None) = (first, second) {
            s *= x;
        } else {
            s = x;
        }
        let t = if let Some(_) = second { x } else { s };
        t * x
    }
}

program! {
    let_chains_in_conditions, f(x, Some(3.0)) for [x] in [[2.0], [-2.0]], gives [if x > 0.0 { 6.0 * x } else { 1.0 }];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, scale: Option<f64>) -> f64 {
        if let Some(scale) = scale && x > 0.0 && let 0..10 = scale as i32 {
            x * x * scale
        } else {
            x
        }
    }
}

program! {
    match_on_a_differentiated_value, f(x, y) for [x, y] in [[2.0, 3.0], [0.0, 3.0], [-2.0, 3.0], [0.5, 3.0]],
        gives [
            if x == 0.0 { 0.0 } else if x == 0.5 { y } else if x < 0.0 { 2.0 * x * y } else { y * (1.0 + x.ln()) },
            if x == 0.0 { 1.0 } else if x == 0.5 { x } else if x < 0.0 { x * x } else { x * x.ln() }
        ];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        match x {
            0.0 => y,
            0.25..0.75 => x * y,
            v if v < 0.0 => v * v * y,
            v @ 1.0..=2.0 => v * y * x.ln(),
            _ => unreachable!(),
        }
    }
}

program! {
    match_on_a_tuple, f(x, y, 1) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [2.0, -3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, k: usize) -> f64 {
        let a = match (x > 0.0, y > 0.0) {
            (true, true) => x * y,
            (true, false) => x / y,
            (false, _) => y.exp(),
        };
        match (a * x, k) {
            (v, 0) => v,
            (v, 1) if v > 1.0 => v * v,
            (v, _) => v * y * a,
        }
    }
}

program! {
    match_that_takes_tuples_and_arrays_apart, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let p = (x * y, [y, x]);
        let a = match p {
            (s, [t, _]) if s > 0.0 => s * t,
            (_, [t, mut u]) => {
                u *= t;
                u + t
            }
        };
        let b = match ([x, a], y) {
            ([c, d], e) => c * d * e,
        };
        #[allow(irrefutable_let_patterns)]
        let c = if let (s, [_, u]) = p { s * u + b } else { a };
        c * a
    }
}

program! {
    a_scrutinee_with_effects, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        let a = match { s *= y; s > 0.0 } {
            true => s,
            false => { s += x; s * s }
        };
        let b = match { s = s.sin(); s } {
            v if v > 0.0 => v * a,
            v => { s *= v; s }
        };
        s * b
    }
}

program! {
    arms_that_assign_what_other_arms_read, f(x, y, 2) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, k: u8) -> f64 {
        let mut s = x * y;
        let mut t = y;
        match k {
            0 => (s, t) = (t, s),
            1 => t = s * s,
            2 => {
                t *= s;
                match t > 0.0 {
                    true => { s = t * t; t = x }
                    false => s = t,
                }
            }
            _ => s = t * t,
        }
        if s > t { (s, t) = (t * s, s) }
        s * t
    }
}

program! {
    deeply_nested_branches, f(x, y) for [x, y] in
        [[0.5, 0.5], [1.5, 0.5], [0.5, 1.5], [1.5, 1.5], [-0.5, 0.5], [-1.5, -2.0], [3.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y + x;
        let a = if x > 0.0 {
            let b = if y > 1.0 {
                s *= 2.0;
                if s > 3.0 { s -= x; s * s } else { let c = s * y; c + x }
            } else {
                s = if s > 1.0 { s.ln() } else { s += y; s.exp() };
                x
            };
            b * s
        } else {
            match y > 0.0 {
                true => { let d = s; s = d * d; d }
                false => { let d = s * x; if d > 0.0 { s = d } d * y }
            }
        };
        a * s + s
    }
}

program! {
    conditions_on_integers_and_bools, f(x, &[1, 2, 3], true) for [x] in [[2.0]], gives [3.0 * 3.0 * x * x];
    #[grad]
    pub(crate) fn f(x: f64, codes: &[i64], on: bool) -> f64 {
        let n = codes.len();
        let total: i64 = codes.iter().sum();
        let mut k = 0;
        for code in codes {
            if *code > 1 { k += 1; }
        }
        if on && n == 3 && !(total < 6) && k == 2 { x * x * x * (total / 2) as f64 } else { x }
    }
}

program! {
    an_empty_branch_and_an_inert_one, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut count = 0;
        if x > 0.0 {}
        if x > 0.0 { count += 1 } else { count -= 1 }
        match count { 1 => {} _ => count = 5 }
        let s = x * y;
        if s > 0.0 { let _t = s * s; }
        s.powi(count + 1)
    }
}

program! {
    methods_that_end_activity, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]],
        gives [y * if x < 0.0 { 2.0 } else { 3.0 }, x * if x < 0.0 { 2.0 } else { 3.0 }];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut factor = 1;
        if x.is_sign_negative() || y.is_nan() || !(x * y).is_finite() { factor += 1 } else { factor += 2 }
        if x.total_cmp(&y).is_eq() || x.partial_cmp(&y) == None { factor = 0 }
        x * y * f64::from(factor)
    }
}
