//! Every rule against the exact partial derivative, for `f32` and `f64`.
//!
//! The exact partial is computed from the operands with 256-bit floats whose exponents do not overflow and
//! whose functions are correctly rounded, so it is the partial to more than 200 bits. An error is counted in
//! units in the last place (ulp) of the exact partial.
//!
//! The tolerance is 4 ulp unless a test states another. It is what the runtime promises for `f64`: a function
//! of the platform is off by up to 1 ulp, a product or quotient adds one half, and a relative error of 2⁻⁵³
//! is up to 1 ulp. For `f32` the same number is used: the functions of the platforms we know are at least as
//! accurate for `f32`, which they compute in `f64`. Run with `--nocapture` to see the worst error of each
//! rule.
//!
//! What this test cannot see: points where the partial or the kept result is not a normal number are only
//! checked for sign and magnitude; `special_points.rs` has the poles and ties.
#![cfg(any(feature = "std", feature = "libm"))]

mod check;
mod exponential;
mod hyperbolic;
mod points;
mod powers;
mod remainders;
mod trigonometric;

/// One module with a test for each float type. The rule's closure gives what `check` calls a
/// [`check::Computed`].
macro_rules! accuracy {
    ($name:ident, $tolerance:expr, $points:expr, $rule:expr, $exact:expr $(,)?) => {
        mod $name {
            use super::*;

            fn compare<T: Real>() {
                check::check::<T, _>(stringify!($name), $tolerance, $points, $rule, $exact);
            }

            #[test]
            fn in_f64() {
                compare::<f64>();
            }

            #[test]
            fn in_f32() {
                compare::<f32>();
            }
        }
    };
}
pub(crate) use accuracy;
