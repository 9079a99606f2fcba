//! Storage: which of the values that the reverse sweep reads it keeps, and which it computes again.
//!
//! Outside loops everything is kept once, in a local. In a loop a kept value costs memory for each iteration, so a value
//! is computed again where all that it depends on is there in the reverse sweep: counters of loops that can be counted
//! again, values of the blocks around, and places that nothing changes after they were read. Where that needs a value
//! of the same iteration, cheap operations are computed again from what is kept anyway, others are kept. So are they in
//! all loops that no other is around: one number for each iteration takes less time than `exp`, but those of a nest
//! would soon fill the memory.
//!
//! ```text
//! level(v)  = 0                       for a place that is final, at function level
//!           | max(level(operands))    for an operation, a read of a place
//!           | depth of v in loops     for everything else: it can only be kept
//! ```
//!
//! A value whose level is less than its depth needs nothing that an iteration would have to keep.
//!
//! Whole iterations are run again where they are independent, or become so by keeping less than they would keep otherwise:
//! their state, as it is at their start.

mod instead;
mod lending;
mod replayed;
mod telling;

use std::collections::{BTreeMap, BTreeSet};

use super::finality::{Finality, finality, is_copied};
use super::independence::own_variables;
use crate::ir::{Atom, Block, Func, Label, Loop, LoopHead, Passing, Shape, Stmt, StmtKind, Value, VarId};

/// Where the reverse sweep has its values from.
#[derive(Default)]
pub(crate) struct Storage {
    /// Values that frames keep.
    pub(crate) stored: BTreeSet<VarId>,
    /// Values that are computed again.
    pub(crate) again: BTreeSet<VarId>,
    /// Loops, by their exit, that the reverse sweep counts again from the other end.
    pub(crate) counted: BTreeSet<Label>,
    /// Loops, by their exit, that may be left early, and of which it counts the iterations that have run.
    pub(crate) numbered: BTreeSet<Label>,
    /// The level of what the head of each of the counted reads, and the depth of its body.
    pub(crate) heads: BTreeMap<Label, (usize, usize)>,
    /// Loops, by their exit, whose iterations it runs again before it runs them backwards.
    /// What each iteration of these keeps: the variables from outside that it starts from and changes.
    pub(crate) replayed: BTreeMap<Label, BTreeSet<VarId>>,
    /// Branches whose condition it evaluates again.
    pub(crate) decided: BTreeSet<BranchId>,
    /// Those whose condition tells of indices that they are less than a length: also some that may leave a block, whose
    /// rest runs where the condition says so.
    pub(crate) telling: BTreeSet<BranchId>,
    /// `&` parameters that it reads.
    pub(crate) params: BTreeSet<VarId>,
    /// Arguments by reference, by the variable of the call's value and their number, that it can pass again.
    pub(crate) lent: BTreeSet<(VarId, usize)>,
    /// Others, slices of floats, of which it keeps copies one behind the other.
    pub(crate) copied: BTreeSet<(VarId, usize)>,
    /// Numbers that are kept instead of the operands of unknown type that they were read from.
    pub(crate) instead: BTreeSet<VarId>,
    /// The loop whose iterations it runs backwards as soon as they have run.
    pub(crate) together: Option<Label>,
}

/// A branch of one function, by its address.
pub(crate) type BranchId = usize;

/// What identifies a branch within one function.
pub(crate) fn branch_id(branch: &crate::ir::Branch) -> BranchId {
    std::ptr::from_ref(branch).addr()
}

/// The answer when the analysis is off: everything is kept.
pub(crate) fn everything(record: &BTreeSet<VarId>) -> Storage {
    Storage { stored: record.clone(), ..Storage::default() }
}

/// What to keep of `record`.
pub(crate) fn storage(func: &Func, record: &BTreeSet<VarId>) -> Storage {
    let finality = finality(func, None);
    let mut plan = Plan::new(func, &finality, BTreeMap::new());
    plan.block(&func.body, 0);
    let kept = plan.choose(record);
    let replayed = plan.replayed(&func.body, record, &kept);
    let mut plan = Plan { keeps_dear: !func.may_recur(), ..Plan::new(func, &finality, replayed) };
    plan.block(&func.body, 0);
    plan.choose(record)
}

