//! Liveness: which statements of straight code without other effects a later reader depends on.
//!
//! One walk from the end to the start, with the set of variables whose value matters. Nothing is taken out of the set, so
//! a variable that is overwritten as a whole still counts as live before.

use std::collections::BTreeSet;

use crate::ir::{Block, End, Loop, Stmt, StmtKind, VarId};

/// The variables whose value matters from the present position on.
#[derive(Default)]
pub(crate) struct Live {
    pub(crate) vars: BTreeSet<VarId>,
    /// A loop around is gone over until nothing new turns up, and the loops in it with it.
    settling: bool,
}

impl Live {
    pub(crate) fn new(vars: BTreeSet<VarId>) -> Live {
        Live { vars, settling: false }
    }

    /// What these statements read and do not define themselves.
    pub(crate) fn of(stmts: &[Stmt]) -> Live {
        let (mut reads, mut own) = (Live::default(), BTreeSet::new());
        let mut each = |stmt: &Stmt| {
            reads.read(stmt);
            match &stmt.kind {
                StmtKind::Let(var, _) | StmtKind::Bind(var, _) | StmtKind::Declare(var) => {
                    own.insert(*var);
                }
                StmtKind::Replay(_, vars, _) | StmtKind::Restore(_, vars) | StmtKind::Unroll { vars, .. } => {
                    own.extend(vars)
                }
                _ => {}
            }
        };
        for stmt in stmts {
            each(stmt);
            stmt.blocks().into_iter().for_each(|block| block.each(&mut each));
        }
        Live::new(&reads.vars - &own)
    }

    /// What a statement itself reads matters.
    pub(crate) fn read(&mut self, stmt: &Stmt) {
        stmt.reads(&mut |var| self.vars.extend([var]));
    }

    /// Goes back over a block. Whether anything in it matters.
    pub(crate) fn block(&mut self, block: &Block) -> bool {
        let inside: Vec<bool> = block.stmts.iter().rev().map(|stmt| self.stmt(stmt)).collect();
        inside.contains(&true) || block.end != End::Fall
    }

    fn stmt(&mut self, stmt: &Stmt) -> bool {
        if let StmtKind::Loop(inner) = &stmt.kind {
            self.settle(inner);
        }
        let inside: Vec<bool> = stmt.blocks().into_iter().rev().map(|block| self.block(block)).collect();
        let matters = inside.contains(&true) || self.matters(stmt);
        if matters {
            self.read(stmt);
        }
        matters
    }

    /// What an iteration keeps matters at its end, and what matters at the start of the next one.
    pub(crate) fn settle(&mut self, inner: &Loop) {
        self.vars.extend(inner.record.iter().flat_map(|record| &record.kept));
        if self.settling {
            return;
        }
        self.settling = true;
        loop {
            let before = self.vars.len();
            self.block(&inner.body);
            if self.vars.len() == before {
                break;
            }
        }
        self.settling = false;
    }

    /// Whether a statement matters by itself, whatever the blocks inside it do.
    pub(crate) fn matters(&self, stmt: &Stmt) -> bool {
        match &stmt.kind {
            StmtKind::Let(var, _) | StmtKind::Declare(var) => self.vars.contains(var),
            StmtKind::Store { place, .. } => self.vars.contains(&place.var),
            StmtKind::Branch(_) | StmtKind::Scope(..) | StmtKind::Bind(..) | StmtKind::Inert(_) => false,
            StmtKind::Loop(inner) => inner.record.is_some(),
            _ => true,
        }
    }
}
