//! The adjoint of blocks, branches and loops.

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::Pat;

use super::{Adjoint, address, variable};
use crate::analyse::{branch_id, runs_whole};
use crate::ir::{
    Arm, Atom, Block, Branch, Capacity, Code, Count, End, Label, Loop, LoopHead, Record, Reserve, Role,
    Shape, Steps, Stmt, StmtKind, Value, VarId,
};

impl Adjoint<'_> {
    /// The adjoint of a block, which runs if the block's frame was kept.
    pub(super) fn block(&mut self, block: &Block, span: Span) {
        if let Some(replay) = self.in_frame(block, span) {
            self.push(replay, span);
        }
    }

    fn in_frame(&mut self, block: &Block, span: Span) -> Option<StmtKind> {
        self.enter();
        let sweep = self.sweep(block);
        self.leave();
        sweep.map(|(stmts, kept)| self.replayed(block, stmts, kept, span))
    }

    /// The adjoint of what follows a statement that may leave the block.
    fn rest(&mut self, rest: &Block, before: &Stmt, span: Span) {
        let Some(replay) = self.in_frame(rest, span) else { return };
        let replay = match &before.kind {
            StmtKind::Branch(branch)
                if before.may_exit() && self.facts.storage.telling.contains(&branch_id(branch)) =>
            {
                where_it_goes_on(branch, Stmt { kind: replay, span })
            }
            _ => replay,
        };
        self.push(replay, span);
    }

    /// Into a block that may be left out.
    fn enter(&mut self) {
        self.conditions.iter_mut().last().into_iter().for_each(|around| *around += 1);
    }

    fn leave(&mut self) {
        self.conditions.iter_mut().last().into_iter().for_each(|around| *around -= 1);
    }

    fn replay(&mut self, block: &Block, stmts: Vec<Stmt>, kept: Vec<VarId>, span: Span) {
        let replay = self.replayed(block, stmts, kept, span);
        self.push(replay, span);
    }

    fn replayed(&mut self, block: &Block, stmts: Vec<Stmt>, kept: Vec<VarId>, span: Span) -> StmtKind {
        let name = format!("frame{}", self.frames.len());
        let frame = self.out.fresh(variable(&name, Role::Frame, &Shape::Unknown, span));
        self.frames.insert(address(block), (frame, kept.clone()));
        if let Some(iteration) = self.iterations.last_mut() {
            iteration.push(frame);
        }
        StmtKind::Replay(frame, kept, Block { stmts, end: End::Fall })
    }

    /// The statements of a block's adjoint and the values of the block that they read, if there are any statements.
    pub(super) fn sweep(&mut self, block: &Block) -> Option<(Vec<Stmt>, Vec<VarId>)> {
        let leaves = block.end != End::Diverge || block.stmts.iter().any(Stmt::may_exit);
        if !leaves {
            return None;
        }
        self.scopes.push(Vec::new());
        self.define(block);
        let sure = block.stmts.iter().position(Stmt::may_exit).unwrap_or(block.stmts.len());
        for (at, stmt) in block.stmts.iter().enumerate().rev() {
            match &stmt.kind {
                StmtKind::Scope(None, rest) if at > sure => self.rest(rest, &block.stmts[at - 1], stmt.span),
                _ => self.stmt(stmt),
            }
        }
        let stmts = self.scopes.pop().unwrap_or_default();
        if stmts.is_empty() {
            return None;
        }
        let mut all = self.again(block);
        all.extend(stmts);
        Some((all, self.kept(block)))
    }

    /// A block that runs wherever its surroundings do needs a frame only for what it keeps.
    pub(super) fn scope(&mut self, block: &Block, span: Span) {
        match self.sweep(block) {
            Some((stmts, kept)) if kept.is_empty() && runs_whole(block) && self.iterations.len() > 1 => {
                self.push(StmtKind::Scope(None, Block { stmts, end: End::Fall }), span);
            }
            Some((stmts, kept)) => self.replay(block, stmts, kept, span),
            None => {}
        }
    }

    /// Arms by their frames, by evaluating the condition again, or both: a condition may say of indices that they are less
    /// than a length, which a frame does not.
    pub(super) fn branch(&mut self, branch: &Branch, span: Span) {
        let decided = self.facts.storage.decided.contains(&branch_id(branch));
        let tells = self.facts.storage.telling.contains(&branch_id(branch));
        let mut arms = Vec::new();
        for arm in branch.arms.iter().rev() {
            let mut body = Block::empty();
            self.enter();
            let sweep = self.sweep(&arm.body);
            self.leave();
            match sweep {
                Some((stmts, kept)) if decided && kept.is_empty() => body.stmts = stmts,
                Some((stmts, kept)) if tells => {
                    let replay = self.replayed(&arm.body, stmts, kept, span);
                    body.stmts.push(Stmt { kind: replay, span });
                }
                Some((stmts, kept)) => self.replay(&arm.body, stmts, kept, span),
                None => {}
            }
            arms.push(Arm { pattern: arm.pattern.clone(), body });
        }
        arms.reverse();
        if arms.iter().any(|arm| !arm.body.stmts.is_empty()) {
            self.push(StmtKind::Branch(Branch { arms, ..branch.clone() }), span);
        }
    }

    /// The iterations of a loop in reverse, each with what it kept.
    ///
    /// What the body stores in a variable from outside, the next iteration may read: its cotangent is carried from
    /// iteration to iteration, also where the last statement of the body is the store.
    pub(super) fn unroll(&mut self, inner: &Loop, span: Span) {
        let carried = inner.body.changes();
        for var in carried {
            if self.facts.active.contains(&var) && self.homes.contains_key(&var) {
                self.declared(var);
            }
        }
        if self.facts.storage.together == Some(inner.exit) {
            return self.run_together(inner, span);
        }
        if self.facts.storage.replayed.contains_key(&inner.exit) {
            return self.replay_iterations(inner, span);
        }
        self.iterations.push(Vec::new());
        self.loops.push((inner.exit, inner.count().cloned()));
        self.conditions.push(0);
        let (mut stmts, mut kept) = if runs_whole(&inner.body) {
            self.sweep(&inner.body).unwrap_or_default()
        } else {
            self.scopes.push(Vec::new());
            self.block(&inner.body, span);
            (self.scopes.pop().unwrap_or_default(), Vec::new())
        };
        let frames = self.iterations.pop().unwrap_or_default();
        if stmts.is_empty() {
            self.loops.pop();
            self.conditions.pop();
            return;
        }
        kept.extend(&frames);
        let steps = match &inner.head {
            LoopHead::For(pattern, steps) if self.facts.storage.counted.contains(&inner.exit) => {
                Some((pattern, steps))
            }
            _ => None,
        };
        let keeps = steps.is_none() || !kept.is_empty();
        let record = keeps.then(|| self.record_of(inner, frames, kept.clone(), span));
        self.loops.pop();
        self.conditions.pop();
        match (steps, record) {
            (None, Some(record)) if self.facts.storage.numbered.contains(&inner.exit) => {
                let mark = self.mark_of(inner, span);
                let restore = Stmt { kind: StmtKind::Restore(record, kept), span };
                stmts.splice(0..0, [restore]);
                self.count_what_ran(inner, (record, mark), stmts, span);
            }
            (Some((pattern, steps)), record) => {
                let restore = record.map(|record| Stmt { kind: StmtKind::Restore(record, kept), span });
                stmts.splice(0..0, restore);
                self.count_again(inner, (pattern, steps), stmts, span);
            }
            (None, Some(record)) => {
                let mark = self.mark_of(inner, span);
                let body = Block { stmts, end: End::Fall };
                self.push(StmtKind::Unroll { record, mark, vars: kept, body }, span);
            }
            (None, None) => {}
        }
    }

    /// The length that the record of a loop has before it.
    fn mark_of(&mut self, inner: &Loop, span: Span) -> VarId {
        let name = format!("mark{}", self.marks.len());
        let mark = self.out.fresh(variable(&name, Role::Mark, &Shape::Integer, span));
        self.marks.insert(address(&inner.body), mark);
        mark
    }

    /// The iterations of a counted loop that have run before it was left, as many as are in its record.
    fn count_what_ran(&mut self, inner: &Loop, (record, mark): (VarId, VarId), stmts: Vec<Stmt>, span: Span) {
        let LoopHead::For(pattern, steps @ Steps { span: Some((start, end)), .. }) = &inner.head else {
            return;
        };
        let reached = Value::Reached { of: (start.clone(), end.clone()), down: steps.down, record, mark };
        let reached = {
            let var = self.out.fresh(variable("reached", Role::Residual, &Shape::Integer, span));
            self.push(StmtKind::Let(var, reached), span);
            Atom::Var(var)
        };
        let (start, end) = if steps.down { (reached, end.clone()) } else { (start.clone(), reached) };
        let [first, last] = [&start, &end].map(|atom| match atom {
            Atom::Var(var) => self.out.var(*var).ident.to_token_stream(),
            Atom::Const(code) => code.0.clone(),
        });
        let again = [&start, &end].into_iter().filter_map(Atom::var).collect();
        let rev = steps.down.then(|| quote!(.rev()));
        let code = Code(quote!((#first..#last)#rev));
        let steps =
            Steps { code, again: Some(again), count: None, span: Some((start, end)), down: steps.down };
        self.count_again(inner, (pattern, &steps), stmts, span);
    }

    /// The record of a loop, which is the last of `loops`.
    pub(super) fn record_of(
        &mut self,
        inner: &Loop,
        frames: Vec<VarId>,
        kept: Vec<VarId>,
        span: Span,
    ) -> VarId {
        let name = format!("record{}", self.records.len());
        let var = self.out.fresh(variable(&name, Role::Record, &Shape::Unknown, span));
        let home = self.home_of_records();
        self.iterations[home].push(var);
        self.reserve(var, home, &kept);
        self.records.insert(address(&inner.body), Record { var, frames, kept });
        var
    }

    /// A counted loop from its other end, around these statements.
    pub(super) fn count_again(
        &mut self,
        inner: &Loop,
        (pattern, steps): (&Pat, &Steps),
        mut stmts: Vec<Stmt>,
        span: Span,
    ) {
        let counters =
            inner.body.stmts.iter().take_while(|stmt| matches!(stmt.kind, StmtKind::Bind(_, None)));
        stmts.splice(0..0, counters.cloned());
        let code = &steps.code.0;
        let steps = Steps { code: Code(quote!(#code.rev())), down: !steps.down, ..steps.clone() };
        let head = LoopHead::For(Box::new(pattern.clone()), steps);
        let body = Block { stmts, end: End::Fall };
        self.push(StmtKind::Loop(Loop { head, body, primal: false, ..inner.clone() }), span);
    }

    /// Where the length of a record is known: where it is declared, if all loops around have constant numbers of iterations,
    /// else where the innermost of the other loops starts.
    fn reserve(&mut self, record: VarId, home: usize, kept: &[VarId]) {
        let mut product = Count::Literal(1);
        let (mut exact, mut conditional) = (true, false);
        for (at, (exit, count)) in self.loops.iter().enumerate().skip(home).rev() {
            // A loop that can be left may have fewer iterations, and one in a branch may not run.
            let counted = self.facts.storage.counted.contains(exit);
            match count {
                Some(count) => product = count.times(&product),
                None if counted && !conditional => {
                    let reserve = Reserve { record, each: product, around: self.around(at, home) };
                    self.reserves.entry(*exit).or_default().push(reserve);
                    return;
                }
                None => return,
            }
            exact &= counted;
            conditional |= !counted || self.conditions.get(at).is_some_and(|around| *around > 0);
        }
        let sizes = kept.iter().map(|var| self.numbers(*var));
        let numbers = sizes.fold(0, usize::saturating_add);
        exact &= !conditional;
        self.out.capacities.insert(record, Capacity { entries: product, exact, numbers });
    }

    /// The loops around one that certainly run it in each of their iterations, with as many of its own each time.
    fn around(&self, at: usize, home: usize) -> Vec<Label> {
        let heads = &self.facts.storage.heads;
        let Some((level, _)) = heads.get(&self.loops[at].0) else { return Vec::new() };
        let runs = |outer: &usize| {
            let unconditional = self.conditions.get(outer + 1) == Some(&0);
            unconditional && heads.get(&self.loops[*outer].0).is_some_and(|(_, depth)| level < depth)
        };
        (home..at).rev().take_while(runs).map(|outer| self.loops[outer].0).collect()
    }

    /// About how many numbers a kept variable holds.
    fn numbers(&self, var: VarId) -> usize {
        /// What a callee keeps, its pullback has inside: perhaps a record of its own on the stack.
        const PULLBACK: usize = 300;
        let info = self.out.var(var);
        match info.role {
            Role::Pullback => PULLBACK,
            Role::Frame => {
                let frame = self.frames.values().find(|(frame, _)| *frame == var);
                let kept = frame.iter().flat_map(|(_, kept)| kept);
                kept.fold(1, |sum, var| sum.saturating_add(self.numbers(*var)))
            }
            _ => info.shape.numbers(),
        }
    }

    /// Where the records of the loops being transformed are.
    pub(super) fn home_of_records(&self) -> usize {
        self.homes_of_records.last().copied().unwrap_or(0)
    }
}

/// A branch by which a statement runs in the arms that do not leave.
fn where_it_goes_on(branch: &Branch, stmt: Stmt) -> StmtKind {
    let arms = branch.arms.iter().map(|arm| {
        let stmts = if runs_whole(&arm.body) { vec![stmt.clone()] } else { Vec::new() };
        Arm { pattern: arm.pattern.clone(), body: Block { stmts, end: End::Fall } }
    });
    StmtKind::Branch(Branch { arms: arms.collect(), ..branch.clone() })
}
