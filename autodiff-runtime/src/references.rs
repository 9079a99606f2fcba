//! Float methods on references to floats.
//!
//! `v.max(w)` on a `v: &f64` is the method of `f64`, unless a trait of the user's is implemented for `&f64` itself and has
//! a `max`: that one would come first. This trait has all of them for `&f64`, so that beside such a trait rustc finds two.

use crate::Real;

macro_rules! methods {
    ([$($unary:ident)*] [$($binary:ident)*] [$($ternary:ident)*]) => {
        /// The methods of floats that are differentiated, on what refers to a `T`. None of them is ever run.
        pub trait FloatMethods<T>: Sized {
            $(
                #[doc(hidden)]
                fn $unary(self) -> T {
                    never()
                }
            )*
            $(
                #[doc(hidden)]
                fn $binary(self, _: T) -> T {
                    never()
                }
            )*
            $(
                #[doc(hidden)]
                fn $ternary(self, _: T, _: T) -> T {
                    never()
                }
            )*
            #[doc(hidden)]
            fn powi(self, _: i32) -> T {
                never()
            }
        }
    };
}
methods!(
    [abs acos acosh asin asinh atan atanh cbrt ceil cos cosh exp exp2 exp_m1 floor fract ln ln_1p log10 log2 next_down next_up recip round round_ties_even signum sin sinh sqrt tan tanh to_degrees to_radians trunc]
    [abs_sub atan2 copysign div_euclid hypot log max midpoint min powf rem_euclid]
    [clamp mul_add]
);

impl<T: Real> FloatMethods<T> for &T {}
impl<T: Real> FloatMethods<T> for &mut T {}

/// A value for code that is never run.
#[inline]
pub fn never<T>() -> T {
    unreachable!("internal error in `#[grad]`: this is checked by rustc and not run")
}
