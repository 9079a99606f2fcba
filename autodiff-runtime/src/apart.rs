//! Pieces of slices that stand apart from each other, from either end: what `step_by` leaves of others.
//!
//! std's own adaptor counts pieces from the end by a division, and checks the ends of each.

use core::mem::take;

/// So many pieces of a slice: the first from this index on, each as long as `len` and starting `gap` behind the one
/// before. To be asked for as many. Pieces that overlap are not written.
#[inline]
pub fn apart<T>(slice: &[T], start: usize, times: usize, len: usize, gap: usize) -> Apart<&[T], false> {
    let (size, _) = extent(slice.len(), (start, times), len, gap);
    Apart { rest: &slice[start..][..size], len, gap, short: 0 }
}

/// The same, to write.
#[inline]
pub fn apart_mut<T>(
    slice: &mut [T],
    start: usize,
    times: usize,
    len: usize,
    gap: usize,
) -> Apart<&mut [T], false> {
    let (size, _) = extent(slice.len(), (start, times), len, gap);
    Apart { rest: &mut slice[start..][..size], len, gap, short: 0 }
}

/// The same, of which the last may be shorter.
#[inline]
pub fn chunks_apart<T>(slice: &[T], start: usize, times: usize, len: usize, gap: usize) -> Apart<&[T], true> {
    let (size, short) = extent(slice.len(), (start, times), len, gap);
    Apart { rest: &slice[start..][..size - short], len, gap, short }
}

/// The same, to write.
#[inline]
pub fn chunks_apart_mut<T>(
    slice: &mut [T],
    start: usize,
    times: usize,
    len: usize,
    gap: usize,
) -> Apart<&mut [T], true> {
    let (size, short) = extent(slice.len(), (start, times), len, gap);
    Apart { rest: &mut slice[start..][..size - short], len, gap, short }
}

/// How many elements there are from the start of the first piece to the end of the last, and how many of them are not
/// there.
#[inline]
fn extent(of: usize, (start, times): (usize, usize), len: usize, gap: usize) -> (usize, usize) {
    let size = times.checked_sub(1).map_or(0, |more| more * gap + len);
    (size, (start + size).saturating_sub(of))
}

/// Pieces of a slice; with `SHORT`, the last may be shorter.
pub struct Apart<S, const SHORT: bool> {
    /// From the start of the first piece to the end of the last.
    rest: S,
    len: usize,
    gap: usize,
    /// What the last piece is shorter by.
    short: usize,
}

impl<S, const SHORT: bool> Apart<S, SHORT> {
    /// How long the first piece is of what has this length.
    #[inline]
    fn first(&self, rest: usize) -> usize {
        if SHORT { self.len.min(rest) } else { self.len }
    }

    /// Where the last piece starts, and where the one before it ends.
    #[inline]
    fn last(&mut self, rest: usize) -> Option<(usize, usize)> {
        let len = if SHORT { self.len.saturating_sub(take(&mut self.short)) } else { self.len };
        let start = rest.checked_sub(len)?;
        Some((start, start.saturating_add(self.len).saturating_sub(self.gap)))
    }
}

impl<'a, T, const SHORT: bool> Iterator for Apart<&'a [T], SHORT> {
    type Item = &'a [T];

    #[inline]
    fn next(&mut self) -> Option<&'a [T]> {
        let rest = Some(self.rest).filter(|rest| !rest.is_empty())?;
        let piece = rest.get(..self.first(rest.len()))?;
        self.rest = rest.get(self.gap..).unwrap_or_default();
        Some(piece)
    }
}

impl<'a, T, const SHORT: bool> DoubleEndedIterator for Apart<&'a [T], SHORT> {
    #[inline]
    fn next_back(&mut self) -> Option<&'a [T]> {
        let rest = Some(self.rest).filter(|rest| !rest.is_empty())?;
        let (start, end) = self.last(rest.len())?;
        self.rest = rest.get(..end).unwrap_or_default();
        rest.get(start..)
    }
}

impl<'a, T, const SHORT: bool> Iterator for Apart<&'a mut [T], SHORT> {
    type Item = &'a mut [T];

