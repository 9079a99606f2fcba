//! `Real` for `f32` and `f64`.

use core::cmp::Ordering;

use crate::real::{Real, sealed::Sealed};

/// Forwards trait methods to the inherent methods of the same names.
macro_rules! inherent {
    ($($name:ident($($arg:ident: $ty:ty),*) -> $out:ty;)*) => {$(
        #[inline]
        fn $name(self, $($arg: $ty),*) -> $out {
            Self::$name(self, $($arg),*)
        }
    )*};
}

/// Forwards trait methods to functions of the crate `libm`.
#[cfg(all(feature = "libm", not(feature = "std")))]
macro_rules! libm {
    ($($name:ident($($arg:ident: $ty:ty),*) -> $out:ty = $function:ident;)*) => {$(
        #[inline]
        fn $name(self, $($arg: $ty),*) -> $out {
            libm::$function(self, $($arg),*)
        }
    )*};
}

macro_rules! constants {
    ($t:ident: $($name:ident)*) => {
        $(const $name: Self = core::$t::consts::$name;)*
    };
}

macro_rules! real {
    ($t:ident) => {
        impl Sealed for $t {}

        impl Real for $t {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const EPSILON: Self = $t::EPSILON;
            const MIN: Self = $t::MIN;
            const MAX: Self = $t::MAX;
            const MIN_POSITIVE: Self = $t::MIN_POSITIVE;
            const INFINITY: Self = $t::INFINITY;
            const NEG_INFINITY: Self = $t::NEG_INFINITY;
            const NAN: Self = $t::NAN;
            constants! { $t:
                PI TAU E LN_2 LN_10 LOG2_E LOG2_10 LOG10_E LOG10_2 SQRT_2 FRAC_1_SQRT_2
                FRAC_PI_2 FRAC_PI_3 FRAC_PI_4 FRAC_PI_6 FRAC_PI_8 FRAC_1_PI FRAC_2_PI FRAC_2_SQRT_PI
            }

            #[inline]
            fn from_f64(value: f64) -> Self {
                value as $t
            }

            #[inline]
            fn to_f64(self) -> f64 {
                self.into()
            }

            #[inline]
            fn total_cmp(&self, other: &Self) -> Ordering {
                Self::total_cmp(self, other)
            }

            inherent! {
                abs() -> Self;
                signum() -> Self;
                copysign(sign: Self) -> Self;
                recip() -> Self;
                to_degrees() -> Self;
                to_radians() -> Self;
                max(other: Self) -> Self;
                min(other: Self) -> Self;
                clamp(min: Self, max: Self) -> Self;
                midpoint(other: Self) -> Self;
                next_up() -> Self;
                next_down() -> Self;
                is_nan() -> bool;
                is_finite() -> bool;
                is_infinite() -> bool;
                is_normal() -> bool;
                is_sign_positive() -> bool;
                is_sign_negative() -> bool;
            }

            #[cfg(feature = "std")]
            inherent! {
                floor() -> Self;
                ceil() -> Self;
                round() -> Self;
                round_ties_even() -> Self;
                trunc() -> Self;
                fract() -> Self;
                mul_add(a: Self, b: Self) -> Self;
                div_euclid(rhs: Self) -> Self;
                rem_euclid(rhs: Self) -> Self;
                powi(n: i32) -> Self;
                powf(n: Self) -> Self;
                sqrt() -> Self;
                cbrt() -> Self;
                hypot(other: Self) -> Self;
                exp() -> Self;
                exp2() -> Self;
                exp_m1() -> Self;
                ln() -> Self;
                log(base: Self) -> Self;
                log2() -> Self;
                log10() -> Self;
                ln_1p() -> Self;
                sin() -> Self;
                cos() -> Self;
                tan() -> Self;
                asin() -> Self;
                acos() -> Self;
                atan() -> Self;
                atan2(other: Self) -> Self;
                sin_cos() -> (Self, Self);
                sinh() -> Self;
                cosh() -> Self;
                tanh() -> Self;
                asinh() -> Self;
                acosh() -> Self;
                atanh() -> Self;
            }

            #[cfg(all(feature = "libm", not(feature = "std")))]
            without_std!($t);
        }
    };
}

