//! Loops that add to neighbouring elements carry along what the next iterations add to as well.
//!
//! ```text
//!                                   let carried = 0
//! for i in (a..b).rev() {           for i in (a..b).rev() {
//!   ct_v[i + 1] += t                  carried += t
//!   ct_v[i] += u                      ct_v[i + 1] += carried; carried = u
//! }                                 }
//!                                   if a < b { ct_v[a] += carried }
//! ```
//!
//! What an iteration has stored the next would load again, which takes longer than all that it computes. Then each element
//! is written once, so that a window can be taken, and the loop may become one over vectors.

use std::collections::BTreeMap;

use proc_macro2::{Literal, Span};
use quote::{ToTokens, format_ident, quote};
use syn::{BinOp, Expr, ExprLit, Lit};

use super::accumulators::{defined, runs};
use super::around::around_loops;
use super::sums::is_same;
use crate::ir::{
    Arm, Atom, Block, Branch, Code, End, Func, Head, Loop, LoopHead, Place, Proj, Role, Shape, Steps, Stmt,
    StmtKind, Value, Var, VarId, Zero,
};

/// Neighbours are at most so far apart: each step takes a register.
const FAR: i64 = 4;

/// The function with what is added to neighbours carried along.
pub(crate) fn carry(func: Func) -> Func {
    around_loops(func, |func, inner, span| {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let Some((code, reads)) = runs(func, inner) else { return Default::default() };
        for row in rows(func, inner) {
            let carried = row.carry(func, inner, span);
            let zero =
                |var: &VarId| Stmt { kind: StmtKind::Let(*var, Value::Zero(Zero::Neutral(*var))), span };
            before.extend(carried.values().map(zero));
            after.extend(row.rest(func, inner, &carried, span));
        }
        if after.is_empty() {
            return Default::default();
        }
        let then = Block { stmts: after, end: End::Fall };
        let arms = [then, Block::empty()].map(|body| Arm { pattern: None, body }).into();
        let branch = Branch { head: Head::If(code), again: Some(reads), arms };
        (before, Some(Stmt { kind: StmtKind::Branch(branch), span }))
    })
}

/// Elements of one place that every iteration adds to, by their distances from the counter.
struct Row {
    place: Place,
    at: BTreeMap<i64, Atom>,
    elem: Shape,
}

/// The rows of a loop that counts down, and is left in no other way.
fn rows(func: &Func, inner: &Loop) -> Vec<Row> {
    let LoopHead::For(_, Steps { down: true, .. }) = &inner.head else { return Vec::new() };
    let Some(StmtKind::Bind(counter, None)) = inner.body.stmts.first().map(|stmt| &stmt.kind) else {
        return Vec::new();
    };
    let mut falls = inner.body.end == End::Fall;
    inner.body.each(&mut |stmt| falls &= stmt.blocks().iter().all(|block| block.end == End::Fall));
    if !falls {
        return Vec::new();
    }
    let (own, distances) = (defined(&inner.body), distances(func, &inner.body, *counter));
    let mut rows: Vec<Row> = Vec::new();
    for stmt in &inner.body.stmts {
        let StmtKind::Accumulate(place, _) = &stmt.kind else { continue };
        let Some((prefix, index, distance)) = element(place, &distances) else { continue };
        let elem = func.place_shape(place);
        let mut fixed = !own.contains(&prefix.var) && matches!(elem, Shape::Float(_));
        prefix.indices(&mut |index| fixed &= !own.contains(&index));
        match rows.iter_mut().find(|row| is_same(&row.place, &prefix)) {
            Some(row) => drop(row.at.insert(distance, index)),
            None if fixed => rows.push(Row { place: prefix, at: [(distance, index)].into(), elem }),
            None => {}
        }
    }
    rows.retain(|row| {
        row.at.len() > 1 && row.reach() <= FAR && row.is_only_added_to(&inner.body, &distances)
    });
    rows
}

/// The variables of a body that are at a constant distance from the counter.
fn distances(func: &Func, body: &Block, counter: VarId) -> BTreeMap<VarId, i64> {
    let mut distances = BTreeMap::from([(counter, 0)]);
    let name = func.var(counter).ident.to_string();
    for stmt in &body.stmts {
        if let StmtKind::Let(var, Value::Pure(Code(code), reads)) = &stmt.kind {
            if reads[..] == [counter] && func.is_constant(*var) {
                let expr = syn::parse2::<Expr>(code.clone()).ok();
                distances.extend(expr.and_then(|expr| distance(&expr, &name)).map(|far| (*var, far)));
            }
        }
    }
    distances
}

/// `1` of `counter + 1`.
fn distance(expr: &Expr, counter: &str) -> Option<i64> {
    let Expr::Binary(both) = expr else { return None };
    let is_counter = |expr: &Expr| matches!(expr, Expr::Path(path) if path.path.is_ident(counter));
    let number = |expr: &Expr| match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse::<i64>().ok(),
        _ => None,
    };
    match both.op {
        BinOp::Add(_) if is_counter(&both.left) => number(&both.right),
        BinOp::Add(_) if is_counter(&both.right) => number(&both.left),
        BinOp::Sub(_) if is_counter(&both.left) => number(&both.right).map(|number| -number),
        _ => None,
    }
}

