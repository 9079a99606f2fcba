//! Pieces of slices that loops walk along, from either end.

use core::slice::{ChunksExact, ChunksExactMut, Windows};

/// So many exact chunks of a slice, from the one with this number on.
#[inline]
pub fn chunks_exact<T>(slice: &[T], from: usize, count: usize, size: usize) -> ChunksExact<'_, T> {
    slice[from * size..][..count * size].chunks_exact(size)
}

/// The same, to write.
#[inline]
pub fn chunks_exact_mut<T>(slice: &mut [T], from: usize, count: usize, size: usize) -> ChunksExactMut<'_, T> {
    slice[from * size..][..count * size].chunks_exact_mut(size)
}

/// So many windows of a slice, from the one with this number on.
#[inline]
pub fn windows<T>(slice: &[T], from: usize, count: usize, size: usize) -> Windows<'_, T> {
    // Without a window, what there is of the slice may be shorter than all but one of its elements.
    let len = if count == 0 { 0 } else { count + size - 1 };
    slice[from..][..len].windows(size)
}

/// So many chunks of a slice, from the one with this number on. The last of the slice may be shorter.
#[inline]
pub fn chunks<T>(slice: &[T], from: usize, count: usize, size: usize) -> Chunks<ChunksExact<'_, T>> {
    let slice = &slice[from * size..];
    let (whole, rest) = slice.split_at(whole(slice.len(), count, size));
    Chunks { whole: whole.chunks_exact(size), rest: (whole.len() < count * size).then_some(rest) }
}

/// The same, to write.
#[inline]
pub fn chunks_mut<T>(
    slice: &mut [T],
    from: usize,
    count: usize,
    size: usize,
) -> Chunks<ChunksExactMut<'_, T>> {
    let slice = &mut slice[from * size..];
    let (whole, rest) = slice.split_at_mut(whole(slice.len(), count, size));
    let is_short = whole.len() < count * size;
    Chunks { whole: whole.chunks_exact_mut(size), rest: is_short.then_some(rest) }
}

/// How many elements of a slice are in whole chunks; all of these chunks but one are.
#[inline]
fn whole(len: usize, count: usize, size: usize) -> usize {
    if count * size <= len {
        return count * size;
    }
    let whole = (count - 1) * size;
    assert!(whole < len, "internal error in `#[grad]`: fewer chunks than iterations");
    whole
}

/// Chunks, of which the last may be shorter. std's own iterator divides to know, at each step from the end.
pub struct Chunks<I: Iterator> {
    whole: I,
    rest: Option<I::Item>,
}

impl<I: Iterator> Iterator for Chunks<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.whole.next().or_else(|| self.rest.take())
    }
}

impl<I: DoubleEndedIterator> DoubleEndedIterator for Chunks<I> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        self.rest.take().or_else(|| self.whole.next_back())
    }
}
