//! Finality: the reads of places that nothing changes any more, so that the reverse sweep finds them as they were.
//!
//! One walk from the end of the function to its start, with the set of variables that may change, or be moved, after the
//! present position. Everything in the body of a loop comes after everything else in it.

use std::collections::{BTreeMap, BTreeSet};

use super::independence::own_variables;
use super::storage::{BranchId, branch_id, runs_whole};
use crate::ir::{Arg, Atom, Block, Call, Func, Label, Proj, Scoped, Shape, Stmt, StmtKind, Value, VarId};

/// The answer.
#[derive(Default)]
pub(crate) struct Finality {
    /// Variables whose value was read from places that do not change afterwards.
    pub(crate) reads: BTreeSet<VarId>,
    /// Branches whose head reads only such places.
    pub(crate) heads: BTreeSet<BranchId>,
    /// Arguments by reference, by the variable of the call's value and their number, whose place does not change after the
    /// call.
    pub(crate) args: BTreeSet<(VarId, usize)>,
    /// For each loop, by its exit, the variables that may change in it or after it, its own aside.
    pub(crate) after: BTreeMap<Label, BTreeSet<VarId>>,
    /// Variables that the frame of their block can hold: nothing uses them after it is filled.
    pub(crate) kept: BTreeSet<VarId>,
    /// Variables that are moved somewhere: whether they have been, rustc does not know in the reverse sweep.
    pub(crate) moved: BTreeSet<VarId>,
    /// Variables bound by a pattern, and results of calls, which may be of any type.
    pub(crate) bound: BTreeSet<VarId>,
}

/// Walks a function. Nothing comes between an iteration of the loop `together` and its adjoint.
pub(crate) fn finality(func: &Func, together: Option<Label>) -> Finality {
    let found = Finality::default();
    let mut walk = Walk { func, together, changes: Scoped::default(), found, inside: false };
    if let Some(result) = func.result.as_ref().and_then(Atom::var) {
        walk.moved(result);
    }
    walk.block(&func.body, true);
    // So may the parts of what is.
    let bound = &mut walk.found.bound;
    func.body.each(&mut |stmt| {
        if let StmtKind::Let(var, Value::Load(place)) = &stmt.kind {
            bound.extend(bound.contains(&place.var).then_some(*var));
        }
    });
    walk.found
}

