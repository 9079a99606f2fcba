//! Where a callee's reverse half puts the cotangent of one argument.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::NoCotangent;

/// The slot of a `&mut` parameter: the cotangent at exit goes in, that at entry comes out.
///
/// A caller cannot do without: a callee writes derivatives into what it is handed, and somebody has to look there.
pub struct Exclusive<'a, C: ?Sized>(Option<&'a mut C>);

impl<'a, C: ?Sized> Exclusive<'a, C> {
    /// The place, if there is one.
    #[inline]
    pub fn place(self) -> Option<&'a mut C> {
        self.0
    }
}

/// What makes a slot of type `S` of a place for a cotangent.
///
/// The caller writes the same code for every argument of a call; which arguments the callee differentiates is
/// known to rustc alone, and a derivative that the callee does not take is a type error here.
#[diagnostic::on_unimplemented(
    message = "the callee does not differentiate this argument",
    label = "this value carries a derivative",
    note = "a parameter is differentiated when its type is a float, an array, slice, `Vec` or tuple of floats, or when `#[grad(wrt(..))]` names it; wrap the argument in `autodiff::stop_gradient(..)` if its derivative is not wanted"
)]
pub trait Slot<S> {
    /// The slot.
    fn slot(self) -> S;
}

/// [`Slot::slot`] as a function.
#[inline]
pub fn slot<S, P: Slot<S>>(place: P) -> S {
    place.slot()
}

/// A slot that a caller may leave empty.
#[diagnostic::on_unimplemented(
    message = "the callee writes derivatives through this `&mut` argument",
    label = "`#[grad]` cannot follow where this reference leads",
    note = "pass `&mut` of a variable, a field or an element itself"
)]
pub trait Optional {
    /// The empty slot.
    const EMPTY: Self;
}

/// The slot of an argument that carries no derivative.
#[inline]
pub fn no_slot<S: Optional>() -> S {
    S::EMPTY
}

/// The slot of a `&mut` parameter whose cotangent at exit is zero and at entry is not asked for.
#[inline]
pub fn unwatched<C: ?Sized>() -> Exclusive<'static, C> {
    Exclusive(None)
}

#[diagnostic::do_not_recommend]
impl<P> Optional for Option<P> {
    const EMPTY: Self = None;
}

#[diagnostic::do_not_recommend]
impl<'a, C: ?Sized> Slot<Option<&'a mut C>> for &'a mut C {
    #[inline]
    fn slot(self) -> Option<&'a mut C> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C: ?Sized> Slot<Exclusive<'a, C>> for &'a mut C {
    #[inline]
    fn slot(self) -> Exclusive<'a, C> {
        Exclusive(Some(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C, const N: usize> Slot<Option<&'a mut [C]>> for &'a mut [C; N] {
    #[inline]
    fn slot(self) -> Option<&'a mut [C]> {
        Some(self)
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'a, C> Slot<Option<&'a mut [C]>> for &'a mut Vec<C> {
    #[inline]
    fn slot(self) -> Option<&'a mut [C]> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C, const N: usize> Slot<Exclusive<'a, [C]>> for &'a mut [C; N] {
    #[inline]
    fn slot(self) -> Exclusive<'a, [C]> {
        Exclusive(Some(self))
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'a, C> Slot<Exclusive<'a, [C]>> for &'a mut Vec<C> {
    #[inline]
    fn slot(self) -> Exclusive<'a, [C]> {
        Exclusive(Some(self))
    }
}

/// What holds nothing that carries a derivative fits a parameter that is not differentiated.
#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'a> Slot<Option<&'a mut NoCotangent>> for &'a mut Vec<NoCotangent> {
    #[inline]
    fn slot(self) -> Option<&'a mut NoCotangent> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<'a, const N: usize> Slot<Option<&'a mut NoCotangent>> for &'a mut [NoCotangent; N] {
    #[inline]
    fn slot(self) -> Option<&'a mut NoCotangent> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<'a> Slot<Option<&'a mut NoCotangent>> for &'a mut () {
    #[inline]
    fn slot(self) -> Option<&'a mut NoCotangent> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C: ?Sized> Slot<Option<&'a mut C>> for Option<&'a mut C> {
    #[inline]
    fn slot(self) -> Option<&'a mut C> {
        self
    }
}
