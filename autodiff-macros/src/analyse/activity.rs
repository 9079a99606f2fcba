//! Activity: a variable is active if it is varied (depends on a differentiated parameter) and useful (the result, or
//! a `&mut` parameter at exit, depends on it).
//!
//! Both are least fixed points over the statements in any order: a variable that is assigned is one variable wherever
//! it is read, which is right for every control flow. Straight-line code over scalars has been given a name for each
//! value by `lower`, so that nothing is lost there.

use std::collections::BTreeSet;

use crate::ir::{Arg, Atom, Call, Func, Passing, Stmt, StmtKind, Value, VarId};

/// The active variables.
pub(crate) fn activity(func: &Func) -> BTreeSet<VarId> {
    &varied(func) & &useful(func)
}

/// The answer when the analysis is off: everything that may carry a derivative at all.
pub(crate) fn everything(func: &Func) -> BTreeSet<VarId> {
    let mut all = varied(func);
    func.body.each(&mut |stmt| {
        if let StmtKind::Let(var, Value::Op(..)) = &stmt.kind {
            all.insert(*var);
        }
    });
    all
}

fn varied(func: &Func) -> BTreeSet<VarId> {
    let params = func.params.iter().filter(|param| param.differentiated);
    let mut set: BTreeSet<VarId> = params.map(|param| param.var).collect();
    until_stable(func, &mut set, &mut |stmt, set| match &stmt.kind {
        StmtKind::Let(var, Value::Replace(place, new)) => {
            // Either may be so without the other.
            if set.contains(&place.var) {
                set.insert(*var);
            }
            if atom_in(new, set) {
                set.insert(place.var);
            }
        }
        StmtKind::Let(var, value) if value_varies(value, set) => {
            set.insert(*var);
            set.extend(written_by(value));
        }
        StmtKind::Push(place, value) if atom_in(value, set) => set.extend([place.var]),
        StmtKind::Exchange(a, b) if set.contains(&a.var) || set.contains(&b.var) => {
            set.extend([a.var, b.var])
        }
        StmtKind::Bind(var, Some(place)) if set.contains(&place.var) => set.extend([*var]),
        StmtKind::Store { place, value, .. } if atom_in(value, set) => set.extend([place.var]),
        _ => {}
    });
    set
}

fn useful(func: &Func) -> BTreeSet<VarId> {
    let mut set: BTreeSet<VarId> = func.result.iter().filter_map(Atom::var).collect();
    set.extend(func.params.iter().filter(|param| param.passing == Passing::Exclusive).map(|param| param.var));
    // Which of its effects a call with a differentiated argument has, only its callee knows.
    func.body.each(&mut |stmt| {
        if let StmtKind::Let(var, Value::Call(_)) = &stmt.kind {
            set.insert(*var);
        }
    });
    until_stable(func, &mut set, &mut |stmt, set| match &stmt.kind {
        StmtKind::Let(var, Value::Op(op, atoms, _)) if set.contains(var) => {
            let read = atoms.iter().enumerate().filter(|(index, _)| op.varies_with(*index));
            set.extend(read.filter_map(|(_, atom)| atom.var()));
        }
        StmtKind::Let(var, Value::Load(place) | Value::Copy(place, _) | Value::Pop(place, _))
            if set.contains(var) =>
        {
            set.extend([place.var]);
        }
        StmtKind::Let(var, Value::Replace(place, new)) => {
            if set.contains(var) {
                set.insert(place.var);
            }
            if set.contains(&place.var) {
                set.extend(new.var());
            }
        }
        StmtKind::Let(var, Value::Filled(_, elem, _)) if set.contains(var) => set.extend(elem.var()),
        StmtKind::Push(place, value) if set.contains(&place.var) => set.extend(value.var()),
        StmtKind::Exchange(a, b) if set.contains(&a.var) || set.contains(&b.var) => {
            set.extend([a.var, b.var])
        }
        StmtKind::Let(var, value) if set.contains(var) => value.vars(&mut |read| set.extend([read])),
        StmtKind::Bind(var, Some(place)) if set.contains(var) => set.extend([place.var]),
        StmtKind::Store { place, value, .. } if set.contains(&place.var) => set.extend(value.var()),
        _ => {}
    });
    set
}

fn until_stable(func: &Func, set: &mut BTreeSet<VarId>, step: &mut impl FnMut(&Stmt, &mut BTreeSet<VarId>)) {
    loop {
        let before = set.len();
        func.body.each(&mut |stmt| step(stmt, set));
        if set.len() == before {
            return;
        }
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
        Value::Zero(_)
        | Value::Zeros(_)
        | Value::ZeroLike(_)
        | Value::Read(_)
        | Value::Length(_)
        | Value::Window(_)
        | Value::Take(_)
        | Value::Reset(..)
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
