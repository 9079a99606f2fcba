//! Tuples that hold floats beside enums and other values that carry no derivative.

#[macro_use]
mod common;

use autodiff::{Real, grad};

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Kind {
    Plus,
    Times(u32),
    Named { name: String },
}

fn named(name: &str) -> Kind {
    Kind::Named { name: name.to_owned() }
}

/// A number that dual numbers are made of too.
fn number(n: u32) -> core::primitive::f64 {
    n.into()
}

program! {
    the_value_of_a_branch, f(x, y) for [x, y] in [[2.0, 3.0], [3.0, 2.0], [0.5, 0.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (k, v) = if x > y { (Kind::Plus, x * y) } else { (Kind::Times(3), x - y) };
        let pair = match k {
            Kind::Times(n) if n > 2 => (named("abc"), v * x),
            other => (other, v.sin()),
        };
        match pair {
            (Kind::Plus, q) => q * x,
            (Kind::Times(n), q) => q * f64::from(number(n)),
            (Kind::Named { name }, q) => q * y * f64::from(number(name.len() as u32)),
        }
    }
}

program! {
    the_result_of_a_call, f(x, y) for [x, y] in [[2.0, 3.0], [3.0, 2.0], [0.5, 0.25]], allocates, dual;
    #[grad]
    fn choose(x: f64, k: Kind) -> (Kind, f64) {
        if x > 1.0 {
            return (k, x * x);
        }
        (Kind::Plus, x)
    }
    #[grad]
    fn nested(x: f64) -> ((Kind, [f64; 2]), Option<u32>, f64) {
        ((Kind::Times(3), [x, x * x]), Some(1), x.sin())
    }
    #[grad]
    fn lists(x: f64) -> (Vec<u32>, f64, &'static str) {
        (vec![1, 2], x * x, "a")
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (k, v) = if x > y { choose(x, Kind::Plus) } else { choose(y, named("abc")) };
        let ((p, a), o, s) = nested(v);
        let b = match (p, a[0], o) {
            (Kind::Times(n), z, Some(m)) => z * f64::from(number(n * m)),
            (_, z, _) => z,
        };
        let (list, u, text) = lists(s);
        let mut r = (k, b);
        r.1 *= x;
        let Some((c, d)) = Some((2, 3)) else { return x };
        let fin = match r {
            (Kind::Named { name }, q) if name.len() > 2 => q * y,
            (Kind::Plus | Kind::Times(_), q) => q * f64::from(number(c)),
            (_, q) => q * f64::from(number(d)),
        };
        fin + u * f64::from(number((list.len() * text.len()) as u32)) + a[1]
    }
}

program! {
    parts_of_generic_types_and_aliases, f(x) for [x] in [[2.0], [-0.5]], gives [2.0 * x + 3.0 * x * x];
    pub(crate) type Alias = f64;
    #[grad]
    fn label<T, F: Real>(label: T, x: F) -> (T, F) { (label, x * x) }
    #[grad]
    fn alias(x: f64) -> (Alias, f64) { (x * x, x) }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let (text, a) = label("label", x);
        let (b, c) = alias(x);
        if text == "label" { a + b * c } else { x }
    }
}

program! {
    conditions_and_early_ends, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [0.5, 0.25]], dual;
    #[grad]
    fn sign(x: f64) -> (Option<bool>, f64) {
        if x > 1.0 { (Some(true), x) } else { (if x > 0.0 { Some(false) } else { None }, x * x) }
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let pair = sign(x);
        if let (Some(big), v) = pair {
            return if big { v * y } else { v * x };
        }
        let (_, v) = sign(y);
        let (Some(true), w) = sign(y * 2.0) else { return v };
        v * w
    }
}

program! {
    values_of_unknown_type_beside_early_ends, f(x) for [x] in [[2.0], [0.5], [-1.0]], dual;
    #[grad]
    fn pair(x: f64) -> [f64; 2] { [x, x * x] }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        if x < 0.0 { return x; }
        let v = if x > 1.0 { pair(x) } else { pair(x * x) };
        let mut w;
        if x > 1.0 { w = pair(v[0]); } else { w = pair(v[1]) }
        w[0] *= x;
        v[0] * v[1] * w[0] * w[1]
    }
}

program! {
    values_of_unknown_type_in_a_loop, f(x) for [x] in [[2.0], [0.5], [-1.0]], allocates, dual;
    #[grad]
    fn pair(x: f64) -> [f64; 2] { [x, x * x] }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut s = x;
        for i in 0..4 {
            if i == 3 { break; }
            let v = if x > 1.0 { pair(s) } else { pair(s * x) };
            let mut w;
            if s > 1.0 { w = pair(v[0]); } else { w = pair(v[1]) }
            w[0] *= x;
            if i == 1 { continue; }
            s += v[0] * v[1] * w[0] * f64::from(0.01);
        }
        s
    }
}

program! {
    a_list_of_integers_that_a_callee_grows, f(x, y) for [x, y] in [[2.0, 3.0], [0.5, 0.25]], allocates,
        gives [14.0 * x + 12.0 * x.powi(3) * y * y, 6.0 * x.powi(4) * y];
    #[grad]
    fn noted(x: f64, notes: &mut Vec<u32>, counts: &mut [u32; 2]) -> f64 {
        notes.push(7);
        counts[1] += 1;
        x * x
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut notes, mut counts) = (vec![1], [0, 1]);
        let a = noted(x, &mut notes, &mut counts);
        let b = noted(a * y, &mut notes, &mut counts);
        a * notes[1] as f64 + b * (notes[2] as f64 - 4.0) * (counts[1] as f64 - 2.0)
    }
}
