//! Branches and loops that take an `Option` of what carries a derivative apart.
//!
//! ```text
//! match x.first() { Some(0.0) => a, Some(v) if *v < y => b, _ => c }
//! if matches!(x.first(), Some(0.0)) { a } else if matches!(x.first(), Some(v) if *v < y) { b } else { c }
//! ```

use std::cell::Cell;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, ExprIf, ExprMatch, ExprWhile, Pat, Stmt};

use super::Lower;
use super::optional::Source;
use super::pattern::{always_matches, is_rest};
use super::place::strip;
use super::scrutinee::without_names;
use crate::diagnostics::Refusal;
use crate::ir::{Arm, Branch, Code, End, Head, LoopHead, Shape, StmtKind, VarId};

/// A way on from an `Option`.
struct Way<'a> {
    takes: Takes<'a>,
    guard: Option<&'a Expr>,
    go: &'a dyn Fn(&mut Lower<'_>),
}

/// What it is taken for.
enum Takes<'a> {
    /// `Some(pattern)`, and the pattern in it.
    Value(&'a Pat, &'a Pat),
    /// `None`
    Nothing,
    /// `_`
    Either,
}

impl<'a> Way<'a> {
    /// `Some(pattern)`
    fn value(pat: &'a Pat, go: &'a dyn Fn(&mut Lower<'_>)) -> Option<Way<'a>> {
        Some(Way { takes: Takes::Value(pat, some(pat)?), guard: None, go })
    }

    fn otherwise(go: &'a dyn Fn(&mut Lower<'_>)) -> Way<'a> {
        Way { takes: Takes::Either, guard: None, go }
    }
}

