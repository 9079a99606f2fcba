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

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use crate::ir::{Atom, Block, Func, Place, Proj, Shape, Stmt, StmtKind, Value, VarId};

/// The function with fewer writes to cotangents.
pub(crate) fn sums(mut func: Func) -> Func {
    if let Some(mut reverse) = func.reverse.take() {
        block(&func, &mut reverse.body);
        func.reverse = Some(reverse);
    }
    func
}

fn block(func: &Func, body: &mut Block) {
    let mentions = Mentions::of(body);
    let mut gone = BTreeSet::new();
    for at in 0..body.stmts.len() {
        if let Some(end) = returned(func, &body.stmts, &mentions, at, &gone) {
            gone.insert(end);
            if let StmtKind::Let(_, value) = &mut body.stmts[at].kind {
                if let Value::Take(place) = value {
                    *value = Value::Load(place.clone());
                }
            }
        }
        body.stmts[at].blocks_mut().into_iter().for_each(|inner| block(func, inner));
    }
    let mut at = 0..;
    body.stmts.retain(|_| at.next().is_some_and(|at| !gone.contains(&at)));
}

/// Where a statement takes a float out of a place: the statement that adds it to the same place again, if nothing looks
/// there in between.
fn returned(
    func: &Func,
    stmts: &[Stmt],
    mentions: &Mentions,
    at: usize,
    gone: &BTreeSet<usize>,
) -> Option<usize> {
    let StmtKind::Let(taken, Value::Take(place)) = &stmts[at].kind else { return None };
    if !matches!(func.place_shape(place), Shape::Float(_)) {
        return None;
    }
    let end = mentions.behind(place.var, at).find(|at| !gone.contains(at))?;
    let StmtKind::Accumulate(target, Value::Atom(Atom::Var(added))) = &stmts[end].kind else { return None };
    let copies = |of: VarId| {
        mentions.behind(of, at).take_while(|at| *at < end).filter_map(move |at| match &stmts[at].kind {
            StmtKind::Let(var, Value::Atom(Atom::Var(from))) if *from == of => Some(*var),
            _ => None,
        })
    };
    let mut same = vec![*taken];
    let mut next = 0;
    while let Some(of) = same.get(next).copied() {
        same.extend(copies(of).filter(|var| !func.var(*var).mutable));
        next += 1;
    }
    (same.contains(added) && is_same(target, place)).then_some(end)
}

/// The statements of a block that mention each variable, in order.
pub(super) struct Mentions(BTreeMap<VarId, Vec<usize>>);

impl Mentions {
    pub(super) fn of(body: &Block) -> Mentions {
        let mut mentions: BTreeMap<VarId, Vec<usize>> = BTreeMap::new();
        for (at, stmt) in body.stmts.iter().enumerate() {
            stmt.mentions().into_iter().for_each(|var| mentions.entry(var).or_default().push(at));
        }
        Mentions(mentions)
    }

    /// Those that mention a variable.
    pub(super) fn all(&self, var: VarId) -> &[usize] {
        self.0.get(&var).map_or(&[], Vec::as_slice)
    }

    /// Those of them behind another statement.
    fn behind(&self, var: VarId, at: usize) -> impl Iterator<Item = usize> {
        let all = self.all(var);
        all[all.partition_point(|other| *other <= at)..].iter().copied()
    }
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
