//! To be recorded: the variables whose value at their definition the reverse sweep reads.
//!
//! Variables that are recorded are never overwritten: `lower` gave a name to every value read from a mutable variable.
//! So a value that was overwritten is kept if and only if the adjoint of some operation before reads it, and
//! `s += e` keeps nothing of `s`.

use std::collections::{BTreeMap, BTreeSet};

use super::powers::Power;
use super::roots::Root;
use crate::ir::{Atom, Func, Place, Role, Shape, StmtKind, Value, VarId};
use crate::rules::{Op, Read};

/// The variables that the adjoint of the active statements reads.
pub(crate) fn record(
    func: &Func,
    active: &BTreeSet<VarId>,
    powers: &BTreeMap<VarId, Power>,
    roots: &BTreeMap<VarId, Root>,
) -> BTreeSet<VarId> {
    let mut set = BTreeSet::new();
    func.body.each(&mut |stmt| {
        let mut indices = |place: &Place| place.indices(&mut |var| set.extend([var]));
        match &stmt.kind {
            StmtKind::Let(var, Value::Op(..)) if active.contains(var) && powers.contains_key(var) => {
                set.insert(powers[var].rest);
            }
            StmtKind::Let(var, Value::Op(op, atoms, _)) if active.contains(var) => {
                for (index, atom) in atoms.iter().enumerate() {
                    if !atom.var().is_some_and(|var| active.contains(&var)) || !op.varies_with(index) {
                        continue;
                    }
                    if let (Some(root), 1) = (roots.get(var), index) {
                        set.extend([*var, root.number]);
                        continue;
                    }
                    // Of a reciprocal the result is enough.
                    let reads = match (op, atoms[0].reciprocal()) {
                        (Op::Div, Some(_)) => vec![Read::Out],
                        _ => op.reads(index),
                    };
                    set.extend(reads.into_iter().filter_map(|read| match read {
                        Read::Arg(other) => {
                            let read = func.reads.get(&(*var, other)).copied();
                            read.or_else(|| atoms.get(other).and_then(Atom::var))
                        }
                        Read::Out => Some(*var),
                    }));
                }
            }
            StmtKind::Let(var, Value::Load(place) | Value::Copy(place, _)) if active.contains(var) => {
                indices(place);
            }
            StmtKind::Let(_, Value::Pop(place, _) | Value::Replace(place, _)) | StmtKind::Push(place, _)
                if active.contains(&place.var) =>
            {
                indices(place);
            }
            StmtKind::Permute(place, _, args) if active.contains(&place.var) => {
                indices(place);
                set.extend(args.iter().filter_map(Atom::var));
            }
            StmtKind::Exchange(a, b) if active.contains(&a.var) => [a, b].into_iter().for_each(indices),
            StmtKind::Let(_, Value::Call(call)) => {
                for arg in &call.args {
                    if let crate::ir::Arg::Shared(place, _) | crate::ir::Arg::Exclusive(place, _) = arg {
                        indices(place);
                    }
                }
            }
            StmtKind::Bind(_, Some(place)) => indices(place),
            StmtKind::Store { place, .. } if active.contains(&place.var) => indices(place),
            _ => {}
        }
    });
    set
}

/// The answer when the analysis is off: every float that has a name.
pub(crate) fn everything(
    func: &Func,
    active: &BTreeSet<VarId>,
    powers: &BTreeMap<VarId, Power>,
    roots: &BTreeMap<VarId, Root>,
) -> BTreeSet<VarId> {
    let mut set = record(func, active, powers, roots);
    func.body.each(&mut |stmt| {
        if let StmtKind::Let(var, Value::Op(..) | Value::Load(_) | Value::Cast(..)) = &stmt.kind {
            let info = func.var(*var);
            if !info.mutable && info.role != Role::Result && matches!(info.shape, Shape::Float(_)) {
                set.insert(*var);
            }
        }
    });
    set
}