impl Lower<'_> {
    /// Two arms: with the value, and without.
    pub(super) fn choose(
        &mut self,
        source: Source,
        span: Span,
        then: impl FnOnce(&mut Self, Source),
        otherwise: impl FnOnce(&mut Self),
    ) {
        let head = Head::If(Code(source.present.clone()));
        let again = source.decided_by();
        let arms = self.two_arms(|lower| then(lower, source), otherwise);
        let arms = arms.map(|body| Arm { pattern: None, body }).into();
        self.builder.push(StmtKind::Branch(Branch { head, again, arms }), span);
    }

    /// One after the other, of which the first that fits is gone; `absent` if the value is known not to be there.
    fn ways(&mut self, source: &Source, ways: &[Way<'_>], absent: bool, span: Span) {
        let Some((way, others)) = ways.split_first() else { return };
        let sure = way.guard.is_none() && self.is_sure(&way.takes, source);
        let test = if others.is_empty() { None } else { self.test(source, way, sure) };
        let Some(test) = test else { return self.go(source, way, absent, span) };
        let again = if sure { source.decided_by() } else { None };
        let absent = absent || (sure && matches!(way.takes, Takes::Value(..)));
        let arms = self.two_arms(
            |lower| lower.go(source, way, false, span),
            |lower| lower.ways(source, others, absent, span),
        );
        let arms = arms.map(|body| Arm { pattern: None, body }).into();
        let head = Head::If(Code(test));
        self.builder.push(StmtKind::Branch(Branch { head, again, arms }), span);
    }

    /// Whether nothing but the presence of the value decides.
    fn is_sure(&self, takes: &Takes<'_>, source: &Source) -> bool {
        match takes {
            Takes::Value(_, pat) => fits(pat, &source.shape(&self.builder.func)),
            Takes::Nothing | Takes::Either => true,
        }
    }

    /// What decides for a way; `None` if nothing has to.
    fn test(&mut self, source: &Source, way: &Way<'_>, sure: bool) -> Option<TokenStream> {
        let guard = way.guard.map(|guard| {
            let code = self.guard(guard).to_token_stream();
            // It runs when the value is gone, other than what is asked here.
            let list = source.popped().map(|place| &self.builder.func.var(place.var).ident);
            if let Some(list) = list.filter(|list| mentions(code.clone(), list)) {
                self.diag.refuse(guard, Refusal::GuardOfPopped(list.unraw().to_string()));
            }
            code
        });
        let (present, option) = (&source.present, &source.option);
        match (&way.takes, guard) {
            (Takes::Value(..), None) if sure => Some(present.clone()),
            (Takes::Value(pat, _), None) => {
                let pat = without_names(pat);
                Some(quote!(::core::matches!(#option, #pat)))
            }
            (Takes::Value(pat, _), Some(guard)) => Some(quote!(::core::matches!(#option, #pat if #guard))),
            (Takes::Nothing, None) => Some(quote!(!(#present))),
            (Takes::Nothing, Some(guard)) => Some(quote!(!(#present) && #guard)),
            (Takes::Either, guard) => guard.map(|guard| quote!(#guard)),
        }
    }

    fn go(&mut self, source: &Source, way: &Way<'_>, absent: bool, span: Span) {
        match way.takes {
            Takes::Value(_, pat) => self.bind_present(pat, source.clone(), span),
            // What is popped is gone, whether or not it fits a pattern.
            Takes::Either if !absent => self.discard(source, span),
            Takes::Either | Takes::Nothing => {}
        }
        (way.go)(self);
    }

    /// `if let Some(pattern) = source`
    pub(super) fn if_present(&mut self, expr: &ExprIf, target: Option<VarId>) -> bool {
        let Expr::Let(scrutinee) = strip(&expr.cond) else { return false };
        let then = |lower: &mut Lower<'_>| lower.block(&expr.then_branch, target);
        let otherwise = |lower: &mut Lower<'_>| lower.otherwise(expr, target);
        let Some(way) = Way::value(&scrutinee.pat, &then) else { return false };
        self.each_way(&scrutinee.expr, &[way, Way::otherwise(&otherwise)], expr.span())
    }

    /// `while let Some(pattern) = source`
    pub(super) fn while_present(&mut self, expr: &ExprWhile) -> bool {
        let Expr::Let(scrutinee) = strip(&expr.cond) else { return false };
        if some(&scrutinee.pat).is_none() || !self.is_optional(&scrutinee.expr) {
            return false;
        }
        let label = expr.label.as_ref().map(|label| &label.name);
        self.repeat(label, LoopHead::Forever, None, expr.span(), |lower| {
            let exit = lower.loops_exit();
            let then = |lower: &mut Lower<'_>| lower.block(&expr.body, None);
            let otherwise = |lower: &mut Lower<'_>| lower.builder.end(End::Exit(exit));
            let ways: Vec<Way> =
                Way::value(&scrutinee.pat, &then).into_iter().chain([Way::otherwise(&otherwise)]).collect();
            let known = lower.each_way(&scrutinee.expr, &ways, expr.cond.span());
            // A loop without it would not end.
            if !known && !lower.is_refused(&scrutinee.expr) {
                lower.diag.refuse(&scrutinee.expr, Refusal::SeveralPlaces);
            }
        });
        true
    }

    /// `let Some(pattern) = source else { .. };` and what follows.
    pub(super) fn let_present(&mut self, local: &syn::Local, rest: &[Stmt], target: Option<VarId>) -> bool {
        let Some((init, (_, diverge))) =
            local.init.as_ref().and_then(|init| Some((init, init.diverge.as_ref()?)))
        else {
            return false;
        };
        let then = |lower: &mut Lower<'_>| lower.stmts(rest, target);
        let otherwise = |lower: &mut Lower<'_>| {
            lower.effect(diverge);
            lower.builder.end(End::Diverge);
        };
        let Some(way) = Way::value(&local.pat, &then) else { return false };
        self.each_way(&init.expr, &[way, Way::otherwise(&otherwise)], local.span())
    }

    /// `match source { Some(pattern) => .., None => .. }`
    pub(super) fn match_present(&mut self, expr: &ExprMatch, target: Option<VarId>) -> bool {
        if !self.is_optional(&expr.expr) {
            return false;
        }
        let bodies: Vec<_> =
            expr.arms.iter().map(|arm| move |lower: &mut Lower<'_>| lower.arm(&arm.body, target)).collect();
        let ways = expr.arms.iter().zip(&bodies).map(|(arm, go)| {
            let (pat, guard) = match &arm.pat {
                Pat::Guard(guarded) => (&*guarded.pat, Some(&*guarded.guard)),
                pat => (pat, None),
            };
            let takes = match pat {
                Pat::Wild(_) => Takes::Either,
                pat if is_none(pat) => Takes::Nothing,
                pat => Takes::Value(pat, some(pat)?),
            };
            Some(Way { takes, guard, go })
        });
        let Some(mut ways) = ways.collect::<Option<Vec<Way>>>() else { return false };
        // The value first, where there is no other way.
        if let [Way { takes: Takes::Nothing, guard: None, .. }, Way { guard: None, .. }] = ways[..] {
            ways.reverse();
        }
        self.each_way(&expr.expr, &ways, expr.span())
    }

    fn each_way(&mut self, expr: &Expr, ways: &[Way<'_>], span: Span) -> bool {
        self.each_source(expr, &|lower, source| lower.ways(&source, ways, false, span))
    }

    /// Such an expression taken apart, once for each form of the references in it, which the body may change.
    fn each_source(&mut self, expr: &Expr, body: &dyn Fn(&mut Self, Source)) -> bool {
        if !self.is_optional(expr) {
            return false;
        }
        let Some(name) = self.undecided(expr) else {
            let source = self.optional(expr);
            let known = source.is_some();
            source.into_iter().for_each(|source| body(self, source));
            return known;
        };
        let known = Cell::new(true);
        self.for_each_form(&name, expr, &|lower| {
            let body = |lower: &mut Self, source| {
                lower.with_any_forms(std::slice::from_ref(&name), |lower| body(lower, source))
            };
            known.set(lower.each_source(expr, &body) && known.get());
        });
        known.get()
    }
}

fn mentions(code: TokenStream, name: &Ident) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The pattern inside `Some(..)`.
pub(super) fn some(pat: &Pat) -> Option<&Pat> {
    match pat {
        Pat::Paren(pat) => some(&pat.pat),
        Pat::TupleStruct(pat) if pat.path.segments.last()?.ident == "Some" && pat.elems.len() == 1 => {
            pat.elems.first()
        }
        _ => None,
    }
}

pub(super) fn is_none(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.ident == "None",
        Pat::Paren(pat) => is_none(&pat.pat),
        Pat::Path(pat) => pat.path.segments.last().is_some_and(|last| last.ident == "None"),
        _ => false,
    }
}

/// Whether a pattern matches whatever there is of this shape.
fn fits(pat: &Pat, shape: &Shape) -> bool {
    match (pat, shape) {
        (Pat::Reference(pat), shape) => fits(&pat.pat, shape),
        (Pat::Paren(pat), shape) => fits(&pat.pat, shape),
        (Pat::Slice(pat), Shape::Array(elem, _)) => {
            pat.elems.iter().all(|pat| is_rest(pat) || fits(pat, elem))
        }
        (Pat::Tuple(pat), Shape::Tuple(parts)) if pat.elems.len() == parts.len() => {
            pat.elems.iter().zip(parts).all(|(pat, part)| fits(pat, part))
        }
        (pat, _) => always_matches(pat),
    }
}
