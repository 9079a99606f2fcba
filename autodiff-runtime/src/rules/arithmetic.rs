//! Rules of methods that are single divisions and sums.

use crate::Real;

/// d(1/x)/dx = -1/x² = -out². `-inf` at ±0.
#[inline]
pub fn recip_d<T: Real>(out: T) -> T {
    -(out * out)
}

/// Two times a number: what is left of `ct * x + ct * x`. As a product its factor swallows the signs around it.
#[inline]
pub fn double<T: Real>(number: T) -> T {
    number * T::from_f64(2.0)
}

/// The partial of `a.midpoint(b)` in either operand: one half.
#[inline]
pub fn midpoint_d<T: Real>() -> T {
    T::from_f64(0.5)
}
