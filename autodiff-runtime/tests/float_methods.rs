//! The methods of `Real` are those of `f32` and `f64`: with feature `std` bit for bit, with `libm` to a few
//! units in the last place (two libraries, each within 2 ulp; the tolerance is 8 EPSILON, relative).
#![cfg(any(feature = "std", feature = "libm"))]

use autodiff_runtime::Real;

const TOLERANCE: f64 = if cfg!(feature = "std") { 0.0 } else { 8.0 };

#[track_caller]
fn agree<T: Real>(name: &str, operands: &[T], ours: T, inherent: T) {
    let distance = (ours - inherent).abs().to_f64();
    let allowed = TOLERANCE * T::EPSILON.to_f64() * inherent.abs().to_f64();
    let same = ours == inherent && ours.is_sign_negative() == inherent.is_sign_negative();
    assert!(
        same || ours.is_nan() && inherent.is_nan() || (TOLERANCE > 0.0 && distance <= allowed),
        "{name}{operands:?}: {ours:?} instead of {inherent:?}"
    );
}

macro_rules! unary {
    ($t:ident: $($m:ident)*) => {$(
        for x in points() {
            agree::<$t>(stringify!($m), &[x], Real::$m(x), $t::$m(x));
        }
    )*};
}

macro_rules! binary {
    ($t:ident: $($m:ident)*) => {$(
        for x in points() {
            for y in points() {
                agree::<$t>(stringify!($m), &[x, y], Real::$m(x, y), $t::$m(x, y));
            }
        }
    )*};
}

macro_rules! predicates {
    ($t:ident: $($m:ident)*) => {$(
        for x in points::<$t>() {
            assert_eq!(Real::$m(x), $t::$m(x), "{}({x})", stringify!($m));
        }
    )*};
}

macro_rules! constants {
    ($t:ident: $($c:ident)*) => {
        $(assert_eq!(<$t as Real>::$c, std::$t::consts::$c);)*
    };
}

macro_rules! methods {
    ($t:ident, $test:ident) => {
        #[test]
        fn $test() {
            unary! { $t:
                abs signum recip to_degrees to_radians next_up next_down floor ceil round round_ties_even trunc fract
                sqrt cbrt exp exp2 exp_m1 ln log2 log10 ln_1p sin cos tan asin acos atan sinh cosh tanh asinh acosh
                atanh
            }
            binary! { $t:
                copysign max min midpoint div_euclid rem_euclid powf hypot log atan2
            }
            predicates! { $t:
                is_nan is_finite is_infinite is_normal is_sign_positive is_sign_negative
            }
            constants! { $t:
                PI TAU E LN_2 LN_10 LOG2_E LOG2_10 LOG10_E LOG10_2 SQRT_2 FRAC_1_SQRT_2
                FRAC_PI_2 FRAC_PI_3 FRAC_PI_4 FRAC_PI_6 FRAC_PI_8 FRAC_1_PI FRAC_2_PI FRAC_2_SQRT_PI
            }
            for x in points::<$t>() {
                for n in [0, 1, 2, 3, 7, -1, -2, -9, i32::MAX, i32::MIN] {
                    agree("powi", &[x], Real::powi(x, n), $t::powi(x, n));
                }
                let ((sin, cos), (inherent_sin, inherent_cos)) = (Real::sin_cos(x), $t::sin_cos(x));
                agree("sin_cos", &[x], sin, inherent_sin);
                agree("sin_cos", &[x], cos, inherent_cos);
                agree("clamp", &[x], Real::clamp(x, -1.0, 1.5), $t::clamp(x, -1.0, 1.5));
                for y in points::<$t>() {
                    agree("mul_add", &[x, y], Real::mul_add(x, y, 0.3), $t::mul_add(x, y, 0.3));
                    assert_eq!(Real::total_cmp(&x, &y), $t::total_cmp(&x, &y));
                }
                let x = Real::to_f64(x);
                assert!(<$t as Real>::from_f64(x) == x as $t || x.is_nan());
            }
            for (ours, inherent) in [
                (Real::EPSILON, $t::EPSILON),
                (Real::MIN, $t::MIN),
                (Real::MAX, $t::MAX),
                (Real::MIN_POSITIVE, $t::MIN_POSITIVE),
                (Real::INFINITY, $t::INFINITY),
                (Real::NEG_INFINITY, $t::NEG_INFINITY),
                (Real::NAN, $t::NAN),
                (Real::ZERO, 0.0),
                (Real::ONE, 1.0),
            ] {
                agree("constant", &[], ours, inherent);
            }
        }
    };
}

fn points<T: Real>() -> Vec<T> {
    [0.0, 0.3, 0.7, 1.0, 1.5, 2.5, 7.25, 40.0, 1e-30, 1e30, f64::INFINITY, f64::NAN]
        .into_iter()
        .flat_map(|x| [T::from_f64(x), T::from_f64(-x)])
        .collect()
}

methods!(f32, the_methods_of_f32);
methods!(f64, the_methods_of_f64);
