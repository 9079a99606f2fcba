//! Loops that add to one and the same element add up in a variable of their own.
//!
//! ```text
//!                                  let sum = 0
//! for j in a..b { ct_v[i] += t }   for j in a..b { sum += t }
//!                                  if a < b { ct_v[i] += sum }
//! ```
//!
//! rustc cannot tell that no other write in the loop reaches the element, and would load and store it each time.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use quote::{ToTokens, format_ident, quote};

use super::around::around_loops;
use super::sums::{Mentions, is_same};
use crate::ir::{
    Arm, Atom, Block, Branch, Code, End, Func, Head, Loop, LoopHead, Place, Role, Shape, Steps, Stmt,
    StmtKind, Value, Var, VarId, Zero,
};

/// The function with sums of loops in variables.
pub(crate) fn accumulators(func: Func) -> Func {
    around_loops(func, |func, inner, span| {
        let sums = add_up(func, inner);
        let zero = |sum| Stmt { kind: StmtKind::Let(sum, Value::Zero(Zero::Neutral(sum))), span };
        let zeros = sums.iter().map(|(sum, _)| zero(*sum)).collect();
        let add =
            |(sum, place)| Stmt { kind: StmtKind::Accumulate(place, Value::Atom(Atom::Var(sum))), span };
        let after = runs(func, inner).filter(|_| !sums.is_empty()).map(|(code, reads)| {
            let then = Block { stmts: sums.into_iter().map(add).collect(), end: End::Fall };
            let arms = [then, Block::empty()].into_iter().map(|body| Arm { pattern: None, body }).collect();
            Stmt { kind: StmtKind::Branch(Branch { head: Head::If(code), again: Some(reads), arms }), span }
        });
        (zeros, after)
    })
}

/// Whether a loop has an iteration, as code, and what that reads.
pub(super) fn runs(func: &Func, inner: &Loop) -> Option<(Code, Vec<VarId>)> {
    let LoopHead::For(_, Steps { span: Some((start, end)), .. }) = &inner.head else { return None };
    let tokens = |atom: &Atom| match atom {
        Atom::Var(var) => func.var(*var).ident.to_token_stream(),
        Atom::Const(code) => code.0.clone(),
    };
    let reads = [start, end].into_iter().filter_map(Atom::var).collect();
    let (start, end) = (tokens(start), tokens(end));
    Some((Code(quote!(#start < #end)), reads))
}

/// Replaces what is added to an element in every iteration; returns the sums and the elements they belong to.
fn add_up(func: &mut Func, inner: &mut Loop) -> Vec<(VarId, Place)> {
    if runs(func, inner).is_none() {
        return Vec::new();
    }
    let mut sums: BTreeMap<VarId, (VarId, Place)> = BTreeMap::new();
    let (own, mentions) = (defined(&inner.body), Mentions::of(&inner.body));
    let fixed = |place: &Place| {
        let mut fixed = !own.contains(&place.var);
        place.indices(&mut |index| fixed &= !own.contains(&index));
        fixed
    };
    let candidates: Vec<Place> =
        inner.body.stmts.iter().filter_map(|stmt| added_to(func, stmt)).cloned().collect();
    for place in candidates {
        let others = mentions.all(place.var).iter().map(|at| &inner.body.stmts[*at]);
        if sums.contains_key(&place.var) || !fixed(&place) || !is_only_added_to(others, &place) {
            continue;
        }
        let ident = format_ident!("sum", span = Span::mixed_site());
        let (role, shape) = (Role::Cotangent, func.place_shape(&place));
        let sum = func.fresh(Var { ident, role, shape, mutable: true, late: false, annotation: None });
        sums.insert(place.var, (sum, place));
    }
    for stmt in &mut inner.body.stmts {
        if let StmtKind::Accumulate(target, _) = &mut stmt.kind {
            if let Some((sum, _)) = sums.get(&target.var) {
                *target = Place::whole(*sum);
            }
        }
    }
    let mut sums: Vec<_> = sums.into_values().collect();
    sums.sort_by_key(|(sum, _)| *sum);
    sums
}

/// The element that a statement adds a float to.
fn added_to<'a>(func: &Func, stmt: &'a Stmt) -> Option<&'a Place> {
    match &stmt.kind {
        StmtKind::Accumulate(place, _) if !place.path.is_empty() => {
            matches!(func.place_shape(place), Shape::Float(_)).then_some(place)
        }
        _ => None,
    }
}

/// Whether statements that mention a variable do so only to add to this very element.
fn is_only_added_to<'a>(stmts: impl Iterator<Item = &'a Stmt>, place: &Place) -> bool {
    let mut only = true;
    for stmt in stmts {
        match &stmt.kind {
            StmtKind::Accumulate(target, value) if is_same(target, place) => {
                value.vars(&mut |read| only &= read != place.var);
            }
            _ => only = false,
        }
    }
    only
}

pub(super) fn defined(body: &Block) -> BTreeSet<VarId> {
    let mut own = BTreeSet::new();
    body.each(&mut |stmt| match &stmt.kind {
        StmtKind::Let(var, _) | StmtKind::Declare(var) | StmtKind::Bind(var, _) => own.extend([*var]),
        StmtKind::Restore(_, vars) | StmtKind::Replay(_, vars, _) | StmtKind::Unroll { vars, .. } => {
            own.extend(vars)
        }
        _ => {}
    });
    own
}
