//! Independence: the loops whose iterations can be run again, one at a time, in any order.
//!
//! What such an iteration leaves behind is added to sums that nothing in the loop reads otherwise (`s += e`), and what
//! it reads from outside does not change any more. Its reverse sweep needs no record of it: it runs the iteration once
//! more and then backwards, in memory that does not grow with the number of iterations.
//!
//! Iterations that depend on each other through a few numbers alone, their state, are independent given these:
//!
//! ```text
//! for _ in 0..n { d = f(y); y += h * d; }      each iteration keeps y as it was at its start
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::finality::Finality;
use crate::ir::{Block, Func, Head, Loop, LoopHead, Passing, Shape, Stmt, StmtKind, Value, VarId};
use crate::rules::Op;

/// What is known around the loops.
pub(crate) struct Around<'a> {
    pub(crate) func: &'a Func,
    pub(crate) finality: &'a Finality,
    pub(crate) record: &'a BTreeSet<VarId>,
    /// Which variables from outside a loop the reverse sweep has.
    pub(crate) there: &'a dyn Fn(VarId) -> bool,
}

impl Around<'_> {
    /// The variables of a loop's own, if its iterations are independent.
    pub(crate) fn independent(&self, inner: &Loop) -> Option<BTreeSet<VarId>> {
        self.given(&BTreeSet::new(), inner)
    }

    /// The state of a loop, if its iterations are independent given this at the start of each: variables from outside, of
    /// static shape, that they change and that are no sums.
    pub(crate) fn state(&self, inner: &Loop) -> Option<BTreeSet<VarId>> {
        let mut state = &inner.body.changes() - &own_variables(&inner.body);
        if !state.iter().all(|var| self.is_copied(*var)) || self.given(&state, inner).is_none() {
            return None;
        }
        for var in state.clone() {
            let without = &state - &BTreeSet::from([var]);
            if self.given(&without, inner).is_some() {
                state = without;
            }
        }
        Some(state)
    }

    fn is_copied(&self, var: VarId) -> bool {
        let info = self.func.var(var);
        let by_reference =
            self.func.params.iter().any(|param| param.var == var && param.passing != Passing::Value);
        !info.late && info.shape.is_static() && !by_reference
    }

    /// The variables of a loop's own, `state` among them, if its iterations are independent given this.
    fn given(&self, state: &BTreeSet<VarId>, inner: &Loop) -> Option<BTreeSet<VarId>> {
        let own = &own_variables(&inner.body) | state;
        let after = self.finality.after.get(&inner.exit)?;
        let mut check = Check { around: self, after, own, sums: BTreeMap::new(), independent: true };
        check.iterations(&inner.body, true);
        check.independent.then_some(check.own)
    }
}

/// The variables that a block defines, at any depth.
pub(crate) fn own_variables(block: &Block) -> BTreeSet<VarId> {
    let mut own = BTreeSet::new();
    block.each(&mut |stmt| {
        if let StmtKind::Let(var, _) | StmtKind::Declare(var) | StmtKind::Bind(var, _) = &stmt.kind {
            own.insert(*var);
        }
    });
    own
}

struct Check<'a> {
    around: &'a Around<'a>,
    /// What may change in the loop or after it.
    after: &'a BTreeSet<VarId>,
    own: BTreeSet<VarId>,
    /// Values that a sum has on its way, and the sum.
    sums: BTreeMap<VarId, VarId>,
    independent: bool,
}

