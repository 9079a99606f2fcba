//! What stands in for memory from the heap where there is none: an error of rustc that says what it would take.

use core::borrow::Borrow;
use core::marker::PhantomData;
use core::ops::Index;

/// Never implemented: what asks for it needs a heap.
#[diagnostic::on_unimplemented(
    message = "this takes memory from the heap: enable the feature `alloc` of `autodiff`",
    label = "has a loop of unknown length, or a slice that the reverse sweep reads again and the caller does not keep"
)]
pub trait Heap {}

/// In the place of a record that grows.
///
/// ```compile_fail,E0277
/// let mut record = autodiff_runtime::__private::Vec::new();
/// record.push(1.0);
/// ```
#[derive(Debug)]
pub struct Vec<T>(PhantomData<T>);

#[expect(
    clippy::len_without_is_empty,
    clippy::new_without_default,
    reason = "as much as generated code uses"
)]
impl<T> Vec<T> {
    /// What needs a heap.
    #[must_use]
    pub fn new() -> Self
    where
        PhantomData<T>: Heap,
    {
        Vec(PhantomData)
    }

    /// Never called.
    pub fn push(&mut self, _: T) {}

    /// Never called.
    pub fn clear(&mut self) {}

    /// Never called.
    #[must_use]
    pub fn len(&self) -> usize {
        0
    }
}

impl<T> crate::record::Record for Vec<T> {
    type Entry = T;

    fn take_last(&mut self) -> Option<T> {
        None
    }
}

impl<T> Borrow<[T]> for Vec<T> {
    fn borrow(&self) -> &[T] {
        &[]
    }
}

/// In the place of the room for a record.
pub fn reserve<T>(_: &mut Vec<T>, _: &impl Iterator, _: usize) {}

/// In the place of new entries of a record.
pub fn grow<'r, T>(_: &'r mut Vec<T>, _: &impl Iterator) -> &'r mut [T] {
    &mut []
}

/// In the place of entries of a record.
pub fn entries<'r, T>(_: &'r Vec<T>, _: &impl Iterator) -> &'r [T] {
    &[]
}

/// In the place of a record without them.
pub fn forget<T>(_: &mut Vec<T>, _: usize) {}

impl<T> Index<()> for Vec<T> {
    type Output = [T];

    fn index(&self, (): ()) -> &[T] {
        &[]
    }
}

/// In the place of copies of slices: a pullback that reads slices, and could have to copy them, needs a heap itself.
#[must_use]
pub fn copies<T>() -> Vec<T> {
    Vec(PhantomData)
}

/// In the place of one more copy of a slice.
pub fn keep_slice<T>(_: &mut Vec<T>, _: bool, _: &[T]) {}

/// In the place of the copy of a slice.
///
/// ```compile_fail,E0277
/// let _ = autodiff_runtime::__private::own_slice(&[1.0]);
/// ```
#[must_use]
pub fn own_slice<T>(_: &[T]) -> Vec<T>
where
    PhantomData<T>: Heap,
{
    Vec(PhantomData)
}
