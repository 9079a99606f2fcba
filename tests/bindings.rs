//! `let` in all its forms, shadowing, late initialisation, patterns.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    shadowing_in_a_row, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let x = x * y;
        let y = x * x + y;
        let x = x.sin() * y;
        let x = x * x;
        x * y
    }
}

program! {
    shadowing_in_inner_blocks, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = {
            let x = x * y;
            let y = { let x = x * x; x + y };
            x / y
        };
        if x > 0.0 {
            let x = a * a;
            x * y
        } else {
            let (x, a) = (a, x * x);
            let y = x * a;
            x * y * a
        }
    }
}

program! {
    shadowing_a_mutable_variable, f(x) for [x] in [[2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut s = x * x;
        s *= x;
        let s = s.sin();
        let mut s = s * x;
        s += s;
        let t = { let mut s = s; s *= s; s };
        s * t
    }
}

program! {
    names_like_the_renamed_ones, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let x_1 = y * y;
        let x = x * x_1;
        let x_2 = x * y;
        let x = x * x_2;
        let x_3 = x.sin();
        let ct_x_1 = x_3 * x_2;
        ct_x_1 * x * x_1
    }
}

program! {
    late_initialisation_in_one_place, f(x) for [x] in [[2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let y;
        let a = x * x;
        y = a * x;
        y * a
    }
}

program! {
    late_initialisation_in_both_arms, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a;
        let b: f64;
        if x > 0.0 {
            b = x * y;
            a = b.sin();
        } else {
            a = y.exp();
            b = a * x;
        }
        a * b
    }
}

program! {
    late_initialisation_with_an_early_return, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [-2.0, -3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a;
        let s = x * y;
        if x > 0.0 {
            a = s * x;
        } else if y > 0.0 {
            return s * s;
        } else {
            let t = s.cos();
            a = t * t;
        }
        a * s
    }
}

program! {
    late_initialisation_of_a_mutable_variable, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a;
        if x > 0.0 {
            a = x * y;
            a *= a;
        } else {
            a = y;
        }
        a = a * x + a;
        a * a
    }
}

program! {
    late_initialisation_of_an_array_and_a_tuple, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a;
        let p: (f64, [f64; 2]);
        if x > 0.0 {
            a = [x, y, x * y];
            p = (x * x, [y, x]);
        } else {
            a = [y, y, x];
            p = (y, [x, x * y]);
        }
        a[0] * a[1] + a[2] * p.0 + p.1[0] * p.1[1]
    }
}

program! {
    late_initialisation_inside_a_labelled_block, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a;
        'set: {
            let s = x * y;
            if x > 0.0 {
                a = s * s;
                break 'set;
            }
            a = s.sin();
        }
        a * x
    }
}

program! {
    a_declared_variable_without_derivative, f(x) for [x] in [[2.0], [-2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let n;
        let big: bool;
        if x > 0.0 {
            n = 3;
            big = true;
        } else {
            n = 2;
            big = false;
        }
        let y = x.powi(n);
        if big { y * x } else { y }
    }
}

program! {
    a_variable_initialised_by_a_constant_or_an_argument, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a;
        if x > 0.0 { a = y; } else { a = f64::from(2.0); }
        let b = a;
        b * a * x
    }
}

program! {
    a_mutable_parameter, f(x, [y, z]) for [x, y, z] in [[2.0, 3.0, 0.5]], dual;
    #[grad]
    pub(crate) fn f(mut x: f64, mut v: [f64; 2]) -> f64 {
        x *= v[0];
        v[1] += x;
        x = v[1] * v[1];
        v = [x, v[0]];
        v[0] * v[1]
    }
}

program! {
    blocks_as_expressions, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        let a = { s *= y; s + x };
        let b = { let t = a * s; { s += t; t } } * { s -= a; s };
        ({ a } + b) * { s }
    }
}

program! {
    operands_are_read_before_later_operands_change_them, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        let a = s * { s *= y; s } + s;
        let p = (s, { s += a; s }, s);
        let v = [s, { s = s.sin(); s }];
        a + p.0 * p.1 * p.2 + v[0] * v[1]
    }
}

program! {
    underscore_and_unused, f(x, y) for [x, y] in [[2.0, 3.0]], gives [y, x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let _ = x.exp();
        let _unused = (x.sin(), y);
        _ = y.ln();
        let (a, _) = (x, y.exp());
        a * y
    }
}

program! {
    a_variable_without_derivative_that_gets_one, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = f64::from(0.0);
        let (mut t, mut n) = (f64::from(1.0), 0);
        if x > 0.0 {
            s += x * y;
            t = s * t;
            n += 1;
        }
        s = s * s + y;
        t *= s.powi(n + 1);
        s * t
    }
}

program! {
    a_payload_that_gets_a_derivative, f(x, Some(2.0)) for [x] in [[3.0]], gives [8.0 * x];
    #[grad(wrt(x))]
    pub(crate) fn f(x: f64, start: Option<f64>) -> f64 {
        if let Some(mut s) = start {
            s *= x;
            s * s
        } else {
            x
        }
    }
}

program! {
    constants_and_statics_and_items_in_the_body, f(x) for [x] in [[3.0]], gives [2.0 * 2.5 * 3.0 * x + 7.0];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        use std::f64::consts::PI;
        const SCALE: f64 = 2.5;
        static SHIFT: f64 = 7.0;
        fn helper(n: f64) -> f64 {
            n + 1.0
        }
        let _turn = PI;
        x * x * SCALE * helper(2.0) + SHIFT * x
    }
}

program! {
    a_constant_beside_a_variable_of_the_same_name_in_a_block, f(x) for [x] in [[3.0]], gives [9.0];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let a = { const A: f64 = 4.0; x * A };
        const A: f64 = 5.0;
        a + x * A
    }
}

program! {
    items_declared_behind_their_use_and_an_early_return, f(x) for [x] in [[3.0], [-3.0]],
        gives [if x < 0.0 { 2.5 } else { 5.0 * x }];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        if x < 0.0 {
            return x * SCALE;
        }
        return x * x * helper();

        const SCALE: f64 = 2.5;
        fn helper() -> f64 {
            SCALE
        }
    }
}
