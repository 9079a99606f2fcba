//! Transforms of the IR into the IR.

mod adjoint;
mod simplify;
mod unguard;

pub(crate) use adjoint::adjoint;
pub(crate) use simplify::simplify;
pub(crate) use unguard::unguard;
