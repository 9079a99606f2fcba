//! The float trait.

use core::cmp::Ordering;
use core::fmt::{Debug, Display, LowerExp};
use core::iter::{Product, Sum};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use crate::checks::Number;
use crate::entries::Entries;
use crate::lanes::{InLanes, Lanes};
use crate::read::Read;
use crate::zero::Zero;
use crate::{Cotangent, Differentiable};

/// A floating-point number, `f32` or `f64`: the bound of generic functions under `#[grad]`.
///
/// It has the methods and constants of the two types under their own names. A literal in a generic function
/// is written [`T::from_f64(0.5)`](Real::from_f64). Each method's line says its derivative, with what holds
/// where the derivative does not exist.
///
/// The methods that `core` lacks (from [`floor`](Real::floor) to [`atanh`](Real::atanh)) need the feature
/// `std` or `libm`. With `std` each is the method of the same name of `f32` and `f64`, bit for bit.
///
/// The trait is sealed.
///
/// ```
/// use autodiff_runtime::Real;
///
/// fn mean<T: Real>(x: &[T]) -> T {
///     x.iter().sum::<T>() / T::from_f64(x.len() as f64)
/// }
///
/// assert_eq!(mean(&[1.0_f32, 2.0, 6.0]), 3.0);
/// assert_eq!(mean(&[1.0_f64, 2.0]), 1.5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a float that autodiff can differentiate",
    label = "not `f32`, `f64` or a `T: Real`"
)]
pub trait Real:
    sealed::Sealed
    + Copy
    + Default
    + Debug
    + Display
    + LowerExp
    + PartialEq
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + RemAssign
    + for<'a> Add<&'a Self, Output = Self>
    + for<'a> Sub<&'a Self, Output = Self>
    + for<'a> Mul<&'a Self, Output = Self>
    + for<'a> Div<&'a Self, Output = Self>
    + for<'a> Rem<&'a Self, Output = Self>
    + for<'a> AddAssign<&'a Self>
    + for<'a> SubAssign<&'a Self>
    + for<'a> MulAssign<&'a Self>
    + for<'a> DivAssign<&'a Self>
    + for<'a> RemAssign<&'a Self>
    + Sum
    + Product
    + for<'a> Sum<&'a Self>
    + for<'a> Product<&'a Self>
    + Send
    + Sync
    + Differentiable<Cotangent = Self>
    + Cotangent
    + Read<Scalar = Self>
    + Number
    + Zero
    + Entries
    + InLanes<Lanes = Lanes<Self>>
    + 'static
{
    /// 0
    const ZERO: Self;
    /// 1
    const ONE: Self;
    /// The distance from 1 to the next larger float.
    const EPSILON: Self;
    /// The smallest finite value.
    const MIN: Self;
    /// The largest finite value.
    const MAX: Self;
    /// The smallest positive normal value.
    const MIN_POSITIVE: Self;
    /// Positive infinity.
    const INFINITY: Self;
    /// Negative infinity.
    const NEG_INFINITY: Self;
    /// Not a number.
    const NAN: Self;
    /// π
    const PI: Self;
    /// 2π
    const TAU: Self;
    /// e
    const E: Self;
    /// ln 2
    const LN_2: Self;
    /// ln 10
    const LN_10: Self;
    /// log₂ e
    const LOG2_E: Self;
    /// log₂ 10
    const LOG2_10: Self;
    /// log₁₀ e
    const LOG10_E: Self;
    /// log₁₀ 2
    const LOG10_2: Self;
    /// √2
    const SQRT_2: Self;
    /// 1 / √2
    const FRAC_1_SQRT_2: Self;
    /// π / 2
    const FRAC_PI_2: Self;
    /// π / 3
    const FRAC_PI_3: Self;
    /// π / 4
    const FRAC_PI_4: Self;
    /// π / 6
    const FRAC_PI_6: Self;
    /// π / 8
    const FRAC_PI_8: Self;
    /// 1 / π
    const FRAC_1_PI: Self;
    /// 2 / π
    const FRAC_2_PI: Self;
    /// 2 / √π
    const FRAC_2_SQRT_PI: Self;

    /// The nearest value of this type: how a literal is written in generic code.
    fn from_f64(value: f64) -> Self;
    /// The same value as `f64`, exactly.
    fn to_f64(self) -> f64;

    /// The absolute value. Derivative 0 at 0.
    fn abs(self) -> Self;
    /// The sign as ±1. Derivative 0.
    fn signum(self) -> Self;
    /// The magnitude of `self` with the sign of `sign`. Derivative ±1 in `self`, 0 in `sign`.
    fn copysign(self, sign: Self) -> Self;
    /// 1 / x. Derivative -1 / x².
    fn recip(self) -> Self;
    /// Radians to degrees.
    fn to_degrees(self) -> Self;
    /// Degrees to radians.
    fn to_radians(self) -> Self;
    /// The larger operand. At a tie the derivative goes to `self`.
    fn max(self, other: Self) -> Self;
    /// The smaller operand. At a tie the derivative goes to `self`.
    fn min(self, other: Self) -> Self;
    /// `self` within bounds. At a bound the derivative goes to `self`, outside to the bound.
    fn clamp(self, min: Self, max: Self) -> Self;
    /// (a + b) / 2 without overflow.
    fn midpoint(self, other: Self) -> Self;
    /// The next larger float. Derivative 1.
    fn next_up(self) -> Self;
    /// The next smaller float. Derivative 1.
    fn next_down(self) -> Self;
    /// Whether this is NaN.
    fn is_nan(self) -> bool;
    /// Whether this is neither infinite nor NaN.
    fn is_finite(self) -> bool;
    /// Whether this is ±infinity.
    fn is_infinite(self) -> bool;
    /// Whether this is neither zero, subnormal, infinite nor NaN.
    fn is_normal(self) -> bool;
    /// Whether the sign bit is clear.
    fn is_sign_positive(self) -> bool;
    /// Whether the sign bit is set.
    fn is_sign_negative(self) -> bool;
    /// The total order of IEEE 754.
    fn total_cmp(&self, other: &Self) -> Ordering;

    /// The largest integer not above `self`. Derivative 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn floor(self) -> Self;
    /// The smallest integer not below `self`. Derivative 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn ceil(self) -> Self;
    /// The nearest integer, halves away from zero. Derivative 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn round(self) -> Self;
    /// The nearest integer, halves to even. Derivative 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn round_ties_even(self) -> Self;
    /// The integer part. Derivative 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn trunc(self) -> Self;
    /// The fractional part. Derivative 1.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn fract(self) -> Self;
    /// x a + b with one rounding.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn mul_add(self, a: Self, b: Self) -> Self;
    /// The quotient of Euclidean division. Derivative 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn div_euclid(self, rhs: Self) -> Self;
    /// The remainder of Euclidean division. Derivatives 1 and minus the quotient.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn rem_euclid(self, rhs: Self) -> Self;
    /// xⁿ. Derivative n xⁿ⁻¹, and 0 for n = 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn powi(self, n: i32) -> Self;
    /// xⁿ. Derivatives n xⁿ⁻¹ and xⁿ ln x.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn powf(self, n: Self) -> Self;
    /// √x. Derivative 1 / (2 √x), `inf` at 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn sqrt(self) -> Self;
    /// ∛x. Derivative 1 / (3 ∛x²), `inf` at 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn cbrt(self) -> Self;
    /// √(x² + y²). Derivatives x / out and y / out, 0 at the origin.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn hypot(self, other: Self) -> Self;
    /// eˣ. Derivative eˣ.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn exp(self) -> Self;
    /// 2ˣ. Derivative 2ˣ ln 2.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn exp2(self) -> Self;
    /// eˣ - 1. Derivative eˣ.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn exp_m1(self) -> Self;
    /// The natural logarithm. Derivative 1 / x, `inf` at 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn ln(self) -> Self;
    /// ln x / ln b. Derivatives 1 / (x ln b) and -ln x / (b ln² b).
    #[cfg(any(feature = "std", feature = "libm"))]
    fn log(self, base: Self) -> Self;
    /// log₂ x. Derivative 1 / (x ln 2), `inf` at 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn log2(self) -> Self;
    /// log₁₀ x. Derivative 1 / (x ln 10), `inf` at 0.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn log10(self) -> Self;
    /// ln(1 + x). Derivative 1 / (1 + x).
    #[cfg(any(feature = "std", feature = "libm"))]
    fn ln_1p(self) -> Self;
    /// The sine. Derivative cos x.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn sin(self) -> Self;
    /// The cosine. Derivative -sin x.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn cos(self) -> Self;
    /// The tangent. Derivative 1 + tan² x.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn tan(self) -> Self;
    /// The arcsine. Derivative 1 / √(1 - x²), `inf` at ±1.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn asin(self) -> Self;
    /// The arccosine. Derivative -1 / √(1 - x²), `-inf` at ±1.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn acos(self) -> Self;
    /// The arctangent. Derivative 1 / (1 + x²).
    #[cfg(any(feature = "std", feature = "libm"))]
    fn atan(self) -> Self;
    /// The angle of the point (x, y), called as `y.atan2(x)`. Derivatives x / r² in y and -y / r² in x, with
    /// r² = x² + y².
    #[cfg(any(feature = "std", feature = "libm"))]
    fn atan2(self, other: Self) -> Self;
    /// Sine and cosine.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn sin_cos(self) -> (Self, Self);
    /// The hyperbolic sine. Derivative cosh x.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn sinh(self) -> Self;
    /// The hyperbolic cosine. Derivative sinh x.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn cosh(self) -> Self;
    /// The hyperbolic tangent. Derivative 1 - tanh² x.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn tanh(self) -> Self;
    /// The inverse of `sinh`. Derivative 1 / √(x² + 1).
    #[cfg(any(feature = "std", feature = "libm"))]
    fn asinh(self) -> Self;
    /// The inverse of `cosh`. Derivative 1 / √(x² - 1), `inf` at 1.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn acosh(self) -> Self;
    /// The inverse of `tanh`. Derivative 1 / (1 - x²), `inf` at ±1.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn atanh(self) -> Self;
}

pub(crate) mod sealed {
    pub trait Sealed {}
}
