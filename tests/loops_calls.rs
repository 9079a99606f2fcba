//! Calls in loops, loops in callees, and recursion over slices.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_scalar_function_in_a_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    fn step(a: f64, b: f64) -> f64 { a.sin() * b + a * a * 0.1 }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..5 {
            s = step(s, y) + step(y, s) * WEIGHTS[i];
        }
        s
    }
}

program! {
    a_loop_in_the_callee_in_a_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    fn power(a: f64, n: usize) -> f64 {
        let mut p = a;
        for _ in 1..n {
            p *= a;
        }
        p
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        for i in 0..5 {
            s += power(x * y, i) * WEIGHTS[i] + power(s, 2) * 0.1;
        }
        s
    }
}

program! {
    a_callee_that_overwrites_its_mutable_slice, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    fn smooth(v: &mut [f64], by: f64) {
        for i in 1..v.len() {
            v[i] = v[i] * v[i - 1] + by;
        }
        v[0] = v[v.len() - 1] * by;
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut v = [x[0], x[1], x[2], x[0] * x[1]];
        let mut s = x[2];
        for i in 0..4 {
            smooth(&mut v, WEIGHTS[i] * x[0]);
            s += v[i] * s;
        }
        s
    }
}

program! {
    a_callee_given_a_moving_sub_slice, f(&mut [x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    fn mix(v: &mut [f64]) -> f64 {
        v[0] *= v[1];
        v[1] += v[0] * v[0];
        v[0] + v[1]
    }
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[0] * 0.5;
        for i in 0..x.len() - 1 {
            s = s * mix(&mut x[i..i + 2]);
        }
        for i in (0..3).rev() {
            s += mix(&mut x[i..]) * WEIGHTS[i];
        }
        s
    }
}

program! {
    the_sum_of_halves_by_recursion, f(&[x, y, z, w, v]) for [x, y, z, w, v] in [[1.1, 0.7, -0.4, 2.0, 0.3]], allocates, dual;
    #[grad(recursive)]
    fn products(x: &[f64]) -> f64 {
        if x.len() == 1 {
            return x[0] * x[0];
        }
        let middle = x.len() / 2;
        products(&x[..middle]) * x[0] + products(&x[middle..]).sin()
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 { products(x) * x[1] }
}

program! {
    recursion_with_an_early_return, f(&[x, y, z, w]) for [x, y, z, w] in
        [[1.1, 0.7, 0.4, 2.0], [1.1, -0.7, 0.4, 2.0], [-1.1, 0.7, 0.4, 2.0]], allocates, dual;
    #[grad(recursive)]
    pub(crate) fn f(x: &[f64]) -> f64 {
        if x.is_empty() {
            return f64::from(1.0);
        }
        let first = x[0];
        if first < 0.0 {
            return first * first;
        }
        let rest = f(&x[1..]);
        first * rest + rest.cos()
    }
}

program! {
    recursion_that_writes_its_slice, f(&mut [x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, 0.4, 2.0]], allocates, dual;
    #[grad(recursive)]
    fn prefix(v: &mut [f64], carry: f64) -> f64 {
        if v.is_empty() {
            return carry;
        }
        v[0] = v[0] * carry + carry;
        let next = v[0] * v[0];
        prefix(&mut v[1..], next)
    }
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let carry = x[0] * 0.3;
        prefix(x, carry) * x[1] + x[2]
    }
}

program! {
    recursion_in_a_loop, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.4]], allocates, dual;
    #[grad(recursive)]
    fn paths(x: &[f64], depth: usize, by: f64) -> f64 {
        if depth == 0 {
            return by * by;
        }
        let mut s = by;
        for i in 0..x.len() {
            if (i + depth) % 2 == 0 {
                continue;
            }
            s += x[i] * paths(x, depth - 1, by * x[i]);
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 { paths(x, 4, x[0]) }
}

program! {
    a_fast_transform_by_recursion, f(&mut [a, b, c, d]) for [a, b, c, d] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad(recursive)]
    fn hadamard(v: &mut [f64]) {
        let half = v.len() / 2;
        if half == 0 {
            return;
        }
        let (low, high) = v.split_at_mut(half);
        for i in 0..half {
            let (p, q) = (low[i], high[i]);
            low[i] = p + q;
            high[i] = p - q * p;
        }
        hadamard(low);
        hadamard(high);
    }
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        hadamard(x);
        x[0] * x[1] + x[2] * x[3] * x[3]
    }
}

program! {
    mutual_recursion_over_a_slice, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, 0.4]], allocates, dual;
    #[grad(recursive)]
    fn even(x: &[f64], by: f64) -> f64 {
        if x.is_empty() { by } else { odd(&x[1..], by * x[0]) + x[0] }
    }
    #[grad(recursive)]
    fn odd(x: &[f64], by: f64) -> f64 {
        if x.is_empty() { by * by } else { even(&x[1..], by.sin() - x[0]) * x[0] }
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 { even(x, x[2]) }
}

program! {
    a_method_in_a_loop, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, gives [
        { let r = 0.7 * 0.7 * 0.7; r * y * y * y }, 3.0 * 0.7 * 0.7 * 0.7 * x * y * y];
    struct Decay(f64);
    #[grad]
    impl Decay {
        fn step(&self, v: f64, by: f64) -> f64 { v * by * self.0 }
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let decay = Decay(0.7);
        let mut s = x;
        for _ in 0..3 {
            s = decay.step(s, y);
        }
        s
    }
}

program! {
    a_slice_behind_sixty_four_parameters, f(&[x, y]) for [x, y] in [[0.3, 0.7]], allocates, dual;
    #[grad]
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn g(_0: u8, _1: u8, _2: u8, _3: u8, _4: u8, _5: u8, _6: u8, _7: u8, _8: u8, _9: u8, _10: u8, _11: u8, _12: u8, _13: u8, _14: u8, _15: u8, _16: u8, _17: u8, _18: u8, _19: u8, _20: u8, _21: u8, _22: u8, _23: u8, _24: u8, _25: u8, _26: u8, _27: u8, _28: u8, _29: u8, _30: u8, _31: u8, _32: u8, _33: u8, _34: u8, _35: u8, _36: u8, _37: u8, _38: u8, _39: u8, _40: u8, _41: u8, _42: u8, _43: u8, _44: u8, _45: u8, _46: u8, _47: u8, _48: u8, _49: u8, _50: u8, _51: u8, _52: u8, _53: u8, _54: u8, _55: u8, _56: u8, _57: u8, _58: u8, _59: u8, _60: u8, _61: u8, _62: u8, _63: u8, v: &[f64]) -> f64 {
        let mut s = v[0];
        for i in 0..2 {
            s = (s * v[i]).sin();
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        g(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, x)
    }
}
