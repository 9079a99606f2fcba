//! How often variables are read in a reverse sweep, and the removal of those that nobody reads, there and from what is kept
//! for it. And the same of a function with tangents alone.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Atom, Block, Func, Reverse, Role, StmtKind, Value, VarId};
use crate::rules::Op;

/// How often each variable is read in the reverse sweep.
pub(super) fn uses(reverse: &Reverse) -> BTreeMap<VarId, usize> {
    let mut uses = BTreeMap::new();
    let mut count = |var: VarId| *uses.entry(var).or_insert(0) += 1;
    reverse.body.each(&mut |stmt| stmt.reads(&mut count));
    reverse.cotangents.iter().flatten().for_each(|ct| count(ct.var));
    uses
}

/// The seed and its multiples.
pub(super) fn seeds(reverse: &Reverse) -> BTreeSet<VarId> {
    let mut seeds = BTreeSet::from([reverse.seed]);
    reverse.body.each(&mut |stmt| {
        if let StmtKind::Let(var, Value::Atom(atom)) = &stmt.kind {
            seeds.extend(atom.var().filter(|of| seeds.contains(of)).map(|_| *var));
        }
        if let StmtKind::Let(var, Value::Op(Op::Neg | Op::Scale(_), atoms, _)) = &stmt.kind {
            seeds.extend(atoms[0].var().filter(|of| seeds.contains(of)).map(|_| *var));
        }
        if let StmtKind::Accumulate(place, _) | StmtKind::Store { place, .. } = &stmt.kind {
            seeds.remove(&place.var);
        }
    });
    seeds
}

/// The function without the values that its reverse sweep makes and does not read.
pub(crate) fn prune(mut func: Func) -> Func {
    let Some(mut reverse) = func.reverse.take() else { return func };
    let mut uses = uses(&reverse);
    let results = func.tangents.iter().flat_map(|tangents| &tangents.reverse);
    results.flat_map(|(_, cts)| cts.iter().flatten()).for_each(|ct| *uses.entry(ct.var).or_insert(0) += 1);
    remove(&func, &mut reverse.body, &mut uses);
    func.reverse = Some(reverse);
    func
}

/// A function without a reverse sweep, without the tangents that nobody reads, and how often each variable is read.
pub(super) fn used(mut func: Func) -> (Func, BTreeMap<VarId, usize>) {
    let mut uses = BTreeMap::new();
    let mut count = |var: VarId| *uses.entry(var).or_insert(0) += 1;
    func.body.each(&mut |stmt| stmt.reads(&mut count));
    func.result.iter().filter_map(Atom::var).for_each(&mut count);
    func.tangents.iter().filter_map(|tangents| tangents.result).for_each(&mut count);
    let mut body = std::mem::replace(&mut func.body, Block::empty());
    remove(&func, &mut body, &mut uses);
    func.body = body;
    (func, uses)
}

/// From the last statement to the first, so that what a dead value alone reads is dead when its turn comes.
fn remove(func: &Func, block: &mut Block, uses: &mut BTreeMap<VarId, usize>) {
    let mut kept = Vec::new();
    for mut stmt in std::mem::take(&mut block.stmts).into_iter().rev() {
        stmt.blocks_mut().into_iter().rev().for_each(|inner| remove(func, inner, uses));
        let is_dead = match &stmt.kind {
            StmtKind::Let(var, Value::Atom(_) | Value::Load(_) | Value::Op(..)) => {
                let role = func.var(*var).role;
                !uses.contains_key(var)
                    && func.is_constant(*var)
                    && matches!(role, Role::Cotangent | Role::Tangent)
            }
            _ => false,
        };
        if is_dead {
            stmt.reads(&mut |var| release(uses, var));
        } else {
            kept.push(stmt);
        }
    }
    kept.reverse();
    block.stmts = kept;
}

/// A variable is read once less.
fn release(uses: &mut BTreeMap<VarId, usize>, var: VarId) {
    if let Entry::Occupied(mut entry) = uses.entry(var) {
        *entry.get_mut() -= 1;
        if *entry.get() == 0 {
            entry.remove();
        }
    }
}

/// The function without the tangents that are kept for its reverse sweep and not read there.
pub(super) fn forget(mut func: Func) -> Func {
    let Some(mut reverse) = func.reverse.take() else { return func };
    let (uses, vars) = (uses(&reverse), func.vars.clone());
    let is_read = |var: &VarId| vars[var.0 as usize].role != Role::Tangent || uses.contains_key(var);
    reverse.kept.retain(is_read);
    [&mut func.body, &mut reverse.body].into_iter().for_each(|body| keep(body, &is_read));
    func.reverse = Some(reverse);
    func
}

/// Leaves in frames and records what is read.
fn keep(block: &mut Block, is_read: &impl Fn(&VarId) -> bool) {
    for stmt in &mut block.stmts {
        match &mut stmt.kind {
            StmtKind::Keep(_, vars)
            | StmtKind::Replay(_, vars, _)
            | StmtKind::Restore(_, vars)
            | StmtKind::Unroll { vars, .. } => vars.retain(is_read),
            StmtKind::Loop(inner) => {
                inner.record.iter_mut().for_each(|record| record.kept.retain(is_read));
            }
            _ => {}
        }
        stmt.blocks_mut().into_iter().for_each(|body| keep(body, is_read));
    }
}
