//! Patterns of `let` and of parameters.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    tuple_patterns, f(x, y, z) for [x, y, z] in [[2.0, 3.0, 0.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, z: f64) -> f64 {
        let (a, b) = (x * y, y * z);
        let p = (a, (b, z), [x, a]);
        let (c, (d, _), [e, g]) = p;
        let (first, ..) = p;
        let (.., [_, last]) = p;
        let (mut h, mut i) = (c * d, e);
        h *= i;
        i += h * g;
        h * i + first * last
    }
}

program! {
    array_patterns, f(x, y, z) for [x, y, z] in [[2.0, 3.0, 0.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, z: f64) -> f64 {
        let v = [x * y, y * z, z * x, x];
        let [a, b, c, d] = v;
        let [e, .., g] = v;
        let [_, mut h, ..] = v;
        h *= h;
        a * b + c * d + e * g * h
    }
}

program! {
    nested_array_patterns, f([[x, y], [z, 0.25]]) for [x, y, z] in [[2.0, 3.0, 0.5]],
        gives [y * z * 0.25, x * z * 0.25, x * y * 0.25, x * y * z];
    #[grad]
    pub(crate) fn f(m: [[f64; 2]; 2]) -> f64 {
        let [[a, b], [c, d]] = m;
        a * b * c * d
    }
}

program! {
    a_pattern_with_a_type, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (a, b): (f64, f64) = (x * y, x);
        let c: f64 = a * b;
        let [d, e]: [f64; 2] = [c, a];
        let mut g: f64 = d * e;
        g += c;
        g
    }
}

program! {
    a_binding_with_a_subpattern, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let p @ (a, b) = (x * y, x);
        p.0 * a + p.1 * b * y
    }
}

program! {
    a_parameter_that_is_a_pattern, f((x, y), [z, x * 0.0]) for [x, y, z] in [[2.0, 3.0, 0.5]],
        gives [y * z, x * z, x * y + 0.0, 1.0];
    #[grad]
    pub(crate) fn f((a, b): (f64, f64), [c, d]: [f64; 2]) -> f64 {
        a * b * c + d
    }
}

program! {
    ref_patterns, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let ref a = x * y;
        let (ref b, mut c) = (a * x, y);
        {
            let ref mut d = c;
            *d *= *b;
        }
        *a * *b * c
    }
}

program! {
    references_destructured_by_default_binding_modes, f(&(x, y), &[z, w]) for [x, y, z, w] in [[2.0, 3.0, 0.5, 7.0]],
        gives [y + 1.0, x, w, z];
    #[grad]
    pub(crate) fn f(p: &(f64, f64), v: &[f64; 2]) -> f64 {
        let (a, b) = p;
        let [c, d] = v;
        a * b + *a + *c * *d
    }
}

program! {
    references_destructured_by_reference_patterns, f(&(x, y), &z) for [x, y, z] in [[2.0, 3.0, 0.5]],
        gives [y, x, 1.0];
    #[grad]
    pub(crate) fn f(p: &(f64, f64), z: &f64) -> f64 {
        let &(a, b) = p;
        let &z = z;
        a * b + z
    }
}

program! {
    array_patterns_on_what_a_call_returns, f(x, y) for [x, y] in [[2.0, 3.0], [-0.5, 1.5]], dual;
    #[grad]
    fn powers(a: f64, b: f64) -> [f64; 4] { [a, a * b, a * a * b, b] }
    #[grad]
    fn three(a: f64) -> (f64, f64, f64) { (a, a * a, a.sin()) }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let [a, .., c, d] = powers(x, y);
        let [_, b, ..]: [f64; 4] = powers(y, x);
        let [e, .., mut g]: [f64; 4] = powers(a, c);
        g *= x;
        let (h, k);
        [h, .., k] = powers(g, y);
        let (l, .., m): (f64, f64, f64) = three(h);
        let (.., n): (f64, f64, f64) = three(k);
        a * b + c * d + e * g + l * m * n
    }
}

program! {
    rests_in_the_patterns_of_a_match, f([x, y, z], y) for [x, y, z] in [[2.0, 3.0, 5.0], [2.0, 3.0, 1.0]],
        gives [
            if x > z { z * y } else { 0.0 },
            if x > z { 0.0 } else { 2.0 * y * z * y },
            if x > z { x * y } else { y * y * y },
            if x > z { x * z } else { y * y * z }
        ];
    #[grad]
    fn rising(s: f64) -> [f64; 4] { [1.0, s * s, s, 1.0] }
    #[grad]
    pub(crate) fn f(v: [f64; 3], s: f64) -> f64 {
        let area = match v { [a, .., b] if a > b => a * b, [.., a, b] => a * a * b };
        area * match rising(s) { [.., c, _] if c > 100.0 => 0.0, [.., c, d] => c * d }
    }
}
