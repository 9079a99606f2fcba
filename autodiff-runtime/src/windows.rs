//! Parts of slices that loops walk along.

use core::cell::Cell;

use crate::cotangent::{Cotangent, take};

/// So many elements of a slice, from an index on.
#[inline]
pub fn window<T>(slice: &[T], from: usize, len: usize) -> &[T] {
    &slice[from..][..len]
}

/// The same, to write.
#[inline]
pub fn window_mut<T>(slice: &mut [T], from: usize, len: usize) -> &mut [T] {
    &mut slice[from..][..len]
}

/// The strip of `N` elements of a slice with this number, if there are so many.
#[inline]
pub fn strip<T, const N: usize>(slice: &[T], number: usize) -> Option<&[T; N]> {
    slice.get(number * N..)?.first_chunk()
}

/// The same, to write.
#[inline]
pub fn strip_mut<T, const N: usize>(slice: &mut [T], number: usize) -> Option<&mut [T; N]> {
    slice.get_mut(number * N..)?.first_chunk_mut()
}

/// The elements of a slice as cells, of which parts that overlap may be written.
#[inline]
pub fn cells<T>(slice: &mut [T]) -> &[Cell<T>] {
    Cell::from_mut(slice).as_slice_of_cells()
}

/// Two rows of a list of lists as cells; they may be the same one. Where one is not there, neither is.
#[inline]
pub fn two_rows<T, R: AsMut<[T]>>(rows: &mut [R], first: usize, second: usize) -> [&[Cell<T>]; 2] {
    let (less, more) = (first.min(second), first.max(second));
    if more >= rows.len() {
        return [&[], &[]];
    }
    if less == more {
        return [cells(rows[more].as_mut()); 2];
    }
    let (before, behind) = rows.split_at_mut(more);
    let [less, more] = [&mut before[less], &mut behind[0]].map(|row| cells(row.as_mut()));
    if first < second { [less, more] } else { [more, less] }
}

/// The elements of an array in a cell.
#[inline]
pub fn parts<T, const N: usize>(cell: &Cell<[T; N]>) -> &[Cell<T>] {
    let slice: &Cell<[T]> = cell;
    slice.as_slice_of_cells()
}

/// The value of a cell, which becomes zero.
#[inline]
pub fn take_cell<C: Cotangent + Copy>(cell: &Cell<C>) -> C {
    let mut ct = cell.get();
    let taken = take(&mut ct);
    cell.set(ct);
    taken
}
