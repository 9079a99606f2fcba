//! Which variables have a cotangent whose shape their type alone tells: floats, and what can be copied bit by bit. The
//! others may hold a `Vec`, whose length is known only when the program runs.
//!
//! An operand of an operator is a float, because rustc refuses every other, and so is its result. What is read out of
//! the middle of something can be copied, because rustc refuses to move it from there. Both hold for every variable of
//! the same type, which copies connect.

use std::collections::BTreeSet;

use crate::ir::{Atom, Func, Place, Proj, Shape, Stmt, StmtKind, Value, VarId};

/// The variables of such a type, as far as it can be told.
pub(crate) fn rigid(func: &Func) -> BTreeSet<VarId> {
    let is_static =
        |var: &VarId| func.var(*var).shape.is_static() || matches!(func.var(*var).shape, Shape::Integer);
    let mut set: BTreeSet<VarId> = func.vars().filter(is_static).collect();
    loop {
        let before = set.len();
        func.body.each(&mut |stmt| grow(stmt, &mut set));
        if set.len() == before {
            return set;
        }
    }
}

fn grow(stmt: &Stmt, set: &mut BTreeSet<VarId>) {
    match &stmt.kind {
        StmtKind::Let(var, Value::Op(_, atoms, _)) => {
            set.insert(*var);
            set.extend(atoms.iter().filter_map(Atom::var));
        }
        StmtKind::Let(var, Value::Cast(..) | Value::Read(_)) => set.extend([*var]),
        StmtKind::Let(var, Value::Load(place)) if is_inside(place) => set.extend([*var]),
        StmtKind::Let(var, Value::Tuple(atoms) | Value::Array(atoms))
            if atoms.iter().all(|atom| has(atom, set)) =>
        {
            set.insert(*var);
        }
        StmtKind::Let(var, Value::Repeat(atom, _)) if has(atom, set) => set.extend([*var]),
        StmtKind::Let(var, Value::Atom(Atom::Var(other))) => same([*var, *other], set),
        StmtKind::Let(var, Value::Atom(Atom::Const(_))) => set.extend([*var]),
        StmtKind::Let(var, Value::Load(place)) | StmtKind::Bind(var, Some(place))
            if place.path.is_empty() =>
        {
            same([*var, place.var], set);
        }
        StmtKind::Store { place, value, .. } if place.path.is_empty() => match value {
            Atom::Var(value) => same([place.var, *value], set),
            Atom::Const(_) => set.extend([place.var]),
        },
        _ => {}
    }
}

fn same(vars: [VarId; 2], set: &mut BTreeSet<VarId>) {
    if vars.iter().any(|var| set.contains(var)) {
        set.extend(vars);
    }
}

fn has(atom: &Atom, set: &BTreeSet<VarId>) -> bool {
    atom.var().is_none_or(|var| set.contains(&var))
}

/// Whether a place lies where nothing can be moved out from: behind a reference or an index.
fn is_inside(place: &Place) -> bool {
    place.path.iter().any(|step| matches!(step, Proj::Index(..) | Proj::Deref))
}
