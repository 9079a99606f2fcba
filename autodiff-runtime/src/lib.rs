//! Support crate of `autodiff`: the float trait of generic functions, the types of cotangents, and the
//! derivative rules that generated code calls.
//!
//! Users reach everything here through the crate `autodiff`; only [`Real`], [`Differentiable`], [`Cotangent`],
//! [`NoCotangent`] and [`stop_gradient`] are meant for them.
//!
//! | feature | gives |
//! |---|---|
//! | `std` (default) | the float functions of the standard library, and `alloc` |
//! | `alloc` | cotangents of `Vec` |
//! | `libm` | the float functions without `std` |
//!
//! With neither `std` nor `libm`, [`Real`] has the methods that `core` has, and only their rules exist.
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod absent;
mod apart;
mod checks;
mod copies;
mod cotangent;
mod differentiable;
mod elements;
mod entries;
mod follow;
#[cfg(feature = "alloc")]
mod frames;
mod guard;
mod keep;
mod lanes;
mod missing;
#[cfg(not(feature = "alloc"))]
mod no_heap;
mod owner;
mod phase;
mod pieces;
mod probe;
mod read;
mod real;
mod real_impls;
mod record;
mod references;
mod rules;
mod scaled;
mod settled;
mod slot;
mod steps;
mod tangent;
mod tuples;
#[cfg(feature = "alloc")]
mod vectors;
mod windows;
mod zero;

pub use cotangent::{Cotangent, NoCotangent};
pub use differentiable::Differentiable;
pub use real::Real;

/// The identity, with a derivative of zero.
///
/// In a function under `#[grad]`, `stop_gradient(x)` has the value of `x` and carries no derivative.
///
/// ```
/// use autodiff_runtime::stop_gradient;
///
/// assert_eq!(stop_gradient(2.5), 2.5);
/// ```
#[inline]
pub fn stop_gradient<T>(x: T) -> T {
    x
}

/// Items that need a heap: as they are, or left out where there is none.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "alloc")]
macro_rules! __alloc_only {
    ($($item:tt)*) => { $($item)* };
}

/// Items that need a heap: as they are, or left out where there is none.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "alloc"))]
macro_rules! __alloc_only {
    ($($item:tt)*) => {};
}

/// What generated code calls. Not a public interface: it may change with every version.
#[doc(hidden)]
pub mod __private {
    pub use crate::__alloc_only as alloc_only;
    pub use crate::__copied as copied;
    pub use crate::__cotangent_of as cotangent_of;
    pub use crate::__failed as failed;
    pub use crate::__fit_to as fit_to;
    pub use crate::__follow as follow;
    pub use crate::__owner_of as owner_of;
    pub use crate::__zero_of as zero_of;
    pub use crate::__zero_of_result as zero_of_result;
    pub use crate::apart::{apart, apart_mut, chunks_apart, chunks_apart_mut};
    pub use crate::checks::{
        Ended, Followed, NoExit, Number, ValueWithoutExit, check_function, check_len, check_tangent, ended,
        followed, number, refused, same_function, value_of, whole,
    };
    pub use crate::copies::KeptSlice;
    #[cfg(feature = "alloc")]
    pub use crate::copies::{Copies, Kept, copies, keep_slice};
    pub use crate::cotangent::{accumulate, repeat_cotangent, take};
    pub use crate::differentiable::zero_like;
    pub use crate::elements::{Elements, elements, elements_mut};
    pub use crate::entries::{Entries, count_of, set_one, set_one_of, set_rows, set_symmetric};
    pub use crate::follow::{FollowNothing, FollowShape, Follows, Pair};
    #[cfg(feature = "alloc")]
    pub use crate::frames::{Either, Frames, other_frame};
    pub use crate::guard::{again, guarded, guarded_div, guarded_mul, selected, selected_div, selected_mul};
    pub use crate::keep::{Copy, Keep, copy, keep, kept_argument};
    #[cfg(feature = "alloc")]
    pub use crate::lanes::grown_in_lanes;
    pub use crate::lanes::{InLanes, LANES, Lanes, set_columns, set_rows_of_lanes, set_units, zero_lanes};
    pub use crate::missing::{
        AsksForHvp, AsksForJvp, CalleeHvp, CalleeJvp, CalleeLanes, CalleeThird, ChangesNothing,
        DerivativeInLanes, DifferentiatedCompanion, NoFourth, OneFloat, OneFloatTwice, OptionHvp,
        OptionThird, OwnsArguments, RunsInLanes, WrittenOut, missing,
    };
    #[cfg(not(feature = "alloc"))]
    pub use crate::no_heap::{Vec, copies, entries, forget, grow, keep_slice, own_slice, reserve};
    pub use crate::owner::{Is, Owner, Peel, PeelOther, PeelPointer, Pointer, any_owner, owner};
    pub use crate::phase::{Phase, Ran, same_type};
    pub use crate::pieces::{chunks, chunks_exact, chunks_exact_mut, chunks_mut, windows};
    pub use crate::probe::{
        Carries, CarriesNothing, CopyOfNumber, CopyOfOther, CotangentOfOption, CotangentOfOther,
        CotangentOfValue, PartCotangent, PartOf, Probe, ProbeResult, Seed1, Seed2, Seed3, Seed4, Seed5,
        Seed6, Seed7, Seed8, ZeroOfDifferentiable, ZeroOfOther, ZeroOfValue, owned,
    };
    pub use crate::read::{Read, read};
    pub use crate::record::{Bounded, Counted, count, few, restore};
    #[cfg(feature = "alloc")]
    pub use crate::record::{entries, forget, grow, push_reserved, reserve};
    pub use crate::references::{FloatMethods, never};
    pub use crate::scaled::{AddScaled, add_scaled};
    pub use crate::settled::{in_one_sweep, is_zero};
    pub use crate::slot::{
        Exclusive, Lent, NoSlot, Optional, Shared, Slot, exclusive, fresh_slot, lent, lent_on, no_slot, slot,
        unwatched,
    };
    #[cfg(feature = "alloc")]
    pub use crate::slot::{Part, own_slice};
    pub use crate::steps::{beside, how_many, nth, nth_from, stepped, times_down, times_up};
    pub use crate::tangent::{Along, Dot, Moved, Own, add_dot, along};
    #[cfg(feature = "alloc")]
    pub use crate::vectors::{Vector, grown, popped, vector};
    pub use crate::windows::{cells, parts, strip, strip_mut, take_cell, two_rows, window, window_mut};
    pub use crate::zero::{Blank, kept, kept_or_blank, reset, zero_as};
    pub use crate::zero::{Convert, Zero, accumulate_each, clear, convert, float, zero};
    #[cfg(feature = "alloc")]
    pub use crate::zero::{zeros, zeros_of};
    pub use crate::{Cotangent, Differentiable, NoCotangent, Real, stop_gradient};
    #[cfg(feature = "alloc")]
    pub extern crate alloc;
    #[cfg(feature = "alloc")]
    pub use alloc::vec::Vec;
    pub use core;

    pub mod absent {
        pub use crate::absent::*;
    }
    pub mod rules {
        pub use crate::rules::*;
    }
}
