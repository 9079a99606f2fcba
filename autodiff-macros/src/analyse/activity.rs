//! Activity: a variable is active if it is varied (depends on a differentiated parameter) and useful (the result, or
//! a `&mut` parameter at exit, depends on it).
//!
//! Both are least fixed points over the statements in any order: a variable that is assigned is one variable wherever
//! it is read, which is right for every control flow. Straight-line code over scalars has been given a name for each
//! value by `lower`, so that nothing is lost there.

use std::collections::BTreeSet;

use super::until_stable;
use super::varied::varied;
use crate::ir::{Atom, Func, Passing, StmtKind, Value, VarId};

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

/// What the result, or a `&mut` parameter at exit, depends on.
pub(crate) fn useful(func: &Func) -> BTreeSet<VarId> {
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
