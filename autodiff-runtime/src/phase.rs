//! The two phases of a recursive function.

/// What a recursive function is to do: run forwards on its arguments, or backwards on a seed and slots.
pub enum Phase<A, S> {
    /// Compute the value and push a frame.
    Forward(A),
    /// Pop the frame and hand out cotangents.
    Reverse(S),
}

/// What it did.
pub enum Ran<R> {
    /// The value.
    Forward(R),
    /// The cotangents are in their slots.
    Reverse,
}

impl<R> Ran<R> {
    /// The value that running forwards gave.
    #[inline]
    pub fn value(self) -> R {
        match self {
            Ran::Forward(value) => value,
            Ran::Reverse => {
                unreachable!("internal error in `#[grad]`: a reverse sweep has no value")
            }
        }
    }
}

/// Makes the type of a frame known where only an empty `Option` of it is at hand.
#[inline]
pub fn same_type<F>(_: &Option<F>, _: &F) {}