/// The same where the iterations of one loop run backwards as soon as they have run.
pub(crate) fn storage_together(func: &Func, record: &BTreeSet<VarId>, together: Label) -> Storage {
    let finality = finality(func, Some(together));
    let replayed = BTreeMap::from([(together, BTreeSet::new())]);
    let mut plan = Plan { keeps_dear: !func.may_recur(), ..Plan::new(func, &finality, replayed) };
    plan.block(&func.body, 0);
    Storage { together: Some(together), ..plan.choose(record) }
}

struct Plan<'a> {
    func: &'a Func,
    finality: &'a Finality,
    /// Loops whose iterations are run again: what they define is there, as in a function of their own.
    replayed: BTreeMap<Label, BTreeSet<VarId>>,
    /// Whether all records may be on one stack, so that their entries cannot be counted apart.
    recursive: bool,
    /// Whether what is dear to compute again is kept.
    keeps_dear: bool,
    /// The loop among these that is around the present position.
    replay: Option<Label>,
    /// The loop among these that is around each variable's definition.
    replays: BTreeMap<VarId, Option<Label>>,
    /// How many other loops are around it inside that loop.
    depth: BTreeMap<VarId, usize>,
    level: BTreeMap<VarId, usize>,
    /// The definitions of variables that can be computed again.
    values: BTreeMap<VarId, &'a Value>,
    /// Variables in order of definition.
    order: Vec<VarId>,
    counted: BTreeSet<Label>,
    numbered: BTreeSet<Label>,
    heads: BTreeMap<Label, (usize, usize)>,
    decided: BTreeSet<BranchId>,
    telling: BTreeSet<BranchId>,
    lent: BTreeSet<(VarId, usize)>,
    copied: BTreeSet<(VarId, usize)>,
    /// What counted and replayed loops, decided branches and lent arguments read.
    wanted: BTreeSet<VarId>,
    instead: BTreeSet<VarId>,
}

