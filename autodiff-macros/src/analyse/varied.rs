//! Varied: the variables that depend on a differentiated parameter.
//!
//! A least fixed point over the statements in any order: a variable that is assigned is one variable wherever it is
//! read, which is right for every control flow.

use std::collections::BTreeSet;

use crate::ir::{Arg, Atom, Call, Func, Stmt, StmtKind, Value, VarId};

/// The varied variables.
pub(crate) fn varied(func: &Func) -> BTreeSet<VarId> {
    let params = func.params.iter().filter(|param| param.differentiated);
    let mut set: BTreeSet<VarId> = params.map(|param| param.var).collect();
    super::until_stable(func, &mut set, &mut step);
    set
}

fn step(stmt: &Stmt, set: &mut BTreeSet<VarId>) {
    match &stmt.kind {
        StmtKind::Let(var, value) if value_varies(value, set) => {
            set.insert(*var);
            set.extend(written_by(value));
        }
        StmtKind::Bind(var, Some(place)) if set.contains(&place.var) => set.extend([*var]),
        StmtKind::Store { place, value, .. } if atom_in(value, set) => set.extend([place.var]),
        _ => {}
    }
}

fn atom_in(atom: &Atom, set: &BTreeSet<VarId>) -> bool {
    atom.var().is_some_and(|var| set.contains(&var))
}

fn value_varies(value: &Value, set: &BTreeSet<VarId>) -> bool {
    match value {
        Value::Atom(atom) | Value::Repeat(atom, _) | Value::Cast(atom, _) => atom_in(atom, set),
        Value::Load(place) => set.contains(&place.var),
        Value::Op(op, atoms, _) => {
            atoms.iter().enumerate().any(|(index, atom)| op.varies_with(index) && atom_in(atom, set))
        }
        Value::Tuple(atoms) | Value::Array(atoms) => atoms.iter().any(|atom| atom_in(atom, set)),
        Value::Call(call) => call_varies(call, set),
        Value::Inert(_) | Value::Pure(..) => false,
        Value::Zero(_)
        | Value::Zeros(_)
        | Value::ZeroLike(_)
        | Value::Read(_)
        | Value::Length(_)
        | Value::Take(_)
        | Value::Sum(..) => false,
    }
}

fn call_varies(call: &Call, set: &BTreeSet<VarId>) -> bool {
    call.args.iter().filter_map(Arg::root).any(|var| set.contains(&var))
}

fn written_by(value: &Value) -> impl Iterator<Item = VarId> {
    let args: &[Arg] = match value {
        Value::Call(call) => &call.args,
        _ => &[],
    };
    args.iter().filter_map(|arg| match arg {
        Arg::Exclusive(place, _) => Some(place.var),
        Arg::Value(_, _) | Arg::Shared(_, _) => None,
    })
}
