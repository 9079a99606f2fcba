//! The value of every rule where the derivative does not exist or is infinite: at kinks, ties, poles, the
//! ends of domains, infinities and NaN. All values are exact, and so are the signs of zeros where they are
//! written.
#![cfg(any(feature = "std", feature = "libm"))]

use autodiff_runtime::__private::rules::*;
use autodiff_runtime::Real;

/// The same test for both floats.
macro_rules! for_both_floats {
    ($($test:ident)*) => {$(
        mod $test {
            #[test]
            fn in_f64() {
                super::$test::<f64>();
            }

            #[test]
            fn in_f32() {
                super::$test::<f32>();
            }
        }
    )*};
}

for_both_floats! {
    abs_has_slope_0_at_0
    copysign_compares_sign_bits
    roots_are_vertical_at_0
    powi_of_exponent_0_is_constant
    powf_at_base_0
    powf_of_other_special_operands
    hypot_is_flat_at_the_origin
    hypot_at_the_ends_of_the_range
    atan2_has_no_derivative_at_the_origin
    atan2_at_infinity
    remainders_use_the_quotient_that_was_used
    inverse_functions_at_the_ends_of_their_domains
    logarithms_at_their_poles
    logarithms_outside_their_domain_follow_the_formula
    logarithm_bases
    functions_at_infinity
    a_nan_operand_gives_a_nan_partial
    exact_values
}

/// An operand that is written in the source.
fn c<T: Real>(x: f64) -> T {
    T::from_f64(x)
}

/// Equal with sign to `want` rounded to `T`, or both NaN.
#[track_caller]
fn is<T: Real>(got: T, want: f64) {
    let same = got == c(want) && got.is_sign_negative() == want.is_sign_negative();
    assert!(same || got.is_nan() && want.is_nan(), "{got:?} instead of {want:?}");
}

/// Zero of either sign.
#[track_caller]
fn is_zero<T: Real>(got: T) {
    assert!(got == T::ZERO, "{got:?} instead of 0");
}

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

fn abs_has_slope_0_at_0<T: Real>() {
    for (x, want) in [(0.0, 0.0), (-0.0, 0.0), (2.0, 1.0), (-2.0, -1.0), (INF, 1.0), (-INF, -1.0), (NAN, NAN)]
    {
        is(abs_d::<T>(c(x)), want);
    }
    is(abs_d(T::ZERO.next_up()), 1.0);
    is(abs_d(T::ZERO.next_down()), -1.0);
}

fn copysign_compares_sign_bits<T: Real>() {
    for x in [0.0, 3.0, INF, NAN] {
        for s in [0.0, 3.0, INF, NAN] {
            is(copysign_d0::<T>(c(x), c(s)), 1.0);
            is(copysign_d0::<T>(c(-x), c(-s)), 1.0);
            is(copysign_d0::<T>(c(-x), c(s)), -1.0);
            is(copysign_d0::<T>(c(x), c(-s)), -1.0);
        }
    }
}

fn roots_are_vertical_at_0<T: Real>() {
    for zero in [0.0, -0.0] {
        is(sqrt_d(c::<T>(zero).sqrt()), INF);
        is(cbrt_d(c::<T>(zero).cbrt()), INF);
    }
    is(sqrt_d(c::<T>(-1.0).sqrt()), NAN);
    is(sqrt_d(T::INFINITY.sqrt()), 0.0);
    is(cbrt_d(T::INFINITY.cbrt()), 0.0);
    is(cbrt_d(T::NEG_INFINITY.cbrt()), 0.0);
}

fn powi_of_exponent_0_is_constant<T: Real>() {
    for x in [0.0, -0.0, 1.0, -2.5, INF, -INF, NAN] {
        is(powi_d::<T>(c(x), 0), 0.0);
    }
    for x in [0.0, -0.0, INF] {
        is(powi_d::<T>(c(x), 1), 1.0);
    }
    is(powi_d::<T>(c(0.0), 2), 0.0);
    is(powi_d::<T>(c(0.0), 3), 0.0);
    is(powi_d::<T>(c(0.0), -1), -INF);
    is(powi_d::<T>(c(-0.0), -1), -INF);
    is(powi_d::<T>(c(0.0), -2), -INF);
    is(powi_d::<T>(c(-0.0), -2), INF);
    is(powi_d::<T>(c(INF), 3), INF);
    is(powi_d::<T>(c(INF), -1), -0.0);
    is(powi_d::<T>(c(INF), -2), -0.0);
    // n - 1 does not exist.
    is(powi_d::<T>(c(1.0), i32::MIN), -2_147_483_648.0);
    is(powi_d::<T>(c(-1.0), i32::MIN), 2_147_483_648.0);
    is_zero(powi_d::<T>(c(2.0), i32::MIN));
    is(powi_d::<T>(c(0.5), i32::MIN), -INF);
    is(powi_d::<T>(c(1.0), i32::MIN + 1), -2_147_483_647.0);
    is(powi_d::<T>(c(1.0), i32::MAX), 2_147_483_647.0);
}

