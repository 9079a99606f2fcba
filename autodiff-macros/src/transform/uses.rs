//! How often variables are read in a reverse sweep, and the removal of those that nobody reads.

use std::collections::BTreeMap;

use crate::ir::{Block, Func, Reverse, Stmt, StmtKind, Value, VarId};

/// How often each variable is read in the reverse sweep.
pub(super) fn uses(reverse: &Reverse) -> BTreeMap<VarId, usize> {
    let mut uses = BTreeMap::new();
    let mut count = |var: VarId| *uses.entry(var).or_insert(0) += 1;
    reverse.body.each(&mut |stmt| stmt.reads(&mut count));
    reverse.cotangents.iter().flatten().for_each(|ct| count(ct.var));
    uses
}

/// The function without the values that its reverse sweep makes and does not read.
pub(crate) fn prune(mut func: Func) -> Func {
    let Some(mut reverse) = func.reverse.take() else { return func };
    loop {
        let uses = uses(&reverse);
        let is_dead = |stmt: &Stmt| match &stmt.kind {
            StmtKind::Let(var, Value::Atom(_) | Value::Load(_) | Value::Op(..)) => {
                !uses.contains_key(var) && func.is_constant(*var)
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
    for stmt in &mut block.stmts {
        if let StmtKind::Replay(_, _, body) | StmtKind::Unroll { body, .. } = &mut stmt.kind {
            removed |= remove(body, is_dead);
        }
    }
    removed
}
