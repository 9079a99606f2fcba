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
