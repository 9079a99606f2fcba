//! Third derivatives, for gradients of products with a Hessian.
//!
//! `m_ddd` is the third derivative of a method `m` of one operand, `m_d001` and its kin are those of two. They read what
//! the second derivatives read, and their special points follow from those.

use crate::Real;

/// The derivative of -p/x in p.
#[inline]
pub fn minus_inverse<T: Real>(x: T) -> T {
    -x.recip()
}

/// The derivative of -2p/x in p.
#[inline]
pub fn minus_double_inverse<T: Real>(x: T) -> T {
    T::from_f64(-2.0) / x
}

#[cfg(any(feature = "std", feature = "libm"))]
pub use needs_functions::*;

#[cfg(any(feature = "std", feature = "libm"))]
mod needs_functions {
    use super::super::{atan2_d0, atan2_d1, hypot_d0, hypot_d1, log_d01, log_d1, powf_d1, powf_d11};
    use crate::Real;

    /// d³(xⁿ)/dx³ = n (n - 1) (n - 2) xⁿ⁻³. 0 for n = 0, 1 and 2, whatever x is.
    #[inline]
    pub fn powi_ddd<T: Real>(x: T, n: i32) -> T {
        if (0..3).contains(&n) {
            return T::ZERO;
        }
        let factor =
            T::from_f64(f64::from(n)) * T::from_f64(f64::from(n) - 1.0) * T::from_f64(f64::from(n) - 2.0);
        match n.checked_sub(3) {
            Some(less) => factor * x.powi(less),
            None => factor * (x.powi(n) / x / x / x),
        }
    }

    /// d(-cos x)/dx = sin x.
    #[inline]
    pub fn cos_ddd<T: Real>(x: T) -> T {
        x.sin()
    }

    /// d³(asin x)/dx³ = (1 + 2x²) / √(1 - x²)⁵, and that of acos with the sign of its partial.
    #[inline]
    pub fn asin_ddd<T: Real>(x: T, partial: T) -> T {
        let part = x * partial;
        partial * partial * partial * (T::ONE + T::from_f64(3.0) * part * part)
    }

    /// d³(asinh x)/dx³ = (2x² - 1) / √(x² + 1)⁵, and d³(acosh x)/dx³ = (2x² + 1) / √(x² - 1)⁵.
    #[inline]
    pub fn asinh_ddd<T: Real>(x: T, partial: T) -> T {
        let part = x * partial;
        (T::from_f64(3.0) * part * part - T::ONE) * partial * partial * partial
    }

    /// d³(atan x)/dx³ = 2 (3x² - 1) / (1 + x²)³.
    #[inline]
    pub fn atan_ddd<T: Real>(x: T, partial: T) -> T {
        let part = x * partial * x;
        (T::from_f64(4.0) * part - T::ONE) * partial * partial * T::from_f64(2.0)
    }

    /// d³(atanh x)/dx³ = 2 (3x² + 1) / (1 - x²)³.
    #[inline]
    pub fn atanh_ddd<T: Real>(x: T, partial: T) -> T {
        let part = x * partial * x;
        (T::from_f64(4.0) * part + T::ONE) * partial * partial * T::from_f64(2.0)
    }

    /// The third derivative of `y.atan2(x)` in y, with a = x / (x² + y²) and b = -y / (x² + y²): 2a (3b² - a²).
    #[inline]
    pub fn atan2_d000<T: Real>(y: T, x: T) -> T {
        let (a, b) = (atan2_d0(y, x), atan2_d1(y, x));
        T::from_f64(2.0) * a * (T::from_f64(3.0) * b * b - a * a)
    }

    /// That in y twice and in x: 2b (b² - 3a²).
    #[inline]
    pub fn atan2_d001<T: Real>(y: T, x: T) -> T {
        let (a, b) = (atan2_d0(y, x), atan2_d1(y, x));
        T::from_f64(2.0) * b * (b * b - T::from_f64(3.0) * a * a)
    }

    /// That in y and in x twice.
    #[inline]
    pub fn atan2_d011<T: Real>(y: T, x: T) -> T {
        -atan2_d000(y, x)
    }

    /// That in x.
    #[inline]
    pub fn atan2_d111<T: Real>(y: T, x: T) -> T {
        -atan2_d001(y, x)
    }

