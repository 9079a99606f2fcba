//! Values and the types of their cotangents.

#[cfg(feature = "alloc")]
use alloc::{string::String, vec::Vec};

use crate::cotangent::{Cotangent, NoCotangent};
use crate::tuples::for_each_tuple;

/// A value that a derivative can be taken with respect to, or that can stand beside such a value in an
/// aggregate.
///
/// | value | cotangent |
/// |---|---|
/// | `f32`, `f64` | itself |
/// | `[T; N]`, tuples | an array, a tuple of cotangents |
/// | `[T]`, `Vec<T>` (feature `alloc`) | `Vec` of cotangents |
/// | `&T`, `&mut T` | that of `T` |
/// | integers, `bool`, `char`, strings | [`NoCotangent`] |
///
/// ```
/// use autodiff_runtime::{Differentiable, NoCotangent};
///
/// let layer = ([0.5, -0.5], 2.0, "linear");
/// assert_eq!(layer.zero_cotangent(), ([0.0, 0.0], 0.0, NoCotangent));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no cotangent type",
    label = "autodiff does not know how to differentiate with respect to this type",
    note = "floats, and arrays, slices, `Vec`s and tuples of them, have a cotangent; structs are not supported yet"
)]
pub trait Differentiable {
    /// The type of a gradient with respect to a value of this type.
    type Cotangent: Cotangent;

    /// A zero of the shape of `self`: a `Vec` of three floats gives three zeros.
    fn zero_cotangent(&self) -> Self::Cotangent;

    /// Makes a zero that had the shape of `self` before a change have the shape that it has now.
    #[doc(hidden)]
    #[inline]
    fn fit_cotangent(&self, zero: &mut Self::Cotangent) {
        *zero = self.zero_cotangent();
    }
}

/// [`Differentiable::zero_cotangent`] as a function.
#[inline]
pub fn zero_like<D: Differentiable + ?Sized>(value: &D) -> D::Cotangent {
    value.zero_cotangent()
}

macro_rules! float {
    ($($t:ty)*) => {$(
        #[diagnostic::do_not_recommend]
impl Differentiable for $t {
            type Cotangent = $t;

            #[inline]
            fn zero_cotangent(&self) -> $t {
                0.0
            }

            #[inline]
            fn fit_cotangent(&self, _: &mut $t) {}
        }
    )*};
}
float!(f32 f64);

macro_rules! inactive {
    ($($t:ty)*) => {$(
        #[diagnostic::do_not_recommend]
impl Differentiable for $t {
            type Cotangent = NoCotangent;

            #[inline]
            fn zero_cotangent(&self) -> NoCotangent {
                NoCotangent
            }
        }
    )*};
}
inactive!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char str NoCotangent);
#[cfg(feature = "alloc")]
inactive!(String);

#[diagnostic::do_not_recommend]
impl Differentiable for () {
    type Cotangent = ();

    #[inline]
    fn zero_cotangent(&self) {}
}

#[diagnostic::do_not_recommend]
impl<T: Differentiable + ?Sized> Differentiable for &T {
    type Cotangent = T::Cotangent;

    #[inline]
    fn zero_cotangent(&self) -> T::Cotangent {
        T::zero_cotangent(self)
    }

    #[inline]
    fn fit_cotangent(&self, zero: &mut T::Cotangent) {
        T::fit_cotangent(self, zero);
    }
}

#[diagnostic::do_not_recommend]
impl<T: Differentiable + ?Sized> Differentiable for &mut T {
    type Cotangent = T::Cotangent;

    #[inline]
    fn zero_cotangent(&self) -> T::Cotangent {
        T::zero_cotangent(self)
    }

    #[inline]
    fn fit_cotangent(&self, zero: &mut T::Cotangent) {
        T::fit_cotangent(self, zero);
    }
}

#[diagnostic::do_not_recommend]
impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Cotangent = [T::Cotangent; N];

    #[inline]
    fn zero_cotangent(&self) -> Self::Cotangent {
        self.each_ref().map(T::zero_cotangent)
    }

    #[inline]
    fn fit_cotangent(&self, zero: &mut Self::Cotangent) {
        for (value, zero) in self.iter().zip(zero) {
            value.fit_cotangent(zero);
        }
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<T: Differentiable> Differentiable for [T] {
    type Cotangent = Vec<T::Cotangent>;

    #[inline]
    fn zero_cotangent(&self) -> Self::Cotangent {
        self.iter().map(T::zero_cotangent).collect()
    }

    #[inline]
    fn fit_cotangent(&self, zero: &mut Self::Cotangent) {
        zero.truncate(self.len());
        for (value, zero) in self.iter().zip(zero.iter_mut()) {
            value.fit_cotangent(zero);
        }
        zero.extend(self[zero.len()..].iter().map(T::zero_cotangent));
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<T: Differentiable> Differentiable for Vec<T> {
    type Cotangent = Vec<T::Cotangent>;

    #[inline]
    fn zero_cotangent(&self) -> Self::Cotangent {
        self.as_slice().zero_cotangent()
    }

    #[inline]
    fn fit_cotangent(&self, zero: &mut Self::Cotangent) {
        self.as_slice().fit_cotangent(zero);
    }
}

macro_rules! tuple {
    ($($T:ident $i:tt),+) => {
        #[diagnostic::do_not_recommend]
impl<$($T: Differentiable),+> Differentiable for ($($T,)+) {
            type Cotangent = ($($T::Cotangent,)+);

            #[inline]
            fn zero_cotangent(&self) -> Self::Cotangent {
                ($(self.$i.zero_cotangent(),)+)
            }
        }
    };
}
for_each_tuple!(tuple);
