//! Conditions with a `let` beside others, of what carries a derivative.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    the_ends_of_a_slice_in_a_chain, f(x, y) for [x, y] in [[1.3, 0.7], [-0.8, 0.6]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let v = [x, y];
        if let Some(a) = v.first() && *a > 0.0 && let Some(b) = v.last() {
            a * b
        } else {
            x
        }
    }
}

program! {
    popped_while_a_chain_holds, f(x, y) for [x, y] in [[1.3, 0.7], [0.1, 0.6]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y, x * y];
        let mut s = y;
        let mut left = 3;
        while let Some(a) = v.pop() && a > 0.2 {
            s = s * 0.5 + a * a;
            left -= 1;
        }
        if left == 0 { s } else { s * x }
    }
}

program! {
    a_chain_that_changes_a_variable, f(x, y) for [x, y] in [[1.3, 0.7], [1.3, -0.2], [-1.0, 0.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let o = Some(2);
        let mut s = x;
        if x > 0.0 && let Some(k) = o && { s *= y; s > 0.1 } {
            s = s.powi(k) * s;
        }
        s
    }
}

program! {
    chains_in_chains_in_a_loop, f(x, y) for [x, y] in [[1.3, 0.7], [-0.8, 0.6], [0.9, -1.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let v = [x, y];
        let mut s = x * 2.0;
        'outer: for i in 0..3 {
            if let Some(a) = v.get(i) && *a > 0.0 {
                if let Some(b) = v.get(i + 1) && *b > 0.0 {
                    s *= a * b;
                    continue 'outer;
                }
                s += a;
            } else if i == 1 && let Some(b) = v.first() {
                s -= b * b;
                break 'outer;
            } else {
                s *= 2.0;
            }
        }
        s
    }
}

program! {
    parts_of_a_tuple_in_a_chain, f(x, y) for [x, y] in [[1.3, 0.7], [-0.8, 0.6]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let t = (x, 1_usize);
        let v = [x, y];
        if let [a, b] = &v[..] && a < b {
            return a * b;
        }
        let z = if let (a, 1) = t && let b = a * y && b > 0.2 { b * b } else { y };
        z * x
    }
}