impl Check<'_> {
    fn block(&mut self, block: &Block) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let holds = match &stmt.kind {
            StmtKind::Let(var, value) => self.value(*var, value),
            StmtKind::Store { place, value, .. } if self.own.contains(&place.var) => {
                value.var().is_none_or(|var| self.reads(var)) && {
                    let mut all = true;
                    place.indices(&mut |index| all &= self.reads(index));
                    all
                }
            }
            // The end of `sum += e`.
            StmtKind::Store { place, value, .. } => {
                place.path.is_empty()
                    && value.var().is_some_and(|var| self.sums.get(&var) == Some(&place.var))
            }
            StmtKind::Branch(branch) => {
                branch.arms.iter().for_each(|arm| self.block(&arm.body));
                matches!(branch.head, Head::If(_))
                    && branch.again.as_ref().is_some_and(|reads| reads.iter().all(|var| self.reads(*var)))
            }
            StmtKind::Loop(inner) => {
                self.iterations(&inner.body, matches!(inner.head, LoopHead::For(..)));
                match &inner.head {
                    LoopHead::For(_, steps) => {
                        steps.again.as_ref().is_some_and(|reads| reads.iter().all(|var| self.reads(*var)))
                    }
                    LoopHead::While(_) => false,
                    LoopHead::Forever => true,
                }
            }
            StmtKind::Scope(_, block) => {
                self.block(block);
                true
            }
            // What it prints or asserts, and what it changes that carries no derivative, has been done once, and nothing
            // that is run again reads it.
            StmtKind::Declare(_) | StmtKind::Inert(_) => true,
            _ => false,
        };
        self.independent &= holds;
    }

    /// The body of a loop, behind its counters.
    fn iterations(&mut self, body: &Block, counted: bool) {
        let is_counter = |stmt: &&Stmt| counted && matches!(stmt.kind, StmtKind::Bind(_, None));
        let counters = body.stmts.iter().take_while(is_counter).count();
        body.stmts[counters..].iter().for_each(|stmt| self.stmt(stmt));
    }

    /// Whether a variable has, when the iteration is run again, the value it had, and is no sum.
    fn reads(&self, var: VarId) -> bool {
        !self.sums.contains_key(&var)
            && (self.own.contains(&var) || (!self.after.contains(&var) && (self.around.there)(var)))
    }

    fn value(&mut self, var: VarId, value: &Value) -> bool {
        if let Some(sum) = self.sum(value) {
            self.sums.insert(var, sum);
            return !self.around.record.contains(&var);
        }
        // A float that is read to check its type, and not used.
        if let Value::Read(operand) = value {
            if self.sums.contains_key(operand) {
                return !self.around.record.contains(&var);
            }
        }
        let repeatable = match value {
            Value::Atom(_)
            | Value::Load(_)
            | Value::Op(..)
            | Value::Pure(..)
            | Value::Tuple(_)
            | Value::Array(_)
            | Value::Repeat(..)
            | Value::Cast(..)
            | Value::Read(_) => true,
            Value::Inert(_)
            | Value::Call(_)
            | Value::List(..)
            | Value::Filled(..)
            | Value::Copy(..)
            | Value::Pop(..)
            | Value::Replace(..)
            | Value::Reset(..)
            | Value::Zero(_)
            | Value::Zeros(_)
            | Value::ZeroLike(_)
            | Value::Length(_)
            | Value::Window(_)
            | Value::Kept(_)
            | Value::Cells(_)
            | Value::TwoRows(..)
            | Value::Pieces(_)
            | Value::Piece { .. }
            | Value::Strip(_)
            | Value::Reached { .. }
            | Value::Take(_)
            | Value::Sum(..) => false,
        };
        let mut all = repeatable;
        value.vars(&mut |read| all &= self.reads(read));
        all
    }

    /// The sum whose value this is on its way: as it was, or after an addition.
    fn sum(&self, value: &Value) -> Option<VarId> {
        match value {
            Value::Load(place) if place.path.is_empty() && !self.own.contains(&place.var) => {
                let info = self.around.func.var(place.var);
                let is_sum =
                    info.mutable && matches!(info.shape, Shape::Float(_)) && self.after.contains(&place.var);
                is_sum.then_some(place.var)
            }
            Value::Op(op @ (Op::Add | Op::Sub), atoms, _) => {
                let [left, right] = [0, 1].map(|at| atoms.get(at)?.var().and_then(|var| self.sums.get(&var)));
                match (left, right) {
                    (Some(sum), None) => Some(*sum),
                    (None, Some(sum)) if *op == Op::Add => Some(*sum),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
