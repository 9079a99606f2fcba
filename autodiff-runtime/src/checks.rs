//! What callers get wrong: buffers of wrong lengths, and names that mean something else than the macro took them for.

use core::cmp::Ordering;
use core::num::FpCategory;

/// Panics unless the buffer for one argument has the argument's length.
#[inline]
#[track_caller]
pub fn check_len(function: &str, buffer: &str, got: usize, want: usize) {
    if got != want {
        wrong_length(function, buffer, got, want);
    }
}

/// Panics unless the tangent of one argument has the argument's length.
#[inline]
#[track_caller]
pub fn check_tangent(function: &str, argument: &str, got: usize, want: usize) {
    if got != want {
        wrong_tangent(function, argument, got, want);
    }
}

#[cold]
#[track_caller]
fn wrong_tangent(function: &str, argument: &str, got: usize, want: usize) -> ! {
    panic!("`{function}`: the tangent of `{argument}` has length {got}, but `{argument}` has length {want}")
}

#[cold]
#[track_caller]
fn wrong_length(function: &str, buffer: &str, got: usize, want: usize) -> ! {
    panic!("`{function}`: the buffer for `{buffer}` has length {got}, but `{buffer}` has length {want}")
}

/// Panics unless the function that a caller calls is the one whose halves it found, which a function of the same name
/// can hide: `use a::*;` brings both, and a function of the caller's module hides one of them.
#[inline]
#[track_caller]
pub fn check_function(called: &str, own: &str) {
    if called != own {
        wrong_function(called, own);
    }
}

#[cold]
#[track_caller]
fn wrong_function(called: &str, own: &str) -> ! {
    panic!(
        "`{called}` is called, but the derivative found under its name is that of `{own}`: rename one of them"
    )
}

/// The message of `assert!(condition)`, for one that is checked in another way.
#[doc(hidden)]
#[macro_export]
macro_rules! __failed {
    ($condition:expr $(,)?) => {
        $crate::__private::core::concat!(
            "assertion failed: ",
            $crate::__private::core::stringify!($condition)
        )
    };
}

/// What the companions of a function that was refused do; the crate does not compile anyway.
pub fn refused<T>() -> T {
    unreachable!("the function was refused")
}

/// What a closure returns around a macro that is not known to leave nothing: whatever the macro returned would have another
/// type.
pub struct NoExit;

/// The same with the macro's value.
pub struct ValueWithoutExit<T>(pub T);

/// Never runs: it has the type of the macro's value.
pub fn value_of<T>(_: impl FnOnce() -> ValueWithoutExit<T>) -> T {
    unreachable!("a check that is not run")
}

/// Compiles if both are one function: each function has a type of its own.
#[inline]
pub fn same_function<F>(_: &F, _: &F) {}

/// What methods such as `len` and `is_nan` return, which the macro takes by their names for ends of every derivative.
#[diagnostic::on_unimplemented(
    message = "a method of this name is taken for the standard library's, whose result carries no derivative",
    label = "this method returns `{Self}`",
    note = "the method is another one: give it another name, and put `#[grad]` on it"
)]
pub trait Ended {}

/// The value itself.
#[inline]
pub fn ended<T: Ended>(value: T) -> T {
    value
}

macro_rules! ended {
    ($($t:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Ended for $t {}
    )*};
}
ended!(bool char i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
ended!(Ordering Option<Ordering> FpCategory);

/// What a method that the macro does not know returns: nothing that it could follow.
#[diagnostic::on_unimplemented(
    message = "this method is not known to differentiate: call a `#[grad]` function with the value as argument, or wrap the value in `autodiff::stop_gradient(..)` if its derivative is not wanted",
    label = "whose method this is, the macro cannot see"
)]
pub trait Followed {}

/// Never compiles: there is nothing that is [`Followed`].
pub fn followed<T: Followed>(value: T) -> T {
    value
}

/// Integers.
#[diagnostic::on_unimplemented(
    message = "an operation with a whole number gives `{Self}`, which may carry a derivative",
    label = "not an integer",
    note = "operators are differentiated on `f32`, `f64` and `T: Real` only: write `2.0` for `2`"
)]
pub trait Whole {}

/// The value itself.
#[inline]
pub fn whole<T: Whole>(value: T) -> T {
    value
}

macro_rules! whole {
    ($($t:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Whole for $t {}
    )*};
}
whole!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// What may stand beside a differentiated value in an operation whose result is only looked at: a type with operators of
/// its own could keep the value where no derivative follows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a float that autodiff can differentiate",
    label = "not a float",
    note = "operators and float methods are differentiated on `f32`, `f64` and `T: Real` only"
)]
pub trait Number {}

/// The number itself.
#[inline]
pub fn number<N: Number>(number: N) -> N {
    number
}

macro_rules! number {
    ($($t:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Number for $t {}
    )*};
}
// Integers may stand beside an integer out of a tuple with floats.
number!(f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

#[diagnostic::do_not_recommend]
impl<N: Number + ?Sized> Number for &N {}

#[diagnostic::do_not_recommend]
impl<N: Number + ?Sized> Number for &mut N {}
