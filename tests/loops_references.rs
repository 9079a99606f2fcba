//! References taken in loops, conditions with short circuits, and blocks as expressions.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_reference_to_one_element, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(v: [f64; 3]) -> f64 {
        let mut a = v;
        let mut s = v[0];
        for i in 0..5 {
            let r = &mut a[i % 3];
            *r = *r * s + WEIGHTS[i];
            *r *= 0.5;
            s += a[(i + 1) % 3];
        }
        s * a[0] * a[1]
    }
}

program! {
    a_reference_to_a_row, f([[x, y], [z, w]]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(m: [[f64; 2]; 2]) -> f64 {
        let mut a = m;
        let mut s = m[0][0];
        for i in 0..4 {
            let row = &mut a[i % 2];
            row[0] *= row[1];
            row[1] += s * WEIGHTS[i];
            s = s * row[0] + row[1].sin();
        }
        s
    }
}

program! {
    a_shared_reference_of_each_turn, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut s = x[0];
        for i in 0..5 {
            let v = &x[i % 3];
            let w = if s > 0.0 { *v } else { x[0] };
            s = s * w - *v * 0.3;
        }
        s
    }
}

program! {
    short_circuits_on_elements, f(&[x, y, z, w]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0], [0.1, -0.2, 0.3, 9.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64]) -> f64 {
        let mut i = 0;
        let mut s = x[3];
        while i < x.len() && (x[i] > 0.0 || s > 1.0) {
            s += x[i] * s;
            i += 1;
        }
        if i < x.len() && x[i] < 0.0 { s * x[i] } else { s }
    }
}

program! {
    a_loop_in_an_argument, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    fn g(a: f64, b: f64) -> f64 { a * b.sin() }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        g(
            {
                for i in 0..3 {
                    s = s * x + WEIGHTS[i];
                }
                s
            },
            s * x,
        ) * s
    }
}

program! {
    a_while_let_over_integers, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut left = vec![3_usize, 0, 5, 2];
        let mut s = x;
        while let Some(at) = left.pop() {
            s = s * y + WEIGHTS[at] * x;
        }
        s
    }
}

program! {
    a_tuple_carried, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut p = (x, [y, x * y]);
        for i in 0..4 {
            let (a, [b, c]) = p;
            p = (a * b, [c + WEIGHTS[i], b - a]);
            p.1[i % 2] *= p.0;
        }
        p.0 + p.1[0] * p.1[1]
    }
}

program! {
    the_same_name_in_two_loops, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..3 {
            let t = s * y;
            s = t * t + WEIGHTS[i];
        }
        for i in 0..2 {
            let t = [s, x];
            for t in t {
                s = s.cos() * t + WEIGHTS[i];
            }
        }
        s
    }
}

program! {
    an_array_by_value_that_the_loop_changes, f(x, y) for [x, y] in [[2.0, 3.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let mut s = x * y;
        for e in a {
            a[1] = 5.0 * x;
            s += e * e * a[1];
        }
        let mut m = [[x, y], [y, x]];
        for row in m {
            m[1][0] = 7.0 * y;
            s += row[0] * row[0] * m[1][0];
        }
        for (p, q) in m[0].into_iter().zip(m[1]) {
            m[0][1] = x;
            m[1][1] = y;
            s += p * q * q;
        }
        s
    }
}
