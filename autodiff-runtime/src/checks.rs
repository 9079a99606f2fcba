//! What callers get wrong, found at run time: buffers of wrong lengths, functions of the same name.

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

/// What the companions of a function that was refused do; the crate does not compile anyway.
pub fn refused<T>() -> T {
    unreachable!("the function was refused")
}