fn powf_partials<T: Real>(x: f64, y: f64) -> (T, T) {
    let (x, y) = (c::<T>(x), c::<T>(y));
    let out = x.powf(y);
    (powf_d0(x, y, out), powf_d1(x, y, out))
}

#[track_caller]
fn powf_is<T: Real>(x: f64, y: f64, want: (f64, f64)) {
    let (d0, d1) = powf_partials::<T>(x, y);
    is(d0, want.0);
    is(d1, want.1);
}

fn powf_at_base_0<T: Real>() {
    for zero in [0.0, -0.0] {
        powf_is::<T>(zero, 0.0, (0.0, 0.0));
        powf_is::<T>(zero, -0.0, (0.0, 0.0));
        powf_is::<T>(zero, 0.5, (INF, 0.0));
        powf_is::<T>(zero, 1e-30, (INF, 0.0));
        powf_is::<T>(zero, 1.0, (1.0, 0.0));
        powf_is::<T>(zero, 3.0, (0.0, 0.0));
        powf_is::<T>(zero, 2.0, (0.0, 0.0));
        powf_is::<T>(zero, 2.5, (0.0, 0.0));
        powf_is::<T>(zero, -0.5, (-INF, NAN));
        powf_is::<T>(zero, -1.0, (-INF, NAN));
        powf_is::<T>(zero, -2.0, (-INF, NAN));
        powf_is::<T>(zero, NAN, (NAN, NAN));
    }
}

fn powf_of_other_special_operands<T: Real>() {
    // A negative base with a whole exponent, and with another.
    powf_is::<T>(-2.0, 3.0, (12.0, NAN));
    powf_is::<T>(-2.0, 2.0, (-4.0, NAN));
    powf_is::<T>(-2.0, -1.0, (-0.25, NAN));
    powf_is::<T>(-2.0, 1.0, (1.0, NAN));
    powf_is::<T>(-2.0, 0.5, (NAN, NAN));
    powf_is::<T>(-0.5, 1e4, (-0.0, NAN));
    // 1 to any power, any number to the power 0.
    powf_is::<T>(1.0, 5.0, (5.0, 0.0));
    powf_is::<T>(1.0, NAN, (NAN, NAN));
    powf_is::<T>(NAN, 0.0, (NAN, NAN));
    // Infinite bases.
    powf_is::<T>(INF, 1.0, (1.0, INF));
    powf_is::<T>(INF, 2.0, (INF, INF));
    powf_is::<T>(INF, 0.5, (0.0, INF));
    powf_is::<T>(INF, -1.0, (-0.0, 0.0));
    // A power that underflows or overflows.
    let (d0, d1) = powf_partials::<T>(0.5, 1e4);
    is_zero(d0);
    is_zero(d1);
    powf_is::<T>(2.0, 1e4, (INF, INF));
}

fn hypot_partials<T: Real>(x: T, y: T) -> (T, T) {
    let out = x.hypot(y);
    (hypot_d0(x, y, out), hypot_d1(x, y, out))
}

fn hypot_is_flat_at_the_origin<T: Real>() {
    for (x, y) in [(0.0, 0.0), (-0.0, 0.0), (0.0, -0.0), (-0.0, -0.0)] {
        let (d0, d1) = hypot_partials::<T>(c(x), c(y));
        is(d0, 0.0);
        is(d1, 0.0);
    }
    let (d0, d1) = hypot_partials::<T>(c(0.0), c(-2.0));
    is(d0, 0.0);
    is(d1, -1.0);
}

