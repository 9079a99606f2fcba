//! The names of the user's variables in the blocks that are open.

use std::collections::BTreeMap;

use super::rename::Name;
use crate::ir::VarId;

/// What each name means, the last variable of it.
#[derive(Default)]
pub(super) struct Named {
    of: BTreeMap<Name, VarId>,
    /// What they meant before, in the order of the definitions.
    shadowed: Vec<(Name, Option<VarId>)>,
}

impl Named {
    pub(super) fn get(&self, name: &Name) -> Option<VarId> {
        self.of.get(name).copied()
    }

    pub(super) fn define(&mut self, name: Name, var: VarId) {
        let before = self.of.insert(name.clone(), var);
        self.shadowed.push((name, before));
    }

    /// How many definitions there are so far.
    pub(super) fn so_far(&self) -> usize {
        self.shadowed.len()
    }

    /// Behind a block, names mean what they did when there were so many.
    pub(super) fn back_to(&mut self, so_far: usize) {
        for (name, before) in self.shadowed.drain(so_far..).rev() {
            match before {
                Some(before) => self.of.insert(name, before),
                None => self.of.remove(&name),
            };
        }
    }
}
