//! Which loops the reverse sweep runs again, an iteration at a time.

use std::collections::{BTreeMap, BTreeSet};

use super::super::independence::{Around, own_variables};
use super::super::live::Live;
use super::{Plan, Storage, branch_id, is_cheap};
use crate::ir::{Block, Count, Label, Loop, StmtKind, VarId};

impl Plan<'_> {
    /// The outermost loops that can be run again and would otherwise keep more in each iteration.
    pub(super) fn replayed(
        &self,
        block: &Block,
        record: &BTreeSet<VarId>,
        kept: &Storage,
    ) -> BTreeMap<Label, BTreeSet<VarId>> {
        let mut found = BTreeMap::new();
        for stmt in &block.stmts {
            if let StmtKind::Loop(inner) = &stmt.kind {
                if let Some(state) = self.start(inner, record, kept) {
                    found.insert(inner.exit, state);
                    continue;
                }
            }
            for block in stmt.blocks() {
                found.extend(self.replayed(block, record, kept));
            }
        }
        found
    }

    /// What an iteration has to keep to be run again, if it can and if that is less than it keeps otherwise.
    fn start(&self, inner: &Loop, record: &BTreeSet<VarId>, kept: &Storage) -> Option<BTreeSet<VarId>> {
        let there = |var| self.is_value(var) || self.is_there(var);
        if !self.counted.contains(&inner.exit) {
            return None;
        }
        let around = Around { func: self.func, finality: self.finality, record, there: &there };
        if let Some(own) = around.independent(inner) {
            return self.keeps(&inner.body, &own, kept).then(BTreeSet::new);
        }
        let entry = self.entry(&inner.body, kept, 1)?;
        let state = around.state(inner)?;
        let mut live = Live::new(record & &own_variables(&inner.body));
        live.block(&inner.body);
        let needed = state.intersection(&live.vars);
        let numbers = needed.map(|var| self.func.var(*var).shape.numbers());
        (numbers.fold(0, usize::saturating_add) < entry).then_some(state)
    }

    /// Whether an iteration would have to keep anything.
    fn keeps(&self, body: &Block, own: &BTreeSet<VarId>, kept: &Storage) -> bool {
        let mut keeps = !kept.stored.is_disjoint(own);
        body.each(&mut |stmt| match &stmt.kind {
            StmtKind::Branch(branch) => keeps |= !self.decided.contains(&branch_id(branch)),
            StmtKind::Loop(inner) => keeps |= !self.counted.contains(&inner.exit),
            _ => {}
        });
        keeps
    }

    /// How many numbers an iteration would keep, what is dear to compute again aside, if all of `runs` times the iterations
    /// of the loops in it are so few that their records need no heap.
    fn entry(&self, body: &Block, kept: &Storage, runs: usize) -> Option<usize> {
        const FEW: usize = 256;
        if runs > FEW {
            return None;
        }
        let mut numbers = 0_usize;
        for stmt in &body.stmts {
            let more = match &stmt.kind {
                StmtKind::Let(var, value) if kept.stored.contains(var) && is_cheap(value) => {
                    runs.saturating_mul(self.func.var(*var).shape.numbers())
                }
                StmtKind::Loop(inner) => {
                    let Some(Count::Literal(count)) = inner.count() else { return None };
                    self.entry(&inner.body, kept, runs.saturating_mul(*count))?
                }
                _ => {
                    let blocks = stmt.blocks().into_iter().map(|block| self.entry(block, kept, runs));
                    blocks.sum::<Option<usize>>()?
                }
            };
            numbers = numbers.saturating_add(more);
        }
        Some(numbers)
    }
}
