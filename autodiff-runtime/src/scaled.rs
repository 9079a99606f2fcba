//! What `#[grad(partials = path)]` does with the partials that `path` returns.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::guard::mixed_mul;
use crate::lanes::Lanes;
use crate::tuples::for_each_two_tuples;
use crate::{NoCotangent, Real};

/// A cotangent to which a multiple of partials can be added: the scale is a number, or one in each lane.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold partial derivatives in `{T}`",
    note = "a `partials` function returns one partial derivative for each number: floats of the argument's type, and arrays, `Vec`s and tuples of them"
)]
pub trait AddScaled<T, P: ?Sized = Self> {
    /// `self += scale * partial`, element by element, each product as in `mixed_mul`.
    fn add_scaled(&mut self, partial: &P, scale: T);
}

/// [`AddScaled::add_scaled`] as a function.
#[inline]
#[track_caller]
pub fn add_scaled<T, P: ?Sized, C: AddScaled<T, P> + ?Sized>(ct: &mut C, partial: &P, scale: T) {
    ct.add_scaled(partial, scale);
}

impl<C: Real, T: Real> AddScaled<T> for C {
    #[inline]
    fn add_scaled(&mut self, partial: &C, scale: T) {
        *self += mixed_mul::<T, C, C>(scale, *partial);
    }
}

impl<C: Real, T: Real> AddScaled<Lanes<T>, C> for Lanes<C> {
    #[inline]
    fn add_scaled(&mut self, partial: &C, scale: Lanes<T>) {
        *self += scale.map(|scale| mixed_mul::<T, C, C>(scale, *partial));
    }
}

macro_rules! nothing {
    ($($t:ty)*) => {$(
        impl<T> AddScaled<T> for $t {
            #[inline]
            fn add_scaled(&mut self, _: &Self, _: T) {}
        }
    )*};
}
nothing!(() NoCotangent);

impl<T: Copy, P, C: AddScaled<T, P>> AddScaled<T, [P]> for [C] {
    #[inline]
    #[track_caller]
    fn add_scaled(&mut self, partial: &[P], scale: T) {
        assert!(
            self.len() == partial.len(),
            "the `partials` function returned {} partial derivatives for an argument of length {}",
            partial.len(),
            self.len()
        );
        for (ct, partial) in self.iter_mut().zip(partial) {
            ct.add_scaled(partial, scale);
        }
    }
}

impl<T: Copy, P, C: AddScaled<T, P>, const N: usize> AddScaled<T, [P; N]> for [C; N] {
    #[inline]
    fn add_scaled(&mut self, partial: &[P; N], scale: T) {
        self.as_mut_slice().add_scaled(partial.as_slice(), scale);
    }
}

#[cfg(feature = "alloc")]
impl<T: Copy, P, C: AddScaled<T, P>> AddScaled<T, Vec<P>> for Vec<C> {
    #[inline]
    #[track_caller]
    fn add_scaled(&mut self, partial: &Vec<P>, scale: T) {
        self.as_mut_slice().add_scaled(partial.as_slice(), scale);
    }
}

macro_rules! tuple {
    ($($C:ident $P:ident $i:tt),+) => {
        impl<Scale: Copy, $($C: AddScaled<Scale, $P>, $P),+> AddScaled<Scale, ($($P,)+)> for ($($C,)+) {
            #[inline]
            fn add_scaled(&mut self, partial: &($($P,)+), scale: Scale) {
                $(self.$i.add_scaled(&partial.$i, scale);)+
            }
        }
    };
}
for_each_two_tuples!(tuple);
