//! Rules of methods that select an operand or a sign.

use crate::Real;
use crate::guard::selected_mul;

/// d|x|/dx = the sign of x. 0 at ±0: the subgradient of least magnitude.
#[inline]
pub fn abs_d<T: Real>(x: T) -> T {
    // `0.0.signum()` is 1.
    if x == T::ZERO { T::ZERO } else { x.signum() }
}

/// The partial of `x.copysign(s)` in x: 1 where the sign bits agree, -1 where they differ, also for zeros and
/// NaN. (In s it is 0.)
#[inline]
pub fn copysign_d0<T: Real>(x: T, s: T) -> T {
    T::ONE.copysign(x) * T::ONE.copysign(s)
}

/// The cotangent of `a` in `a.max(b)`: `ct` if `a` is selected, else 0.
///
/// At a tie `a` is selected. With one NaN operand the other is selected, as by `max` itself; with two, `a`.
#[inline]
pub fn max_vjp0<T: Real>(a: T, b: T, ct: T) -> T {
    if max_takes_first(a, b) { ct } else { T::ZERO }
}

/// The cotangent of `b` in `a.max(b)`: `ct` if `b` is selected, else 0. See [`max_vjp0`].
#[inline]
pub fn max_vjp1<T: Real>(a: T, b: T, ct: T) -> T {
    if max_takes_first(a, b) { T::ZERO } else { ct }
}

/// The cotangent of `a` in `a.min(b)`: `ct` if `a` is selected, else 0.
///
/// At a tie `a` is selected. With one NaN operand the other is selected, as by `min` itself; with two, `a`.
#[inline]
pub fn min_vjp0<T: Real>(a: T, b: T, ct: T) -> T {
    if min_takes_first(a, b) { ct } else { T::ZERO }
}

/// The cotangent of `b` in `a.min(b)`: `ct` if `b` is selected, else 0. See [`min_vjp0`].
#[inline]
pub fn min_vjp1<T: Real>(a: T, b: T, ct: T) -> T {
    if min_takes_first(a, b) { T::ZERO } else { ct }
}

/// The tangent of `a.max(b)`, of `a` or of `b`: one choice, where the sum of what [`max_vjp0`] and [`max_vjp1`] give would be
/// two.
#[inline]
pub fn max_jvp<T: Real>(a: T, b: T, d_a: T, d_b: T) -> T {
    if max_takes_first(a, b) { d_a } else { d_b }
}

/// The tangent of `a.min(b)`; see [`max_jvp`].
#[inline]
pub fn min_jvp<T: Real>(a: T, b: T, d_a: T, d_b: T) -> T {
    if min_takes_first(a, b) { d_a } else { d_b }
}

#[inline]
fn max_takes_first<T: Real>(a: T, b: T) -> bool {
    (a >= b) | b.is_nan()
}

#[inline]
fn min_takes_first<T: Real>(a: T, b: T) -> bool {
    (a <= b) | b.is_nan()
}

/// The cotangent of `x` in `x.clamp(lo, hi)`: `ct` within the bounds and at them, 0 outside; NaN at NaN.
#[inline]
pub fn clamp_vjp0<T: Real>(x: T, lo: T, hi: T, ct: T) -> T {
    let selected = if (x < lo) | (x > hi) { T::ZERO } else { ct };
    // Selects, not branches, so that loops over it vectorise.
    selected_mul(selected, if x.is_nan() { x } else { T::ONE })
}

/// The cotangent of `lo` in `x.clamp(lo, hi)`: `ct` for x below it, else 0.
#[inline]
pub fn clamp_vjp1<T: Real>(x: T, lo: T, _hi: T, ct: T) -> T {
    if x < lo { ct } else { T::ZERO }
}

/// The cotangent of `hi` in `x.clamp(lo, hi)`: `ct` for x above it, else 0.
#[inline]
pub fn clamp_vjp2<T: Real>(x: T, _lo: T, hi: T, ct: T) -> T {
    if x > hi { ct } else { T::ZERO }
}

/// The cotangent of `a` in `a.abs_sub(b)`, the positive part of a - b: `ct` for a > b, 0 otherwise and at a
/// tie; NaN if an operand is.
#[inline]
pub fn abs_sub_vjp0<T: Real>(a: T, b: T, ct: T) -> T {
    if a > b {
        ct
    } else if a <= b {
        T::ZERO
    } else {
        selected_mul(ct, T::NAN)
    }
}

/// The cotangent of `b` in `a.abs_sub(b)`: minus that of `a`. See [`abs_sub_vjp0`].
#[inline]
pub fn abs_sub_vjp1<T: Real>(a: T, b: T, ct: T) -> T {
    -abs_sub_vjp0(a, b, ct)
}
