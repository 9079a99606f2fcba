//! `Vec`s that grow and shrink, and their cotangents.

use alloc::vec::Vec;

use crate::Differentiable;

/// A `Vec`, and nothing that dereferences to one: its `push` and `pop` are known.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `Vec`",
    note = "methods like `push` and `pop` are differentiated on `Vec` only"
)]
pub trait Vector {
    /// The type of an element.
    type Item;

    /// The `Vec` itself.
    fn vector(&mut self) -> &mut Vec<Self::Item>;
}

#[diagnostic::do_not_recommend]
impl<T> Vector for Vec<T> {
    type Item = T;

    #[inline]
    fn vector(&mut self) -> &mut Vec<T> {
        self
    }
}

/// [`Vector::vector`] as a function.
#[inline]
pub fn vector<V: Vector>(vector: &mut V) -> &mut Vec<V::Item> {
    vector.vector()
}

/// The last element of a cotangent, which the forward sweep saw being pushed.
#[inline]
pub fn popped<C>(cotangent: &mut Vec<C>) -> C {
    cotangent.pop().unwrap_or_else(|| too_short())
}

/// The shape of a `Vec` that has one element more.
#[inline]
pub fn grown<T: Differentiable>(vector: &[T], shape: &mut Vec<T::Cotangent>) {
    shape.extend(vector.last().map(T::zero_cotangent));
}

#[cold]
fn too_short() -> ! {
    panic!("internal error in `#[grad]`: a cotangent has fewer elements than its `Vec` had")
}
