//! What `#[grad(partials = path)]` does with the partials that `path` returns.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::guard::selected_mul;
use crate::tuples::for_each_tuple;
use crate::{NoCotangent, Real};

/// A cotangent to which a multiple of another can be added.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold partial derivatives in `{T}`",
    note = "a `partials` function returns one partial derivative for each number: floats of the result's type, and arrays, `Vec`s and tuples of them"
)]
pub trait AddScaled<T> {
    /// `self += scale * partial`, element by element, each product as in [`selected_mul`].
    fn add_scaled(&mut self, partial: &Self, scale: T);
}

/// [`AddScaled::add_scaled`] as a function.
#[inline]
#[track_caller]
pub fn add_scaled<T: Real, C: AddScaled<T> + ?Sized>(ct: &mut C, partial: &C, scale: T) {
    ct.add_scaled(partial, scale);
}

macro_rules! float {
    ($($t:ty)*) => {$(
        impl AddScaled<$t> for $t {
            #[inline]
            fn add_scaled(&mut self, partial: &$t, scale: $t) {
                *self += selected_mul(scale, *partial);
            }
        }
    )*};
}
float!(f32 f64);

macro_rules! nothing {
    ($($t:ty)*) => {$(
        impl<T> AddScaled<T> for $t {
            #[inline]
            fn add_scaled(&mut self, _: &Self, _: T) {}
        }
    )*};
}
nothing!(() NoCotangent);

impl<T: Real, C: AddScaled<T>> AddScaled<T> for [C] {
    #[inline]
    #[track_caller]
    fn add_scaled(&mut self, partial: &Self, scale: T) {
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

impl<T: Real, C: AddScaled<T>, const N: usize> AddScaled<T> for [C; N] {
    #[inline]
    fn add_scaled(&mut self, partial: &Self, scale: T) {
        self.as_mut_slice().add_scaled(partial, scale);
    }
}

#[cfg(feature = "alloc")]
impl<T: Real, C: AddScaled<T>> AddScaled<T> for Vec<C> {
    #[inline]
    #[track_caller]
    fn add_scaled(&mut self, partial: &Self, scale: T) {
        self.as_mut_slice().add_scaled(partial, scale);
    }
}

macro_rules! tuple {
    ($($C:ident $i:tt),+) => {
        impl<T: Real, $($C: AddScaled<T>),+> AddScaled<T> for ($($C,)+) {
            #[inline]
            fn add_scaled(&mut self, partial: &Self, scale: T) {
                $(self.$i.add_scaled(&partial.$i, scale);)+
            }
        }
    };
}
for_each_tuple!(tuple);
