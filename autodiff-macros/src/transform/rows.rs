//! The reverse sweep for several cotangents of the result at once, in lanes.
//!
//! ```text
//!   let ct_t = ct * x                         the same, where `ct`, `ct_t` and `ct_x` are numbers in each of some lanes
//!   ct_x += ct * t
//! ```
//!
//! A reverse sweep is linear in its cotangents, so that it does the same in every lane. What is in lanes is what is made
//! of the seed, of what the slots hold or of what pullbacks give; factors and indices are as before.

use std::collections::BTreeSet;

use crate::ir::{Atom, Block, Func, Reverse, Stmt, StmtKind, Value, VarId, Zero};
use crate::rules::Op;

/// The adjoint with cotangents in lanes. None where a shape is not known, or where it calls a function that may take one
/// cotangent alone. Where functions are called, shapes of their results are not known, and rustc finds the types.
pub(crate) fn rows_in_lanes(adjoint: &Func, calls: bool) -> Option<Func> {
    let mut func = adjoint.clone();
    let reverse = func.reverse.take()?;
    if let Some(result) = &func.result {
        func.vars[reverse.seed.0 as usize].shape = func.atom_shape(result);
    }
    let lanes = lanes(&func.body, &reverse, func.result.is_some());
    let mut fits = calls || lanes.iter().all(|var| func.var(*var).shape.is_float());
    reverse.body.each(&mut |stmt| fits &= is_linear(stmt, &lanes, calls));
    if !fits {
        return None;
    }
    for var in &lanes {
        let info = &mut func.vars[var.0 as usize];
        info.shape = info.shape.in_lanes();
    }
    func.reverse = Some(reverse);
    func.lanes = lanes;
    Some(func)
}

/// The variables in lanes; the seed if there is a result. The forward sweep may keep zeros for cotangents.
fn lanes(body: &Block, reverse: &Reverse, result: bool) -> BTreeSet<VarId> {
    let given = reverse.cotangents.iter().flatten().map(|ct| ct.var);
    let mut lanes: BTreeSet<VarId> = given.chain(result.then_some(reverse.seed)).collect();
    body.each(&mut |stmt| {
        if let StmtKind::Let(var, Value::ZeroLike(_)) = &stmt.kind {
            lanes.insert(*var);
        }
    });
    loop {
        let before = lanes.len();
        reverse.body.each(&mut |stmt| {
            let (var, value) = match &stmt.kind {
                StmtKind::Let(var, value) => (*var, value),
                StmtKind::Accumulate(place, value) => (place.var, value),
                StmtKind::Store { place, value, .. } => {
                    lanes.extend(value.var().filter(|var| lanes.contains(var)).map(|_| place.var));
                    return;
                }
                StmtKind::Pull { slots, .. } => {
                    lanes.extend(slots.iter().filter_map(|slot| Some(slot.ct.as_ref()?.var)));
                    return;
                }
                _ => return,
            };
            let mut made_of = matches!(value, Value::Zero(_) | Value::ZeroLike(_));
            value.vars(&mut |read| made_of |= lanes.contains(&read));
            lanes.extend(made_of.then_some(var));
        });
        if lanes.len() == before {
            return lanes;
        }
    }
}

/// Whether a zero can be made in lanes; what the forward sweep kept for one is.
fn is_made(zero: &Zero) -> bool {
    match zero {
        Zero::OfShape(_) | Zero::Neutral(_) | Zero::Copied(_) | Zero::Shaped { .. } => true,
        Zero::Inferred => false,
    }
}

/// Whether a statement does the same in every lane.
fn is_linear(stmt: &Stmt, lanes: &BTreeSet<VarId>, calls: bool) -> bool {
    let in_lanes = |atom: &Atom| atom.var().is_some_and(|var| lanes.contains(&var));
    let value_is_linear = |value: &Value| match value {
        Value::Atom(_) | Value::Load(_) | Value::Take(_) | Value::Window(_) | Value::Cells(_) => true,
        Value::TwoRows(..) | Value::Pieces(_) | Value::Piece { .. } | Value::Strip(_) => true,
        Value::Zero(zero) => is_made(zero),
        Value::Sum(var, zero) => lanes.contains(var) && is_made(zero),
        Value::ZeroLike(_) | Value::Zeros(_) | Value::Reset(..) | Value::Pop(..) => true,
        Value::Replace(_, atom) => in_lanes(atom),
        Value::Op(op, atoms, _) => match op {
            Op::Add | Op::Sub => atoms.iter().all(in_lanes),
            Op::Rule(_) | Op::Method(_) => atoms.iter().filter(|atom| in_lanes(atom)).count() == 1,
            Op::Rem => false,
            Op::Mul | Op::Div | Op::Neg | Op::GuardedMul | Op::GuardedDiv | Op::Convert | Op::Scale(_) => {
                in_lanes(&atoms[0]) && !atoms[1..].iter().any(in_lanes)
            }
        },
        Value::Tuple(atoms) | Value::Array(atoms) => atoms.iter().all(in_lanes),
        _ => false,
    };
    match &stmt.kind {
        StmtKind::Let(var, value) => !lanes.contains(var) || value_is_linear(value),
        StmtKind::Accumulate(_, value) => value_is_linear(value),
        StmtKind::Store { place, value, .. } => !lanes.contains(&place.var) || in_lanes(value),
        StmtKind::Split { .. } => calls,
        StmtKind::Pull { seed, tangents, .. } => calls && tangents.is_empty() && in_lanes(seed),
        StmtKind::Push(place, atom) => lanes.contains(&place.var) == in_lanes(atom),
        StmtKind::Forward { .. } | StmtKind::Reshape { .. } | StmtKind::Settled(_) => false,
        StmtKind::Declare(_)
        | StmtKind::Bind(..)
        | StmtKind::Branch(_)
        | StmtKind::Scope(..)
        | StmtKind::Loop(_)
        | StmtKind::Inert(_)
        | StmtKind::Permute(..)
        | StmtKind::Exchange(..)
        | StmtKind::Frames(_)
        | StmtKind::Clear(_)
        | StmtKind::Keep(..)
        | StmtKind::Replay(..)
        | StmtKind::Restore(..)
        | StmtKind::Unroll { .. } => true,
    }
}
