//! The residuals of a recursion.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::{Any, type_name};

/// A stack of the frames of one recursive function.
///
/// The type of a frame is inferred inside the function's body and often cannot be named (it may hold
/// closures), but the stack is passed from call to call and must have a type in the signature. So `Frames`
/// hides the `Vec` of frames behind `Any`: the first `push` decides the type, and every later `push` and
/// `pop` must agree with it.
#[derive(Default)]
pub struct Frames {
    /// A `Vec<F>`, once a frame has been pushed.
    frames: Option<Box<dyn Any>>,
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