/// What neither `core` nor a single function of `libm` gives.
#[cfg(all(feature = "libm", not(feature = "std")))]
macro_rules! composed {
    () => {
        #[inline]
        fn fract(self) -> Self {
            self - Real::trunc(self)
        }

        #[inline]
        fn log(self, base: Self) -> Self {
            Real::ln(self) / Real::ln(base)
        }

        #[inline]
        fn rem_euclid(self, rhs: Self) -> Self {
            let r = self % rhs;
            if r < 0.0 { r + rhs.abs() } else { r }
        }

        #[inline]
        fn div_euclid(self, rhs: Self) -> Self {
            let q = Real::trunc(self / rhs);
            if self % rhs < 0.0 { q - rhs.signum() } else { q }
        }

        /// By repeated squaring.
        #[inline]
        fn powi(self, n: i32) -> Self {
            let (mut square, mut left, mut power) = (self, n.unsigned_abs(), 1.0);
            while left != 0 {
                if left % 2 == 1 {
                    power *= square;
                }
                left /= 2;
                if left != 0 {
                    square *= square;
                }
            }
            if n < 0 { power.recip() } else { power }
        }
    };
}

#[cfg(all(feature = "libm", not(feature = "std")))]
macro_rules! without_std {
    (f64) => {
        composed!();
        libm! {
            floor() -> Self = floor;
            ceil() -> Self = ceil;
            round() -> Self = round;
            round_ties_even() -> Self = roundeven;
            trunc() -> Self = trunc;
            mul_add(a: Self, b: Self) -> Self = fma;
            powf(n: Self) -> Self = pow;
            sqrt() -> Self = sqrt;
            cbrt() -> Self = cbrt;
            hypot(other: Self) -> Self = hypot;
            exp() -> Self = exp;
            exp2() -> Self = exp2;
            exp_m1() -> Self = expm1;
            ln() -> Self = log;
            log2() -> Self = log2;
            log10() -> Self = log10;
            ln_1p() -> Self = log1p;
            sin() -> Self = sin;
            cos() -> Self = cos;
            tan() -> Self = tan;
            asin() -> Self = asin;
            acos() -> Self = acos;
            atan() -> Self = atan;
            atan2(other: Self) -> Self = atan2;
            sin_cos() -> (Self, Self) = sincos;
            sinh() -> Self = sinh;
            cosh() -> Self = cosh;
            tanh() -> Self = tanh;
            asinh() -> Self = asinh;
            acosh() -> Self = acosh;
            atanh() -> Self = atanh;
        }
    };
    (f32) => {
        composed!();
        libm! {
            floor() -> Self = floorf;
            ceil() -> Self = ceilf;
            round() -> Self = roundf;
            round_ties_even() -> Self = roundevenf;
            trunc() -> Self = truncf;
            mul_add(a: Self, b: Self) -> Self = fmaf;
            powf(n: Self) -> Self = powf;
            sqrt() -> Self = sqrtf;
            cbrt() -> Self = cbrtf;
            hypot(other: Self) -> Self = hypotf;
            exp() -> Self = expf;
            exp2() -> Self = exp2f;
            exp_m1() -> Self = expm1f;
            ln() -> Self = logf;
            log2() -> Self = log2f;
            log10() -> Self = log10f;
            ln_1p() -> Self = log1pf;
            sin() -> Self = sinf;
            cos() -> Self = cosf;
            tan() -> Self = tanf;
            asin() -> Self = asinf;
            acos() -> Self = acosf;
            atan() -> Self = atanf;
            atan2(other: Self) -> Self = atan2f;
            sin_cos() -> (Self, Self) = sincosf;
            sinh() -> Self = sinhf;
            cosh() -> Self = coshf;
            tanh() -> Self = tanhf;
            asinh() -> Self = asinhf;
            acosh() -> Self = acoshf;
            atanh() -> Self = atanhf;
        }
    };
}

real!(f32);
real!(f64);
