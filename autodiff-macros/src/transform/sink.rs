//! What would only pass on zeros runs only where a block before it has run.
//!
//! ```text
//!   let ct_r = zero                           let ct_r = zero; let ct_x = zero
//!   replay frame { ct_r += .. }               replay frame { ct_r += ..; ct_x = ct_r * y }
//!   let ct_x = ct_r * y
//! ```
//!
//! After `if far { return 0.0; }` the reverse sweep is over at once.

use std::collections::BTreeSet;

use proc_macro2::Span;
use quote::format_ident;

use crate::ir::{Atom, Block, Func, Place, Reverse, Role, Stmt, StmtKind, Value, Var, VarId, Zero};
use crate::rules::Op;

/// The function with the end of its reverse sweep in the last of its blocks, if that can be.
pub(crate) fn sink(mut func: Func) -> Func {
    let Some(mut reverse) = func.reverse.take() else { return func };
    let last = reverse.body.stmts.iter().rposition(|stmt| matches!(stmt.kind, StmtKind::Replay(..)));
    if let Some(at) = last.filter(|at| passes_zeros_on(&func, &reverse, *at)) {
        let rest = reverse.body.stmts.split_off(at + 1);
        let mut zeros = Vec::new();
        let rest = rest.into_iter().flat_map(|stmt| hoist(&mut func, &reverse, stmt, &mut zeros)).collect();
        let mut rest = Block { stmts: rest, ..Block::empty() };
        if let Some(StmtKind::Replay(_, _, body)) = reverse.body.stmts.last_mut().map(|stmt| &mut stmt.kind) {
            body.stmts.append(&mut rest.stmts);
        }
        reverse.body.stmts.splice(at..at, zeros);
    }
    func.reverse = Some(reverse);
    func
}

/// Whether all that follows a block is zero if the block has not run, and its results can be declared before.
fn passes_zeros_on(func: &Func, reverse: &Reverse, at: usize) -> bool {
    let (before, rest) = reverse.body.stmts.split_at(at);
    let rest = &rest[1..];
    let mut zeros = Zeros(BTreeSet::new());
    for stmt in before {
        let changed = stmt.changes();
        zeros.0.retain(|var| !changed.contains(var));
        if let StmtKind::Let(var, Value::Zero(Zero::OfShape(_) | Zero::Inferred)) = &stmt.kind {
            zeros.0.insert(*var);
        }
    }
    let is_result = |var: VarId| reverse.cotangents.iter().flatten().any(|ct| ct.var == var);
    !rest.is_empty()
        && rest.iter().all(|stmt| match &stmt.kind {
            StmtKind::Let(var, value) => {
                let is_zero = zeros.is_zero(value);
                zeros.0.extend(is_zero.then_some(*var));
                let known = func.var(*var).shape.is_static() || !is_result(*var);
                known && (is_zero || !reads_cotangent(func, value))
            }
            StmtKind::Accumulate(_, value) => zeros.is_zero(value),
            StmtKind::Store { place, value, .. } => {
                zeros.0.contains(&place.var) && value.var().is_some_and(|var| zeros.0.contains(&var))
            }
            _ => false,
        })
}

/// Variables that are zero if the block has not run.
struct Zeros(BTreeSet<VarId>);

impl Zeros {
    fn is_zero(&self, value: &Value) -> bool {
        let atom = |atom: &Atom| atom.var().is_some_and(|var| self.0.contains(&var));
        match value {
            Value::Zero(Zero::OfShape(_) | Zero::Inferred) => true,
            Value::Atom(a) => atom(a),
            Value::Load(place) | Value::Take(place) => self.0.contains(&place.var),
            Value::Op(op, atoms, _) => match op {
                Op::Neg | Op::Scale(_) | Op::Mul | Op::Div | Op::GuardedMul | Op::GuardedDiv => {
                    atom(&atoms[0])
                }
                Op::Add | Op::Sub | Op::Rem | Op::Method(_) | Op::Rule(_) | Op::Convert => false,
            },
            _ => false,
        }
    }
}

fn reads_cotangent(func: &Func, value: &Value) -> bool {
    let mut reads = false;
    value.vars(&mut |var| reads |= func.var(var).role == Role::Cotangent);
    reads
}

/// The statement as it stands in the block; the zero of a result is declared before it.
fn hoist(func: &mut Func, reverse: &Reverse, stmt: Stmt, zeros: &mut Vec<Stmt>) -> Vec<Stmt> {
    let StmtKind::Let(var, value) = &stmt.kind else { return vec![stmt] };
    let results = reverse.cotangents.iter().zip(&func.params);
    let Some(param) =
        results.clone().find(|(ct, _)| ct.is_some_and(|ct| ct.var == *var)).map(|(_, param)| param.var)
    else {
        return vec![stmt];
    };
    let span = stmt.span;
    zeros.push(Stmt { kind: StmtKind::Let(*var, Value::Zero(Zero::OfShape(param))), span });
    if matches!(value, Value::Zero(_)) {
        return Vec::new();
    }
    let (ident, shape) = (format_ident!("last", span = Span::mixed_site()), func.var(*var).shape.clone());
    let (place, value) = (Place::whole(*var), value.clone());
    func.vars[var.0 as usize].mutable = true;
    let role = Role::Cotangent;
    let last = func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None });
    let store = StmtKind::Store { place, value: Atom::Var(last), first: false };
    vec![Stmt { kind: StmtKind::Let(last, value), span }, Stmt { kind: store, span }]
}
