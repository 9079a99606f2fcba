//! The lengths of buffers that a caller hands to `f_grad_into`.

/// Panics unless the buffer for one argument has the argument's length.
#[inline]
#[track_caller]
pub fn check_len(function: &str, buffer: &str, got: usize, want: usize) {
    if got != want {
        wrong_length(function, buffer, got, want);
    }
}

#[cold]
#[track_caller]
fn wrong_length(function: &str, buffer: &str, got: usize, want: usize) -> ! {
    panic!("`{function}`: the buffer for `{buffer}` has length {got}, but `{buffer}` has length {want}")
}
