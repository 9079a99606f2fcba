//! How a caller hands the tangent of an argument to a callee.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::ops::{Add, AddAssign};

use crate::guard::mixed_mul;
use crate::lanes::Lanes;
use crate::slot::{Exclusive, slot};
use crate::tuples::for_each_two_tuples;
use crate::zero::Zero;
use crate::{NoCotangent, Real};

/// What makes a callee's argument of type `S` of a tangent.
///
/// As for [`Slot`](crate::slot::Slot), only rustc knows which arguments the callee differentiates, and a tangent that
/// it does not take is a type error here.
#[diagnostic::on_unimplemented(
    message = "the callee does not differentiate this argument",
    label = "this value carries a derivative",
    note = "a parameter is differentiated when its type is a float, an array, slice, `Vec` or tuple of floats, or when `#[grad(wrt(..))]` names it; wrap the argument in `autodiff::stop_gradient(..)` if its derivative is not wanted"
)]
pub trait Along<S> {
    /// The argument.
    fn along(self) -> S;
}

/// [`Along::along`] as a function.
#[inline]
pub fn along<S, P: Along<S>>(tangent: P) -> S {
    tangent.along()
}

/// The tangent of an argument that is passed by value.
pub struct Moved<C>(pub C);

#[diagnostic::do_not_recommend]
impl<C> Along<Option<C>> for Moved<C> {
    #[inline]
    fn along(self) -> Option<C> {
        Some(self.0)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C: ?Sized> Along<Option<&'a C>> for &'a C {
    #[inline]
    fn along(self) -> Option<&'a C> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C, const N: usize> Along<Option<&'a [C]>> for &'a [C; N] {
    #[inline]
    fn along(self) -> Option<&'a [C]> {
        Some(self)
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'a, C> Along<Option<&'a [C]>> for &'a Vec<C> {
    #[inline]
    fn along(self) -> Option<&'a [C]> {
        Some(self)
    }
}

/// A `&mut` reference that is given to a `&` parameter.
#[diagnostic::do_not_recommend]
impl<'a, C: ?Sized> Along<Option<&'a C>> for &'a mut C {
    #[inline]
    fn along(self) -> Option<&'a C> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C, const N: usize> Along<Option<&'a [C]>> for &'a mut [C; N] {
    #[inline]
    fn along(self) -> Option<&'a [C]> {
        Some(self)
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'a, C> Along<Option<&'a [C]>> for &'a mut Vec<C> {
    #[inline]
    fn along(self) -> Option<&'a [C]> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C: ?Sized> Along<Exclusive<'a, C>> for &'a mut C {
    #[inline]
    fn along(self) -> Exclusive<'a, C> {
        slot(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C, const N: usize> Along<Exclusive<'a, [C]>> for &'a mut [C; N] {
    #[inline]
    fn along(self) -> Exclusive<'a, [C]> {
        slot(self)
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'a, C> Along<Exclusive<'a, [C]>> for &'a mut Vec<C> {
    #[inline]
    fn along(self) -> Exclusive<'a, [C]> {
        slot(self)
    }
}

/// What holds nothing that carries a derivative fits a parameter that is not differentiated.
macro_rules! nothing {
    ($([$($generics:tt)*] $holder:ty),+ $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Along<Option<NoCotangent>> for $holder {
            #[inline]
            fn along(self) -> Option<NoCotangent> {
                None
            }
        }
    )+};
}
nothing!(
    [] &NoCotangent, [] &mut NoCotangent,
    [] Moved<()>, [] &(), [] &mut (),
    [const N: usize] Moved<[NoCotangent; N]>, [const N: usize] &[NoCotangent; N], [const N: usize] &mut [NoCotangent; N],
);
#[cfg(feature = "alloc")]
nothing!([] Moved<Vec<NoCotangent>>, [] &Vec<NoCotangent>, [] &mut Vec<NoCotangent>);

/// Zeros for a slice whose caller has no tangent.
#[cfg(feature = "alloc")]
pub struct Own<C>(Vec<C>);

#[cfg(feature = "alloc")]
impl<C: Zero> Own<C> {
    /// Nothing yet. Allocates nothing.
    #[inline]
    pub fn new() -> Self {
        Own(Vec::new())
    }

