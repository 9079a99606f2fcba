//! Rules of hyperbolic functions and their inverses.

use crate::Real;

/// d(sinh x)/dx = cosh x.
#[inline]
pub fn sinh_d<T: Real>(x: T) -> T {
    x.cosh()
}

/// d(cosh x)/dx = sinh x.
#[inline]
pub fn cosh_d<T: Real>(x: T) -> T {
    x.sinh()
}

/// d(tanh x)/dx = (1 - out) (1 + out).
///
/// The absolute error stays below twice [`Real::EPSILON`], that is 2⁻⁵¹ for `f64`; the relative error grows
/// towards saturation, where `out` has forgotten x. In return the rule keeps no operand and calls no
/// function.
#[inline]
pub fn tanh_d<T: Real>(out: T) -> T {
    (T::ONE - out) * (T::ONE + out)
}

/// d(asinh x)/dx = 1 / √(x² + 1).
#[inline]
pub fn asinh_d<T: Real>(x: T) -> T {
    let square = x * x;
    if square.is_finite() {
        (square + T::ONE).sqrt().recip()
    } else {
        // The 1 is far below one unit of x².
        x.abs().recip()
    }
}

/// d(acosh x)/dx = 1 / √(x² - 1). `+inf` at 1, NaN below.
#[inline]
pub fn acosh_d<T: Real>(x: T) -> T {
    acosh_divisor(x).recip()
}

/// What [`acosh_d`] divides by.
#[inline]
pub fn acosh_divisor<T: Real>(x: T) -> T {
    // One root for each factor: x² - 1 cancels near 1, and the product of the factors overflows.
    (x - T::ONE).sqrt() * (x + T::ONE).sqrt()
}

/// d(atanh x)/dx = 1 / (1 - x²). `+inf` at ±1; outside the formula, although the value is NaN.
#[inline]
pub fn atanh_d<T: Real>(x: T) -> T {
    atanh_divisor(x).recip()
}

/// What [`atanh_d`] divides by.
#[inline]
pub fn atanh_divisor<T: Real>(x: T) -> T {
    // 1 - x² cancels near ±1, the factors do not.
    (T::ONE - x) * (T::ONE + x)
}