    #[inline]
    fn next(&mut self) -> Option<&'a mut [T]> {
        let rest = Some(take(&mut self.rest)).filter(|rest| !rest.is_empty())?;
        let len = self.first(rest.len());
        let (piece, rest) = rest.split_at_mut_checked(len)?;
        self.rest = rest.get_mut(self.gap.saturating_sub(len)..).unwrap_or_default();
        Some(piece)
    }
}

impl<'a, T, const SHORT: bool> DoubleEndedIterator for Apart<&'a mut [T], SHORT> {
    #[inline]
    fn next_back(&mut self) -> Option<&'a mut [T]> {
        let rest = Some(take(&mut self.rest)).filter(|rest| !rest.is_empty())?;
        let (start, end) = self.last(rest.len())?;
        let (rest, piece) = rest.split_at_mut_checked(start)?;
        self.rest = rest.get_mut(..end).unwrap_or_default();
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use super::*;

    /// A slice and how it is cut: the lengths of the slice and of a piece, and how many pieces a step takes.
    fn each(check: impl Fn([u32; 14], usize, usize, usize)) {
        let numbers = core::array::from_fn(|at| at as u32);
        for len in 0..14 {
            for (size, by) in (1..5).flat_map(|size| (1..5).map(move |by| (size, by))) {
                check(numbers, len, size, by);
            }
        }
    }

    fn forwards<I: Iterator>(pieces: I, times: usize) -> Vec<I::Item> {
        pieces.take(times).collect()
    }

    fn backwards<I: DoubleEndedIterator>(mut pieces: I, times: usize) -> Vec<I::Item> {
        let mut all: Vec<_> = (0..times).filter_map(|_| pieces.next_back()).collect();
        all.reverse();
        all
    }

    #[test]
    fn pieces_are_those_of_std() {
        each(|numbers, len, size, by| {
            let slice = &numbers[..len];
            let exact: Vec<&[u32]> = slice.chunks_exact(size).step_by(by).collect();
            let all = || apart(slice, 0, exact.len(), size, by * size);
            assert_eq!(forwards(all(), exact.len()), exact);
            assert_eq!(backwards(all(), exact.len()), exact);

            let chunks: Vec<&[u32]> = slice.chunks(size).step_by(by).collect();
            let all = || chunks_apart(slice, 0, chunks.len(), size, by * size);
            assert_eq!(forwards(all(), chunks.len()), chunks);
            assert_eq!(backwards(all(), chunks.len()), chunks);

            let windows: Vec<&[u32]> = slice.windows(size).step_by(by).collect();
            let all = || apart(slice, 0, windows.len(), size, by);
            assert_eq!(forwards(all(), windows.len()), windows);
            assert_eq!(backwards(all(), windows.len()), windows);
        });
    }

    #[test]
    fn pieces_to_write_are_those_of_std() {
        each(|mut numbers, len, size, by| {
            let mut copy = numbers;
            let exact: Vec<&mut [u32]> = copy[..len].chunks_exact_mut(size).step_by(by).collect();
            let times = exact.len();
            let slice = &mut numbers[..len];
            assert_eq!(forwards(apart_mut(slice, 0, times, size, by * size), times), exact);
            assert_eq!(backwards(apart_mut(slice, 0, times, size, by * size), times), exact);

            let chunks: Vec<&mut [u32]> = copy[..len].chunks_mut(size).step_by(by).collect();
            let times = chunks.len();
            assert_eq!(forwards(chunks_apart_mut(slice, 0, times, size, by * size), times), chunks);
            assert_eq!(backwards(chunks_apart_mut(slice, 0, times, size, by * size), times), chunks);
        });
    }

    #[test]
    fn pieces_from_the_middle() {
        let numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        assert_eq!(forwards(chunks_apart(&numbers, 4, 2, 3, 5), 2), [&numbers[4..7], &numbers[9..]]);
        assert_eq!(backwards(chunks_apart(&numbers, 4, 2, 3, 5), 2), [&numbers[4..7], &numbers[9..]]);
        assert_eq!(apart(&numbers, 0, 0, 3, 5).next(), None);
    }
}
