//! Zeros of a type alone, and numbers of another type.

use crate::{Cotangent, NoCotangent, Real};

/// A cotangent whose zero does not depend on a value.
#[diagnostic::on_unimplemented(
    message = "the shape of `{Self}` is known only at run time",
    note = "give the variable a value where it is declared, or a type of fixed size"
)]
pub trait Zero: Cotangent {
    /// Zero.
    const ZERO_COTANGENT: Self;
}

/// Zero, of a type that follows from its use.
#[inline]
pub fn zero<C: Zero>() -> C {
    C::ZERO_COTANGENT
}

/// Adds element by element.
///
/// # Panics
///
/// If the lengths differ.
#[inline]
pub fn accumulate_each<C: Cotangent>(
    buffer: &mut [C],
    values: impl IntoIterator<Item = C, IntoIter: ExactSizeIterator>,
) {
    let values = values.into_iter();
    assert!(buffer.len() == values.len(), "cotangents of different lengths");
    for (element, value) in buffer.iter_mut().zip(values) {
        element.accumulate(value);
    }
}

/// So many zeros.
#[cfg(feature = "alloc")]
#[inline]
pub fn zeros<C: Zero>(len: usize) -> alloc::vec::Vec<C> {
    core::iter::repeat_with(|| C::ZERO_COTANGENT).take(len).collect()
}

/// As many zeros as a slice has elements.
#[cfg(feature = "alloc")]
#[inline]
pub fn zeros_of<C: Cotangent + Clone>(slice: &[C]) -> alloc::vec::Vec<C> {
    slice.iter().map(zero_as).collect()
}

/// The zero of the shape that a cotangent has.
#[inline]
pub fn zero_as<C: Cotangent + Clone>(cotangent: &C) -> C {
    let mut zero = cotangent.clone();
    zero.take();
    zero
}

/// The zero of the shape that a variable had at the end of its life.
#[inline]
pub fn kept<C>(shape: Option<C>) -> C {
    shape.unwrap_or_else(|| no_shape())
}

#[cold]
fn no_shape() -> ! {
    panic!("internal error in `#[grad]`: the shape of a variable was not kept")
}

/// The same of a variable that may never have got a value; then nothing depends on its cotangent.
#[inline]
pub fn kept_or_blank<C: Blank>(shape: Option<C>) -> C {
    shape.unwrap_or_else(C::blank)
}

/// A cotangent, which becomes what a place had before a store: the zero of another shape.
#[inline]
pub fn reset<C: Cotangent>(cotangent: &mut C, before: Option<C>) -> C {
    match before {
        Some(before) => core::mem::replace(cotangent, before),
        None => cotangent.take(),
    }
}

/// Any cotangent, where there is no value that tells its shape.
pub trait Blank {
    /// One.
    fn blank() -> Self;
}

impl<C: Zero> Blank for C {
    #[inline]
    fn blank() -> C {
        C::ZERO_COTANGENT
    }
}

#[cfg(feature = "alloc")]
impl<C> Blank for alloc::vec::Vec<C> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }
}

/// Sets every element to zero.
#[inline]
pub fn clear<C: Cotangent>(buffer: &mut [C]) {
    for element in buffer {
        element.take();
    }
}

/// The adjoint of `as` from `B` to `Self`.
#[diagnostic::on_unimplemented(message = "`as` between `{B}` and `{Self}` is not differentiated")]
pub trait Convert<B> {
    /// The cotangent of the operand.
    fn convert(self) -> B;
}

/// [`Convert::convert`] as a function.
#[inline]
pub fn convert<A: Convert<B>, B>(number: A) -> B {
    number.convert()
}

impl<A: Real, B: Real> Convert<B> for A {
    #[inline]
    fn convert(self) -> B {
        B::from_f64(self.to_f64())
    }
}

macro_rules! from_integer {
    ($($t:ty)*) => {$(
        /// An integer beside a float has no cotangent.
        impl Convert<NoCotangent> for $t {
            #[inline]
            fn convert(self) -> NoCotangent {
                NoCotangent
            }
        }
    )*};
}
from_integer!(f32 f64);

/// What carries no derivative has none as a float either.
impl<B: Real> Convert<B> for NoCotangent {
    #[inline]
    fn convert(self) -> B {
        B::ZERO
    }
}

/// The number itself. A method call on the result is a call of a float's method.
#[inline]
pub fn float<T: Real>(number: T) -> T {
    number
}

impl Zero for f32 {
    const ZERO_COTANGENT: f32 = 0.0;
}

impl Zero for f64 {
    const ZERO_COTANGENT: f64 = 0.0;
}

impl Zero for () {
    const ZERO_COTANGENT: () = ();
}

impl Zero for NoCotangent {
    const ZERO_COTANGENT: NoCotangent = NoCotangent;
}

impl<C: Zero, const N: usize> Zero for [C; N] {
    const ZERO_COTANGENT: [C; N] = [const { C::ZERO_COTANGENT }; N];
}

macro_rules! tuple {
    ($($C:ident)+) => {
        impl<$($C: Zero),+> Zero for ($($C,)+) {
            const ZERO_COTANGENT: Self = ($($C::ZERO_COTANGENT,)+);
        }
    };
}
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
