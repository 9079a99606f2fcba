//! The cotangent of a sum stays what it is while terms are added to the sum.
//!
//! ```text
//!   forward          reverse                      reverse, without detour
//!   place += t         c = take(ct_place)           c = ct_place
//!                      ct_place += c                ct_t += c
//!                      ct_t += c
//! ```
//!
//! In a loop the cotangent is then no variable that changes from iteration to iteration.

use std::collections::BTreeSet;

use quote::ToTokens;

use crate::ir::{Atom, Block, End, Func, Place, Proj, Shape, Stmt, StmtKind, Value, VarId};

/// The function with fewer writes to cotangents.
pub(crate) fn sums(mut func: Func) -> Func {
    if let Some(mut reverse) = func.reverse.take() {
        block(&func, &mut reverse.body);
        func.reverse = Some(reverse);
    }
    func
}

fn block(func: &Func, body: &mut Block) {
    let mut at = 0;
    while at < body.stmts.len() {
        if let Some(end) = returned(func, &body.stmts[at..]) {
            body.stmts.remove(at + end);
            if let StmtKind::Let(_, value) = &mut body.stmts[at].kind {
                if let Value::Take(place) = value {
                    *value = Value::Load(place.clone());
                }
            }
        }
        match &mut body.stmts[at].kind {
            StmtKind::Branch(branch) => branch.arms.iter_mut().for_each(|arm| block(func, &mut arm.body)),
            StmtKind::Loop(crate::ir::Loop { body: inner, .. })
            | StmtKind::Unroll { body: inner, .. }
            | StmtKind::Scope(_, inner)
            | StmtKind::Replay(_, _, inner) => block(func, inner),
            _ => {}
        }
        at += 1;
    }
}

/// Where the first statement takes a float out of a place: the statement that adds it to the same place again, if nothing
/// looks there in between.
fn returned(func: &Func, stmts: &[Stmt]) -> Option<usize> {
    let (first, rest) = stmts.split_first()?;
    let StmtKind::Let(taken, Value::Take(place)) = &first.kind else { return None };
    if !matches!(func.place_shape(place), Shape::Float(_)) {
        return None;
    }
    let mut same = BTreeSet::from([*taken]);
    for (at, stmt) in rest.iter().enumerate() {
        match &stmt.kind {
            StmtKind::Accumulate(target, Value::Atom(Atom::Var(var)))
                if same.contains(var) && is_same(target, place) =>
            {
                return Some(at + 1);
            }
            StmtKind::Let(var, Value::Atom(Atom::Var(source)))
                if same.contains(source) && !func.var(*var).mutable =>
            {
                same.insert(*var);
            }
            _ if mentions(stmt, place.var) => return None,
            _ => {}
        }
    }
    None
}

/// Whether two places are the same element, told by their text.
pub(super) fn is_same(a: &Place, b: &Place) -> bool {
    let atom = |a: &Atom, b: &Atom| match (a, b) {
        (Atom::Var(a), Atom::Var(b)) => a == b,
        (Atom::Const(a), Atom::Const(b)) => a.0.to_string() == b.0.to_string(),
        _ => false,
    };
    let bound = |a: &Option<Atom>, b: &Option<Atom>| match (a, b) {
        (Some(a), Some(b)) => atom(a, b),
        (None, None) => true,
        _ => false,
    };
    let step = |(a, b): (&Proj, &Proj)| match (a, b) {
        (Proj::Deref, Proj::Deref) => true,
        (Proj::Member(a), Proj::Member(b)) => {
            a.to_token_stream().to_string() == b.to_token_stream().to_string()
        }
        (Proj::Index(a, _), Proj::Index(b, _)) => atom(a, b),
        (Proj::Range(a, b, inclusive), Proj::Range(c, d, other)) => {
            inclusive == other && bound(a, c) && bound(b, d)
        }
        _ => false,
    };
    a.var == b.var && a.path.len() == b.path.len() && a.path.iter().zip(&b.path).all(step)
}

/// Whether a statement reads or writes a variable, blocks inside it included.
pub(super) fn mentions(stmt: &Stmt, var: VarId) -> bool {
    let alone = Block { stmts: vec![stmt.clone()], end: End::Fall };
    let mut found = alone.changes().contains(&var);
    alone.each(&mut |stmt| stmt.reads(&mut |read| found |= read == var));
    found
}
