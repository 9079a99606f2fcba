//! Records that are filled and read by index.
//!
//! ```text
//! for i in 0..n { ..; push (a) to r }            let e = n new entries of r; for i in 0..n { ..; e[i] = (a) }
//! for i in (0..n).rev() { pop (a) from r; .. }   let e = last n entries of r; for i in (0..n).rev() { let (a) = e[i]; .. }
//!                                                leave these out of r
//! ```
//!
//! So that neither loop changes a length, or has a second end that rustc does not see is never reached: it can unroll them,
//! and run the second one upwards and in vectors. Where both loops count the same numbers from zero, each of them once,
//! are in no other loop, and keep nothing but numbers.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use super::windows::tokens;
use crate::ir::{Atom, Block, End, Func, Loop, LoopHead, Role, Shape, Steps, Stmt, StmtKind, Value, VarId};

/// The longest tuple of which rustc knows a default.
const LONGEST: usize = 12;

/// The function with the records that can be.
pub(crate) fn indexed(mut func: Func) -> Func {
    if !func.may_recur() {
        func.indexed = of(&func);
    }
    func
}

fn of(func: &Func) -> BTreeSet<VarId> {
    let mut found = Found::default();
    let reverse = func.reverse.iter().map(|reverse| &reverse.body);
    std::iter::once(&func.body).chain(reverse).for_each(|body| found.block(func, body, None, false));
    let Found { numbers, frames, filled, read } = found;
    let is_number = |var: &VarId| match func.var(*var).shape {
        Shape::Float(_) | Shape::Integer => true,
        Shape::Unknown => numbers.contains(var),
        _ => false,
    };
    let is_kept = |var: &VarId| match frames.get(var) {
        Some(Some(kept)) => kept.len() <= LONGEST && kept.iter().all(is_number),
        Some(None) => false,
        None => func.var(*var).role != Role::Frame && is_number(var),
    };
    let fits = |(record, filled): (&VarId, &Option<Filled>)| {
        let (filled, [Some(read)]) = (filled.as_ref()?, &read.get(record)?[..]) else { return None };
        let kept = filled.kept.len() <= LONGEST && filled.kept.iter().all(is_kept);
        (kept && filled.end == *read && !func.capacities.contains_key(record)).then_some(*record)
    };
    filled.iter().filter_map(fits).collect()
}

/// What fills records, and what reads them. None where several loops do, one that does not count from zero, or one inside
/// another, which would make its few entries each time.
#[derive(Default)]
struct Found {
    /// Floats that were read from operands of unknown type.
    numbers: BTreeSet<VarId>,
    /// What frames keep.
    frames: BTreeMap<VarId, Option<Vec<VarId>>>,
    filled: BTreeMap<VarId, Option<Filled>>,
    /// For each time the end of the numbers counted.
    read: BTreeMap<VarId, Vec<Option<String>>>,
}

struct Filled {
    end: String,
    kept: Vec<VarId>,
}

impl Found {
    /// The body of a loop that counts from zero to this end, or another block.
    fn block(&mut self, func: &Func, block: &Block, end: Option<&String>, inside: bool) {
        block.stmts.iter().for_each(|stmt| self.stmt(func, stmt, end.cloned(), inside));
    }

    fn stmt(&mut self, func: &Func, stmt: &Stmt, end: Option<String>, inside: bool) {
        match &stmt.kind {
            StmtKind::Let(var, Value::Read(_)) => self.numbers.extend([*var]),
            StmtKind::Keep(frame, kept) => {
                let several = self.frames.contains_key(frame);
                self.frames.insert(*frame, (!several).then(|| kept.clone()));
            }
            StmtKind::Loop(inner) => self.looped(func, inner, inside),
            StmtKind::Restore(record, _) | StmtKind::Unroll { record, .. } => {
                self.read.entry(*record).or_default().push(end);
            }
            _ => {}
        }
        let end = match &stmt.kind {
            StmtKind::Loop(inner) => counted(func, inner),
            _ => None,
        };
        let inside = inside || matches!(stmt.kind, StmtKind::Loop(_) | StmtKind::Unroll { .. });
        stmt.blocks().into_iter().for_each(|block| self.block(func, block, end.as_ref(), inside));
    }

    fn looped(&mut self, func: &Func, inner: &Loop, inside: bool) {
        if let Some(record) = &inner.record {
            let reserved = inner.reserve.iter().any(|reserve| reserve.record == record.var);
            let end = counted(func, inner).filter(|_| reserved && !inside && runs_through(&inner.body));
            let filled = end.map(|end| Filled { end, kept: record.kept.clone() });
            let several = self.filled.contains_key(&record.var);
            self.filled.insert(record.var, filled.filter(|_| !several));
        }
    }
}

/// Where a loop ends that counts from zero, as text.
fn counted(func: &Func, inner: &Loop) -> Option<String> {
    let LoopHead::For(pattern, Steps { span: Some((Atom::Const(start), end)), .. }) = &inner.head else {
        return None;
    };
    let StmtKind::Bind(counter, None) = inner.body.stmts.first()?.kind else { return None };
    let is_it = func.var(counter).ident == pattern.to_token_stream().to_string();
    (is_it && start.number() == Some(0)).then(|| tokens(func, end).to_string())
}

/// Whether each iteration comes to its end.
fn runs_through(body: &Block) -> bool {
    let mut exits = body.end != End::Fall;
    body.each(&mut |stmt| {
        exits |= stmt.blocks().into_iter().any(|block| matches!(block.end, End::Exit(_)));
    });
    !exits
}
