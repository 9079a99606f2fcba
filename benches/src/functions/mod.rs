//! The functions, by kind.
//!
//! What stands beside each of them by hand reuses values and takes the same branches, as a programmer does who knows
//! that it must be fast; it is `#[inline]`, as companions are.

mod algebra;
mod calls;
mod control;
mod elementary;
mod geometry;

use crate::case::Case;

/// All of them, in the order of the table.
pub(crate) fn all() -> Vec<Box<dyn Case>> {
    [algebra::cases(), elementary::cases(), geometry::cases(), control::cases(), calls::cases()]
        .into_iter()
        .flatten()
        .collect()
}