struct Walk<'a> {
    func: &'a Func,
    together: Option<Label>,
    changes: Scoped<VarId, ()>,
    found: Finality,
    /// It only collects what changes anywhere in a loop.
    inside: bool,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block, whole: bool) {
        let whole = whole || runs_whole(block);
        for stmt in block.stmts.iter().rev() {
            if let StmtKind::Let(var, _) | StmtKind::Bind(var, _) = &stmt.kind {
                if whole {
                    self.found.kept.insert(*var);
                }
                let StmtKind::Let(_, value) = &stmt.kind else {
                    self.found.bound.insert(*var);
                    self.stmt(stmt);
                    continue;
                };
                if matches!(value, Value::Call(_) | Value::Copy(..) | Value::Pop(..) | Value::Replace(..)) {
                    self.found.bound.insert(*var);
                }
            }
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Let(var, value) => {
                if self.is_final(value) {
                    self.found.reads.insert(*var);
                }
                if let Value::Call(call) = value {
                    for (at, arg) in call.args.iter().enumerate() {
                        if matches!(arg, Arg::Shared(place, _) if !self.changes.contains(&place.var)) {
                            self.found.args.insert((*var, at));
                        }
                    }
                }
                self.effects(value);
            }
            StmtKind::Branch(branch) => {
                let mut joined = BTreeSet::new();
                for arm in &branch.arms {
                    let after = self.changes.mark();
                    self.block(&arm.body, false);
                    joined.extend(self.changes.back_to(after).into_keys());
                }
                self.change(joined);
                let fixed = |var: &VarId| !self.changes.contains(var);
                if branch.again.as_ref().is_some_and(|reads| reads.iter().all(fixed)) {
                    self.found.heads.insert(branch_id(branch));
                }
            }
            StmtKind::Loop(inner) if self.inside || self.together == Some(inner.exit) => {
                self.block(&inner.body, false)
            }
            StmtKind::Loop(inner) => {
                // What the body changes, it has changed before it runs again; a variable of its own is then another one.
                let found = Finality::default();
                let (func, changes) = (self.func, Scoped::default());
                let mut inside = Walk { func, together: None, changes, found, inside: true };
                inside.block(&inner.body, false);
                self.change(&inside.changes.keys() - &own_variables(&inner.body));
                self.found.after.insert(inner.exit, self.changes.keys());
                self.block(&inner.body, false);
            }
            StmtKind::Store { place, value, .. } => {
                self.change([place.var]);
                value.var().into_iter().for_each(|var| self.moved(var));
            }
            StmtKind::Push(place, value) => {
                self.change([place.var]);
                value.var().into_iter().for_each(|var| self.moved(var));
            }
            StmtKind::Permute(place, ..) => self.change([place.var]),
            StmtKind::Exchange(a, b) => self.change([a.var, b.var]),
            // A pattern moves what it binds.
            StmtKind::Bind(_, Some(place)) => {
                let copied = is_copied(&self.func.place_shape(place));
                self.change((!copied).then_some(place.var));
                self.found.moved.extend((!copied).then_some(place.var));
            }
            _ => stmt.blocks().into_iter().rev().for_each(|block| self.block(block, false)),
        }
    }

    fn change(&mut self, vars: impl IntoIterator<Item = VarId>) {
        for var in vars {
            self.changes.insert(var, ());
        }
    }

    fn is_final(&self, value: &Value) -> bool {
        match value {
            Value::Load(place) => !self.changes.contains(&place.var),
            Value::Pure(_, reads) => !reads.iter().any(|var| self.changes.contains(var)),
            _ => false,
        }
    }

    /// What evaluating a value changes.
    fn effects(&mut self, value: &Value) {
        match value {
            Value::Atom(atom) | Value::Cast(atom, _) | Value::Repeat(atom, _) | Value::Filled(_, atom, _) => {
                atom.var().into_iter().for_each(|var| self.moved(var));
            }
            Value::Tuple(atoms) | Value::Array(atoms) | Value::List(_, atoms) => {
                atoms.iter().filter_map(Atom::var).for_each(|var| self.moved(var));
            }
            Value::Pop(place, _) => self.change([place.var]),
            Value::Replace(place, new) => {
                self.change([place.var]);
                new.var().into_iter().for_each(|var| self.moved(var));
            }
            Value::Call(Call { args, .. }) => {
                for arg in args {
                    match arg {
                        Arg::Value(atom, _) => atom.var().into_iter().for_each(|var| self.moved(var)),
                        Arg::Exclusive(place, _) => self.change([place.var]),
                        Arg::Shared(..) | Arg::Closure(..) => {}
                    }
                }
            }
            // `let b = a.0;` of a list. Nothing moves out of an element, or from behind a reference.
            Value::Load(place) if place.path.iter().all(|step| matches!(step, Proj::Member(_))) => {
                let copied = is_copied(&self.func.place_shape(place));
                self.change((!copied).then_some(place.var));
                self.found.moved.extend((!copied).then_some(place.var));
            }
            _ => {}
        }
    }

    /// A whole variable is used by value, which leaves nothing behind if it cannot be copied.
    fn moved(&mut self, var: VarId) {
        if !is_copied(&self.func.var(var).shape) {
            self.change([var]);
            self.found.moved.insert(var);
        }
    }
}

/// Whether a value of this shape can certainly be copied.
pub(super) fn is_copied(shape: &Shape) -> bool {
    matches!(shape, Shape::Integer) || shape.is_static()
}
