//! Arguments by reference that change after the call, while the way back still needs what they were.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_sub_slice_given_away_and_overwritten_later, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]],
        allocates, dual;
    #[grad]
    fn norm(v: &[f64]) -> f64 {
        let mut s = f64::from(1.0);
        for v in v {
            s += *v * *v;
        }
        s.sqrt()
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut a = [x[0], x[1], x[2], x[3]];
        let mut s = x[0];
        for i in 0..3 {
            s *= norm(&a[i..i + 2]);
            a[i] = s;
            a[i + 1] *= norm(&a[..]);
        }
        for v in a.iter_mut() {
            *v *= s;
        }
        s * norm(&a)
    }
}

program! {
    a_scalar_given_by_reference_and_changed, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    fn g(c: &f64, d: &f64) -> f64 { *c * d.sin() + *c * *c }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut c = x;
        let mut s = y;
        for i in 0..5 {
            s += g(&c, &s) * 0.3;
            c = c * s + WEIGHTS[i];
        }
        s * c
    }
}

program! {
    an_array_given_by_reference_and_replaced, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    fn cross(a: &[f64; 2], b: &[f64; 2]) -> f64 { a[0] * b[1] - a[1] * b[0] }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let mut b = [y, f64::from(0.5)];
        let mut s = x;
        for _ in 0..4 {
            let c = cross(&a, &b);
            s += c * c;
            (a, b) = (b, [a[1] * c, a[0]]);
        }
        s + cross(&a, &b)
    }
}

program! {
    a_row_given_to_a_callee_and_overwritten_by_another, f(&mut [a, b, c, d]) for [a, b, c, d] in
        [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    fn product(row: &[f64]) -> f64 {
        let mut p = row[0];
        for v in &row[1..] {
            p *= *v;
        }
        p
    }
    #[grad]
    fn scale(row: &mut [f64], by: f64) {
        for v in row.iter_mut() {
            *v = *v * by + 0.1;
        }
    }
    #[grad]
    pub(crate) fn f(m: &mut [f64]) -> f64 {
        let mut s = m[0];
        for turn in 0..3 {
            for r in 0..2 {
                let p = product(&m[2 * r..2 * r + 2]);
                scale(&mut m[2 * r..2 * r + 2], p);
                s += p * WEIGHTS[turn + r];
            }
        }
        s * product(m)
    }
}

program! {
    the_same_array_read_and_then_given_mutably, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    fn shift(v: &mut [f64; 3]) -> f64 {
        let last = v[2];
        v[2] = v[1] * v[0];
        v[1] = v[0];
        v[0] = last;
        last * v[2]
    }
    #[grad]
    pub(crate) fn f(x: [f64; 3]) -> f64 {
        let mut a = x;
        let mut s = f64::from(1.0);
        for i in 0..5 {
            s = s * a[0] + a[1] * a[2];
            s += shift(&mut a) * WEIGHTS[i];
        }
        s
    }
}

program! {
    a_nest_in_the_callee_over_what_the_caller_overwrites, f(&[x, y]) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    fn quadratic(a: &[f64], b: &[f64]) -> f64 {
        let mut s = f64::from(0.0);
        for v in a {
            for w in b {
                s += *v * *w * s + *v;
            }
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut a = [x[0], x[1], x[0] * x[1]];
        let mut s = x[1];
        for i in 0..3 {
            let q = quadratic(&a[..2], &a[i..]);
            a[i] = q * 0.3;
            s = s * 0.5 + q;
        }
        s
    }
}

program! {
    a_mutable_scalar_in_two_callees, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    fn grow(a: &mut f64, by: &f64) { *a = *a * *by + *a; }
    #[grad]
    fn turn(a: &mut f64, b: &mut f64) {
        let t = *a;
        *a = *b * t;
        *b = t.cos();
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut b = y;
        let mut s = f64::from(0.0);
        for _ in 0..4 {
            grow(&mut a, &b);
            s += a * b;
            turn(&mut a, &mut b);
            s += a * b;
        }
        s
    }
}

program! {
    a_mutable_argument_handed_through, f(&mut [x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    fn inner(v: &mut [f64], by: f64) {
        for i in 0..v.len() {
            v[i] = v[i] * by + v[(i + 1) % v.len()];
        }
    }
    #[grad]
    fn outer(v: &mut [f64], turns: usize) -> f64 {
        let mut s = v[0];
        for _ in 0..turns {
            let by = v[1] * 0.5;
            inner(v, by);
            s += v[0] * by;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[2];
        for turns in 0..3 {
            s = s * 0.5 + outer(x, turns) * x[0];
        }
        s
    }
}

program! {
    two_halves_at_once, f(&mut [a, b, c, d]) for [a, b, c, d] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    fn butterfly(low: &mut [f64], high: &mut [f64], w: f64) {
        for (p, q) in low.iter_mut().zip(high.iter_mut()) {
            let t = *q * w;
            *q = *p - t;
            *p = *p * *p + t;
        }
    }
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = x[3];
        for i in 1..4 {
            let (low, high) = x.split_at_mut(i);
            butterfly(low, high, s * WEIGHTS[i]);
            s = s * low[0] + high[0];
        }
        s
    }
}

program! {
    a_callee_that_returns_early, f(&mut [x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4], [0.2, 5.0, 0.3]],
        allocates, dual;
    #[grad]
    fn step(v: &mut [f64], at: usize) -> f64 {
        v[at] *= v[0] + 0.5;
        if v[at] > 1.0 {
            v[at] = v[at].sqrt();
            return v[at] * v[1];
        }
        for w in v.iter_mut() {
            *w = *w * *w + 0.25;
        }
        v[2]
    }
    #[grad]
    pub(crate) fn f(x: &mut [f64]) -> f64 {
        let mut s = f64::from(1.0);
        for i in 0..7 {
            s = s * 0.5 + step(x, i % 3) * x[1];
        }
        s
    }
}

program! {
    a_generic_callee_over_an_overwritten_array, f(x, y) for [x, y] in [[1.1, 0.7]], allocates,
        gives [
            // a = (x, y) -> (x y, y) -> (x y^2, y) ..: the sum of x y^k for k = 1, 2, 3
            y + y * y + y * y * y,
            x + 2.0 * x * y + 3.0 * x * y * y,
        ];
    #[grad]
    fn product<T: autodiff::Real>(a: &[T]) -> T {
        let mut p = T::ONE;
        for v in a {
            p *= *v;
        }
        p
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let mut s = 0.0;
        for _ in 0..3 {
            let p = product(&a);
            a[0] = p;
            s += p;
        }
        s
    }
}
