//! Tangents without a number in them, where a callee changes the shape of what they belong to.
//!
//! A local `Vec` of integers that is lent to a callee beside a differentiated value has a tangent, for all that the macro
//! knows. A callee that does not differentiate it leaves the tangent as it is.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::NoCotangent;

/// A tangent without numbers, which gets the shape of a value.
pub trait Follows<V: ?Sized> {
    /// Gives it that shape.
    fn follow(&mut self, value: &V);
}

impl<V: ?Sized> Follows<V> for NoCotangent {
    #[inline]
    fn follow(&mut self, _: &V) {}
}

impl<V, Z: Follows<V>, const N: usize> Follows<[V; N]> for [Z; N] {
    #[inline]
    fn follow(&mut self, value: &[V; N]) {
        self.iter_mut().zip(value).for_each(|(tangent, value)| tangent.follow(value));
    }
}

#[cfg(feature = "alloc")]
impl<V, Z: Follows<V> + Default> Follows<Vec<V>> for Vec<Z> {
    #[inline]
    fn follow(&mut self, value: &Vec<V>) {
        self.resize_with(value.len(), Z::default);
        self.iter_mut().zip(value).for_each(|(tangent, value)| tangent.follow(value));
    }
}

/// A value and its tangent; see [`follow!`](crate::__private::follow).
pub struct Pair<'a, V: ?Sized, Z: ?Sized>(pub &'a V, pub &'a mut Z);

/// For a tangent without numbers. Found first.
pub trait FollowShape {
    /// Gives it the shape of the value.
    fn follow(self);
}

impl<V: ?Sized, Z: Follows<V> + ?Sized> FollowShape for Pair<'_, V, Z> {
    #[inline]
    fn follow(self) {
        self.1.follow(self.0);
    }
}

/// For any other, which the callee has seen to. Found by one reference more, so after the first.
pub trait FollowNothing {
    /// Nothing to do.
    fn follow(self);
}

impl<V: ?Sized, Z: ?Sized> FollowNothing for &Pair<'_, V, Z> {
    #[inline]
    fn follow(self) {}
}

/// Makes the tangent of a variable of any type follow what a callee made of it.
#[doc(hidden)]
#[macro_export]
macro_rules! __follow {
    ($value:expr, $tangent:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{FollowNothing as _, FollowShape as _};
        $crate::__private::Pair($value, $tangent).follow()
    }};
}
