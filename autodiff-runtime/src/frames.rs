//! The residuals of a recursion.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::{Any, type_name};

/// The stack of one recursive function: the frames of its calls, and the entries of its loops' records between them.
///
/// Their types are inferred inside the function's body and often cannot be named (they may hold closures), but the stack
/// is passed from call to call and must have a type in the signature. So `Frames` hides them behind `Any`: the first `push`
/// decides the type, and every later `push` and `pop` must agree with it. The reverse sweep takes everything back in the
/// opposite order, so that frames and entries share the memory, as an [`Either`].
#[derive(Default)]
pub struct Frames {
    /// A `Stack<T>`, once something has been pushed.
    stack: Option<Box<dyn Any>>,
}

/// One of several types, nested.
pub enum Either<A, B> {
    /// The first.
    This(A),
    /// One of the others.
    Other(B),
}

/// Parts that do not grow, each of twice the size of the one below: nothing is ever copied, and an allocator that gives
/// back no more than it took last finds the memory of the last gradient for the next.
struct Stack<T> {
    top: Vec<T>,
    below: Vec<Vec<T>>,
    /// How many there are in the parts below.
    len_below: usize,
}

impl Frames {
    /// An empty stack. Allocates nothing.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts something on top; the empty `Option` tells its type where that is not known otherwise.
    #[inline]
    pub fn push<T: 'static>(&mut self, _: &Option<T>, value: T) {
        let stack = self.stack.get_or_insert_with(Stack::<T>::empty);
        let stack = stack.downcast_mut::<Stack<T>>().unwrap_or_else(|| wrong_type::<T>());
        // Whatever is handed to a call is first put together in memory.
        if stack.top.len() == stack.top.capacity() {
            stack.start_part();
        }
        stack.top.push(value);
    }

    /// Takes off what is on top.
    #[inline]
    pub fn pop<T: 'static>(&mut self, _: &Option<T>) -> T {
        let stack = self.stack.as_mut().unwrap_or_else(|| no_frame::<T>());
        let stack = stack.downcast_mut::<Stack<T>>().unwrap_or_else(|| wrong_type::<T>());
        match stack.top.pop() {
            Some(value) => value,
            None => stack.pop_from_below(),
        }
    }

    /// How much there is.
    #[inline]
    pub fn len<T: 'static>(&self, _: &Option<T>) -> usize {
        match &self.stack {
            Some(stack) => {
                let stack = stack.downcast_ref::<Stack<T>>().unwrap_or_else(|| wrong_type::<T>());
                stack.len_below + stack.top.len()
            }
            None => 0,
        }
    }
}

impl<T: 'static> Stack<T> {
    /// How many there is room for in the first part.
    const FIRST: usize = 4;

    fn empty() -> Box<dyn Any> {
        Box::new(Stack::<T> { top: Vec::new(), below: Vec::new(), len_below: 0 })
    }

    #[cold]
    fn start_part(&mut self) {
        let room = (2 * self.top.capacity()).max(Self::FIRST);
        let full = core::mem::replace(&mut self.top, Vec::with_capacity(room));
        if !full.is_empty() {
            self.len_below += full.len();
            self.below.push(full);
        }
    }

    #[cold]
    fn pop_from_below(&mut self) -> T {
        self.top = self.below.pop().unwrap_or_else(|| no_frame::<T>());
        self.len_below -= self.top.len();
        self.top.pop().unwrap_or_else(|| no_frame::<T>())
    }
}

#[cold]
fn wrong_type<T>() -> ! {
    panic!(
        "internal error in `#[grad]`: the stack of a recursion holds frames of another type than `{}`",
        type_name::<T>()
    )
}

#[cold]
fn no_frame<T>() -> ! {
    panic!(
        "internal error in `#[grad]`: the stack of a recursion holds no frame of type `{}`",
        type_name::<T>()
    )
}

/// What is on top of the stack is not what is taken off.
#[cold]
pub fn other_frame() -> ! {
    panic!("internal error in `#[grad]`: the stack of a recursion holds something else")
}
