//! Loops in arms and arms in loops.

#[macro_use]
mod common;

use autodiff::grad;

const WEIGHTS: [f64; 8] = [0.5, -1.25, 2.0, 0.75, -0.5, 1.5, 3.0, -2.5];

program! {
    loops_in_both_arms, f(x, y) for [x, y] in [[1.1, 0.7], [-1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        if x > 0.0 {
            for i in 0..3 {
                s = s * x + WEIGHTS[i];
            }
        } else {
            let mut k = 5;
            while k > 0 {
                k -= 1;
                s = s * s * x - y;
                if s * s > 30.0 {
                    s = s.cos();
                }
            }
        }
        s * s
    }
}

program! {
    an_if_whose_value_comes_from_a_loop, f(x, y) for [x, y] in [[1.1, 0.7], [-1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let v = if x > 0.0 {
            let mut t = x;
            for _ in 0..3 {
                t *= t + y;
            }
            t
        } else {
            x * y
        };
        v * v.sin()
    }
}

program! {
    a_branch_taken_in_some_iterations, f(x, y) for [x, y] in [[1.1, 0.7], [0.3, -0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        for i in 0..6 {
            let w = if s > y { s * WEIGHTS[i] } else { y - s };
            if w > 0.0 && i % 2 == 0 {
                s += w.sqrt();
            } else if w < -1.0 {
                s = w * s;
            }
        }
        s
    }
}

program! {
    three_deep_with_state_at_each_depth, f(x, y) for [x, y] in [[1.1, 0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        for i in 0..3 {
            let mut b = a * y;
            for j in 0..2 {
                let mut c = b + WEIGHTS[i];
                for k in 0..3 {
                    c = c * x - b * WEIGHTS[k] * 0.2;
                    b += c * 0.1;
                }
                a += c * b * 0.1;
            }
            a = a * b * 0.3;
        }
        a
    }
}
