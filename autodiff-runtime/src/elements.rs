//! Slices, and what has the same methods.

/// An array, a slice or a `Vec`.
///
/// The macro sees `v.swap(i, j)` but not whether `v` is one of them; methods of other types with such names mean
/// anything. No coercion applies to a type parameter, so that no other type passes for one of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no array, slice or `Vec`",
    note = "the methods of slices are differentiated on arrays, slices and `Vec`s only"
)]
pub trait Elements {
    /// The type of an element.
    type Item;

    /// All of them.
    fn elements(&self) -> &[Self::Item];

    /// All of them.
    fn elements_mut(&mut self) -> &mut [Self::Item];
}

/// [`Elements::elements`] as a function.
#[inline]
pub fn elements<E: Elements + ?Sized>(elements: &E) -> &[E::Item] {
    elements.elements()
}

/// [`Elements::elements_mut`] as a function.
#[inline]
pub fn elements_mut<E: Elements + ?Sized>(elements: &mut E) -> &mut [E::Item] {
    elements.elements_mut()
}

macro_rules! slice {
    ($([$($generics:tt)*] $t:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Elements for $t {
            type Item = T;

            #[inline]
            fn elements(&self) -> &[T] {
                self
            }

            #[inline]
            fn elements_mut(&mut self) -> &mut [T] {
                self
            }
        }
    )+};
}
slice! {
    [T] [T];
    [T, const N: usize] [T; N];
}
#[cfg(feature = "alloc")]
slice! {
    [T] alloc::vec::Vec<T>;
}
