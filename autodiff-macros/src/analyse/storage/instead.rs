//! Numbers that stand for the values they were read from.
//!
//! An operand of unknown type may be a reference, or something that cannot be copied, so that no frame can hold it. The
//! number that a rule reads of it is kept instead, and the operation itself can be computed again from that.

use std::collections::BTreeSet;

use super::{Plan, operands};
use crate::ir::{StmtKind, Value, VarId};

impl Plan<'_> {
    /// Numbers that are certainly kept: they were read from values that are not there in any way.
    pub(super) fn numbers_instead(&self, needed: &BTreeSet<VarId>) -> BTreeSet<VarId> {
        let mut instead = BTreeSet::new();
        self.func.body.each(&mut |stmt| {
            if let StmtKind::Let(number, Value::Read(of)) = &stmt.kind {
                let is_gone = !self.values.contains_key(of)
                    && !needed.contains(of)
                    && self.is_value(*of)
                    && self.level.get(of) == self.depth.get(of);
                if is_gone && needed.contains(number) && self.depth.get(of) == self.depth.get(number) {
                    instead.insert(*number);
                }
            }
        });
        instead
    }

    /// What computing a variable again reads.
    pub(super) fn operands(&self, var: VarId) -> Vec<VarId> {
        let Value::Op(_, atoms, _) = self.values[&var] else { return operands(self.values[&var]) };
        let number =
            |at: usize| self.func.reads.get(&(var, at)).filter(|number| self.instead.contains(number));
        let reads = atoms.iter().enumerate();
        reads.filter_map(|(at, atom)| number(at).copied().or_else(|| atom.var())).collect()
    }
}
