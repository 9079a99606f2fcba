//! Ranges that are walked in steps, from either end.

use core::ops::{Range, RangeFrom};

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

/// How often a number from here on, `by` added to it each time, and then `ahead`, is less than `end`. Where it comes to overflow
/// before it is not, there is no end, unless overflow is checked where it happens.
#[inline]
pub fn times_up(start: usize, end: usize, ahead: usize, by: usize) -> usize {
    let times = end.saturating_sub(ahead).saturating_sub(start).div_ceil(by);
    let last = times.checked_mul(by).and_then(|way| way.checked_add(start)?.checked_add(ahead));
    if last.is_some() { times } else { usize::MAX }
}

/// How often a number from here on, `by` taken from it each time, is at least `least`, which is not less than `by`.
#[inline]
pub fn times_down(start: usize, least: usize, by: usize) -> usize {
    if start < least { 0 } else { (start - least) / by + 1 }
}

/// The number of a range that has so many before it; there is one.
#[inline]
pub fn nth<T: Counted>(range: Range<T>, before: usize) -> T {
    range.start.above(before)
}

/// The number of `start..` that has so many before it.
///
/// # Panics
///
/// Where `start..` does, if overflow is checked: at the last number of the type, behind which it looks.
#[inline]
pub fn nth_from<T: Counted>(start: T, before: usize) -> T
where
    RangeFrom<T>: Iterator<Item = T>,
{
    let number = start.above(before);
    (number..).next().unwrap_or(number)
}

/// Steps that a range `start..` is asked for a number in, and for one more when they have ended, as the first side of a
/// `zip` is; it has given so many `before` that one.
#[inline]
pub fn beside<T>(steps: Range<usize>, start: T, before: usize) -> Beside<T> {
    Beside { steps, start, before }
}

/// The steps of [`beside`].
pub struct Beside<T> {
    steps: Range<usize>,
    start: T,
    before: usize,
}

impl<T: Counted> Iterator for Beside<T>
where
    RangeFrom<T>: Iterator<Item = T>,
{
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let step = self.steps.next();
        if step.is_none() {
            nth_from(self.start, self.before);
        }
        step
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.steps.size_hint()
    }
}

impl<T: Counted> DoubleEndedIterator for Beside<T>
where
    RangeFrom<T>: Iterator<Item = T>,
{
    #[inline]
    fn next_back(&mut self) -> Option<usize> {
        self.steps.next_back()
    }
}

impl<T: Counted> ExactSizeIterator for Beside<T> where RangeFrom<T>: Iterator<Item = T> {}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_loops() {
        for (start, end) in (0..12).flat_map(|start| (0..12).map(move |end| (start, end))) {
            for (by, more) in (1..5).flat_map(|by| (0..4).map(move |more| (by, more))) {
                let (mut up, mut i) = (0, start);
                while i + more < end {
                    (up, i) = (up + 1, i + by);
                }
                assert_eq!(times_up(start, end, more, by), up);
                let (mut down, mut i) = (0, start);
                while i >= by + more {
                    (down, i) = (down + 1, i - by);
                }
                assert_eq!(times_down(start, by + more, by), down);
            }
        }
        // The one behind the last would be too great, and what is asked of it.
        assert_eq!(times_up(usize::MAX - 3, usize::MAX, 0, 2), usize::MAX);
        assert_eq!(times_up(usize::MAX - 2, usize::MAX, 1, 2), usize::MAX);
        assert_eq!(times_up(usize::MAX - 2, usize::MAX, 0, 2), 1);
    }
}
