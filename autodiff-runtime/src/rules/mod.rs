//! The derivative of each primitive, one file for each family.
//!
//! `m_d` is the partial derivative of a method `m` of one operand, `m_d0` and `m_d1` are those in the first
//! and second operand of two; the caller multiplies by the cotangent. A rule takes what it needs of the
//! operands and of the result `out`, so that only that is kept for the reverse sweep. Methods that select one
//! of their operands have `m_vjp0`, `m_vjp1`, .. instead, which take the cotangent `ct`: what is not selected
//! gets exactly zero, whatever `ct` is. Where `m_d` is a quotient whose numerator is a number, `m_divisor` is what
//! it divides by, so that generated code divides the cotangent and needs no product.
//!
//! Unless a rule says otherwise, a NaN operand gives a NaN partial, and for `f64` the partial is within 4
//! units in the last place of the exact one wherever it and `out` are normal numbers.

mod arithmetic;
#[cfg(any(feature = "std", feature = "libm"))]
mod exponential;
#[cfg(any(feature = "std", feature = "libm"))]
mod hyperbolic;
#[cfg(any(feature = "std", feature = "libm"))]
mod powers;
mod rounding;
mod second;
mod selection;
mod third;
#[cfg(any(feature = "std", feature = "libm"))]
mod trigonometric;

pub use crate::guard::guarded_both;
pub use arithmetic::*;
#[cfg(any(feature = "std", feature = "libm"))]
pub use exponential::*;
#[cfg(any(feature = "std", feature = "libm"))]
pub use hyperbolic::*;
#[cfg(any(feature = "std", feature = "libm"))]
pub use powers::*;
pub use rounding::*;
pub use second::*;
pub use selection::*;
pub use third::*;
#[cfg(any(feature = "std", feature = "libm"))]
pub use trigonometric::*;