    /// The third derivative of `x.hypot(y)` in x: -3xy² / out⁵. NaN at the origin, where there is none.
    #[inline]
    pub fn hypot_d000<T: Real>(x: T, y: T, out: T) -> T {
        let (u, v) = (hypot_d0(x, y, out), hypot_d1(x, y, out));
        T::from_f64(-3.0) * u * (v / out) * (v / out)
    }

    /// That in x twice and in y: y (2x² - y²) / out⁵.
    #[inline]
    pub fn hypot_d001<T: Real>(x: T, y: T, out: T) -> T {
        let (u, v) = (hypot_d0(x, y, out), hypot_d1(x, y, out));
        v * (T::from_f64(2.0) * u * u - v * v) / out / out
    }

    /// That in x and in y twice: x (2y² - x²) / out⁵.
    #[inline]
    pub fn hypot_d011<T: Real>(x: T, y: T, out: T) -> T {
        hypot_d001(y, x, out)
    }

    /// That in y: -3x²y / out⁵.
    #[inline]
    pub fn hypot_d111<T: Real>(x: T, y: T, out: T) -> T {
        hypot_d000(y, x, out)
    }

    /// The third derivative of `x.log(base)` in x and twice in the base: (ln b + 2) / (x b² ln³ b).
    #[inline]
    pub fn log_d011<T: Real>(x: T, base: T) -> T {
        -(log_d01(x, base) * (T::ONE + T::from_f64(2.0) / base.ln()) / base)
    }

    /// That in the base: -2 ln x (ln² b + 3 ln b + 3) / (b³ ln⁴ b).
    #[inline]
    pub fn log_d111<T: Real>(x: T, base: T) -> T {
        let by = base.ln().recip();
        let three = T::from_f64(3.0);
        T::from_f64(2.0) * log_d1(x, base) * (T::ONE + three * by + three * by * by) / base / base
    }

    /// The third derivative of xʸ in x: y (y - 1) (y - 2) xʸ⁻³. 0 for y = 0, 1 and 2, whatever x is.
    #[inline]
    pub fn powf_d000<T: Real>(x: T, y: T, out: T) -> T {
        let factor = y * (y - T::ONE) * (y - T::from_f64(2.0));
        if factor == T::ZERO && !x.is_nan() {
            return T::ZERO;
        }
        factor * less(x, y, out, 3)
    }

    /// That in x twice and in y: xʸ⁻² (2y - 1 + y (y - 1) ln x). At x = 0: 0 for y > 2.
    #[inline]
    pub fn powf_d001<T: Real>(x: T, y: T, out: T) -> T {
        if x == T::ZERO && y > T::from_f64(2.0) {
            return T::ZERO;
        }
        let factor = y * (y - T::ONE);
        let logarithm = if factor == T::ZERO { T::ZERO } else { factor * x.ln() };
        less(x, y, out, 2) * (T::from_f64(2.0) * y - T::ONE + logarithm)
    }

    /// That in x and in y twice: xʸ⁻¹ ln x (2 + y ln x). At x = 0: 0 for y > 1.
    #[inline]
    pub fn powf_d011<T: Real>(x: T, y: T, out: T) -> T {
        if x == T::ZERO && y > T::ONE {
            return T::ZERO;
        }
        let logarithm = x.ln();
        let factor = if y == T::ZERO { T::ZERO } else { y * logarithm };
        less(x, y, out, 1) * logarithm * (T::from_f64(2.0) + factor)
    }

    /// That in y: xʸ ln³ x, with the special points of [`powf_d1`].
    #[inline]
    pub fn powf_d111<T: Real>(x: T, y: T, out: T) -> T {
        if powf_d1(x, y, out) == T::ZERO { T::ZERO } else { powf_d11(x, y, out) * x.ln() }
    }

    /// xʸ⁻ⁿ, by divisions where these are exact enough: rounding y - n costs more.
    #[inline]
    fn less<T: Real>(x: T, y: T, out: T, n: u8) -> T {
        let quotient = (0..n).fold(out, |power, _| power / x);
        if x != T::ZERO && out.is_normal() && quotient.is_normal() {
            return quotient;
        }
        x.powf(y - T::from_f64(f64::from(n)))
    }
}
