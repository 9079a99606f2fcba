//! What the iterations of a loop keep.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// One entry for each iteration so far.
pub trait Record {
    /// What an iteration keeps.
    type Entry;

    /// Takes the entry of the last iteration, if there is one.
    fn take_last(&mut self) -> Option<Self::Entry>;
}

/// The record of a loop of at most `N` iterations, on the stack.
pub struct Few<T, const N: usize> {
    entries: [Option<T>; N],
    len: usize,
}

impl<T, const N: usize> Default for Few<T, N> {
    #[inline]
    fn default() -> Self {
        Few { entries: [const { None }; N], len: 0 }
    }
}

#[expect(clippy::len_without_is_empty, reason = "a length is compared with a mark, never with zero")]
impl<T, const N: usize> Few<T, N> {
    /// The number of entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, entry: T) {
        self.entries[self.len] = Some(entry);
        self.len += 1;
    }
}

impl<T, const N: usize> Record for Few<T, N> {
    type Entry = T;

    #[inline]
    fn take_last(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        self.entries.get_mut(self.len)?.take()
    }
}

#[cfg(feature = "alloc")]
impl<T> Record for Vec<T> {
    type Entry = T;

    #[inline]
    fn take_last(&mut self) -> Option<T> {
        self.pop()
    }
}

/// Takes what the last iteration kept from the end of a record.
#[inline]
pub fn restore<R: Record>(record: &mut R) -> R::Entry {
    match record.take_last() {
        Some(entry) => entry,
        None => no_iteration(),
    }
}

/// Makes room for the entries of a loop that is about to run, so many for each step.
#[cfg(feature = "alloc")]
#[inline]
pub fn reserve<T>(record: &mut Vec<T>, steps: &impl Iterator, each: usize) {
    let more = steps.size_hint().0.saturating_mul(each);
    if record.is_empty() {
        record.reserve_exact(more);
    } else {
        record.reserve(more);
    }
}

#[cold]
fn no_iteration() -> ! {
    panic!(
        "internal error in `#[grad]`: a loop has more iterations in the reverse sweep than in the forward sweep"
    )
}
