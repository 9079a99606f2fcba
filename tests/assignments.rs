//! Assignment and compound assignment, to variables, elements and fields, through references, and swaps.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    compound_assignments, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        s += y;
        s -= x * y * 0.5;
        s *= s;
        s /= y + x;
        s %= 0.3;
        s *= x;
        s
    }
}

program! {
    the_right_side_reads_the_variable, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        s = s * y + s.sin();
        s += s * s;
        s -= { let t = s * y; t * t };
        s = { s += x; s * s };
        s
    }
}

program! {
    remainder_in_both_operands, f(x, y) for [x, y] in [[7.5, 2.0], [-7.5, 2.0], [7.5, -2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x % y;
        s *= y;
        let mut t = x * x;
        t = t % (y * y);
        s * t
    }
}

program! {
    elements_of_an_array, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, x * y];
        a[0] = a[1] * a[2];
        a[1] += a[0];
        let i = 2;
        a[i] *= a[i - 1] + a[i];
        a[i - 2] = x;
        a[0] * a[1] * a[2]
    }
}

program! {
    elements_of_a_nested_array, f([[x, y], [z, w]], 1) for [x, y, z, w] in [[2.5, 0.75, -1.5, 0.25]],
        gives [y * z * w, x * z * w + z, x * y * w + y, x * y * z];
    #[grad]
    pub(crate) fn f(mut m: [[f64; 2]; 2], i: usize) -> f64 {
        m[i][0] *= m[0][i];
        m[0][i] = m[i][0] * m[i][i];
        m[0][0] * m[0][1] + m[1][0]
    }
}

program! {
    rows_of_a_nested_array, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut m = [[x, y], [x * y, y * y], [x, x]];
        m[1] = m[0];
        m[0] = [m[1][1], x * x];
        m[2][1] = m[0][0] * m[0][1];
        let row = m[2];
        m = [row, m[0], m[1]];
        m[0][0] * m[0][1] + m[1][0] * m[1][1] * m[2][0] * m[2][1]
    }
}

program! {
    an_index_that_changes_afterwards, f([x, y, z]) for [x, y, z] in [[2.5, 0.75, -1.5]],
        gives [2.0 * x * y * y * z, 2.0 * x * x * y * z, x * x * y * y];
    #[grad]
    pub(crate) fn f(mut a: [f64; 3]) -> f64 {
        let mut i = 0;
        a[i] *= a[i + 1];
        i += 1;
        a[i] = a[i - 1];
        i += 1;
        a[0] * a[1] * a[i]
    }
}

program! {
    an_index_with_an_effect, f([x, y, z]) for [x, y, z] in [[2.5, 0.75, -1.5]],
        gives [2.0 * y * z, 2.0 * x * z, 2.0 * x * y];
    #[grad]
    pub(crate) fn f(mut a: [f64; 3]) -> f64 {
        let mut i = 0;
        a[{ i += 1; i }] *= 2.0;
        let b = a[{ i -= 1; i }];
        b * a[i + 1] * a[{ i += 2; i }]
    }
}

program! {
    an_index_from_a_differentiated_value, f([x, y, z], w) for [x, y, z, w] in [[2.5, 0.75, -1.5, 1.25]],
        gives [0.0, 2.0 * y * w, 0.0, y * y];
    #[grad]
    pub(crate) fn f(a: [f64; 3], w: f64) -> f64 {
        let i = w.floor() as usize;
        a[i] * a[w as usize] * w
    }
}

program! {
    fields_of_a_tuple, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut p = (x, [y, x * y], (y, x));
        p.0 *= p.1[0];
        p.1[1] += p.0;
        p.2.0 = p.1[1] * p.2.1;
        p.1 = [p.2.0, p.0];
        p.2 = (p.1[1], p.1[0] * x);
        p.0 * p.1[0] + p.2.0 * p.2.1
    }
}

program! {
    a_tuple_reassigned_whole, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut p = (x, y);
        p = (p.1 * p.0, p.0);
        let q = p;
        p.0 += q.1;
        p = (q.0 * p.0, p.1 * y);
        p.0 * p.1
    }
}

program! {
    destructuring_assignment, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x * y, y);
        (a, b) = (b * x, a);
        (a, _) = (a * b, 3);
        [a, b] = [b, a + x];
        let mut v = [a, b];
        (v[0], v[1]) = (v[1], v[0] * x);
        let p = (v[0], v[1] * y);
        (a, b) = p;
        a * b * v[1]
    }
}

program! {
    a_variable_changed_in_one_branch_only, f(x, y) for [x, y] in [[2.5, 0.75], [-2.5, 0.75], [-2.5, -0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        let t = s * s;
        if x > 0.0 {
            s *= t;
        } else if y > 0.0 {
            s = y;
        }
        s * t + s.cos()
    }
}

program! {
    clone_and_copies, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let v = [x, y];
        let mut w = v.clone();
        w[0] *= v[1];
        let u = w;
        w[1] = u[0].clone() * v[0];
        u[0] * u[1] + w[0] * w[1]
    }
}

program! {
    repeated_arrays, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = [x * y; 4];
        v[1] *= y;
        let mut m = [[y; 2]; 3];
        m[2][0] = v[1] * v[2];
        v[0] * v[3] + m[2][0] * m[1][1] * m[0][0]
    }
}

program! {
    arrays_of_zeros_filled_by_element, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = [f64::from(0.0); 3];
        v[0] = x * y;
        v[1] = v[0] * x;
        v[2] += v[1] * v[0];
        let mut m = [[f64::from(1.0); 2]; 2];
        m[1][0] *= v[2];
        m[1][0] * m[0][0] * v[1]
    }
}

program! {
    an_element_read_then_overwritten_then_read, f([x, y]) for [x, y] in [[2.5, 0.75]],
        gives [2.0 * x * y * y * (x * x * y).cos() + 2.0 * x * y,
            x * x * y * (x * x * y).cos() + (x * x * y).sin() + x * x];
    #[grad]
    pub(crate) fn f(mut a: [f64; 2]) -> f64 {
        let p = a[0] * a[0];
        a[0] = p * a[1];
        let q = a[0];
        a[0] = a[0].sin() * a[1];
        a[0] + q
    }
}

program! {
    assignment_as_an_expression, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        let () = s = x * y;
        match x > 0.0 {
            true => s *= x,
            false => s = y,
        }
        if y > 0.0 { s += y } else { s = x }
        s * s
    }
}

program! {
    nested_destructuring_assignment, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut a, mut b, mut c) = (x, y, x);
        ((a, b), c) = ((b * x, a), a * b);
        [(a, b), (c, _)] = [(c, a), (b, y)];
        (b, ..) = (b * a, x, y);
        (.., c) = (x, y, c * b);
        a * b * c
    }
}