/// The place of which something is an element, its index, and how far that is from the counter.
fn element(place: &Place, distances: &BTreeMap<VarId, i64>) -> Option<(Place, Atom, i64)> {
    let (Proj::Index(index, _), prefix) = place.path.split_last()? else { return None };
    let distance = *distances.get(&index.var()?)?;
    Some((Place { var: place.var, path: prefix.to_vec() }, index.clone(), distance))
}

impl Row {
    fn ends(&self) -> (i64, i64) {
        let mut all = self.at.keys().copied();
        let first = all.next().unwrap_or_default();
        (first, all.next_back().unwrap_or(first))
    }

    fn reach(&self) -> i64 {
        let (first, last) = self.ends();
        last.saturating_sub(first)
    }

    /// Whether a body mentions the variable only to add to these elements.
    fn is_only_added_to(&self, body: &Block, distances: &BTreeMap<VarId, i64>) -> bool {
        body.stmts.iter().all(|stmt| match &stmt.kind {
            StmtKind::Accumulate(place, value) if place.var == self.place.var => {
                let mut only = element(place, distances).is_some_and(|(at, ..)| is_same(&at, &self.place));
                value.vars(&mut |read| only &= read != self.place.var);
                only
            }
            _ => !stmt.mentions().contains(&self.place.var),
        })
    }

    /// Changes the body; returns what is carried into an iteration, by the distance of the element it is for.
    fn carry(&self, func: &mut Func, inner: &mut Loop, span: Span) -> BTreeMap<i64, VarId> {
        let (first, last) = self.ends();
        let mut sums: BTreeMap<i64, VarId> = (first..=last).map(|at| (at, self.variable(func))).collect();
        let Some(StmtKind::Bind(counter, None)) = inner.body.stmts.first().map(|stmt| &stmt.kind) else {
            return BTreeMap::new();
        };
        let distances = distances(func, &inner.body, *counter);
        for stmt in &mut inner.body.stmts {
            let StmtKind::Accumulate(place, _) = &mut stmt.kind else { continue };
            if place.var == self.place.var {
                if let Some((_, _, distance)) = element(place, &distances) {
                    *place = Place::whole(sums[&distance]);
                }
            }
        }
        let lowest = StmtKind::Let(sums[&first], Value::Zero(Zero::Neutral(sums[&first])));
        inner.body.stmts.insert(1, Stmt { kind: lowest, span });
        let mut push = |kind| inner.body.stmts.push(Stmt { kind, span });
        let done = Value::Atom(Atom::Var(sums[&last]));
        push(StmtKind::Accumulate(self.element(self.at[&last].clone()), done));
        for at in (first..last).rev() {
            let (place, value) = (Place::whole(sums[&(at + 1)]), Atom::Var(sums[&at]));
            push(StmtKind::Store { place, value, first: false });
        }
        sums.remove(&first);
        sums
    }

    /// Adds what is carried out of the last iteration, whose counter is the start of the loop.
    fn rest(&self, func: &mut Func, inner: &Loop, carried: &BTreeMap<i64, VarId>, span: Span) -> Vec<Stmt> {
        let LoopHead::For(_, Steps { span: Some((start, _)), .. }) = &inner.head else { return Vec::new() };
        let mut stmts = Vec::new();
        for (at, sum) in carried {
            let code = match start {
                Atom::Var(var) => func.var(*var).ident.to_token_stream(),
                Atom::Const(code) => code.0.clone(),
            };
            let distance =
                Literal::usize_unsuffixed((at - 1).unsigned_abs().try_into().unwrap_or(usize::MAX));
            let code = match at - 1 {
                0 => code,
                1.. => quote!(#code + #distance),
                _ => quote!(#code - #distance),
            };
            let index = self.fresh(func, "at", Role::Residual, Shape::Integer, false);
            let value = Value::Pure(Code(code), start.var().into_iter().collect());
            stmts.push(Stmt { kind: StmtKind::Let(index, value), span });
            let value = Value::Atom(Atom::Var(*sum));
            let kind = StmtKind::Accumulate(self.element(Atom::Var(index)), value);
            stmts.push(Stmt { kind, span });
        }
        stmts
    }

    fn element(&self, index: Atom) -> Place {
        let path = self.place.path.iter().cloned().chain([Proj::at(index)]).collect();
        Place { var: self.place.var, path }
    }

    fn variable(&self, func: &mut Func) -> VarId {
        self.fresh(func, "carried", Role::Cotangent, self.elem.clone(), true)
    }

    fn fresh(&self, func: &mut Func, name: &str, role: Role, shape: Shape, mutable: bool) -> VarId {
        let ident = format_ident!("{name}", span = Span::mixed_site());
        func.fresh(Var { ident, role, shape, mutable, late: false, annotation: None })
    }
}