impl<'a> Plan<'a> {
    fn new(func: &'a Func, finality: &'a Finality, replayed: BTreeMap<Label, BTreeSet<VarId>>) -> Plan<'a> {
        let params = || func.params.iter().map(|param| param.var);
        Plan {
            func,
            finality,
            replayed,
            recursive: func.may_recur(),
            keeps_dear: false,
            replay: None,
            replays: params().map(|var| (var, None)).collect(),
            depth: params().map(|var| (var, 0)).collect(),
            level: params().map(|var| (var, 0)).collect(),
            values: BTreeMap::new(),
            order: Vec::new(),
            counted: BTreeSet::new(),
            numbered: BTreeSet::new(),
            heads: BTreeMap::new(),
            decided: BTreeSet::new(),
            telling: BTreeSet::new(),
            lent: BTreeSet::new(),
            copied: BTreeSet::new(),
            wanted: BTreeSet::new(),
            instead: BTreeSet::new(),
        }
    }

    fn block(&mut self, block: &'a Block, depth: usize) {
        for stmt in &block.stmts {
            self.stmt(stmt, depth);
        }
    }

    fn stmt(&mut self, stmt: &'a Stmt, depth: usize) {
        match &stmt.kind {
            StmtKind::Let(var, value) => {
                let level = self.level_of(*var, value).unwrap_or(depth);
                if self.is_repeatable(*var, value) {
                    self.values.insert(*var, value);
                }
                self.define(*var, depth, level);
                if let Value::Call(call) = value {
                    self.lend(*var, call, depth);
                }
            }
            StmtKind::Declare(var) | StmtKind::Bind(var, _) => self.define(*var, depth, depth),
            StmtKind::Loop(inner) if self.replayed.contains_key(&inner.exit) => {
                let own = &own_variables(&inner.body) | &self.replayed[&inner.exit];
                inner.body.each(&mut |stmt| {
                    stmt.reads(&mut |var| self.wanted.extend((!own.contains(&var)).then_some(var)));
                });
                let around = self.replay.replace(inner.exit);
                self.repeat(stmt, inner, 0);
                self.replay = around;
            }
            StmtKind::Loop(inner) => self.repeat(stmt, inner, depth + 1),
            StmtKind::Branch(branch) => {
                let id = branch_id(branch);
                let whole = branch.arms.iter().all(|arm| runs_whole(&arm.body));
                let tells = telling::tells_of_indices(self.func, branch);
                let asked = whole || (tells && telling::goes_on_in_one_arm(branch));
                if let (Some(reads), true) = (&branch.again, asked && self.finality.heads.contains(&id)) {
                    let level = self.levels(reads.iter().copied());
                    if level.is_some_and(|level| level < depth) {
                        self.decided.extend(whole.then_some(id));
                        self.telling.extend(tells.then_some(id));
                        self.wanted.extend(reads);
                    }
                }
                branch.arms.iter().for_each(|arm| self.block(&arm.body, depth));
            }
            _ => stmt.blocks().into_iter().for_each(|block| self.block(block, depth)),
        }
    }

    fn repeat(&mut self, stmt: &Stmt, inner: &'a Loop, depth: usize) {
        let leaves = inner.body.leaves_to(inner.exit) || stmt.may_exit();
        let mut counters = 0;
        if let LoopHead::For(_, steps) = &inner.head {
            let reads = steps.again.as_ref().filter(|_| !leaves || (steps.span.is_some() && !self.recursive));
            if let Some(reads) = reads {
                self.wanted.extend(reads);
                let level = reads.iter().map(|var| self.level.get(var).copied().unwrap_or(0)).max();
                if leaves {
                    self.numbered.insert(inner.exit);
                } else {
                    self.counted.insert(inner.exit);
                    self.heads.insert(inner.exit, (level.unwrap_or(0), depth));
                }
                for stmt in &inner.body.stmts {
                    let StmtKind::Bind(var, None) = stmt.kind else { break };
                    self.define(var, depth, level.unwrap_or(0).min(depth.saturating_sub(1)));
                    counters += 1;
                }
            }
        }
        for stmt in &inner.body.stmts[counters..] {
            self.stmt(stmt, depth);
        }
    }

    fn define(&mut self, var: VarId, depth: usize, level: usize) {
        self.depth.insert(var, depth);
        self.level.insert(var, level);
        self.replays.insert(var, self.replay);
        self.order.push(var);
    }

    // Levels.

    /// The level of a value that can be computed again at all.
    fn level_of(&self, var: VarId, value: &Value) -> Option<usize> {
        if !self.is_repeatable(var, value) {
            return None;
        }
        self.levels(operands(value).into_iter())
    }

    fn levels(&self, reads: impl Iterator<Item = VarId>) -> Option<usize> {
        let mut most = 0;
        for var in reads {
            most = most.max(self.level_read(var)?);
        }
        Some(most)
    }

    /// The level of a variable as it is read: by value, or as a place.
    fn level_read(&self, var: VarId) -> Option<usize> {
        let info = self.func.var(var);
        if self.is_value(var) {
            return Some(self.level_from(self.replay, var));
        }
        (self.is_there(var) && !info.late).then_some(0)
    }

    /// The level of a variable, seen from inside a replayed loop: what is outside is there.
    fn level_from(&self, replay: Option<Label>, var: VarId) -> usize {
        if self.replays.get(&var) == Some(&replay) { self.level[&var] } else { 0 }
    }

    /// Whether a variable never changes and is a number, or a tuple or array made of such.
    fn is_value(&self, var: VarId) -> bool {
        let info = self.func.var(var);
        let by_reference =
            self.func.params.iter().any(|param| param.var == var && param.passing != Passing::Value);
        let owned = matches!(info.shape, Shape::List(_) | Shape::Slice(_));
        let bound = self.finality.bound.contains(&var) && matches!(info.shape, Shape::Unknown);
        !info.mutable && !info.late && !by_reference && !owned && !bound
    }

    /// Whether a variable is there in the reverse sweep as a whole, as it is at the end of the forward sweep.
    fn is_there(&self, var: VarId) -> bool {
        let shape = &self.func.var(var).shape;
        let found = match self.func.params.iter().find(|param| param.var == var) {
            Some(param) => param.passing != Passing::Exclusive && shape.is_known(),
            None => self.finality.kept.contains(&var) && self.depth.get(&var) == Some(&0),
        };
        found && !self.finality.moved.contains(&var)
    }

    /// Whether a value has no effects, and what it reads of places is still there when the reverse sweep comes.
    fn is_repeatable(&self, var: VarId, value: &Value) -> bool {
        if self.func.var(var).mutable {
            return false;
        }
        let number = |atom: &Atom| atom.var().is_none_or(|var| self.is_value(var));
        let copied = |atom: &Atom| number(atom) && is_copied(&self.func.atom_shape(atom));
        match value {
            Value::Op(_, atoms, _) => atoms.iter().all(number),
            Value::Tuple(atoms) | Value::Array(atoms) => atoms.iter().all(copied),
            Value::Cast(atom, _) => number(atom),
            Value::Atom(atom) | Value::Repeat(atom, _) => copied(atom),
            Value::Read(operand) => self.is_value(*operand),
            Value::Load(_) | Value::Pure(..) => self.finality.reads.contains(&var),
            _ => false,
        }
    }

    // The choice.

    fn choose(&mut self, record: &BTreeSet<VarId>) -> Storage {
        let mut needed: BTreeSet<VarId> = record | &self.wanted;
        self.instead = self.numbers_instead(&needed);
        loop {
            let mut storage = Storage::default();
            // What is stored, and what follows from it.
            let mut there = self.instead.clone();
            for var in &self.order {
                let depth = self.depth[var];
                let follows = self.follows(*var, &there);
                if needed.contains(var) {
                    let again = depth > 0
                        && self.values.get(var).is_some_and(|value| !self.is_kept_in(depth, value))
                        && (self.level[var] < depth || follows);
                    let set = if again { &mut storage.again } else { &mut storage.stored };
                    set.insert(*var);
                }
                if follows || storage.stored.contains(var) {
                    there.insert(*var);
                }
            }
            let operands: BTreeSet<VarId> =
                storage.again.iter().flat_map(|var| self.operands(*var)).collect();
            if operands.is_subset(&needed) {
                return self.finish(storage, &needed);
            }
            needed.extend(operands);
        }
    }

    /// Whether a value follows, by cheap operations, from values that are there and from outside its iteration.
    fn follows(&self, var: VarId, there: &BTreeSet<VarId>) -> bool {
        let (replay, depth) = (self.replays[&var], self.depth[&var]);
        let is_there = |read: VarId| {
            let outside = || there.contains(&read) || self.level_from(replay, read) < depth;
            if self.is_value(read) { outside() } else { self.is_there(read) }
        };
        self.values.get(&var).is_some_and(|value| is_cheap(value))
            && self.operands(var).into_iter().all(is_there)
    }

    /// Whether a value is better kept in each iteration, wherever it follows from.
    fn is_kept_in(&self, depth: usize, value: &Value) -> bool {
        self.keeps_dear && depth == 1 && !is_cheap(value)
    }

    fn finish(&self, mut storage: Storage, needed: &BTreeSet<VarId>) -> Storage {
        for param in &self.func.params {
            if needed.contains(&param.var) {
                if param.passing == Passing::Shared {
                    storage.params.insert(param.var);
                } else {
                    storage.stored.insert(param.var);
                }
            }
        }
        // A counter that is counted again is there without being kept.
        let counters: BTreeSet<VarId> = storage
            .stored
            .iter()
            .copied()
            .filter(|var| {
                self.depth[var] > 0 && self.level[var] < self.depth[var] && !self.values.contains_key(var)
            })
            .collect();
        storage.stored = &storage.stored - &counters;
        Storage {
            counted: self.counted.clone(),
            numbered: self.numbered.clone(),
            heads: self.heads.clone(),
            replayed: self.replayed.clone(),
            decided: self.decided.clone(),
            telling: self.telling.clone(),
            lent: self.lent.clone(),
            copied: self.copied.clone(),
            instead: self.instead.clone(),
            ..storage
        }
    }
}

/// The variables that a value reads, places among them.
fn operands(value: &Value) -> Vec<VarId> {
    let mut reads = Vec::new();
    value.vars(&mut |var| reads.push(var));
    reads
}

/// Whether a block has run to its end wherever it has begun.
pub(crate) fn runs_whole(block: &Block) -> bool {
    block.end == crate::ir::End::Fall && !block.stmts.iter().any(Stmt::may_exit)
}

/// Whether computing a value again costs less than keeping it.
fn is_cheap(value: &Value) -> bool {
    match value {
        Value::Op(op, ..) => op.is_cheap(),
        _ => true,
    }
}
