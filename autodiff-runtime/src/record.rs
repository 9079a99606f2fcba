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

/// How many numbers there are from `start` up to `end`, the last included if `closed` is 1.
#[inline]
#[must_use]
pub const fn count(start: i128, end: i128, closed: i128) -> usize {
    let count = end.saturating_sub(start).saturating_add(closed);
    if count < 0 {
        0
    } else if count < usize::MAX as i128 {
        count as usize
    } else {
        usize::MAX
    }
}

/// How many of so many entries a record has on the stack: all, or none where they would take much of it.
///
/// # Panics
///
/// Where they would, and there is no heap. rustc evaluates it, so that it is an error of compilation.
#[inline]
pub const fn few(entries: usize, numbers: usize) -> usize {
    let fit = entries <= 256 && entries.saturating_mul(numbers) <= 4096;
    assert!(
        fit || cfg!(feature = "alloc"),
        "this loop has too many iterations, or keeps too much in each, for a record on the stack: \
         enable the feature `alloc` of `autodiff`"
    );
    if fit { entries } else { 0 }
}

/// The record of a loop with a constant number of iterations: on the stack if these are at most `N`, or else in one
/// allocation.
pub struct Bounded<T, const N: usize> {
    few: [Option<T>; N],
    len: usize,
    #[cfg(feature = "alloc")]
    many: Vec<T>,
}

#[expect(clippy::len_without_is_empty, reason = "a length is compared with a mark, never with zero")]
impl<T, const N: usize> Bounded<T, N> {
    /// A record without entries, with room for so many.
    #[inline]
    #[must_use]
    #[cfg_attr(not(feature = "alloc"), expect(unused_variables))]
    pub fn new(count: usize) -> Self {
        Bounded {
            few: [const { None }; N],
            len: 0,
            #[cfg(feature = "alloc")]
            many: if count > N { Vec::with_capacity(count) } else { Vec::new() },
        }
    }

    /// The number of entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, entry: T) {
        #[cfg(feature = "alloc")]
        if N == 0 {
            self.many.push(entry);
            self.len += 1;
            return;
        }
        self.few[self.len] = Some(entry);
        self.len += 1;
    }
}

impl<T, const N: usize> Record for Bounded<T, N> {
    type Entry = T;

    #[inline]
    fn take_last(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        #[cfg(feature = "alloc")]
        if N == 0 {
            return self.many.pop();
        }
        self.few.get_mut(self.len)?.take()
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

/// Makes room for the entries of a loop that is about to run, so many for each step. It will run so often as the numbers
/// of steps of the loops around say; the first time there is room made for all.
#[cfg(feature = "alloc")]
#[inline]
pub fn reserve<T>(record: &mut Vec<T>, steps: &impl Iterator, each: usize, around: &[usize]) {
    let more = steps.size_hint().0.saturating_mul(each);
    if record.is_empty() {
        record.reserve_exact(around.iter().copied().fold(more, usize::saturating_mul));
    } else {
        record.reserve(more);
    }
}

/// Adds an entry to a record in which a loop has made room for all its entries.
///
/// A `Vec` that could grow here is a call in the loop, and no call keeps a float in a register for its caller: rustc would
/// move every number that the loop carries to memory and back in each iteration.
#[cfg(feature = "alloc")]
#[inline]
pub fn push_reserved<T>(record: &mut Vec<T>, entry: T) {
    if record.len() == record.capacity() {
        no_room();
    }
    record.push(entry);
}

/// So many new entries as a loop that is about to run has steps, which it will fill.
#[cfg(feature = "alloc")]
#[inline]
pub fn grow<'r, T: Default>(record: &'r mut Vec<T>, steps: &impl Iterator) -> &'r mut [T] {
    let (len, more) = (record.len(), steps.size_hint().0);
    record.resize_with(len + more, T::default);
    &mut record[len..][..more]
}

/// The entries of so many steps as a loop has that is about to run: the last ones.
#[cfg(feature = "alloc")]
#[inline]
pub fn entries<'r, T>(record: &'r [T], steps: &impl Iterator) -> &'r [T] {
    let count = steps.size_hint().0;
    match record.len().checked_sub(count) {
        Some(before) => &record[before..][..count],
        None => no_iteration(),
    }
}

/// A record without its last entries, as many as that loop had.
#[cfg(feature = "alloc")]
#[inline]
pub fn forget<T: Copy>(record: &mut Vec<T>, count: usize) {
    record.truncate(record.len().saturating_sub(count));
}

/// A number that a loop counts, as an index.
pub trait Counted: Copy {
    /// It.
    fn index(self) -> usize;
}

macro_rules! counted {
    ($($t:ty)*) => {$(
        impl Counted for $t {
            #[inline]
            fn index(self) -> usize {
                self as usize
            }
        }
    )*};
}
counted!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

#[cfg(feature = "alloc")]
#[cold]
fn no_room() -> ! {
    panic!("internal error in `#[grad]`: a loop has more iterations than its iterator said")
}

#[cold]
fn no_iteration() -> ! {
    panic!(
        "internal error in `#[grad]`: a loop has more iterations in the reverse sweep than in the forward sweep"
    )
}

#[cfg(all(test, not(feature = "alloc")))]
mod tests {
    #[test]
    #[should_panic(expected = "enable the feature `alloc`")]
    fn a_record_that_is_too_large_for_the_stack_needs_a_heap() {
        let _ = super::few(257, 1);
    }
}