fn hypot_at_the_ends_of_the_range<T: Real>() {
    let tiny = T::ZERO.next_up();
    for (x, y) in [(tiny, tiny), (T::MAX, T::MAX), (T::MIN_POSITIVE, T::MIN_POSITIVE)] {
        let (d0, d1) = hypot_partials(x, -y);
        let error = (d0 - T::FRAC_1_SQRT_2).abs() + (d1 + T::FRAC_1_SQRT_2).abs();
        // One rounding of the root and one of the quotient, each below EPSILON / 2.
        assert!(error <= T::EPSILON + T::EPSILON, "{d0:?}, {d1:?}");
    }
    for (x, y, want) in [
        (INF, 1.0, (1.0, 0.0)),
        (-INF, 1.0, (-1.0, 0.0)),
        (1.0, INF, (0.0, 1.0)),
        (1.0, -INF, (0.0, -1.0)),
        (INF, INF, (NAN, NAN)),
        (INF, NAN, (NAN, NAN)),
        (NAN, INF, (NAN, NAN)),
    ] {
        let (d0, d1) = hypot_partials::<T>(c(x), c(y));
        is(d0, want.0);
        is(d1, want.1);
    }
}

fn atan2_has_no_derivative_at_the_origin<T: Real>() {
    for (y, x) in [(0.0, 0.0), (-0.0, 0.0), (0.0, -0.0), (-0.0, -0.0)] {
        is(atan2_d0::<T>(c(y), c(x)), NAN);
        is(atan2_d1::<T>(c(y), c(x)), NAN);
    }
    // On the axes it has.
    is(atan2_d0::<T>(c(0.0), c(-2.0)), -0.5);
    is_zero(atan2_d1::<T>(c(0.0), c(-2.0)));
    is_zero(atan2_d0::<T>(c(2.0), c(0.0)));
    is(atan2_d1::<T>(c(2.0), c(0.0)), -0.5);
}

fn atan2_at_infinity<T: Real>() {
    for (y, x) in [(INF, 1.0), (1.0, INF), (INF, INF), (-INF, INF), (0.0, -INF)] {
        is_zero(atan2_d0::<T>(c(y), c(x)));
        is_zero(atan2_d1::<T>(c(y), c(x)));
    }
    is(atan2_d0::<T>(c(NAN), c(INF)), NAN);
    is(atan2_d1::<T>(c(INF), c(NAN)), NAN);
}

fn remainders_use_the_quotient_that_was_used<T: Real>() {
    let rem = |x: f64, y: f64| rem_d1::<T>(c(x), c(y), c::<T>(x) % c::<T>(y));
    for (x, y, want) in [
        (7.0, 3.0, -2.0),
        (-7.0, 3.0, 2.0),
        (7.0, -3.0, 2.0),
        (-7.0, -3.0, -2.0),
        (2.0, 3.0, -0.0),
        (6.0, 3.0, -2.0),
        (1.0, 0.1, -9.0),
        (5.0, INF, -0.0),
        (5.0, 0.0, NAN),
        (INF, 3.0, NAN),
    ] {
        is(rem(x, y), want);
    }
    is(rem_d1(T::MAX, T::MIN_POSITIVE, T::ZERO), -INF);

    let rem_euclid = |x: f64, y: f64| rem_euclid_d1::<T>(c(x), c(y));
    for (x, y, want) in [
        (7.0, 3.0, -2.0),
        (-7.0, 3.0, 3.0),
        (7.0, -3.0, 2.0),
        (-7.0, -3.0, -3.0),
        (-6.0, 3.0, 2.0),
        (1.0, 0.1, -9.0),
        (-1.0, 0.1, 10.0),
        // The remainder rounds to 1, the quotient is -1 all the same.
        (-1e-30, 1.0, 1.0),
        (5.0, 0.0, NAN),
        (INF, 3.0, NAN),
    ] {
        is(rem_euclid(x, y), want);
    }
}

fn inverse_functions_at_the_ends_of_their_domains<T: Real>() {
    for end in [1.0, -1.0] {
        is(asin_d::<T>(c(end)), INF);
        is(acos_d::<T>(c(end)), -INF);
        is(atanh_d::<T>(c(end)), INF);
        is(asin_d::<T>(c(1.5 * end)), NAN);
        is(acos_d::<T>(c(1.5 * end)), NAN);
        is(atanh_d::<T>(c(2.0 * end)), -1.0 / 3.0);
    }
    is(acosh_d::<T>(c(1.0)), INF);
    is(acosh_d::<T>(c(0.5)), NAN);
    is(acosh_d::<T>(c(-2.0)), NAN);
}

