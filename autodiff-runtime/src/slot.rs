//! Where a callee's reverse half puts the cotangent of one argument.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// The place for a cotangent of type `C`, if there is one.
///
/// The caller writes the same code for every argument of a call; which arguments the callee differentiates is
/// known to rustc alone, and a derivative that the callee does not take is a type error here.
#[diagnostic::on_unimplemented(
    message = "the callee does not differentiate this argument",
    label = "this value carries a derivative",
    note = "a parameter is differentiated when its type is a float, an array, slice, `Vec` or tuple of floats, or when `#[grad(wrt(..))]` names it; wrap the argument in `autodiff::stop_gradient(..)` if its derivative is not wanted"
)]
pub trait Slot<'a, C: ?Sized> {
    /// The place, or `None` if nobody wants this cotangent.
    fn slot(self) -> Option<&'a mut C>;
}

/// [`Slot::slot`] as a function.
#[inline]
pub fn slot<'a, C: ?Sized, S: Slot<'a, C>>(place: S) -> Option<&'a mut C> {
    place.slot()
}

impl<'a, C: ?Sized> Slot<'a, C> for &'a mut C {
    #[inline]
    fn slot(self) -> Option<&'a mut C> {
        Some(self)
    }
}

impl<'a, C, const N: usize> Slot<'a, [C]> for &'a mut [C; N] {
    #[inline]
    fn slot(self) -> Option<&'a mut [C]> {
        Some(self)
    }
}

#[cfg(feature = "alloc")]
impl<'a, C> Slot<'a, [C]> for &'a mut Vec<C> {
    #[inline]
    fn slot(self) -> Option<&'a mut [C]> {
        Some(self)
    }
}

impl<'a, C: ?Sized> Slot<'a, C> for Option<&'a mut C> {
    #[inline]
    fn slot(self) -> Option<&'a mut C> {
        self
    }
}
