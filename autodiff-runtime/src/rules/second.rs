//! Derivatives of partial derivatives, for Hessians and gradients of gradients.
//!
//! `m_dd` is the second derivative of a method `m` of one operand, `m_d00`, `m_d01`, `m_d11` are those of two. Where a
//! partial is computed from the result of its method, or its own value is at hand, these are computed from that too;
//! `partial` is the value of the first derivative. The special points follow from those of the first derivatives; a NaN
//! operand gives NaN.

use crate::Real;

/// Two times a number.
#[inline]
pub fn double<T: Real>(x: T) -> T {
    x * T::from_f64(2.0)
}

/// -2x: the derivative of 1/x² in 1/x, and of 1 - tanh² in tanh.
#[inline]
pub fn minus_double<T: Real>(x: T) -> T {
    x * T::from_f64(-2.0)
}

/// The derivative of c/x, which is `partial`: -c/x².
#[inline]
pub fn inverse_d<T: Real>(x: T, partial: T) -> T {
    -(partial / x)
}

/// The derivative of c/x², which is `partial`: -2c/x³.
#[inline]
pub fn inverse_square_d<T: Real>(x: T, partial: T) -> T {
    partial / x * T::from_f64(-2.0)
}

#[cfg(any(feature = "std", feature = "libm"))]
pub use needs_functions::*;

#[cfg(any(feature = "std", feature = "libm"))]
mod needs_functions {
    use super::super::{atan2_d0, atan2_d1, hypot_d0, hypot_d1, log_d1, powf_d1};
    use crate::Real;

    /// d²(xⁿ)/dx² = n (n - 1) xⁿ⁻². 0 for n = 0 and n = 1, whatever x is.
    #[inline]
    pub fn powi_dd<T: Real>(x: T, n: i32) -> T {
        if n == 0 || n == 1 {
            return T::ZERO;
        }
        let factor = T::from_f64(f64::from(n)) * T::from_f64(f64::from(n) - 1.0);
        match n.checked_sub(2) {
            Some(less) => factor * x.powi(less),
            None => factor * (x.powi(n) / x / x),
        }
    }

    /// d(cos x)/dx, as the derivative of the derivative of the sine: -sin x.
    #[inline]
    pub fn sin_dd<T: Real>(x: T) -> T {
        -x.sin()
    }

    /// d²(cos x)/dx² = -cos x.
    #[inline]
    pub fn cos_dd<T: Real>(x: T) -> T {
        -x.cos()
    }

    /// d²(asin x)/dx² = x / √(1 - x²)³, and that of acos with the sign of its partial. Infinite at ±1.
    #[inline]
    pub fn asin_dd<T: Real>(x: T, partial: T) -> T {
        x * partial * partial * partial
    }

    /// d²(asinh x)/dx² = -x / √(x² + 1)³, and d²(acosh x)/dx² = -x / √(x² - 1)³.
    #[inline]
    pub fn asinh_dd<T: Real>(x: T, partial: T) -> T {
        // In this order nothing overflows, and underflows only what does so in the end.
        -(x * partial * partial * partial)
    }

    /// d²(atan x)/dx² = -2x / (1 + x²)².
    #[inline]
    pub fn atan_dd<T: Real>(x: T, partial: T) -> T {
        x * partial * partial * T::from_f64(-2.0)
    }

    /// d²(atanh x)/dx² = 2x / (1 - x²)².
    #[inline]
    pub fn atanh_dd<T: Real>(x: T, partial: T) -> T {
        x * partial * partial * T::from_f64(2.0)
    }

    /// The second derivative of `y.atan2(x)` in y: -2xy / (x² + y²)².
    #[inline]
    pub fn atan2_d00<T: Real>(y: T, x: T) -> T {
        T::from_f64(2.0) * atan2_d0(y, x) * atan2_d1(y, x)
    }

    /// That in y and x: (y² - x²) / (x² + y²)².
    #[inline]
    pub fn atan2_d01<T: Real>(y: T, x: T) -> T {
        let (a, b) = (atan2_d0(y, x), atan2_d1(y, x));
        (b - a) * (b + a)
    }

    /// That in x: 2xy / (x² + y²)².
    #[inline]
    pub fn atan2_d11<T: Real>(y: T, x: T) -> T {
        -atan2_d00(y, x)
    }

    /// The second derivative of `x.hypot(y)` in x: y² / out³. NaN at the origin, where there is none.
    #[inline]
    pub fn hypot_d00<T: Real>(x: T, y: T, out: T) -> T {
        let part = hypot_d1(x, y, out);
        part * part / out
    }

    /// That in x and y: -xy / out³.
    #[inline]
    pub fn hypot_d01<T: Real>(x: T, y: T, out: T) -> T {
        -(hypot_d0(x, y, out) * hypot_d1(x, y, out) / out)
    }

    /// That in y: x² / out³.
    #[inline]
    pub fn hypot_d11<T: Real>(x: T, y: T, out: T) -> T {
        let part = hypot_d0(x, y, out);
        part * part / out
    }

    /// The second derivative of `x.log(base)` in both: -1 / (x b ln² b).
    #[inline]
    pub fn log_d01<T: Real>(x: T, base: T) -> T {
        let ln_base = base.ln();
        -((ln_base * ln_base).recip() / (x + T::ZERO) / base)
    }

    /// That in the base: ln x (ln b + 2) / (b² ln³ b).
    #[inline]
    pub fn log_d11<T: Real>(x: T, base: T) -> T {
        -(log_d1(x, base) * (T::ONE + T::from_f64(2.0) / base.ln()) / base)
    }

    /// The second derivative of xʸ in x: y (y - 1) xʸ⁻². 0 for y = 0 and y = 1, whatever x is.
    #[inline]
    pub fn powf_d00<T: Real>(x: T, y: T, out: T) -> T {
        let factor = y * (y - T::ONE);
        if factor == T::ZERO && !x.is_nan() {
            return T::ZERO;
        }
        let quotient = out / x / x;
        if x != T::ZERO && out.is_normal() && quotient.is_normal() {
            return factor * quotient;
        }
        factor * x.powf(y - T::from_f64(2.0))
    }

    /// That in x and y: xʸ⁻¹ (1 + y ln x). At x = 0: 0 for y > 1.
    #[inline]
    pub fn powf_d01<T: Real>(x: T, y: T, out: T) -> T {
        if x == T::ZERO && y > T::ONE {
            return T::ZERO;
        }
        let quotient = out / x;
        let power = if x != T::ZERO && quotient.is_normal() { quotient } else { x.powf(y - T::ONE) };
        let factor = if y == T::ZERO { T::ONE } else { T::ONE + y * x.ln() };
        power * factor
    }

    /// That in y: xʸ ln² x, with the special points of [`powf_d1`].
    #[inline]
    pub fn powf_d11<T: Real>(x: T, y: T, out: T) -> T {
        let first = powf_d1(x, y, out);
        if first == T::ZERO { first } else { first * x.ln() }
    }
}
