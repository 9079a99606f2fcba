//! Varied: the variables that depend on a differentiated parameter.
//!
//! A least fixed point over the statements in any order: a variable that is assigned is one variable wherever it is
//! read, which is right for every control flow.

use std::collections::BTreeSet;

use crate::ir::{Arg, Atom, Call, Func, ParamCotangent, Stmt, StmtKind, Value, VarId};

/// The varied variables.
pub(crate) fn varied(func: &Func) -> BTreeSet<VarId> {
    let params = func.params.iter().filter(|param| param.differentiated);
    let mut set: BTreeSet<VarId> = params.map(|param| param.var).collect();
    // The cotangents that come from outside have tangents from outside.
    if let Some(reverse) = &func.reverse {
        set.extend(given(&reverse.cotangents).chain([reverse.seed]));
    }
    for tangents in &func.tangents {
        set.extend(tangents.params.iter().flatten());
        let reverse = tangents.reverse.iter();
        set.extend(reverse.flat_map(|(seed, cotangents)| given(cotangents).chain([*seed])));
    }
    super::until_stable(func, &mut set, &mut step);
    set
}

/// The cotangents that start with what comes from outside.
fn given(cotangents: &[Option<ParamCotangent>]) -> impl Iterator<Item = VarId> {
    cotangents.iter().flatten().filter(|ct| ct.in_place || ct.seeded).map(|ct| ct.var)
}

fn step(stmt: &Stmt, set: &mut BTreeSet<VarId>) {
    match &stmt.kind {
        StmtKind::Let(var, Value::Replace(place, new)) => {
            // Either may be so without the other.
            if set.contains(&place.var) {
                set.insert(*var);
            }
            if atom_in(new, set) {
                set.insert(place.var);
            }
        }
        // Where a copy is has no tangent; what it is among has.
        StmtKind::Let(_, Value::Kept(kept)) if set.contains(&kept.place.var) => set.extend([kept.copies]),
        StmtKind::Let(var, value) if value_varies(value, set) => {
            set.insert(*var);
            set.extend(written_by(value));
        }
        StmtKind::Push(place, value) if atom_in(value, set) => set.extend([place.var]),
        StmtKind::Exchange(a, b) if set.contains(&a.var) || set.contains(&b.var) => {
            set.extend([a.var, b.var]);
        }
        StmtKind::Bind(var, Some(place)) if set.contains(&place.var) => set.extend([*var]),
        StmtKind::Store { place, value, .. } if atom_in(value, set) => set.extend([place.var]),
        StmtKind::Accumulate(place, value) if value_varies(value, set) => set.extend([place.var]),
        StmtKind::Split { var, call, .. } if call_varies(call, set) => {
            set.insert(*var);
            set.extend(written_by_call(call));
        }
        StmtKind::Forward { var, along, call, tangents, .. } if call_varies(call, set) => {
            set.insert(*var);
            set.extend(along.iter().copied().chain(written_by_call(call)));
            set.extend(tangents.iter().flatten().flatten().map(|place| place.var));
        }
        StmtKind::Pull { slots, tangents, .. } => {
            let slots = slots.iter().chain(tangents.iter().flat_map(|(_, slots)| slots));
            set.extend(slots.filter_map(|slot| slot.ct.as_ref()).map(|place| place.var));
        }
        _ => {}
    }
}

fn atom_in(atom: &Atom, set: &BTreeSet<VarId>) -> bool {
    atom.var().is_some_and(|var| set.contains(&var))
}

fn value_varies(value: &Value, set: &BTreeSet<VarId>) -> bool {
    match value {
        Value::Atom(atom) | Value::Repeat(atom, _) | Value::Cast(atom, _) | Value::Filled(_, atom, _) => {
            atom_in(atom, set)
        }
        Value::Load(place) | Value::Copy(place, _) | Value::Pop(place, _) | Value::Replace(place, _) => {
            set.contains(&place.var)
        }
        Value::Op(op, atoms, _) => {
            atoms.iter().enumerate().any(|(index, atom)| op.varies_with(index) && atom_in(atom, set))
        }
        Value::Tuple(atoms) | Value::Array(atoms) | Value::List(_, atoms) => {
            atoms.iter().any(|atom| atom_in(atom, set))
        }
        Value::Call(call) => call_varies(call, set),
        Value::Inert(_) | Value::Pure(..) => false,
        Value::Take(place) | Value::Reset(place, _) => set.contains(&place.var),
        Value::Read(var) | Value::Sum(var, _) => set.contains(var),
        Value::Zero(_)
        | Value::Zeros(_)
        | Value::ZeroLike(_)
        | Value::Length(_)
        | Value::Window(_)
        | Value::Cells(_)
        | Value::Kept(_)
        | Value::TwoRows(..)
        | Value::Pieces(_)
        | Value::Piece { .. }
        | Value::Strip(_)
        | Value::Reached { .. } => false,
    }
}

fn call_varies(call: &Call, set: &BTreeSet<VarId>) -> bool {
    call.args.iter().filter_map(Arg::root).any(|var| set.contains(&var))
}

fn written_by(value: &Value) -> impl Iterator<Item = VarId> {
    let call = match value {
        Value::Call(call) => Some(call),
        _ => None,
    };
    call.into_iter().flat_map(written_by_call)
}

fn written_by_call(call: &Call) -> impl Iterator<Item = VarId> {
    call.args.iter().filter_map(|arg| match arg {
        Arg::Exclusive(place, _) => Some(place.var),
        Arg::Value(..) | Arg::Shared(..) | Arg::Closure(..) => None,
    })
}
