//! What the iterations of a loop keep.

use alloc::vec::Vec;

/// Takes what the last iteration kept from the end of a record.
#[inline]
pub fn restore<F>(record: &mut Vec<F>) -> F {
    match record.pop() {
        Some(frame) => frame,
        None => no_iteration(),
    }
}

#[cold]
fn no_iteration() -> ! {
    panic!(
        "internal error in `#[grad]`: a loop has more iterations in the reverse sweep than in the forward sweep"
    )
}