    /// So many zeros.
    #[inline]
    pub fn zeros(&mut self, len: usize) -> &mut [C] {
        self.0 = crate::zero::zeros(len);
        &mut self.0
    }
}

/// Zeros for a slice whose caller has no tangent.
#[cfg(not(feature = "alloc"))]
pub struct Own<C>([C; 0]);

#[cfg(not(feature = "alloc"))]
impl<C: Zero> Own<C> {
    /// Nothing yet.
    #[inline]
    pub fn new() -> Self {
        Own([])
    }

    /// So many zeros.
    ///
    /// # Panics
    ///
    /// If there are any: there is no heap.
    #[inline]
    #[track_caller]
    pub fn zeros(&mut self, len: usize) -> &mut [C] {
        assert!(
            len == 0,
            "a slice without tangent is given to a parameter that is differentiated: that needs the feature `alloc`"
        );
        &mut self.0
    }
}

impl<C: Zero> Default for Own<C> {
    fn default() -> Self {
        Own::new()
    }
}

/// A tangent that can be multiplied with partial derivatives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be multiplied with partial derivatives in `{T}`",
    note = "a `partials` function returns one partial derivative for each number: floats of the argument's type, and arrays, `Vec`s and tuples of them"
)]
pub trait Dot<T, P: ?Sized = Self> {
    /// The sum of the products, each as in `mixed_mul`.
    fn dot(&self, partials: &P) -> T;
}

/// Adds [`Dot::dot`] to a sum.
#[inline]
#[track_caller]
pub fn add_dot<T: AddAssign, P: ?Sized, C: Dot<T, P> + ?Sized>(sum: &mut T, tangent: &C, partials: &P) {
    *sum += tangent.dot(partials);
}

impl<C: Real, T: Real> Dot<T> for C {
    #[inline]
    fn dot(&self, partial: &C) -> T {
        mixed_mul(*self, *partial)
    }
}

impl<C: Real, T: Real> Dot<Lanes<T>, C> for Lanes<C> {
    #[inline]
    fn dot(&self, partial: &C) -> Lanes<T> {
        self.map(|tangent| mixed_mul(tangent, *partial))
    }
}

macro_rules! no_numbers {
    ($($t:ty)*) => {$(
        impl<T: Real> Dot<T> for $t {
            #[inline]
            fn dot(&self, _: &Self) -> T {
                T::ZERO
            }
        }
    )*};
}
no_numbers!(() NoCotangent);

impl<T: Zero + Add<Output = T>, P, C: Dot<T, P>> Dot<T, [P]> for [C] {
    #[inline]
    #[track_caller]
    fn dot(&self, partials: &[P]) -> T {
        assert!(
            self.len() == partials.len(),
            "the `partials` function returned {} partial derivatives for an argument of length {}",
            partials.len(),
            self.len()
        );
        let products = self.iter().zip(partials).map(|(tangent, partial)| tangent.dot(partial));
        products.fold(T::ZERO_COTANGENT, |sum, product| sum + product)
    }
}

impl<T: Zero + Add<Output = T>, P, C: Dot<T, P>, const N: usize> Dot<T, [P; N]> for [C; N] {
    #[inline]
    fn dot(&self, partials: &[P; N]) -> T {
        self.as_slice().dot(partials.as_slice())
    }
}

#[cfg(feature = "alloc")]
impl<T: Zero + Add<Output = T>, P, C: Dot<T, P>> Dot<T, Vec<P>> for Vec<C> {
    #[inline]
    #[track_caller]
    fn dot(&self, partials: &Vec<P>) -> T {
        self.as_slice().dot(partials.as_slice())
    }
}

macro_rules! tuple {
    ($($C:ident $P:ident $i:tt),+) => {
        impl<Sum: Zero + Add<Output = Sum>, $($C: Dot<Sum, $P>, $P),+> Dot<Sum, ($($P,)+)> for ($($C,)+) {
            #[inline]
            fn dot(&self, partials: &($($P,)+)) -> Sum {
                Sum::ZERO_COTANGENT $(+ self.$i.dot(&partials.$i))+
            }
        }
    };
}
for_each_two_tuples!(tuple);
