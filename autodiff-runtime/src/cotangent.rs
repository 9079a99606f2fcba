//! `cotangent ::= float | no cotangent | () | [cotangent; N] | Vec<cotangent> | (cotangent, ..)`

use crate::tuples::for_each_tuple;

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// The type of a gradient: what the reverse sweep adds up for one variable.
///
/// A cotangent has the shape of the value it belongs to. Implemented for floats, arrays, `Vec`s and tuples of
/// cotangents.
///
/// ```
/// use autodiff_runtime::Cotangent;
///
/// let mut ct = ([1.0, 2.0], 3.0);
/// ct.accumulate(([10.0, 20.0], 30.0));
/// assert_eq!(ct.take(), ([11.0, 22.0], 33.0));
/// assert_eq!(ct, ([0.0, 0.0], 0.0));
/// ```
pub trait Cotangent: Sized {
    /// Adds `other` to `self`, element by element.
    ///
    /// # Panics
    ///
    /// If two `Vec`s differ in length.
    fn accumulate(&mut self, other: Self);

    /// Returns `self` and leaves a zero of the same shape in its place.
    fn take(&mut self) -> Self;
}

/// The cotangent of a value that carries no derivative: an integer, a `bool`, a `char`, a string.
///
/// ```
/// use autodiff_runtime::{Differentiable, NoCotangent};
///
/// assert_eq!((1.5, 7_u32).zero_cotangent(), (0.0, NoCotangent));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoCotangent;

/// [`Cotangent::accumulate`] as a function.
#[inline]
pub fn accumulate<C: Cotangent>(ct: &mut C, value: C) {
    ct.accumulate(value);
}

/// [`Cotangent::take`] as a function.
#[inline]
pub fn take<C: Cotangent>(ct: &mut C) -> C {
    ct.take()
}

/// The adjoint of `[e; N]` and `vec![e; n]`: one value was copied to many places, so its cotangent is the sum of theirs.
#[inline]
pub fn repeat_cotangent<C: Cotangent>(zero: C, ct: impl IntoIterator<Item = C>) -> C {
    ct.into_iter().fold(zero, |mut sum, element| {
        sum.accumulate(element);
        sum
    })
}

macro_rules! float {
    ($($t:ty)*) => {$(
        impl Cotangent for $t {
            #[inline]
            fn accumulate(&mut self, other: Self) {
                *self += other;
            }

            #[inline]
            fn take(&mut self) -> Self {
                core::mem::take(self)
            }
        }
    )*};
}
float!(f32 f64);

macro_rules! nothing {
    ($($t:ty)*) => {$(
        impl Cotangent for $t {
            #[inline]
            fn accumulate(&mut self, _: Self) {}

            #[inline]
            fn take(&mut self) -> Self {
                *self
            }
        }
    )*};
}
nothing!(() NoCotangent);

impl<C: Cotangent, const N: usize> Cotangent for [C; N] {
    #[inline]
    fn accumulate(&mut self, other: Self) {
        for (ct, value) in self.iter_mut().zip(other) {
            ct.accumulate(value);
        }
    }

    #[inline]
    fn take(&mut self) -> Self {
        self.each_mut().map(C::take)
    }
}

#[cfg(feature = "alloc")]
impl<C: Cotangent> Cotangent for Vec<C> {
    #[inline]
    #[track_caller]
    fn accumulate(&mut self, other: Self) {
        assert!(
            self.len() == other.len(),
            "a cotangent of length {} cannot be added to one of length {}",
            other.len(),
            self.len()
        );
        for (ct, value) in self.iter_mut().zip(other) {
            ct.accumulate(value);
        }
    }

    #[inline]
    fn take(&mut self) -> Self {
        self.iter_mut().map(C::take).collect()
    }
}

macro_rules! tuple {
    ($($C:ident $i:tt),+) => {
        impl<$($C: Cotangent),+> Cotangent for ($($C,)+) {
            #[inline]
            fn accumulate(&mut self, other: Self) {
                $(self.$i.accumulate(other.$i);)+
            }

            #[inline]
            fn take(&mut self) -> Self {
                ($(self.$i.take(),)+)
            }
        }
    };
}
for_each_tuple!(tuple);
