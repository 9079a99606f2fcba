//! Takes out of an iteration that is run again what its adjoint does not depend on.

use std::collections::BTreeSet;

use crate::ir::{Block, End, Stmt, StmtKind, VarId};

/// Keeps of `stmts`, which have no effects but on variables, what `after` depends on.
pub(super) fn prune(stmts: &mut Vec<Stmt>, after: &[Stmt]) {
    let mut live = Live(BTreeSet::new());
    for stmt in after {
        live.read(stmt);
        stmt.blocks().into_iter().for_each(|block| block.each(&mut |stmt| live.read(stmt)));
    }
    loop {
        let before = live.0.len();
        for stmt in stmts.iter().rev() {
            live.visit(stmt);
        }
        if live.0.len() == before {
            break;
        }
    }
    live.retain(stmts);
}

/// Variables whose value matters.
struct Live(BTreeSet<VarId>);

impl Live {
    fn read(&mut self, stmt: &Stmt) {
        stmt.reads(&mut |var| self.0.extend([var]));
    }

    /// Whether a statement matters; then so does what it reads.
    fn visit(&mut self, stmt: &Stmt) -> bool {
        let inside: Vec<bool> = stmt.blocks().into_iter().map(|block| self.visit_block(block)).collect();
        let matters = inside.contains(&true) || self.matters(stmt);
        if matters {
            self.read(stmt);
        }
        matters
    }

    fn visit_block(&mut self, block: &Block) -> bool {
        let inside: Vec<bool> = block.stmts.iter().rev().map(|stmt| self.visit(stmt)).collect();
        inside.contains(&true) || block.end != End::Fall
    }

    /// Whether a statement matters by itself, whatever the blocks inside it do.
    fn matters(&self, stmt: &Stmt) -> bool {
        match &stmt.kind {
            StmtKind::Let(var, _) | StmtKind::Declare(var) => self.0.contains(var),
            StmtKind::Store { place, .. } => self.0.contains(&place.var),
            StmtKind::Branch(_) | StmtKind::Scope(..) | StmtKind::Bind(..) | StmtKind::Inert(_) => false,
            StmtKind::Loop(inner) => inner.record.is_some(),
            _ => true,
        }
    }

    /// A block that panics did not run; what rustc makes of it stays as it is.
    fn retain_in(&self, block: &mut Block) {
        if block.end != End::Diverge {
            self.retain(&mut block.stmts);
        }
    }

    fn retain(&self, stmts: &mut Vec<Stmt>) {
        stmts.retain_mut(|stmt| {
            match &mut stmt.kind {
                StmtKind::Branch(branch) => {
                    branch.arms.iter_mut().for_each(|arm| self.retain_in(&mut arm.body))
                }
                StmtKind::Scope(_, block) => self.retain_in(block),
                StmtKind::Loop(inner) => self.retain_in(&mut inner.body),
                _ => {}
            }
            let full = |block: &Block| {
                block.end != End::Fall
                    || block.stmts.iter().any(|stmt| !matches!(stmt.kind, StmtKind::Bind(..)))
            };
            matches!(stmt.kind, StmtKind::Bind(..))
                || self.matters(stmt)
                || stmt.blocks().into_iter().any(full)
        });
    }
}
