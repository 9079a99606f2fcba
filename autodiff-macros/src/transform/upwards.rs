//! Reverse loops whose iterations write their own elements alone run upwards.
//!
//! ```text
//! for j in (0..n).rev() { ct_w[j] += c * w[j] }            for j in 0..n { ct_w[j] += c * w[j] }
//! ```
//!
//! Vectors that are read backwards have to be turned around. What is added up over iterations stays in the order of the
//! reverse sweep, so that every number is the same to the last bit.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::Expr;

use crate::ir::{
    Atom, Block, Branch, Code, End, Func, Head, Loop, LoopHead, Place, Proj, Stmt, StmtKind, Value, VarId,
};

use super::around::around_loops;

/// The function with such loops upwards. After `windows`, by which they are known.
pub(crate) fn upwards(func: Func) -> Func {
    around_loops(func, |func, inner, _| {
        let own = own_elements(func, inner);
        if let (true, LoopHead::For(_, steps)) = (own, &mut inner.head) {
            if let Some(upwards) = turned(&steps.code).filter(|_| steps.down) {
                (steps.code, steps.down) = (upwards, false);
            }
        }
        Default::default()
    })
}

/// `steps` of `steps.rev()`
fn turned(Code(code): &Code) -> Option<Code> {
    match syn::parse2(code.clone()) {
        Ok(Expr::MethodCall(call)) if call.method == "rev" && call.args.is_empty() => {
            Some(Code(call.receiver.to_token_stream()))
        }
        _ => None,
    }
}

/// Whether an iteration changes nothing from outside but elements that are its own.
fn own_elements(func: &Func, inner: &Loop) -> bool {
    // One that runs for the first time may panic, in its first iteration first.
    let nothing_kept = inner.record.is_none() && inner.reserve.is_empty() && !inner.primal;
    nothing_kept && Iteration { func, own: BTreeSet::new() }.block(&inner.body)
}

struct Iteration<'a> {
    func: &'a Func,
    /// The variables that it defines.
    own: BTreeSet<VarId>,
}

impl Iteration<'_> {
    fn block(&mut self, block: &Block) -> bool {
        block.end == End::Fall && block.stmts.iter().all(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &Stmt) -> bool {
        match &stmt.kind {
            StmtKind::Bind(var, None) => {
                self.own.insert(*var);
                true
            }
            StmtKind::Let(var, value) => {
                self.own.insert(*var);
                match value {
                    Value::Take(place) => self.is_own(place),
                    Value::Atom(_)
                    | Value::Load(_)
                    | Value::Op(..)
                    | Value::Pure(..)
                    | Value::Read(_)
                    | Value::Cast(..)
                    | Value::Zero(_) => true,
                    _ => false,
                }
            }
            StmtKind::Restore(record, vars) if self.func.indexed.contains(record) => {
                self.own.extend(vars);
                true
            }
            StmtKind::Accumulate(place, _) | StmtKind::Store { place, .. } => self.is_own(place),
            StmtKind::Branch(Branch { head: Head::If(_), again: Some(_), arms }) => {
                arms.iter().all(|arm| self.block(&arm.body))
            }
            _ => false,
        }
    }

    /// Whether a place is part of a variable of the iteration's own, or its element of a window: in each loop a window is
    /// taken for, all is at one position of it, and windows that are written do not overlap.
    fn is_own(&self, place: &Place) -> bool {
        let is_element = match (self.func.windows.get(&place.var), place.path.first()) {
            (Some(window), Some(Proj::Index(Atom::Var(index), _))) => {
                !window.cells && self.own.contains(index)
            }
            _ => false,
        };
        is_element || self.own.contains(&place.var)
    }
}
