//! Functions, macros and methods that are known by name, by every path to them.

#[macro_use]
mod common;

use autodiff::{Real, grad, stop_gradient};

program! {
    functions_of_mem, f(x, y) for [x, y] in [[2.0, 3.0], [-0.5, 1.5]], gives [3.0 * x * x * y, x * x * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        use core::mem;
        let (mut a, mut b) = (x, y);
        mem::swap(&mut a, &mut b);
        ::std::mem::swap::<f64>(&mut a, &mut b);
        let c = std::mem::replace(&mut a, x * b);
        let d = mem::take(&mut b);
        let e = { use std::mem::{self as memory}; let _ = memory::size_of::<u8>(); b };
        assert!(e == 0.0 && d == y);
        c * a * x
    }
}

program! {
    paths_to_stop_gradient, f(x, y) for [x, y] in [[2.0, 3.0], [-0.5, 1.5]],
        gives [y + y + x + if x > 0.0 { x } else { 0.0 } + x.cos(), x], frozen;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = x * autodiff::stop_gradient::<f64>(y) + stop_gradient(x) * y;
        let b = if x > 0.0 {
            use autodiff::stop_gradient as _;
            x * { use autodiff::*; stop_gradient(x) }
        } else {
            ::autodiff::stop_gradient(x)
        };
        let n = stop_gradient(y.floor()) as i32;
        a + b + f64::from(n) * 0.0 + Real::sin(x) + Real::floor(y) + x * stop_gradient(x + y)
    }
}

program! {
    standard_macros, f(x, y) for [x, y] in [[2.0, 3.0]], allocates, gives [2.0 * x * y, x * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        assert!(x > 0.0, "{x}");
        ::core::assert!(x > 0.0);
        debug_assert!(y > 0.0);
        assert_eq!(x.abs(), x.max(-x), "{}", y);
        std::assert_ne!(x, y);
        debug_assert_eq!((x, y).0, x);
        debug_assert_ne!(x, y);
        let v = vec![1.0, 2.0];
        let w = std::vec![1.0; 2];
        if !matches!(x, 0.0..=9.0) || v[0] + w[1] != 2.0 {
            unreachable!("{x}");
        }
        x * x * y
    }
}

program! {
    lengths, f(&[x, y], [x, y, x], (y, [x, x])) for [x, y] in [[2.0, 3.0]], allocates,
        gives [96.0, 96.0, 96.0, 96.0, 96.0, 96.0, 0.0, 0.0];
    #[grad]
    pub(crate) fn f(a: &[f64], b: [f64; 3], c: (f64, [f64; 2])) -> f64 {
        let (r, v) = (&b, [c.0, a[0]]);
        let n = a.len() * b.len() * c.1.len() * r.len() / 3 * v.len();
        let mut sum = c.0;
        for i in 0..b.len() {
            sum += b[i];
        }
        if a.is_empty() || b[0].is_nan() || !v[1].is_finite() { return 0.0; }
        (sum + a[0] + a[a.len() - 1]) * (n * 4) as f64
    }
}
