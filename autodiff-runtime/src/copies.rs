//! Copies of slices that a pullback reads after they have changed.

use core::ops::Range;

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::slot::{Lent, Shared, Slot};

/// Copies of slices: none.
#[cfg(feature = "alloc")]
#[inline]
pub fn copies<T>() -> Vec<T> {
    Vec::new()
}

/// Puts a copy of a slice behind those for earlier calls, if a pullback `reads` it. Returns where it is.
#[cfg(feature = "alloc")]
#[inline]
pub fn keep_slice<T: Copy>(copies: &mut Vec<T>, reads: bool, slice: &[T]) -> Range<usize> {
    let start = copies.len();
    if reads {
        copies.extend_from_slice(slice);
    }
    start..copies.len()
}

/// One of these, for a pullback that asked for it: one that takes a `Vec` has a copy of its own.
pub struct KeptSlice<'p, T>(pub &'p [T]);

#[diagnostic::do_not_recommend]
impl<'c, 'p, C, S, T> Slot<Shared<'c, 'p, C, [T]>> for Lent<S, KeptSlice<'p, T>>
where
    C: ?Sized,
    S: Slot<Option<&'c mut C>>,
{
    #[inline]
    fn slot(self) -> Shared<'c, 'p, C, [T]> {
        Shared { slot: self.0.slot(), primal: Some(self.1.0) }
    }

    #[inline]
    fn fresh(self) -> Shared<'c, 'p, C, [T]> {
        Shared { slot: self.0.fresh(), primal: Some(self.1.0) }
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'c, 'p, C, S, T> Slot<Shared<'c, 'p, C, Vec<T>>> for Lent<S, KeptSlice<'p, T>>
where
    C: ?Sized,
    S: Slot<Option<&'c mut C>>,
{
    #[inline]
    fn slot(self) -> Shared<'c, 'p, C, Vec<T>> {
        Shared { slot: self.0.slot(), primal: None }
    }

    #[inline]
    fn fresh(self) -> Shared<'c, 'p, C, Vec<T>> {
        Shared { slot: self.0.fresh(), primal: None }
    }
}
