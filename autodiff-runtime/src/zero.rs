//! Zeros of a type alone, and numbers of another type.

use crate::{Cotangent, NoCotangent, Real};

/// A cotangent whose zero does not depend on a value.
#[diagnostic::on_unimplemented(
    message = "the shape of `{Self}` is known only at run time",
    note = "give the variable a value where it is declared, or a type of fixed size"
)]
pub trait Zero: Cotangent {
    /// Zero.
    const ZERO: Self;
}

/// Zero, of a type that follows from its use.
#[inline]
pub fn zero<C: Zero>() -> C {
    C::ZERO
}

/// Sets every element to zero.
#[inline]
pub fn clear<C: Cotangent>(buffer: &mut [C]) {
    for element in buffer {
        element.take();
    }
}

/// The number as another float type, as `as` converts it.
#[inline]
pub fn convert<A: Real, B: Real>(number: A) -> B {
    B::from_f64(number.to_f64())
}

/// The number itself. A method call on the result is a call of a float's method.
#[inline]
pub fn float<T: Real>(number: T) -> T {
    number
}

impl Zero for f32 {
    const ZERO: f32 = 0.0;
}

impl Zero for f64 {
    const ZERO: f64 = 0.0;
}

impl Zero for () {
    const ZERO: () = ();
}

impl Zero for NoCotangent {
    const ZERO: NoCotangent = NoCotangent;
}

impl<C: Zero, const N: usize> Zero for [C; N] {
    const ZERO: [C; N] = [const { C::ZERO }; N];
}

macro_rules! tuple {
    ($($C:ident)+) => {
        impl<$($C: Zero),+> Zero for ($($C,)+) {
            const ZERO: Self = ($($C::ZERO,)+);
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
