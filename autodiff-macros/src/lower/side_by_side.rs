//! `Option`s of what carries a derivative that are taken apart side by side. They are asked one after the other:
//!
//! ```text
//! match (x.first(), y.get(i)) { (Some(a), Some(b)) => both, (Some(a), None) => one, _ => none }
//! if let Some(a) = x.first() && let Some(b) = y.get(i) { both }
//! else if let Some(a) = x.first() && y.get(i).is_none() { one } else { none }
//! ```

use proc_macro2::Span;
use quote::quote;
use syn::{
    Arm, Block, Expr, ExprIf, ExprLoop, ExprMatch, ExprTuple, ExprWhile, Local, Pat, PatTuple, Stmt, UnOp,
    parse_quote,
};

use super::Lower;
use super::carriers::is_compound;
use super::place::strip;
use super::present::{is_none, some};
use crate::ir::VarId;

/// An arm for one pattern.
struct Case<'a> {
    conditions: Vec<Expr>,
    /// What is left to ask if no other arm is.
    certain: Vec<Expr>,
    guard: Option<&'a Expr>,
    body: &'a Expr,
}

impl Lower<'_> {
    /// `if let (Some(a), Some(b)) = (x.first(), y.get(i))`
    pub(super) fn if_side_by_side(&mut self, expr: &ExprIf, target: Option<VarId>) -> bool {
        let Expr::Let(scrutinee) = strip(&expr.cond) else { return false };
        let Some(parts) = self.side_by_side(&scrutinee.expr) else { return false };
        let Some(cond) = self.conditions(&scrutinee.pat, parts, false).and_then(all) else { return false };
        let (then, otherwise) =
            (&expr.then_branch, expr.else_branch.as_ref().map(|(_, otherwise)| otherwise));
        let otherwise = otherwise.map(|otherwise| quote!(else #otherwise));
        let whole: Expr = parse_quote!(if #cond #then #otherwise);
        self.after_arguments(parts, whole, target);
        true
    }

    /// `let (Some(a), Some(b)) = (x.first(), y.get(i)) else { .. };` and what follows.
    pub(super) fn let_side_by_side(&mut self, local: &Local, rest: &[Stmt], target: Option<VarId>) -> bool {
        let Some((init, (_, diverge))) =
            local.init.as_ref().and_then(|init| Some((init, init.diverge.as_ref()?)))
        else {
            return false;
        };
        let Some(parts) = self.side_by_side(&init.expr) else { return false };
        let Some(cond) = self.conditions(&local.pat, parts, false).and_then(all) else { return false };
        let whole = parse_quote!(if #cond { #(#rest)* } else #diverge);
        self.after_arguments(parts, whole, target);
        true
    }

    /// `while let` of the same kind, as a loop that starts with such an `if`.
    pub(super) fn while_side_by_side(&mut self, expr: &ExprWhile) -> bool {
        let Expr::Let(scrutinee) = strip(&expr.cond) else { return false };
        let Some(parts) = self.side_by_side(&scrutinee.expr) else { return false };
        let Some(cond) = self.conditions(&scrutinee.pat, parts, false).and_then(all) else { return false };
        let (body, label, first) = (&expr.body, &expr.label, arguments(parts));
        let whole: ExprLoop = parse_quote!(#label loop { #(#first)* if #cond #body else { break; } });
        self.endless_loop(&whole, None);
        true
    }

    /// `match` of the same kind: an `if` for each arm.
    pub(super) fn match_side_by_side(&mut self, expr: &ExprMatch, target: Option<VarId>) -> bool {
        let Some(parts) = self.side_by_side(&expr.expr) else { return false };
        let cases: Option<Vec<Vec<Case>>> = expr.arms.iter().map(|arm| self.cases(arm, parts)).collect();
        let Some(mut cases) = cases.map(|cases| cases.into_iter().flatten().collect::<Vec<_>>()) else {
            return false;
        };
        let Some(last) = cases.pop().filter(|last| last.guard.is_none()) else { return false };
        let body = last.body;
        let last: Expr = match all(last.certain) {
            // No other arm is left, as rustc sees to.
            Some(cond) => parse_quote!(if #cond { #body } else { ::core::unreachable!() }),
            None => parse_quote!({ #body }),
        };
        let whole = cases.into_iter().rev().fold(last, |otherwise, case| {
            let Some(cond) = all(case
                .conditions
                .into_iter()
                .chain(case.guard.map(|guard| parse_quote!((#guard))))
                .collect())
            else {
                return otherwise;
            };
            let (body, otherwise) = (case.body, block_of(otherwise));
            parse_quote!(if #cond { #body } else #otherwise)
        });
        self.after_arguments(parts, whole, target);
        true
    }

    /// Where arithmetic in the arguments would panic it does so whatever is asked.
    fn after_arguments(&mut self, parts: &ExprTuple, whole: Expr, target: Option<VarId>) {
        let first = arguments(parts);
        let block: Block = parse_quote!({ #(#first)* #whole });
        self.block(&block, target);
    }

    /// A tuple with an `Option` in it, of parts that may be asked for as often as one likes.
    fn side_by_side<'e>(&self, expr: &'e Expr) -> Option<&'e ExprTuple> {
        let Expr::Tuple(tuple) = strip(expr) else { return None };
        let optional = tuple.elems.iter().any(|part| self.is_optional(part));
        (optional && tuple.elems.iter().all(is_calm)).then_some(tuple)
    }

    fn cases<'a>(&self, arm: &'a Arm, parts: &ExprTuple) -> Option<Vec<Case<'a>>> {
        let (pat, guard) = match &arm.pat {
            Pat::Guard(guarded) => (&*guarded.pat, Some(&*guarded.guard)),
            pat => (pat, None),
        };
        let pats: Vec<&Pat> = match pat {
            Pat::Or(or) => or.cases.iter().collect(),
            pat => vec![pat],
        };
        let case = |pat| {
            let [conditions, certain] = [false, true].map(|last| self.conditions(pat, parts, last));
            Some(Case { conditions: conditions?, certain: certain?, guard, body: &arm.body })
        };
        if !arm.attrs.is_empty() { None } else { pats.into_iter().map(case).collect() }
    }

    /// What a pattern asks; of the last one, only what gives names.
    fn conditions(&self, pat: &Pat, parts: &ExprTuple, last: bool) -> Option<Vec<Expr>> {
        let pats = match pat {
            Pat::Wild(_) => return Some(Vec::new()),
            Pat::Tuple(PatTuple { elems, .. }) if elems.len() == parts.elems.len() => elems,
            _ => return None,
        };
        let mut conditions = Vec::new();
        for (pat, part) in pats.iter().zip(&parts.elems) {
            match (pat, self.is_optional(part)) {
                (Pat::Wild(_), _) => {}
                (pat, true) if is_none(pat) && last => {}
                (pat, true) if is_none(pat) => conditions.push(parse_quote!(#part.is_none())),
                (pat, true) => {
                    some(pat)?;
                    conditions.push(asked(pat, part));
                }
                (Pat::Rest(_), false) => return None,
                (pat, false) => conditions.push(asked(pat, part)),
            }
        }
        Some(conditions)
    }
}

/// `let pat = part` as a condition.
fn asked(pat: &Pat, part: &Expr) -> Expr {
    let ExprIf { cond, .. } = parse_quote!(if let #pat = #part {});
    *cond
}

/// `a && b && ..`
fn all(conditions: Vec<Expr>) -> Option<Expr> {
    conditions.into_iter().reduce(|left, right| {
        Expr::Binary(syn::ExprBinary {
            attrs: Vec::new(),
            left: Box::new(left),
            op: syn::BinOp::And(syn::Token![&&](Span::mixed_site())),
            right: Box::new(right),
        })
    })
}

fn block_of(expr: Expr) -> Expr {
    match expr {
        Expr::Block(_) | Expr::If(_) => expr,
        other => parse_quote!({ #other }),
    }
}

/// Indices and arithmetic that may panic, in the order of the source.
fn arguments(parts: &ExprTuple) -> Vec<Stmt> {
    let mut found = Vec::new();
    for part in &parts.elems {
        collect(part, &mut found);
    }
    found
}

fn collect(expr: &Expr, found: &mut Vec<Stmt>) {
    match strip(expr) {
        Expr::MethodCall(call) => {
            let receiver = &call.receiver;
            match strip(receiver) {
                Expr::Index(row) => {
                    collect(&row.index, found);
                    found.push(parse_quote!(let _ = #receiver.len();));
                }
                receiver => collect(receiver, found),
            }
            call.args.iter().for_each(|argument| collect(argument, found));
        }
        arithmetic @ Expr::Binary(_) => found.push(parse_quote!(let _ = #arithmetic;)),
        _ => {}
    }
}

/// Whether asking again gives the same, and changes nothing.
fn is_calm(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(e) => is_calm(&e.base),
        Expr::Index(e) => is_calm(&e.expr) && is_calm(&e.index),
        Expr::Reference(e) => e.mutability.is_none() && is_calm(&e.expr),
        Expr::Unary(e) => matches!(e.op, UnOp::Deref(_)) && is_calm(&e.expr),
        Expr::Binary(e) => !is_compound(&e.op) && is_calm(&e.left) && is_calm(&e.right),
        Expr::MethodCall(e) => {
            let known = ["first", "last", "get", "copied", "cloned", "len", "split_first", "split_last"];
            known.contains(&e.method.to_string().trim_end_matches("_mut"))
                && is_calm(&e.receiver)
                && e.args.iter().all(is_calm)
        }
        _ => false,
    }
}
