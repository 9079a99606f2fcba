//! Transforms of the IR into the IR.

mod adjoint;

pub(crate) use adjoint::adjoint;
