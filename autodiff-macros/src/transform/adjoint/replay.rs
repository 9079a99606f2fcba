//! Loops whose iterations are independent, or are so given their state: the reverse sweep runs each once more, then
//! backwards.
//!
//! ```text
//! for i in a..b { let y_start = y; ..; record (y_start) }
//! for i in (a..b).rev() {
//!     restore record (y_start); let mut y = y_start;
//!     ..the iteration, as far as its adjoint reads it..; ..its adjoint..
//! }
//! ```
//!
//! What the iteration defines is there by its own name, and so is its state; only blocks inside it have frames, and loops
//! inside it records, which live as long as one iteration.

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::prune::prune;
use super::{Adjoint, address, variable};
use crate::analyse::runs_whole;
use crate::ir::{Atom, Block, End, Loop, LoopHead, Place, Role, Stmt, StmtKind, Value, VarId};

impl Adjoint<'_> {
    pub(super) fn replay_iterations(&mut self, inner: &Loop, span: Span) {
        let LoopHead::For(pattern, steps) = &inner.head else { return };
        let (mut stmts, frames) = self.again_and_back(inner, span);
        if stmts.is_empty() {
            return;
        }
        let starts = self.starts(inner, &stmts, span);
        let mut before = Vec::new();
        if !starts.is_empty() {
            let record = self.record_of_starts(inner, &starts, span);
            let kept = starts.iter().map(|(start, _)| *start).collect();
            before.push(Stmt { kind: StmtKind::Restore(record, kept), span });
        }
        before.extend(
            starts
                .iter()
                .map(|(start, var)| Stmt { kind: StmtKind::Let(*var, Value::Atom(Atom::Var(*start))), span }),
        );
        if !frames.is_empty() {
            before.push(Stmt { kind: StmtKind::Frames(frames), span });
        }
        stmts.splice(0..0, before);
        self.count_again(inner, (pattern, steps), stmts, span);
    }

    /// A loop whose iterations run forwards and backwards at once; behind an empty mark their adjoint.
    pub(super) fn run_together(&mut self, inner: &Loop, span: Span) {
        let (mut stmts, frames) = self.again_and_back(inner, span);
        if stmts.is_empty() {
            return;
        }
        let mut body = inner.body.clone();
        body.stmts.truncate(counters(&inner.body));
        // What is on the heap stays there for the next iteration.
        let on_heap = |var: &VarId| match self.out.var(*var).role {
            Role::Copies => true,
            Role::Record => !self.out.capacities.contains_key(var),
            _ => false,
        };
        let (lists, frames): (Vec<VarId>, Vec<VarId>) = frames.into_iter().partition(on_heap);
        for kind in [StmtKind::Clear(lists.clone()), StmtKind::Frames(frames)] {
            if !matches!(&kind, StmtKind::Clear(vars) | StmtKind::Frames(vars) if vars.is_empty()) {
                body.stmts.push(Stmt { kind, span });
            }
        }
        if !lists.is_empty() {
            self.push(StmtKind::Frames(lists), span);
        }
        body.stmts.append(&mut stmts);
        self.push(StmtKind::Loop(Loop { body, ..inner.clone() }), span);
    }

    /// An iteration and its adjoint, and the frames and records of these.
    fn again_and_back(&mut self, inner: &Loop, span: Span) -> (Vec<Stmt>, Vec<VarId>) {
        self.homes_of_records.push(self.iterations.len());
        self.iterations.push(Vec::new());
        self.loops.push((inner.exit, None));
        self.conditions.push(0);
        let whole = runs_whole(&inner.body);
        let sweep = if whole {
            self.sweep(&inner.body).map_or(Vec::new(), |(stmts, _)| stmts)
        } else {
            self.scopes.push(Vec::new());
            self.block(&inner.body, span);
            self.scopes.pop().unwrap_or_default()
        };
        let frames = self.iterations.pop().unwrap_or_default();
        self.homes_of_records.pop();
        self.loops.pop();
        self.conditions.pop();
        if sweep.is_empty() {
            return (sweep, frames);
        }
        let mut forward = self.forward(&inner.body, false);
        forward.stmts.drain(..counters(&inner.body));
        if self.facts.storage.together == Some(inner.exit) {
            forward.stmts.push(Stmt { kind: StmtKind::Settled(Vec::new()), span });
            forward.stmts.extend(sweep);
            return (forward.stmts, frames);
        }
        repeated(&mut forward);
        // `continue` leaves the iteration for its adjoint.
        let mut stmts = if whole {
            forward.stmts
        } else {
            vec![Stmt { kind: StmtKind::Scope(Some(inner.next), forward), span }]
        };
        prune(&mut stmts, &sweep);
        stmts.extend(sweep);
        (stmts, frames)
    }

    /// The variables of the state that `stmts` mention, and for each one that holds its value at the start.
    fn starts(&mut self, inner: &Loop, stmts: &[Stmt], span: Span) -> Vec<(VarId, VarId)> {
        let state = &self.facts.storage.replayed[&inner.exit];
        let mut mentioned = Block { stmts: stmts.to_vec(), end: End::Fall }.changes();
        let mut reads = |stmt: &Stmt| stmt.reads(&mut |var| mentioned.extend([var]));
        for stmt in stmts {
            reads(stmt);
            stmt.blocks().into_iter().for_each(|block| block.each(&mut reads));
        }
        let mut starts = Vec::new();
        for var in state.intersection(&mentioned) {
            let info = self.primal.var(*var);
            let name = format!("{}_start", info.ident.unraw());
            starts.push((self.out.fresh(variable(&name, Role::Residual, &info.shape, span)), *var));
        }
        starts
    }

    fn record_of_starts(&mut self, inner: &Loop, starts: &[(VarId, VarId)], span: Span) -> VarId {
        let kept = starts.iter().map(|(start, _)| *start).collect();
        self.starts.insert(address(&inner.body), starts.to_vec());
        self.loops.push((inner.exit, inner.count().cloned()));
        self.conditions.push(0);
        let record = self.record_of(inner, Vec::new(), kept, span);
        self.loops.pop();
        self.conditions.pop();
        record
    }

    /// An iteration in the forward sweep: the reverse sweep runs it again, and keeps then what it must.
    pub(super) fn start_iterations(&self, inner: &Loop, span: Span) -> Block {
        let mut body = inner.body.clone();
        let starts = self.starts.get(&address(&inner.body)).into_iter().flatten();
        let copies = starts
            .map(|(start, var)| Stmt { kind: StmtKind::Let(*start, Value::Load(Place::whole(*var))), span });
        let at = counters(&body);
        body.stmts.splice(at..at, copies);
        body
    }
}

/// Loops that have run before.
fn repeated(block: &mut Block) {
    for stmt in &mut block.stmts {
        if let StmtKind::Loop(inner) = &mut stmt.kind {
            inner.primal = false;
        }
        stmt.blocks_mut().into_iter().for_each(repeated);
    }
}

/// How many statements at the start of a loop's body bind its counters.
fn counters(body: &Block) -> usize {
    body.stmts.iter().take_while(|stmt| matches!(stmt.kind, StmtKind::Bind(_, None))).count()
}
