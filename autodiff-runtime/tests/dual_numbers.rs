//! The rules against forward-mode dual numbers of another library, at ordinary points. (That library has no
//! remainders and selects no operands.)
//!
//! This shares no formula with `accuracy.rs`. The tolerance, 64 EPSILON relative, is for that library, which
//! has some formulas that cancel; a wrong formula is off by far more at one of several points.
#![cfg(any(feature = "std", feature = "libm"))]

use autodiff_runtime::__private::rules::*;
use autodiff_runtime::Real;
use num_dual::{Dual32, Dual64, DualNum};

#[track_caller]
fn agree<T: Real>(name: &str, got: T, want: T) {
    let allowed = T::from_f64(64.0) * T::EPSILON * (T::ONE + want.abs());
    assert!((got - want).abs() <= allowed, "{name}: {got:?} instead of {want:?}");
}

macro_rules! rules {
    ($test:ident, $t:ident, $D:ident) => {
        #[test]
        fn $test() {
            /// The derivative of `f` at `x`.
            fn d(x: $t, f: impl Fn($D) -> $D) -> $t {
                f($D::new(x, 1.0)).eps
            }
            /// A dual number that carries no derivative.
            fn c(x: $t) -> $D {
                $D::new(x, 0.0)
            }
            for x in [-1.75, -0.8, -0.3, 0.2, 0.6, 0.95, 1.1, 2.3, 4.0] {
                agree("recip", recip_d(x.recip()), d(x, |x| x.recip()));
                agree("exp", exp_d(x.exp()), d(x, |x| x.exp()));
                agree("exp2", exp2_d(x.exp2()), d(x, |x| x.exp2()));
                agree("exp_m1", exp_m1_d(x), d(x, |x| x.exp_m1()));
                agree("cbrt", cbrt_d(x.cbrt()), d(x, |x| x.cbrt()));
                agree("sin", sin_d(x), d(x, |x| x.sin()));
                agree("cos", cos_d(x), d(x, |x| x.cos()));
                agree("tan", tan_d(x.tan()), d(x, |x| x.tan()));
                agree("atan", atan_d(x), d(x, |x| x.atan()));
                agree("sinh", sinh_d(x), d(x, |x| x.sinh()));
                agree("cosh", cosh_d(x), d(x, |x| x.cosh()));
                agree("tanh", tanh_d(x.tanh()), d(x, |x| x.tanh()));
                agree("asinh", asinh_d(x), d(x, |x| x.asinh()));
                for n in [-3, -1, 0, 1, 2, 5] {
                    agree("powi", powi_d(x, n), d(x, |x| x.powi(n)));
                }
                for y in [-2.5, -0.4, 0.3, 1.7] {
                    agree("atan2", atan2_d0(y, x), d(y, |y| y.atan2(c(x))));
                    agree("atan2", atan2_d1(y, x), d(x, |x| c(y).atan2(x)));
                    let hypot = |x: $D, y: $D| (x * x + y * y).sqrt();
                    agree("hypot", hypot_d0(x, y, x.hypot(y)), d(x, |x| hypot(x, c(y))));
                    agree("hypot", hypot_d1(x, y, x.hypot(y)), d(y, |y| hypot(c(x), y)));
                }
            }
            for x in [0.15, 0.6, 0.95, 1.1, 2.3, 17.0] {
                agree("sqrt", sqrt_d(x.sqrt()), d(x, |x| x.sqrt()));
                agree("ln", ln_d(x), d(x, |x| x.ln()));
                agree("log2", log2_d(x), d(x, |x| x.log2()));
                agree("log10", log10_d(x), d(x, |x| x.log10()));
                agree("ln_1p", ln_1p_d(x), d(x, |x| x.ln_1p()));
                for y in [0.3, 0.8, 1.7, 3.2] {
                    agree("log", log_d0(x, y), d(x, |x| x.log(y)));
                    agree("log", log_d1(x, y), d(y, |y| c(x).ln() / y.ln()));
                    agree("powf", powf_d0(x, y, x.powf(y)), d(x, |x| x.powf(y)));
                    agree("powf", powf_d1(x, y, x.powf(y)), d(y, |y| c(x).powd(y)));
                    agree("powf", powf_d0(x, -y, x.powf(-y)), d(x, |x| x.powf(-y)));
                    agree("powf", powf_d1(x, -y, x.powf(-y)), d(-y, |y| c(x).powd(y)));
                }
            }
            for x in [-0.9, -0.4, 0.1, 0.5, 0.8] {
                agree("asin", asin_d(x), d(x, |x| x.asin()));
                agree("acos", acos_d(x), d(x, |x| x.acos()));
                agree("atanh", atanh_d(x), d(x, |x| x.atanh()));
                agree("ln_1p", ln_1p_d(x), d(x, |x| x.ln_1p()));
            }
            for x in [1.05, 1.8, 6.0, 250.0] {
                agree("acosh", acosh_d(x), d(x, |x| x.acosh()));
            }
        }
    };
}

rules!(in_f64, f64, Dual64);
rules!(in_f32, f32, Dual32);
