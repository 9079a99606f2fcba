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

/// The partial of `a.midpoint(b)` in either operand: one half.
#[inline]
pub fn midpoint_d<T: Real>() -> T {
    T::from_f64(0.5)
}
