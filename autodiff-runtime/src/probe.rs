//! Questions about types that only rustc can answer.

use crate::{Differentiable, NoCotangent};

/// Asks whether a type has a cotangent; see [`zero_of!`](crate::__private::zero_of).
pub struct Probe<'a, T: ?Sized>(pub &'a T);

/// The answer for a type that has one. Found first.
pub trait ZeroOfDifferentiable {
    /// Its cotangent.
    type Zero;

    /// Zero.
    fn zero(&self) -> Self::Zero;

    /// Makes a zero of another shape one of this.
    fn fit(&self, zero: &mut Self::Zero);
}

impl<T: Differentiable + ?Sized> ZeroOfDifferentiable for Probe<'_, T> {
    type Zero = T::Cotangent;

    #[inline]
    fn zero(&self) -> T::Cotangent {
        self.0.zero_cotangent()
    }

    #[inline]
    fn fit(&self, zero: &mut T::Cotangent) {
        self.0.fit_cotangent(zero);
    }
}

/// The answer for any other type. Found by one reference more, so after the first.
pub trait ZeroOfOther {
    /// Nothing.
    fn zero(&self) -> NoCotangent;

    /// Nothing to do.
    fn fit(&self, zero: &mut NoCotangent);
}

impl<T: ?Sized> ZeroOfOther for &Probe<'_, T> {
    #[inline]
    fn zero(&self) -> NoCotangent {
        NoCotangent
    }

    #[inline]
    fn fit(&self, _: &mut NoCotangent) {}
}

/// The zero cotangent of a variable of any type: a random number generator handed on to a callee has none.
#[doc(hidden)]
#[macro_export]
macro_rules! __zero_of {
    ($variable:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{ZeroOfDifferentiable as _, ZeroOfOther as _};
        (&$crate::__private::Probe($variable)).zero()
    }};
}

/// Makes the zero cotangent of a variable of any type follow a change of its shape.
#[doc(hidden)]
#[macro_export]
macro_rules! __fit_to {
    ($value:expr, $zero:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{ZeroOfDifferentiable as _, ZeroOfOther as _};
        (&$crate::__private::Probe($value)).fit($zero)
    }};
}

/// Accepts a variable that owns its value: a reference in it could lead to another variable, unseen.
#[inline]
pub fn owned<T: ?Sized + 'static>(_: &T) {}

/// What copies a number; see [`copied!`](crate::__private::copied).
pub trait CopyOfNumber {
    /// The number.
    type Copy;

    /// A copy.
    fn copied(&self) -> Self::Copy;
}

macro_rules! number {
    ($($t:ty)*) => {$(
        impl CopyOfNumber for Probe<'_, $t> {
            type Copy = $t;

            #[inline]
            fn copied(&self) -> $t {
                *self.0
            }
        }

        impl CopyOfNumber for Probe<'_, &$t> {
            type Copy = $t;

            #[inline]
            fn copied(&self) -> $t {
                **self.0
            }
        }
    )*};
}
number!(f32 f64 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize bool char);

/// What copies anything else that stands where a number does. Found by one reference more, so after the first.
pub trait CopyOfOther {
    /// Its type.
    type Copy;

    /// A copy.
    fn copied(&self) -> Self::Copy;
}

impl<T: Clone> CopyOfOther for &Probe<'_, T> {
    type Copy = T;

    #[inline]
    fn copied(&self) -> T {
        self.0.clone()
    }
}

/// A copy of a number of the user's, or of a reference to one, that the reverse sweep can own.
#[doc(hidden)]
#[macro_export]
macro_rules! __copied {
    ($number:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{CopyOfNumber as _, CopyOfOther as _};
        (&$crate::__private::Probe($number)).copied()
    }};
}
