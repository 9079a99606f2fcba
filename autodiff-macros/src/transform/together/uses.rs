//! What the adjoint of an iteration does with the cotangents of what it shares with others.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Arg, Block, Callee, Func, Role, Stmt, StmtKind, Value, VarId};

/// What an iteration's adjoint does with a cotangent from outside.
#[derive(Default)]
pub(super) struct Use {
    pub(super) reads: bool,
    pub(super) adds: bool,
    pub(super) takes: bool,
}

/// What the adjoint of an iteration, from `start` on, does with each cotangent.
pub(super) fn uses(func: &Func, body: &Block, start: usize) -> BTreeMap<VarId, Use> {
    let (forward, adjoint) = body.stmts.split_at(start);
    let mut mentioned = BTreeSet::new();
    each(adjoint, &mut |stmt| {
        mentioned.extend(stmt.changes());
        stmt.reads(&mut |var| mentioned.extend([var]));
    });
    mentioned.retain(|var| func.var(*var).role == Role::Cotangent);
    mentioned.into_iter().map(|var| (var, uses_of(adjoint, forward, var))).collect()
}

/// What some statements do with one of them; `forward` are those with the calls whose pullbacks they are.
pub(super) fn uses_of(adjoint: &[Stmt], forward: &[Stmt], var: VarId) -> Use {
    let mut used = Use::default();
    let reads = |value: &Value, used: &mut Use| value.vars(&mut |read| used.reads |= read == var);
    each(adjoint, &mut |stmt| match &stmt.kind {
        StmtKind::Accumulate(place, value) => {
            used.adds |= place.var == var;
            reads(value, &mut used);
        }
        StmtKind::Let(_, Value::Take(place) | Value::Reset(place, _)) => used.takes |= place.var == var,
        StmtKind::Let(_, value) => reads(value, &mut used),
        StmtKind::Pull { pullback, seed, slots, .. } => {
            used.reads |= seed.var() == Some(var);
            for (at, slot) in slots.iter().enumerate() {
                if slot.ct.as_ref().is_some_and(|place| place.var == var) {
                    used.adds = true;
                    used.takes |= !is_added_to(forward, *pullback, at);
                }
            }
        }
        _ => {
            stmt.reads(&mut |read| used.reads |= read == var);
            used.takes |= stmt.blocks().is_empty() && stmt.changes().contains(&var);
        }
    });
    used
}

/// Whether a callee adds to its slot with this number: that of a `&` argument.
fn is_added_to(forward: &[Stmt], pullback: VarId, slot: usize) -> bool {
    let mut found = false;
    each(forward, &mut |stmt| {
        if let StmtKind::Split { pullback: own, call, .. } = &stmt.kind {
            let receiver = usize::from(matches!(call.callee, Callee::Method(..)));
            let arg = slot.checked_sub(receiver).and_then(|at| call.args.get(at));
            found |= *own == pullback && matches!(arg, Some(Arg::Shared(..)));
        }
    });
    found
}

/// Every statement, outer ones first.
pub(super) fn each(stmts: &[Stmt], visit: &mut impl FnMut(&Stmt)) {
    for stmt in stmts {
        visit(stmt);
        stmt.blocks().into_iter().for_each(|block| each(&block.stmts, visit));
    }
}
