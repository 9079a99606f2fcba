//! Loops whose iterations are independent: the reverse sweep runs each once more, then backwards.
//!
//! ```text
//! for i in (a..b).rev() { ..the iteration, as far as its adjoint reads it..; ..its adjoint.. }
//! ```
//!
//! What the iteration defines is there by its own name; only blocks inside it have frames, and loops inside it records,
//! which live as long as one iteration.

use proc_macro2::Span;

use super::Adjoint;
use super::prune::prune;
use crate::analyse::runs_whole;
use crate::ir::{Loop, LoopHead, Stmt, StmtKind};

impl Adjoint<'_> {
    pub(super) fn replay_iterations(&mut self, inner: &Loop, span: Span) {
        let LoopHead::For(pattern, steps) = &inner.head else { return };
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
            return;
        }
        let counters =
            inner.body.stmts.iter().take_while(|stmt| matches!(stmt.kind, StmtKind::Bind(_, None)));
        let counters = counters.count();
        let mut forward = self.forward(&inner.body, false);
        forward.stmts.drain(..counters);
        // `continue` leaves the iteration for its adjoint.
        let mut stmts = if whole {
            forward.stmts
        } else {
            vec![Stmt { kind: StmtKind::Scope(Some(inner.next), forward), span }]
        };
        prune(&mut stmts, &sweep);
        if !frames.is_empty() {
            stmts.insert(0, Stmt { kind: StmtKind::Frames(frames), span });
        }
        stmts.extend(sweep);
        self.count_again(inner, (pattern, steps), stmts, span);
    }
}
