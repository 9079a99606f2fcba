//! What a statement does to the order of elements, and to the shape of a value.

use super::VarId;

/// A change of order that another one undoes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Permutation {
    /// `swap(i, j)`
    Swap,
    /// `reverse()`
    Reverse,
    /// `rotate_left(k)`
    RotateLeft,
    /// `rotate_right(k)`
    RotateRight,
}

/// What a statement did to the shape of a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Change {
    /// It has a new value; the shape of the one before goes to the variable.
    New(Option<VarId>),
    /// It has one element more.
    Grown,
    /// It has one element less.
    Shrunk,
    /// Anything may have changed.
    Any,
}

impl Permutation {
    /// The method.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Permutation::Swap => "swap",
            Permutation::Reverse => "reverse",
            Permutation::RotateLeft => "rotate_left",
            Permutation::RotateRight => "rotate_right",
        }
    }

    /// What undoes it, with the same arguments.
    pub(crate) fn inverse(self) -> Permutation {
        match self {
            Permutation::Swap => Permutation::Swap,
            Permutation::Reverse => Permutation::Reverse,
            Permutation::RotateLeft => Permutation::RotateRight,
            Permutation::RotateRight => Permutation::RotateLeft,
        }
    }
}
