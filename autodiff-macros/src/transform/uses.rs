//! How often variables are read in a reverse sweep, and the removal of those that nobody reads.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Block, Func, Reverse, Role, Stmt, StmtKind, Value, VarId};
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
    loop {
        let uses = uses(&reverse);
        let is_dead = |stmt: &Stmt| match &stmt.kind {
            StmtKind::Let(var, Value::Atom(_) | Value::Load(_) | Value::Op(..)) => {
                !uses.contains_key(var) && func.is_constant(*var) && func.var(*var).role == Role::Cotangent
            }
            _ => false,
        };
        if !remove(&mut reverse.body, &is_dead) {
            break;
        }
    }
    func.reverse = Some(reverse);
    func
}

fn remove(block: &mut Block, is_dead: &impl Fn(&Stmt) -> bool) -> bool {
    let before = block.stmts.len();
    block.stmts.retain(|stmt| !is_dead(stmt));
    let mut removed = block.stmts.len() < before;
    for inner in block.stmts.iter_mut().flat_map(Stmt::blocks_mut) {
        removed |= remove(inner, is_dead);
    }
    removed
}
