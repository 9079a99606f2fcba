//! The reverse sweep for several cotangents of the result at once, in lanes.
//!
//! ```text
//!   let ct_t = ct * x                         the same, where `ct`, `ct_t` and `ct_x` are numbers in each of some lanes
//!   ct_x += ct * t
//! ```
//!
//! A reverse sweep is linear in its cotangents, so that it does the same in every lane. What is in lanes is what is made
//! of the seed or of what the slots hold; factors and indices are as before.

use std::collections::BTreeSet;

use crate::ir::{Atom, Func, ParamCotangent, Reverse, Stmt, StmtKind, Value, VarId, Zero};
use crate::rules::Op;

/// The adjoint with cotangents in lanes. None where it calls another function, which takes one, or where a shape is not
/// known.
pub(crate) fn rows_in_lanes(adjoint: &Func) -> Option<Func> {
    let mut func = adjoint.clone();
    let mut reverse = func.reverse.take()?;
    if let Some(result) = &func.result {
        func.vars[reverse.seed.0 as usize].shape = func.atom_shape(result);
    }
    let lanes = lanes(&reverse, func.result.is_some());
    let mut fits = lanes.iter().all(|var| func.var(*var).shape.is_float());
    reverse.body.each(&mut |stmt| fits &= is_linear(stmt, &lanes));
    if !fits {
        return None;
    }
    for var in &lanes {
        let info = &mut func.vars[var.0 as usize];
        info.shape = info.shape.in_lanes();
    }
    for ParamCotangent { var, zero, .. } in reverse.cotangents.iter_mut().flatten() {
        *zero = zero.map(|zero| of_own_shape(zero, *var));
    }
    zeros(&mut reverse.body.stmts);
    func.reverse = Some(reverse);
    Some(func)
}

/// The variables in lanes; the seed if there is a result.
fn lanes(reverse: &Reverse, result: bool) -> BTreeSet<VarId> {
    let given = reverse.cotangents.iter().flatten().map(|ct| ct.var);
    let mut lanes: BTreeSet<VarId> = given.chain(result.then_some(reverse.seed)).collect();
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
                _ => return,
            };
            let mut made_of = matches!(value, Value::Zero(_));
            value.vars(&mut |read| made_of |= lanes.contains(&read));
            lanes.extend(made_of.then_some(var));
        });
        if lanes.len() == before {
            return lanes;
        }
    }
}

/// Whether a statement does the same in every lane.
fn is_linear(stmt: &Stmt, lanes: &BTreeSet<VarId>) -> bool {
    let in_lanes = |atom: &Atom| atom.var().is_some_and(|var| lanes.contains(&var));
    let value_is_linear = |value: &Value| match value {
        Value::Atom(_) | Value::Load(_) | Value::Take(_) | Value::Window(_) => true,
        Value::Zero(zero) => matches!(zero, Zero::OfShape(_) | Zero::Neutral(_)),
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
        StmtKind::Pull { .. }
        | StmtKind::Split { .. }
        | StmtKind::Forward { .. }
        | StmtKind::Push(..)
        | StmtKind::Permute(..)
        | StmtKind::Exchange(..)
        | StmtKind::Settled(_)
        | StmtKind::Reshape { .. } => false,
        StmtKind::Declare(_)
        | StmtKind::Bind(..)
        | StmtKind::Branch(_)
        | StmtKind::Scope(..)
        | StmtKind::Loop(_)
        | StmtKind::Inert(_)
        | StmtKind::Frames(_)
        | StmtKind::Clear(_)
        | StmtKind::Keep(..)
        | StmtKind::Replay(..)
        | StmtKind::Restore(..)
        | StmtKind::Unroll { .. } => true,
    }
}

/// Zeros in lanes are of the shape of the variable that they are for.
fn zeros(stmts: &mut [Stmt]) {
    for stmt in stmts {
        if let StmtKind::Let(var, Value::Zero(zero)) = &mut stmt.kind {
            *zero = of_own_shape(*zero, *var);
        }
        stmt.blocks_mut().into_iter().for_each(|block| zeros(&mut block.stmts));
    }
}

fn of_own_shape(zero: Zero, var: VarId) -> Zero {
    match zero {
        Zero::OfShape(_) => Zero::OfShape(var),
        Zero::Neutral(_) => Zero::Neutral(var),
        other => other,
    }
}
