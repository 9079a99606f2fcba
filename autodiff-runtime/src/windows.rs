//! Parts of slices that loops walk along.

use core::ops::Range;

/// The elements of a range of indices.
#[inline]
pub fn window<T>(slice: &[T], range: Range<usize>) -> &[T] {
    &slice[range]
}

/// The same, to write.
#[inline]
pub fn window_mut<T>(slice: &mut [T], range: Range<usize>) -> &mut [T] {
    &mut slice[range]
}
