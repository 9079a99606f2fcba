//! Calls and changes inside `assert!`, `matches!`, `println!` and their kin.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    asserted_calls_and_changes, f(x, y) for [x, y] in [[1.5, 0.7], [1.2, -0.3]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        assert!(square(x) > 1.0 && square(s) < 4.0);
        assert!({ s *= x; s } < 2.0, "s is {s}, its square {}", square(s));
        debug_assert!({ let t = square(s); t >= 0.0 });
        s * x
    }
    #[grad]
    fn square(x: f64) -> f64 {
        x * x
    }
}

program! {
    asserted_in_loops_that_are_left, f(x, y) for [x, y] in [[1.5, 0.7], [1.2, -0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        for i in 0..5 {
            assert!({ s += square(s) * 0.1; s } < 10.0, "iteration {i}");
            if matches!(square(s), t if t > 0.9) {
                return s * x;
            }
            assert_ne!({ s *= x; s }, y);
        }
        s
    }
    #[grad]
    fn square(x: f64) -> f64 {
        x * x
    }
}

program! {
    a_match_on_what_changes, f(x, y) for [x, y] in [[1.5, 0.7], [1.2, -0.3]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        let positive = matches!({ s *= x; s }, t if t >= 0.0);
        assert_eq!(matches!({ s *= x; s }, t if t >= 0.0 && t < 100.0), positive, "of {s}");
        if positive { s * s } else { s * x }
    }
}

program! {
    printed_calls_and_changes, f(x, y) for [x, y] in [[1.5, 0.7], [1.2, -0.3]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        print!("{}{empty}", { s *= x; "" }, empty = { s += square(y); "" });
        s
    }
    #[grad]
    fn square(x: f64) -> f64 {
        x * x
    }
}
