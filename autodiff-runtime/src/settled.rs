//! Cotangents that must be zero.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::Real;

/// A cotangent of which it can be seen whether it is zero.
pub trait IsZero {
    /// Whether it is zero in every part. Of a long list nobody looks.
    fn is_zero(&self) -> bool;
}

/// A list that is longer than this is not looked at: an iteration may take less time.
#[cfg(feature = "alloc")]
const LONGEST: usize = 256;

/// `IsZero::is_zero` as a function.
#[inline]
pub fn is_zero<C: IsZero>(cotangent: &C) -> bool {
    cotangent.is_zero()
}

impl<T: Real> IsZero for T {
    #[inline]
    fn is_zero(&self) -> bool {
        *self == T::ZERO
    }
}

impl<C: IsZero, const N: usize> IsZero for [C; N] {
    #[inline]
    fn is_zero(&self) -> bool {
        self.iter().all(C::is_zero)
    }
}

#[cfg(feature = "alloc")]
impl<C: IsZero> IsZero for Vec<C> {
    #[inline]
    fn is_zero(&self) -> bool {
        self.len() <= LONGEST && self.iter().all(C::is_zero)
    }
}

/// The value of a sweep that never gives up.
#[inline]
pub fn in_one_sweep<T>(value: Option<T>) -> T {
    match value {
        Some(value) => value,
        None => gave_up(),
    }
}

#[cold]
fn gave_up() -> ! {
    panic!("internal error in `#[grad]`: a sweep that cannot give up did")
}
