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

/// The variables of a loop's own, if its iterations are independent. `there` tells which variables from outside the
/// reverse sweep has.
pub(crate) fn independent(
    func: &Func,
    inner: &Loop,
    finality: &Finality,
    record: &BTreeSet<VarId>,
    there: &dyn Fn(VarId) -> bool,
) -> Option<BTreeSet<VarId>> {
    given(&BTreeSet::new(), func, inner, finality, record, there)
}

/// The state of a loop, if its iterations are independent given this at the start of each: variables from outside, of
/// static shape, that they change and that are no sums.
pub(crate) fn state(
    func: &Func,
    inner: &Loop,
    finality: &Finality,
    record: &BTreeSet<VarId>,
    there: &dyn Fn(VarId) -> bool,
) -> Option<BTreeSet<VarId>> {
    let mut state = &inner.body.changes() - &own_variables(&inner.body);
    let by_reference =
        |var| func.params.iter().any(|param| param.var == var && param.passing != Passing::Value);
    let copied =
        |var: &VarId| !func.var(*var).late && func.var(*var).shape.is_static() && !by_reference(*var);
    if !state.iter().all(copied) {
        return None;
    }
    let holds = |state: &BTreeSet<VarId>| given(state, func, inner, finality, record, there).is_some();
    if !holds(&state) {
        return None;
    }
    for var in state.clone() {
        let without = &state - &BTreeSet::from([var]);
        if holds(&without) {
            state = without;
        }
    }
    Some(state)
}

/// The variables of a loop's own, `state` among them, if its iterations are independent given this.
fn given(
    state: &BTreeSet<VarId>,
    func: &Func,
    inner: &Loop,
    finality: &Finality,
    record: &BTreeSet<VarId>,
    there: &dyn Fn(VarId) -> bool,
) -> Option<BTreeSet<VarId>> {
    let own = &own_variables(&inner.body) | state;
    let after = finality.after.get(&inner.exit)?;
    let mut check = Check { func, record, there, after, own, sums: BTreeMap::new(), independent: true };
    check.iterations(&inner.body, true);
    check.independent.then_some(check.own)
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
    func: &'a Func,
    record: &'a BTreeSet<VarId>,
    there: &'a dyn Fn(VarId) -> bool,
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
            && (self.own.contains(&var) || (!self.after.contains(&var) && (self.there)(var)))
    }

    fn value(&mut self, var: VarId, value: &Value) -> bool {
        if let Some(sum) = self.sum(value) {
            self.sums.insert(var, sum);
            return !self.record.contains(&var);
        }
        // A float that is read to check its type, and not used.
        if let Value::Read(operand) = value {
            if self.sums.contains_key(operand) {
                return !self.record.contains(&var);
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
                let info = self.func.var(place.var);
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
