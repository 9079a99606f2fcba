//! Rules of trigonometric functions and their inverses.

use crate::Real;

/// d(sin x)/dx = cos x. NaN at ±inf.
#[inline]
pub fn sin_d<T: Real>(x: T) -> T {
    x.cos()
}

/// d(cos x)/dx = -sin x. NaN at ±inf.
#[inline]
pub fn cos_d<T: Real>(x: T) -> T {
    -x.sin()
}

/// d(tan x)/dx = 1 + tan² x = 1 + out².
#[inline]
pub fn tan_d<T: Real>(out: T) -> T {
    T::ONE + out * out
}

/// d(asin x)/dx = 1 / √(1 - x²). `+inf` at ±1, NaN outside.
#[inline]
pub fn asin_d<T: Real>(x: T) -> T {
    asin_divisor(x).recip()
}

/// What [`asin_d`] divides by, and [`acos_d`].
#[inline]
pub fn asin_divisor<T: Real>(x: T) -> T {
    // 1 - x² cancels near ±1, the factors do not.
    ((T::ONE - x) * (T::ONE + x)).sqrt()
}

/// d(acos x)/dx = -1 / √(1 - x²). `-inf` at ±1, NaN outside.
#[inline]
pub fn acos_d<T: Real>(x: T) -> T {
    -asin_d(x)
}

/// d(atan x)/dx = 1 / (1 + x²).
#[inline]
pub fn atan_d<T: Real>(x: T) -> T {
    atan_divisor(x).recip()
}

/// What [`atan_d`] divides by.
#[inline]
pub fn atan_divisor<T: Real>(x: T) -> T {
    T::ONE + x * x
}

/// The partial of `y.atan2(x)` in y: x / (x² + y²).
///
/// NaN at the origin. 0, the limit, where an operand is infinite.
#[inline]
pub fn atan2_d0<T: Real>(y: T, x: T) -> T {
    over_square_norm(x, x, y)
}

/// The partial of `y.atan2(x)` in x: -y / (x² + y²), with the special points of [`atan2_d0`].
#[inline]
pub fn atan2_d1<T: Real>(y: T, x: T) -> T {
    -over_square_norm(y, x, y)
}

/// `part / (x² + y²)`, where `part` is x or y.
#[inline]
fn over_square_norm<T: Real>(part: T, x: T, y: T) -> T {
    let square_norm = x * x + y * y;
    if square_norm.is_normal() { part / square_norm } else { over_square_norm_scaled(part, x, y) }
}

#[cold]
fn over_square_norm_scaled<T: Real>(part: T, x: T, y: T) -> T {
    let largest = x.abs().max(y.abs());
    if x.is_nan() || y.is_nan() || largest == T::ZERO {
        return T::NAN;
    }
    if largest.is_infinite() {
        return T::ZERO;
    }
    // Powers of two, so that no bit is lost. Upwards (2⁹⁷⁰ for f64) so far that the square of the smallest
    // subnormal is normal, and not so far that the quotient underflows; downwards (2⁻⁵¹³) just so that two
    // squares of MAX have a finite sum.
    let scale = if largest < T::ONE {
        T::EPSILON / T::MIN_POSITIVE
    } else {
        T::from_f64(0.25) * T::MIN_POSITIVE.sqrt()
    };
    let (x, y) = (x * scale, y * scale);
    part * scale / (x * x + y * y) * scale
}
