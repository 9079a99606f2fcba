//! Rules of methods that are single divisions and sums.

use crate::Real;

/// d(1/x)/dx = -1/x² = -out². `-inf` at ±0.
#[inline]
pub fn recip_d<T: Real>(out: T) -> T {
    -(out * out)
}

/// A multiple of a number.
#[inline]
pub fn scale<T: Real>(number: T, factor: f64) -> T {
    number * T::from_f64(factor)
}

/// What `a.midpoint(b)` gives either operand of a cotangent: one half.
#[inline]
pub fn half<T: Real>(ct: T) -> T {
    ct * T::from_f64(0.5)
}
