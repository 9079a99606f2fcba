//! What code says of numbers.

use std::collections::{BTreeMap, BTreeSet};

use syn::Expr;

use super::code::text;
use crate::ir::VarId;

/// Code for numbers by their names, as it is come across.
#[derive(Default)]
pub(super) struct Told {
    last: BTreeMap<String, (Option<VarId>, Expr)>,
    /// Names of several numbers, each with code of its own: a statement was lowered once for each form of a reference.
    unclear: BTreeSet<String>,
}

impl Told {
    /// What one says of a number, which has a variable or is without derivative.
    pub(super) fn tell(&mut self, name: String, var: Option<VarId>, code: Expr) {
        let differs = self.last.get(&name).is_some_and(|(other, known)| {
            let is_it = var.is_some() && *other == var;
            !is_it && text(known) != text(&code)
        });
        if differs {
            self.unclear.insert(name.clone());
        }
        self.last.insert(name, (var, code));
    }

    /// The last code told for a name.
    pub(super) fn get(&self, name: &str) -> Option<&Expr> {
        self.last.get(name).map(|(_, code)| code)
    }

    /// The code of each name that has one.
    pub(super) fn finish(self) -> BTreeMap<String, Expr> {
        let Told { last, unclear } = self;
        let clear = last.into_iter().filter(|(name, _)| !unclear.contains(name));
        clear.map(|(name, (_, code))| (name, code)).collect()
    }
}
