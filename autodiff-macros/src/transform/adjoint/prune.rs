//! Takes out of an iteration that is run again what its adjoint does not depend on.

use crate::analyse::Live;
use crate::ir::{Block, End, Stmt, StmtKind};

/// Keeps of `stmts`, which have no effects but on variables, what `after` depends on.
pub(super) fn prune(stmts: &mut Vec<Stmt>, after: &[Stmt]) {
    retain(stmts, &mut Live::of(after));
}

fn retain(stmts: &mut Vec<Stmt>, live: &mut Live) {
    for at in (0..stmts.len()).rev() {
        let stmt = &mut stmts[at];
        if let StmtKind::Loop(inner) = &stmt.kind {
            live.settle(inner);
        }
        for block in stmt.blocks_mut().into_iter().rev() {
            // A block that panics did not run; what rustc makes of it stays as it is.
            if block.end != End::Diverge {
                retain(&mut block.stmts, live);
            }
        }
        let kept = matches!(stmt.kind, StmtKind::Bind(..))
            || live.matters(stmt)
            || stmt.blocks().into_iter().any(does_something);
        if kept {
            live.read(stmt);
        } else {
            stmts.remove(at);
        }
    }
}

fn does_something(block: &Block) -> bool {
    block.end != End::Fall || block.stmts.iter().any(|stmt| !matches!(stmt.kind, StmtKind::Bind(..)))
}
