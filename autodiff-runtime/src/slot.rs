//! Where a callee's reverse half puts the cotangent of one argument.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use core::borrow::Borrow;

use crate::zero::clear;
use crate::{Cotangent, NoCotangent};

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

    /// What it holds.
    #[inline]
    pub fn peek(&self) -> Option<&C> {
        self.0.as_deref()
    }
}

/// The slot of a `&mut` parameter that a caller may have no place for.
#[inline]
pub fn exclusive<C: ?Sized>(place: Option<&mut C>) -> Exclusive<'_, C> {
    Exclusive(place)
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

    /// The slot of a place that holds negative zeros.
    ///
    /// A callee that adds to all of a cotangent leaves nothing of them: -0 plus a number is that number, without an
    /// addition. To a slice it may add in part, so that this one holds zeros.
    #[inline]
    fn fresh(self) -> S
    where
        Self: Sized,
    {
        self.slot()
    }
}

/// [`Slot::slot`] as a function.
#[inline]
pub fn slot<S, P: Slot<S>>(place: P) -> S {
    place.slot()
}

/// [`Slot::fresh`] as a function.
#[inline]
pub fn fresh_slot<S, P: Slot<S>>(place: P) -> S {
    place.fresh()
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
impl<'a, C: Cotangent, const N: usize> Slot<Option<&'a mut [C]>> for &'a mut [C; N] {
    #[inline]
    fn slot(self) -> Option<&'a mut [C]> {
        Some(self)
    }

    #[inline]
    fn fresh(self) -> Option<&'a mut [C]> {
        clear(self);
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

/// The cotangent of a part of an argument whose own caller may not want one.
#[cfg(feature = "alloc")]
pub struct Part<C>(pub Option<Vec<C>>);

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'a, C> Slot<Option<&'a mut [C]>> for &'a mut Part<C> {
    #[inline]
    fn slot(self) -> Option<&'a mut [C]> {
        self.0.as_deref_mut()
    }
}

#[cfg(feature = "alloc")]
impl<C> IntoIterator for Part<C> {
    type Item = C;
    type IntoIter = alloc::vec::IntoIter<C>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.0.unwrap_or_default().into_iter()
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

/// The slot of a `&` parameter whose argument the pullback reads again.
///
/// A pullback owns what it keeps, so it cannot hold on to a reference; a caller that still has what it passed lends it
/// once more.
pub struct Shared<'c, 'p, C: ?Sized, P: ?Sized> {
    /// Where the cotangent goes.
    pub slot: Option<&'c mut C>,
    /// The argument.
    pub primal: Option<&'p P>,
}

/// A place for a cotangent, and the argument it belongs to.
pub struct Lent<S, P>(pub S, pub P);

/// No place for a cotangent.
pub struct NoSlot;

/// What a caller lent to a pullback, or else the copy that the forward half made.
#[inline]
pub fn lent<'a, P: ?Sized, O: Borrow<P>>(primal: Option<&'a P>, own: &'a Option<O>) -> &'a P {
    match (primal, own) {
        (Some(primal), _) => primal,
        (None, Some(own)) => own.borrow(),
        (None, None) => not_lent(),
    }
}

/// What a call lent that always lends.
#[inline]
pub fn lent_on<P: ?Sized>(primal: Option<&P>) -> &P {
    match primal {
        Some(primal) => primal,
        None => not_lent(),
    }
}

#[cold]
fn not_lent() -> ! {
    panic!("internal error in `#[grad]`: an argument was neither lent nor copied")
}

/// A copy of a slice.
#[cfg(feature = "alloc")]
#[inline]
pub fn own_slice<T: Clone>(slice: &[T]) -> Vec<T> {
    slice.to_vec()
}

#[diagnostic::do_not_recommend]
impl<C: ?Sized, P: ?Sized> Optional for Shared<'_, '_, C, P> {
    const EMPTY: Self = Shared { slot: None, primal: None };
}

#[diagnostic::do_not_recommend]
impl<'c, C: ?Sized> Slot<Option<&'c mut C>> for NoSlot {
    #[inline]
    fn slot(self) -> Option<&'c mut C> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<'c, C: ?Sized, S: Slot<Option<&'c mut C>>, P> Slot<Option<&'c mut C>> for Lent<S, P> {
    #[inline]
    fn slot(self) -> Option<&'c mut C> {
        self.0.slot()
    }

    #[inline]
    fn fresh(self) -> Option<&'c mut C> {
        self.0.fresh()
    }
}

/// A `&mut` argument that could have been taken for a `&` parameter.
#[diagnostic::do_not_recommend]
impl<'c, C: ?Sized, S: Slot<Exclusive<'c, C>>, P> Slot<Exclusive<'c, C>> for Lent<S, P> {
    #[inline]
    fn slot(self) -> Exclusive<'c, C> {
        self.0.slot()
    }

    #[inline]
    fn fresh(self) -> Exclusive<'c, C> {
        self.0.fresh()
    }
}

#[diagnostic::do_not_recommend]
impl<'c, 'p, C, P, S, Q> Slot<Shared<'c, 'p, C, P>> for Lent<S, &'p Q>
where
    C: ?Sized,
    P: ?Sized,
    S: Slot<Option<&'c mut C>>,
    Q: Borrow<P> + ?Sized,
{
    #[inline]
    fn slot(self) -> Shared<'c, 'p, C, P> {
        Shared { slot: self.0.slot(), primal: Some(self.1.borrow()) }
    }

    #[inline]
    fn fresh(self) -> Shared<'c, 'p, C, P> {
        Shared { slot: self.0.fresh(), primal: Some(self.1.borrow()) }
    }
}

#[diagnostic::do_not_recommend]
impl<'c, 'p, C, D, P> Slot<Shared<'c, 'p, C, P>> for &'c mut D
where
    C: ?Sized,
    D: ?Sized,
    P: ?Sized,
    &'c mut D: Slot<Option<&'c mut C>>,
{
    #[inline]
    fn slot(self) -> Shared<'c, 'p, C, P> {
        Shared { slot: self.slot(), primal: None }
    }

    #[inline]
    fn fresh(self) -> Shared<'c, 'p, C, P> {
        Shared { slot: self.fresh(), primal: None }
    }
}

#[diagnostic::do_not_recommend]
impl<'c, 'p, C: ?Sized, P: ?Sized> Slot<Shared<'c, 'p, C, P>> for Option<&'c mut C> {
    #[inline]
    fn slot(self) -> Shared<'c, 'p, C, P> {
        Shared { slot: self, primal: None }
    }
}
