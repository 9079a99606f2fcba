//! Ranges that are walked in steps, from either end.

use core::ops::Range;

/// A type of the numbers in a range.
pub trait Counted: Copy {
    /// How many numbers there are from `start` up to `end`, every `step`th counted.
    fn steps(start: Self, end: Self, step: usize) -> usize;

    /// The number so many above this one; there is one.
    fn above(self, count: usize) -> Self;
}

/// `range.step_by(step)`, which for every type of number can also be walked backwards.
///
/// # Panics
///
/// If `step` is 0.
#[inline]
#[track_caller]
pub fn stepped<T: Counted>(
    range: Range<T>,
    step: usize,
) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator {
    assert!(step != 0);
    let start = range.start;
    (0..T::steps(start, range.end, step)).map(move |at| start.above(at * step))
}

/// How many numbers there are in a range.
#[inline]
pub fn how_many<T: Counted>(range: Range<T>) -> usize {
    T::steps(range.start, range.end, 1)
}

/// The number of a range that has so many before it; there is one.
#[inline]
pub fn nth<T: Counted>(range: Range<T>, before: usize) -> T {
    range.start.above(before)
}

macro_rules! counted {
    ($($t:ty)*) => {$(
        impl Counted for $t {
            #[inline]
            fn steps(start: $t, end: $t, step: usize) -> usize {
                if start < end { (end.abs_diff(start) as usize).div_ceil(step) } else { 0 }
            }

            #[inline]
            fn above(self, count: usize) -> $t {
                self.wrapping_add(count as $t)
            }
        }
    )*};
}
counted!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl Counted for char {
    #[inline]
    fn steps(start: char, end: char, step: usize) -> usize {
        (start..end).count().div_ceil(step)
    }

    #[inline]
    fn above(self, count: usize) -> char {
        (self..=char::MAX).nth(count).unwrap_or(char::MAX)
    }
}
