//! Questions about types that only rustc can answer.

use core::marker::PhantomData;

use crate::zero::Zero;
use crate::{Cotangent, Differentiable, NoCotangent};

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

/// Asks for the type of the cotangent of what a pattern of an enum takes apart; see
/// [`cotangent_of!`](crate::__private::cotangent_of). The answer for an `Option`. Found first.
pub trait CotangentOfOption {
    /// It.
    type Cotangent;

    /// Its name.
    fn cotangent(&self) -> PhantomData<Self::Cotangent>;
}

impl<T: Differentiable> CotangentOfOption for &&Probe<'_, Option<T>> {
    type Cotangent = T::Cotangent;

    #[inline]
    fn cotangent(&self) -> PhantomData<T::Cotangent> {
        PhantomData
    }
}

/// The answer for anything else that has one. Found by one reference less, so after the first.
pub trait CotangentOfValue {
    /// It.
    type Cotangent;

    /// Its name.
    fn cotangent(&self) -> PhantomData<Self::Cotangent>;
}

impl<T: Differentiable + ?Sized> CotangentOfValue for &Probe<'_, T> {
    type Cotangent = T::Cotangent;

    #[inline]
    fn cotangent(&self) -> PhantomData<T::Cotangent> {
        PhantomData
    }
}

/// The answer for what has none. Found last.
pub trait CotangentOfOther {
    /// None.
    fn cotangent(&self) -> PhantomData<NoCotangent>;
}

impl<T: ?Sized> CotangentOfOther for Probe<'_, T> {
    #[inline]
    fn cotangent(&self) -> PhantomData<NoCotangent> {
        PhantomData
    }
}

/// The type of the cotangent of a value, also of one in an `Option`.
#[doc(hidden)]
#[macro_export]
macro_rules! __cotangent_of {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{CotangentOfOption as _, CotangentOfOther as _, CotangentOfValue as _};
        (&&&$crate::__private::Probe($value)).cotangent()
    }};
}

/// Asks whether a type that is written out has a cotangent: `Carries::<T>::ANSWER`.
pub struct Carries<T: ?Sized>(PhantomData<T>);

impl<T: Differentiable + ?Sized> Carries<T> {
    /// It has. Found first.
    pub const ANSWER: bool = true;
}

/// The answer for any other type.
pub trait CarriesNothing {
    /// It has none.
    const ANSWER: bool = false;
}

impl<T: ?Sized> CarriesNothing for Carries<T> {}

/// A part of a result, beside floats: one that has a cotangent, or not.
pub struct PartOf<T: ?Sized, const CARRIES: bool>(PhantomData<T>);

/// The cotangent of a [`PartOf`].
pub trait PartCotangent {
    /// Its type.
    type Cotangent: Cotangent;
}

impl<T: Differentiable + ?Sized> PartCotangent for PartOf<T, true> {
    type Cotangent = T::Cotangent;
}

impl<T: ?Sized> PartCotangent for PartOf<T, false> {
    type Cotangent = NoCotangent;
}

/// Asks for the zero cotangent of what a callee returned; see [`zero_of_result!`](crate::__private::zero_of_result).
pub struct ProbeResult<'a, V: ?Sized, P>(pub &'a V, pub &'a P);

/// The answer for a value that has one. Found first.
pub trait ZeroOfValue {
    /// Its cotangent.
    type Zero;

    /// Zero.
    fn zero(&self) -> Self::Zero;
}

impl<V: Differentiable + ?Sized, P> ZeroOfValue for ProbeResult<'_, V, P> {
    type Zero = V::Cotangent;

    #[inline]
    fn zero(&self) -> V::Cotangent {
        self.0.zero_cotangent()
    }
}

macro_rules! of_seed {
    ($trait:ident $($A:ident)*) => {
        /// The answer for any other: what a pullback with so many slots takes first. Found by one reference more.
        pub trait $trait<P> {
            /// Zero.
            fn zero<S: Zero, $($A),*>(&self) -> S
            where
                P: FnOnce(S, $($A),*);
        }

        impl<V: ?Sized, P> $trait<P> for &ProbeResult<'_, V, P> {
            #[inline]
            fn zero<S: Zero, $($A),*>(&self) -> S
            where
                P: FnOnce(S, $($A),*),
            {
                S::ZERO_COTANGENT
            }
        }
    };
}
of_seed!(Seed1 A);
of_seed!(Seed2 A B);
of_seed!(Seed3 A B C);
of_seed!(Seed4 A B C D);
of_seed!(Seed5 A B C D E);
of_seed!(Seed6 A B C D E F);
of_seed!(Seed7 A B C D E F G);
of_seed!(Seed8 A B C D E F G H);

/// The zero cotangent of what a callee returned, which may have parts that carry no derivative; `$seed` names the trait
/// for the number of its parameters.
#[doc(hidden)]
#[macro_export]
macro_rules! __zero_of_result {
    ($value:expr, $pullback:expr, $seed:ident) => {{
        #[allow(unused_imports)]
        use $crate::__private::{ZeroOfValue as _, $seed as _};
        (&$crate::__private::ProbeResult($value, $pullback)).zero()
    }};
}

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