fn logarithms_at_their_poles<T: Real>() {
    for zero in [0.0, -0.0] {
        is(ln_d::<T>(c(zero)), INF);
        is(log2_d::<T>(c(zero)), INF);
        is(log10_d::<T>(c(zero)), INF);
        is(log_d0::<T>(c(zero), c(2.0)), INF);
        is(log_d0::<T>(c(zero), c(0.5)), -INF);
        is(recip_d(c::<T>(zero).recip()), -INF);
    }
    is(ln_1p_d::<T>(c(-1.0)), INF);
}

fn logarithms_outside_their_domain_follow_the_formula<T: Real>() {
    is(ln_d::<T>(c(-2.0)), -0.5);
    is(log2_d::<T>(c(-1.0)), -T::LOG2_E.to_f64());
    is(log10_d::<T>(c(-1.0)), -T::LOG10_E.to_f64());
    is(ln_1p_d::<T>(c(-3.0)), -0.5);
}

fn logarithm_bases<T: Real>() {
    is(log_d0::<T>(c(4.0), c(-2.0)), NAN);
    is(log_d1::<T>(c(4.0), c(-2.0)), NAN);
    is_zero(log_d1::<T>(c(1.0), c(2.0)));
    is(log_d0::<T>(c(4.0), c(1.0)), INF);
    is(log_d1::<T>(c(4.0), c(1.0)), -INF);
    is_zero(log_d0::<T>(c(4.0), c(0.0)));
    // The formula is 0 times infinity.
    is(log_d1::<T>(c(4.0), c(0.0)), NAN);
    is_zero(log_d0::<T>(c(4.0), c(INF)));
    is_zero(log_d1::<T>(c(4.0), c(INF)));
    is(log_d1::<T>(c(0.0), c(2.0)), INF);
}

fn functions_at_infinity<T: Real>() {
    for x in [INF, -INF] {
        for rule in [sin_d::<T>, cos_d] {
            is(rule(c(x)), NAN);
        }
        for rule in [ln_d::<T>, log2_d, log10_d, ln_1p_d, atan_d, asinh_d] {
            is_zero(rule(c(x)));
        }
        is(tan_d(c::<T>(x).tan()), NAN);
        is(tanh_d(c::<T>(x).tanh()), 0.0);
        is(sinh_d::<T>(c(x)), INF);
        is(cosh_d::<T>(c(x)), x);
        is(exp_d(c::<T>(x).exp()), x.max(0.0));
        is(exp2_d(c::<T>(x).exp2()), x.max(0.0));
        is(exp_m1_d::<T>(c(x)), x.max(0.0));
        is_zero(recip_d(c::<T>(x).recip()));
    }
    is(acosh_d::<T>(c(INF)), 0.0);
}

fn a_nan_operand_gives_a_nan_partial<T: Real>() {
    let of_operand = [
        abs_d, exp_m1_d, ln_d, log2_d, log10_d, ln_1p_d, sin_d, cos_d, asin_d, acos_d, atan_d, sinh_d,
        cosh_d, asinh_d, acosh_d, atanh_d,
    ];
    let of_result = [sqrt_d::<T>, cbrt_d, exp_d, exp2_d, tan_d, tanh_d, recip_d];
    for rule in of_operand.into_iter().chain(of_result) {
        is(rule(T::NAN), NAN);
    }
    for n in [i32::MIN, -2, -1, 2, 3] {
        is(powi_d(T::NAN, n), NAN);
    }
    let nan = T::NAN;
    for x in [-INF, -2.0, -0.0, 0.0, 0.5, 1.0, 2.0, INF].map(c::<T>) {
        for (a, b) in [(x, nan), (nan, x), (nan, nan)] {
            for rule in [log_d0, log_d1, atan2_d0, atan2_d1, rem_euclid_d1] {
                is(rule(a, b), NAN);
            }
            is(rem_d1(a, b, a % b), NAN);
            is(hypot_d0(a, b, a.hypot(b)), NAN);
            is(hypot_d1(a, b, a.hypot(b)), NAN);
            is(powf_d0(a, b, a.powf(b)), NAN);
            is(powf_d1(a, b, a.powf(b)), NAN);
        }
    }
}

fn exact_values<T: Real>() {
    is(half(c::<T>(3.0)), 1.5);
    is(tanh_d(T::ZERO.tanh()), 1.0);
    is(exp_m1_d(T::ZERO), 1.0);
    is(sin_d(T::ZERO), 1.0);
    is(cos_d(T::ZERO), -0.0);
    is(asinh_d(T::ZERO), 1.0);
    is(powi_d::<T>(c(3.0), 2), 6.0);
    is(recip_d(c::<T>(0.5)), -0.25);
}
