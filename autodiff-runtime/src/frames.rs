//! The residuals of a recursion.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::{Any, type_name};

/// A stack of the frames of one recursive function.
///
/// The type of a frame is inferred inside the function's body and often cannot be named (it may hold
/// closures), but the stack is passed from call to call and must have a type in the signature. So `Frames`
/// hides the `Vec` of frames behind `Any`: the first `push` decides the type, and every later `push` and
/// `pop` must agree with it. The records of the function's loops are there too, by number, with the entries of all calls
/// one above the other.
#[derive(Default)]
pub struct Frames {
    /// A `Vec<F>`, once a frame has been pushed.
    frames: Option<Box<dyn Any>>,
    /// For each record a `Vec` of entries, once there has been one.
    records: Vec<Option<Box<dyn Any>>>,
}

impl Frames {
    /// A stack without frames. Allocates nothing.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a frame on top.
    #[inline]
    pub fn push<F: 'static>(&mut self, frame: F) {
        self.frames
            .get_or_insert_with(|| Box::new(Vec::<F>::new()))
            .downcast_mut::<Vec<F>>()
            .unwrap_or_else(|| wrong_type::<F>())
            .push(frame);
    }

    /// Takes the top frame off.
    #[inline]
    pub fn pop<F: 'static>(&mut self) -> F {
        self.frames
            .as_mut()
            .unwrap_or_else(|| no_frame::<F>())
            .downcast_mut::<Vec<F>>()
            .unwrap_or_else(|| wrong_type::<F>())
            .pop()
            .unwrap_or_else(|| no_frame::<F>())
    }

    /// Adds an entry to a record; the empty `Option` tells its type where that is not known otherwise.
    #[inline]
    pub fn push_entry<E: 'static>(&mut self, record: usize, _: &Option<E>, entry: E) {
        if self.records.len() <= record {
            self.records.resize_with(record + 1, || None);
        }
        self.records[record]
            .get_or_insert_with(|| Box::new(Vec::<E>::new()))
            .downcast_mut::<Vec<E>>()
            .unwrap_or_else(|| wrong_type::<E>())
            .push(entry);
    }

    /// The number of entries in a record.
    #[inline]
    pub fn entries<E: 'static>(&self, record: usize, _: &Option<E>) -> usize {
        match self.records.get(record) {
            Some(Some(entries)) => {
                entries.downcast_ref::<Vec<E>>().unwrap_or_else(|| wrong_type::<E>()).len()
            }
            _ => 0,
        }
    }

    /// Takes the last entry off a record.
    #[inline]
    pub fn pop_entry<E: 'static>(&mut self, record: usize, _: &Option<E>) -> E {
        match self.records.get_mut(record) {
            Some(Some(entries)) => {
                let entries = entries.downcast_mut::<Vec<E>>().unwrap_or_else(|| wrong_type::<E>());
                entries.pop().unwrap_or_else(|| no_frame::<E>())
            }
            _ => no_frame::<E>(),
        }
    }
}

#[cold]
fn wrong_type<F>() -> ! {
    panic!(
        "internal error in `#[grad]`: the stack of a recursion holds frames of another type than `{}`",
        type_name::<F>()
    )
}

#[cold]
fn no_frame<F>() -> ! {
    panic!(
        "internal error in `#[grad]`: the stack of a recursion holds no frame of type `{}`",
        type_name::<F>()
    )
}
