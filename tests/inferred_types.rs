//! Numbers and values whose types rustc learns from their uses alone, some of which are in the function and not in what
//! a companion does again: `x[m][..]` asks for the type of `m` at once.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    an_integer_of_branches, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = [[x, y], [y, x * y]];
        let n = (if y > 0.0 { 2 } else { 1 }) % 3;
        let m = n % 2;
        let mut s = y;
        for _ in 0..3 {
            s += a[1 - m][m] * s.sin() * a[m][m];
        }
        s
    }
}

program! {
    an_integer_of_a_match_and_of_blocks, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = [[x, y], [y, x * y]];
        let n = match (y > 0.0, x > 0.5) { (true, true) => 3, (true, false) => 1, _ => { 2 } };
        let m = n % 2;
        let mut s = y;
        for _ in 0..3 {
            s += a[1 - m][m] * s.sin() * a[m][m];
        }
        s
    }
}

program! {
    an_integer_of_one_that_is_mutable, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = [[x, y], [y, x * y]];
        let mut n = 0;
        if y > 0.0 {
            n += 1;
        }
        let m = n;
        let mut s = y;
        for _ in 0..3 {
            s += a[1 - m][m] * s.sin() * a[m][m];
        }
        s
    }
}

program! {
    an_integer_of_one_that_starts_late, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = [[x, y], [y, x * y]];
        let n;
        if y > 0.0 {
            n = 1;
        } else {
            n = 0;
        }
        let m = n;
        let mut s = y;
        for _ in 0..3 {
            s += a[1 - m][m] * s.sin() * a[m][m];
        }
        s
    }
}

program! {
    integers_out_of_patterns, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = [[x, y], [y, x * y]];
        let some = |positive: bool| if positive { Some(1) } else { Some(0) };
        let mut s = y;
        match some(y > 0.0) {
            Some(n) => {
                let m = n;
                for _ in 0..3 {
                    s += a[1 - m][m] * s.sin() * a[m][m];
                }
            }
            None => {}
        }
        if let Some(n) = some(x > 0.5) {
            let m = n;
            for _ in 0..2 {
                s += a[1 - m][m] * s.cos() * a[m][m];
            }
        }
        let Some(n) = some(x > 1.0) else { return s };
        let m = n;
        for _ in 0..2 {
            s *= a[1 - m][m] + s.cos() * a[m][m];
        }
        s
    }
}

program! {
    integers_out_of_loops, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = [[x, y], [y, x * y]];
        let mut s = y;
        for n in [0, 1] {
            let m = n;
            for _ in 0..3 {
                s += a[1 - m][m] * s.sin() * a[m][m];
            }
        }
        let mut stack = vec![1, 0];
        while let Some(n) = stack.pop() {
            let m = n;
            for _ in 0..2 {
                s += a[1 - m][m] * s.cos() * a[m][m];
            }
        }
        s
    }
}

program! {
    integers_out_of_tuples_arrays_and_closures, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = [[x, y], [y, x * y]];
        let t = (1, 2);
        let k = t.0;
        let (p, q) = (3, 2);
        let l = p - q;
        let list = [0, 1];
        let m = list[1];
        let which = |positive: bool| if positive { 1 } else { 0 };
        let n = which(y > 0.0);
        let mut s = y;
        for _ in 0..3 {
            s += a[1 - m][m] * s.sin() * a[k][l];
            s *= a[1 - n][n];
        }
        s
    }
}

program! {
    a_match_on_an_element, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let n = (if y > 0.0 { 2 } else { 1 }) % 2;
        let k = n / 2;
        let mut s = y.sin();
        let a = [[(match Some(1) { Some(_) => s, None => y }), x], [x * y, s], [x + 0.9, y]];
        for e in a[1].iter() {
            s -= match a[2 - k][1 - k] {
                t if t > 0.7 => x,
                _ => a[k][k],
            };
            s += e * e;
        }
        s
    }
}

// Where everything is active, what a loop ends with has a cotangent that nothing adds to.
program! {
    a_product_that_a_loop_ends_with_for_nobody, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (t, mut a) = (square(x), both(x, y));
        let mut s = y;
        if x > 0.5 {
            let mut c = 0;
            let unread = loop {
                if c >= 3 {
                    break (a[c % 2] * t) + 0.9;
                }
                c += 1;
                a[1] += s;
                s *= t;
            };
        }
        s * a[1]
    }
    #[grad]
    fn square(x: f64) -> f64 {
        x * x
    }
    #[grad]
    fn both(x: f64, y: f64) -> [f64; 2] {
        [x * y, x + y]
    }
}

program! {
    a_value_of_another_function_that_a_loop_ends_with_for_nobody, f(x, y) for [x, y] in [[1.1, 0.7], [0.4, -0.2]],
    allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = square(y);
        let mut i = 0;
        while i < 2 {
            i += 1;
            let mut c = 0;
            let unread = loop {
                if c >= 3 {
                    break s;
                }
                c += 1;
            };
            s = x;
        }
        s * y
    }
    #[grad]
    fn square(x: f64) -> f64 {
        x * x
    }
}
