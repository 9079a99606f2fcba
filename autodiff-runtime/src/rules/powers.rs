//! Rules of powers, roots and `hypot`.

use crate::Real;

/// d√x/dx = 1 / (2 √x) = 0.5 / out. `+inf` at ±0.
#[inline]
pub fn sqrt_d<T: Real>(out: T) -> T {
    T::from_f64(0.5) / sqrt_divisor(out)
}

/// What [`sqrt_d`] divides by: `out`, which is -0 at -0 and nowhere else negative.
#[inline]
pub fn sqrt_divisor<T: Real>(out: T) -> T {
    out.abs()
}

/// d∛x/dx = 1 / (3 ∛x²) = (1/3) / out². `+inf` at ±0.
#[inline]
pub fn cbrt_d<T: Real>(out: T) -> T {
    T::from_f64(1.0 / 3.0) / (out * out)
}

/// d(xⁿ)/dx = n xⁿ⁻¹, within 4 + |n| units in the last place. 0 for n = 0, whatever x is.
#[inline]
pub fn powi_d<T: Real>(x: T, n: i32) -> T {
    if n == 0 {
        return T::ZERO;
    }
    let factor = T::from_f64(f64::from(n));
    let Some(less) = n.checked_sub(1) else {
        return factor * (x.powi(n) / x);
    };
    let power = x.powi(less);
    if n < 0 && power.abs() < T::MIN_POSITIVE {
        // xⁿ⁻¹ underflows before n xⁿ⁻¹ and xⁿ do.
        return factor * x.powi(n) / x;
    }
    factor * power
}

/// d(xʸ)/dx = y xʸ⁻¹.
///
/// At x = ±0: 0 for y = 0, `inf` for 0 < y < 1, 1 for y = 1, 0 for y > 1, `-inf` for y < 0. For x < 0 and
/// whole y the true derivative.
#[inline]
pub fn powf_d0<T: Real>(x: T, y: T, out: T) -> T {
    if x != T::ZERO && out.is_normal() {
        // Rounding y - 1 costs xʸ⁻¹ up to |ln(xʸ)| / 2 units; dividing costs one half.
        let quotient = out / x;
        // The quotient can leave the range that y times the quotient does not.
        return if quotient.is_normal() { y * quotient } else { y * out / x };
    }
    if x.is_nan() {
        // x to the power y - 1 is 1 at y = 1.
        return x;
    }
    if x == T::ZERO {
        // At -0, too, the derivative from the right.
        return if y == T::ZERO { T::ZERO } else { y * T::ZERO.powf(y - T::ONE) };
    }
    y * x.powf(y - T::ONE)
}

/// d(xʸ)/dy = xʸ ln x.
///
/// At x = 0: 0 for y >= 0, NaN for y < 0. NaN for x < 0, also for whole y. 0 where xʸ is constant in y: x =
/// inf, y < 0.
#[inline]
pub fn powf_d1<T: Real>(x: T, y: T, out: T) -> T {
    if y.is_nan() {
        // 1 to the power NaN is 1.
        return y;
    }
    if x == T::ZERO {
        return if y >= T::ZERO { T::ZERO } else { T::NAN };
    }
    if out == T::ZERO && x > T::ZERO {
        return T::ZERO;
    }
    out * x.ln()
}

/// d√(x² + y²)/dx = x / out.
///
/// 0 at the origin; elsewhere also right where `out` is subnormal or overflows. With one infinite operand the
/// limits: ±1 for that operand and 0 for the other; NaN for two.
#[inline]
pub fn hypot_d0<T: Real>(x: T, y: T, out: T) -> T {
    if out.is_normal() { x / out } else { hypot_d_scaled(x, y) }
}

/// d√(x² + y²)/dy = y / out, with the special points of [`hypot_d0`].
#[inline]
pub fn hypot_d1<T: Real>(x: T, y: T, out: T) -> T {
    hypot_d0(y, x, out)
}

#[cold]
fn hypot_d_scaled<T: Real>(x: T, y: T) -> T {
    if x == T::ZERO && y == T::ZERO {
        return T::ZERO;
    }
    if x.is_infinite() && y.is_finite() {
        return x.signum();
    }
    // Powers of two, so that no bit is lost: the smallest subnormal becomes normal, two times MAX finite.
    let scale =
        if x.abs().max(y.abs()) < T::ONE { (T::EPSILON * T::EPSILON).recip() } else { T::from_f64(0.25) };
    let (x, y) = (x * scale, y * scale);
    x / x.hypot(y)
}
