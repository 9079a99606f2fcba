//! How a loop is entered, repeated and left.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    a_range_with_a_bound_at_run_time, f(x) for [x] in [[1.1], [-0.3]], allocates, dual;
    #[grad]
    fn g(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            s += s * WEIGHTS[i] * x;
        }
        s
    }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { g(x, 0) + g(x, 1) * g(x, 7) }
}

program! {
    a_range_with_literal_bounds, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 2..6 {
            s = s * y + WEIGHTS[i] * s * s * 0.1;
        }
        s
    }
}

program! {
    an_inclusive_range_backwards, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        for i in (1..=5).rev() {
            s = (s * x + WEIGHTS[i]).sin();
        }
        s
    }
}

program! {
    strides_both_ways, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        for i in (0..8).step_by(3) {
            s *= x + WEIGHTS[i];
        }
        for i in (0..8).rev().step_by(2) {
            s = s * y - WEIGHTS[i] * x;
        }
        for i in (0..7).step_by(2).rev() {
            s += (s * WEIGHTS[i]).cos() * x;
        }
        s
    }
}

program! {
    bounds_from_an_outer_index, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..4 {
            for j in i..5 - i {
                s += x * y * WEIGHTS[j] * s.cos();
            }
            s *= y;
        }
        s
    }
}

program! {
    a_loop_that_never_runs, f(x, y, 3, 3) for [x, y] in [[2.0, 3.0]], allocates, gives [y, x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64, from: usize, to: usize) -> f64 {
        let mut s = x * y;
        for i in from..to {
            s = s * s * i as f64;
        }
        for _ in to + 1..from {
            s = s.exp();
        }
        while s < -1e300 {
            s *= x;
        }
        s
    }
}

program! {
    power_by_a_loop, f(x, 9) for [x] in [[1.3], [0.0]], allocates, gives [9.0 * x.powi(8)];
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        let mut p = 1.0;
        for _ in 0..n {
            p *= x;
        }
        p
    }
}

program! {
    a_while_whose_condition_reads_what_the_body_changes, f(x, y) for [x, y] in [[1.1, 0.7], [30.0, 2.0], [200.0, 1.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut turns = 0;
        while a * y < 50.0 && turns < 20 {
            a = a * a.sqrt() + y;
            turns += 1;
        }
        a * WEIGHTS[turns % 8]
    }
}

program! {
    a_while_whose_condition_changes_the_variable, f(x, y) for [x, y] in [[1.1, 0.7], [60.0, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut s = y;
        while {
            a = a * a + y;
            s += a.ln();
            a < 40.0
        } {
            s *= a;
        }
        s * a
    }
}

program! {
    a_while_whose_condition_calls, f(x, y) for [x, y] in [[1.1, 0.7], [9.0, 0.7]], allocates, dual;
    #[grad]
    fn step(a: &mut f64, by: f64) -> f64 {
        *a *= 1.0 + by;
        *a * by
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut s = x;
        while step(&mut a, y) < 4.0 {
            s = s * y + a;
        }
        s * a
    }
}

program! {
    newtons_method, f(x) for [x] in [[2.0], [9.0], [1e-3]], allocates, gives [0.5 / x.sqrt()];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut r = 1.0;
        let mut before = 0.0;
        while r != before {
            before = r;
            let next = 0.5 * (r + x / r);
            if (next - r).abs() < 1e-15 * r {
                break;
            }
            r = next;
        }
        0.5 * (r + x / r)
    }
}

program! {
    an_early_return_before_a_loop, f(x, y) for [x, y] in [[1.1, 0.7], [-1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * x;
        if x < 0.0 {
            return s * y;
        }
        for i in 0..4 {
            s = s * y + s.sin() * WEIGHTS[i];
        }
        s
    }
}
