//! facade

#![no_std]

pub use autodiff_macros::grad;
pub use autodiff_runtime::{Cotangent, Differentiable, NoCotangent, Real, stop_gradient};

#[doc(hidden)]
pub use autodiff_runtime::__private;
