//! Transforms of the IR into the IR.

mod adjoint;
mod simplify;

pub(crate) use adjoint::adjoint;
pub(crate) use simplify::simplify;
