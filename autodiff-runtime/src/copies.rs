//! Copies of slices that a pullback reads after they have changed.

#[cfg(feature = "alloc")]
use core::ops::Index;

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::slot::{Lent, Shared, Slot};

/// Copies of slices, one behind the other in parts that do not grow: none is copied again.
#[cfg(feature = "alloc")]
pub struct Copies<T> {
    parts: Vec<Vec<T>>,
    /// The part that is being filled. Those behind it are empty.
    at: usize,
}

/// Where among them a copy is.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy)]
pub struct Kept {
    part: usize,
    start: usize,
    len: usize,
}

/// Copies of slices: none.
#[cfg(feature = "alloc")]
#[inline]
pub fn copies<T>() -> Copies<T> {
    Copies { parts: Vec::new(), at: 0 }
}

/// Puts a copy of a slice behind those for earlier calls, if a pullback `reads` it. Returns where it is.
#[cfg(feature = "alloc")]
#[inline]
pub fn keep_slice<T: Copy>(copies: &mut Copies<T>, reads: bool, slice: &[T]) -> Kept {
    if reads && !slice.is_empty() { copies.keep(slice) } else { Kept { part: 0, start: 0, len: 0 } }
}

#[cfg(feature = "alloc")]
impl<T: Copy> Copies<T> {
    /// A part has room for so many copies like the first at least, unless these are large.
    const FIRST: usize = 4;
    /// Where copies are smaller, parts have room for so many numbers at most.
    const LARGEST: usize = 4096;

    #[inline]
    fn keep(&mut self, slice: &[T]) -> Kept {
        let has_room = |part: &Vec<T>| part.capacity() - part.len() >= slice.len();
        if !self.parts.get(self.at).is_some_and(has_room) {
            self.start_part(slice.len());
        }
        let part = &mut self.parts[self.at];
        let kept = Kept { part: self.at, start: part.len(), len: slice.len() };
        part.extend_from_slice(slice);
        kept
    }

    #[cold]
    fn start_part(&mut self, len: usize) {
        let (next, last) = match self.parts.get(self.at) {
            Some(part) => (self.at + 1, part.capacity()),
            None => (0, 0),
        };
        if self.parts.get(next).is_none_or(|part| part.capacity() < len) {
            let room = (2 * last).max(Self::FIRST * len).min(Self::LARGEST).max(len);
            self.parts.insert(next, Vec::with_capacity(room));
        }
        self.at = next;
    }

    /// Forgets all copies. The memory stays for the next.
    #[inline]
    pub fn clear(&mut self) {
        self.parts.iter_mut().for_each(Vec::clear);
        self.at = 0;
    }
}

#[cfg(feature = "alloc")]
impl<T> Index<Kept> for Copies<T> {
    type Output = [T];

    #[inline]
    fn index(&self, kept: Kept) -> &[T] {
        self.parts.get(kept.part).map_or(&[], |part| &part[kept.start..kept.start + kept.len])
    }
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
