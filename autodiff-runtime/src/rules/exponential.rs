//! Rules of exponentials and logarithms.

use crate::Real;

/// d(eˣ)/dx = out.
#[inline]
pub fn exp_d<T: Real>(out: T) -> T {
    out
}

/// d(2ˣ)/dx = out ln 2.
#[inline]
pub fn exp2_d<T: Real>(out: T) -> T {
    out * T::LN_2
}

/// d(eˣ - 1)/dx = eˣ, from the operand: `out + 1` cancels for x far below 0.
#[inline]
pub fn exp_m1_d<T: Real>(x: T) -> T {
    x.exp()
}

/// d(ln x)/dx = 1/x. `+inf` at ±0; for x < 0 the formula, although the value is NaN.
#[inline]
pub fn ln_d<T: Real>(x: T) -> T {
    ln_divisor(x).recip()
}

/// What [`ln_d`] divides by: x, and +0 for -0.
#[inline]
pub fn ln_divisor<T: Real>(x: T) -> T {
    no_negative_zero(x)
}

/// d(log₂ x)/dx = 1 / (x ln 2). `+inf` at ±0; for x < 0 the formula, although the value is NaN.
#[inline]
pub fn log2_d<T: Real>(x: T) -> T {
    T::LOG2_E / no_negative_zero(x)
}

/// d(log₁₀ x)/dx = 1 / (x ln 10). `+inf` at ±0; for x < 0 the formula, although the value is NaN.
#[inline]
pub fn log10_d<T: Real>(x: T) -> T {
    T::LOG10_E / no_negative_zero(x)
}

/// d(ln(1 + x))/dx = 1 / (1 + x). `+inf` at -1; for x < -1 the formula, although the value is NaN.
#[inline]
pub fn ln_1p_d<T: Real>(x: T) -> T {
    ln_1p_divisor(x).recip()
}

/// What [`ln_1p_d`] divides by. Exact for x in [-2, -0.5], so nothing cancels near the pole.
#[inline]
pub fn ln_1p_divisor<T: Real>(x: T) -> T {
    T::ONE + x
}

/// d(ln x / ln b)/dx = 1 / (x ln b). At ±0 infinite with the sign of ln b.
#[inline]
pub fn log_d0<T: Real>(x: T, base: T) -> T {
    // ln b is a moderate number; x ln b may overflow or be subnormal.
    base.ln().recip() / no_negative_zero(x)
}

/// d(ln x / ln b)/db = -ln x / (b ln² b), within 6 units in the last place.
#[inline]
pub fn log_d1<T: Real>(x: T, base: T) -> T {
    let ln_base = base.ln();
    -(x.ln() / ln_base / ln_base / base)
}

/// Turns -0 into +0 and leaves every other number as it is.
#[inline]
fn no_negative_zero<T: Real>(x: T) -> T {
    x + T::ZERO
}
