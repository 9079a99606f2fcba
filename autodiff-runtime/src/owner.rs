//! Whose method a method call found.
//!
//! `w.energy(x)` may be a method of the type of `w`, or of a type that `w` dereferences to. The macro looks for the
//! derivative by the same kind of call, and that may find it elsewhere: where `w` has an `energy` without a derivative,
//! and what it dereferences to has one with it. So the derivative tells whose it is.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, rc::Rc, sync::Arc};
use core::cell::{Ref, RefMut};
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::pin::Pin;
#[cfg(feature = "std")]
use std::sync::{MutexGuard, RwLockReadGuard, RwLockWriteGuard};

/// The type in whose `impl` block a derivative stands.
pub struct Owner<T: ?Sized>(PhantomData<fn(&T)>);

/// The owner, where a path has named it.
#[inline]
pub fn any_owner<T: ?Sized>() -> Owner<T> {
    Owner(PhantomData)
}

/// The owner `T` of the derivative of a method that is called on a `Receiver`.
#[inline]
pub fn owner<Receiver: Is<T> + ?Sized, T: ?Sized>(_: &Receiver) -> Owner<T> {
    any_owner()
}

/// One type.
#[diagnostic::on_unimplemented(
    message = "the derivative found for this method is that of a method of `{T}`",
    label = "this is a `{Self}`",
    note = "if `{Self}` has no method of this name itself, dereference the receiver: `(*receiver).method(..)`; if it has one, put `#[grad]` on it"
)]
pub trait Is<T: ?Sized> {}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> Is<T> for T {}

/// Nobody's owner. There are two that fit, so that rustc does not take the one for granted before it has looked.
pub struct Nobody<T: ?Sized>(PhantomData<fn(&T)>);

#[diagnostic::do_not_recommend]
impl<T: ?Sized> Is<Nobody<T>> for T {}

/// A pointer that has no methods of its own.
pub trait Pointer {
    /// What it points to.
    type Target: ?Sized;

    /// What it points to.
    fn target(&self) -> &Self::Target;
}

macro_rules! pointer {
    ($([$($generics:tt)*] $pointer:ty)*) => {$(
        impl<$($generics)* T: ?Sized> Pointer for $pointer {
            type Target = T;

            #[inline]
            fn target(&self) -> &T {
                self
            }
        }
    )*};
}
pointer!([] &T [] &mut T ['a,] Ref<'a, T> ['a,] RefMut<'a, T> [] ManuallyDrop<T>);
#[cfg(feature = "alloc")]
pointer!([] Box<T> [] Rc<T> [] Arc<T>);
#[cfg(feature = "std")]
pointer!(['a,] MutexGuard<'a, T> ['a,] RwLockReadGuard<'a, T> ['a,] RwLockWriteGuard<'a, T>);

impl<P: core::ops::Deref> Pointer for Pin<P> {
    type Target = P::Target;

    #[inline]
    fn target(&self) -> &P::Target {
        self
    }
}

/// Asks what is behind a pointer; see [`owner_of!`](crate::__private::owner_of).
pub struct Peel<'a, T: ?Sized>(pub &'a T);

/// The answer for a pointer. Found first.
pub trait PeelPointer<'a> {
    /// What it points to.
    type Target: ?Sized;

    /// What it points to.
    fn peel(&self) -> &'a Self::Target;
}

impl<'a, P: Pointer + ?Sized> PeelPointer<'a> for Peel<'a, P> {
    type Target = P::Target;

    #[inline]
    fn peel(&self) -> &'a P::Target {
        self.0.target()
    }
}

/// The answer for any other type. Found by one reference more, so after the first.
pub trait PeelOther<'a> {
    /// The type itself.
    type Target: ?Sized;

    /// The value itself.
    fn peel(&self) -> &'a Self::Target;
}

impl<'a, T: ?Sized> PeelOther<'a> for &Peel<'a, T> {
    type Target = T;

    #[inline]
    fn peel(&self) -> &'a T {
        self.0
    }
}

/// The owner of the derivative of a method called on this receiver, which is not evaluated.
#[doc(hidden)]
#[macro_export]
macro_rules! __owner_of {
    ($receiver:expr) => {
        if false {
            #[allow(unused_imports)]
            use $crate::__private::{Peel, PeelOther as _, PeelPointer as _};
            let receiver = (&Peel(&$receiver)).peel();
            let receiver = (&Peel(receiver)).peel();
            let receiver = (&Peel(receiver)).peel();
            let receiver = (&Peel(receiver)).peel();
            $crate::__private::owner((&Peel(receiver)).peel())
        } else {
            $crate::__private::any_owner()
        }
    };
}
