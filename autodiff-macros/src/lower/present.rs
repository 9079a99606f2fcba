//! Branches and loops that take an `Option` of what carries a derivative apart.

use std::cell::Cell;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprIf, ExprMatch, ExprWhile, Pat, Stmt};

use super::Lower;
use super::optional::Source;
use super::place::strip;
use crate::diagnostics::Refusal;
use crate::ir::{Arm, Branch, Code, End, Head, LoopHead, StmtKind, VarId};

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

    /// `if let Some(pattern) = source`
    pub(super) fn if_present(&mut self, expr: &ExprIf, target: Option<VarId>) -> bool {
        let Expr::Let(scrutinee) = strip(&expr.cond) else { return false };
        let Some(pat) = some(&scrutinee.pat) else { return false };
        self.each_source(&scrutinee.expr, &|lower, source| {
            lower.choose(
                source,
                expr.span(),
                |lower, source| {
                    lower.bind_present(pat, source, scrutinee.span());
                    lower.block(&expr.then_branch, target);
                },
                |lower| lower.otherwise(expr, target),
            );
        })
    }

    /// `while let Some(pattern) = source`
    pub(super) fn while_present(&mut self, expr: &ExprWhile) -> bool {
        let Expr::Let(scrutinee) = strip(&expr.cond) else { return false };
        let Some(pat) = some(&scrutinee.pat) else { return false };
        if !self.is_optional(&scrutinee.expr) {
            return false;
        }
        let label = expr.label.as_ref().map(|label| &label.name);
        self.repeat(label, LoopHead::Forever, None, expr.span(), |lower| {
            let exit = lower.loops_exit();
            let known = lower.each_source(&scrutinee.expr, &|lower, source| {
                lower.choose(
                    source,
                    expr.cond.span(),
                    |lower, source| {
                        lower.bind_present(pat, source, scrutinee.span());
                        lower.block(&expr.body, None);
                    },
                    |lower| lower.builder.end(End::Exit(exit)),
                );
            });
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
        let Some(pat) = some(&local.pat) else { return false };
        self.each_source(&init.expr, &|lower, source| {
            lower.choose(
                source,
                local.span(),
                |lower, source| {
                    lower.bind_present(pat, source, local.span());
                    lower.stmts(rest, target);
                },
                |lower| {
                    lower.effect(diverge);
                    lower.builder.end(End::Diverge);
                },
            );
        })
    }

    /// `match source { Some(pattern) => .., None => .. }`
    pub(super) fn match_present(&mut self, expr: &ExprMatch, target: Option<VarId>) -> bool {
        let [first, second] = &expr.arms[..] else { return false };
        let (arm, pat, none) = match (some(&first.pat), some(&second.pat)) {
            (Some(pat), None) => (first, pat, second),
            (None, Some(pat)) if !matches!(first.pat, Pat::Wild(_)) => (second, pat, first),
            _ => return false,
        };
        if !is_none(&none.pat) {
            return false;
        }
        self.each_source(&expr.expr, &|lower, source| {
            lower.choose(
                source,
                expr.span(),
                |lower, source| {
                    lower.bind_present(pat, source, arm.span());
                    lower.arm(&arm.body, target);
                },
                |lower| lower.arm(&none.body, target),
            );
        })
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

/// The pattern inside `Some(..)`.
fn some(pat: &Pat) -> Option<&Pat> {
    match pat {
        Pat::Paren(pat) => some(&pat.pat),
        Pat::TupleStruct(pat) if pat.path.segments.last()?.ident == "Some" && pat.elems.len() == 1 => {
            pat.elems.first()
        }
        _ => None,
    }
}

fn is_none(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) => true,
        Pat::Ident(pat) => pat.ident == "None",
        Pat::Path(pat) => pat.path.segments.last().is_some_and(|last| last.ident == "None"),
        _ => false,
    }
}
