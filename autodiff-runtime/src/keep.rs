//! Arguments that are kept for a second run of a function.

#[cfg(feature = "alloc")]
use alloc::borrow::ToOwned;
use core::borrow::Borrow;

/// An argument that a pullback can keep a copy of.
///
/// The lifetime means nothing. A bound that has one may be false without an error where it is written; the error comes
/// where it has to hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be copied for the derivative of a gradient",
    note = "the derivative of a gradient runs its function again, with copies of the arguments: `#[derive(Clone)]` gives it"
)]
pub trait Copy<'a>: Sized {
    /// A copy.
    fn copy(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Copy<'_> for T {
    #[inline]
    fn copy(&self) -> T {
        self.clone()
    }
}

/// The same for an argument behind `&`, of which the copy may have another type, as `String` for `str`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be copied for the derivative of a gradient",
    note = "the derivative of a gradient runs its function again, with copies of the arguments: `#[derive(Clone)]` gives it"
)]
pub trait Keep<'a> {
    /// What is kept.
    type Kept: Borrow<Self>;

    /// Keeps it.
    fn keep(&self) -> Self::Kept;
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<T: ToOwned + ?Sized> Keep<'_> for T {
    type Kept = T::Owned;

    #[inline]
    fn keep(&self) -> T::Owned {
        self.to_owned()
    }
}

#[cfg(not(feature = "alloc"))]
#[diagnostic::do_not_recommend]
impl<T: Clone> Keep<'_> for T {
    type Kept = T;

    #[inline]
    fn keep(&self) -> T {
        self.clone()
    }
}

/// [`Copy::copy`] as a function.
#[inline]
pub fn copy<'a, T: Copy<'a>>(argument: &T) -> T {
    argument.copy()
}

/// [`Keep::keep`] as a function.
#[inline]
pub fn keep<'a, T: Keep<'a> + ?Sized>(argument: &T) -> T::Kept {
    argument.keep()
}

/// What was kept, as the argument it was.
#[inline]
pub fn kept_argument<T: ?Sized, K: Borrow<T>>(kept: &K) -> &T {
    kept.borrow()
}
