//! Branches, blocks and early exits.

use std::collections::BTreeSet;

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprBlock, ExprIf, ExprMatch, ExprReturn, Local, Pat, Stmt};

use super::place::strip;
use super::scrutinee::{Scrutinee, binds_parts, decided_by, emitted, spelled_out};
use super::{Lower, Target};
use crate::diagnostics::Refusal;
use crate::ir::{Arm, Atom, Block, Branch, Code, End, Head, Label, Shape, StmtKind, VarId};

impl Lower<'_> {
    /// A variable for the value of a branch or block, declared before it.
    pub(super) fn declare_value(&mut self, span: Span) -> VarId {
        let var = self.builder.temp(Shape::Unknown, span);
        self.builder.func.vars[var.0 as usize].late = true;
        self.builder.push(StmtKind::Declare(var), span);
        var
    }

    /// The value of a branch or block.
    pub(super) fn branch_value(&mut self, expr: &Expr) -> Atom {
        let target = self.declare_value(expr.span());
        self.expr_into(expr, target);
        // A loop that is never left: nothing reads its value.
        if self.builder.has_ended() {
            return Atom::Const(Code(quote!(unreachable!())));
        }
        Atom::Var(self.builder.read(target, expr.span()))
    }

    pub(super) fn branch_if(&mut self, expr: &ExprIf, target: Option<VarId>) {
        if self.chained_if(expr, target) {
            return;
        }
        if let Expr::Let(scrutinee) = strip(&expr.cond) {
            if !self.carriers.is_inert(&scrutinee.expr) {
                if self.if_present(expr, target) || self.if_side_by_side(expr, target) {
                    return;
                }
                let then = |lower: &mut Self| lower.block(&expr.then_branch, target);
                let otherwise = |lower: &mut Self| lower.otherwise(expr, target);
                return self.match_or(&scrutinee.pat, &scrutinee.expr, expr.span(), then, otherwise);
            }
        }
        let (head, pats) = self.condition(&expr.cond);
        let again = self.pure_condition(&expr.cond);
        let arms = self.two_arms(
            |lower| {
                pats.iter().for_each(|pat| lower.bind_inert(pat, true));
                lower.block(&expr.then_branch, target);
            },
            |lower| lower.otherwise(expr, target),
        );
        let arms = arms.map(|body| Arm { pattern: None, body }).into();
        self.builder.push(StmtKind::Branch(Branch { head: Head::If(head), again, arms }), expr.span());
    }

    pub(super) fn otherwise(&mut self, expr: &ExprIf, target: Option<VarId>) {
        match (&expr.else_branch, target) {
            (Some((_, otherwise)), _) => self.arm(otherwise, target),
            (None, Some(target)) => self.store_unit(target, expr.span()),
            (None, None) => {}
        }
    }

    /// Two blocks of which one runs.
    pub(super) fn two_arms(
        &mut self,
        then: impl FnOnce(&mut Self),
        otherwise: impl FnOnce(&mut Self),
    ) -> [Block; 2] {
        let known = self.builder.known();
        self.builder.open_arm(known);
        then(self);
        let (then, mut written) = self.builder.close_arm();
        self.builder.open_arm(known);
        otherwise(self);
        let (otherwise, also) = self.builder.close_arm();
        written.extend(also);
        self.builder.join(known, &written);
        [then, otherwise]
    }

    /// What matches a pattern, and the rest: `if let`, `while let` and `let else` are a `match` with two arms.
    pub(super) fn match_or(
        &mut self,
        pat: &Pat,
        expr: &Expr,
        span: Span,
        then: impl FnOnce(&mut Self),
        otherwise: impl FnOnce(&mut Self),
    ) {
        self.note_untyped(pat, expr);
        let (code, source) = self.scrutinee(expr, std::iter::once(pat));
        if !matches!(source, Scrutinee::Inert) {
            self.note_matched(pat);
        }
        let pat = &spelled_out(pat, &source);
        self.check_variants(std::iter::once(pat), &source);
        let [then, otherwise] = self.two_arms(
            |lower| {
                lower.bind_scrutinee(pat, &source);
                then(lower);
            },
            otherwise,
        );
        let arms = vec![
            Arm { pattern: Some(emitted(pat, &source)), body: then },
            Arm { pattern: Some(syn::parse_quote!(_)), body: otherwise },
        ];
        let again = decided_by(&source, &arms);
        self.builder.push(StmtKind::Branch(Branch { head: Head::Match(code), again, arms }), span);
    }

    /// A condition as code, and the patterns it binds. A `bool` carries no derivative, whatever it is made of.
    pub(super) fn condition(&mut self, cond: &Expr) -> (Code, Vec<Pat>) {
        if self.carriers.touches(cond) {
            let value = self.atom(cond);
            return (Code(self.atom_tokens(&value)), Vec::new());
        }
        let mut pats = Vec::new();
        self.chain(cond, &mut pats);
        (self.code(cond), pats)
    }

    /// The patterns in `a && let p = b && ..`.
    fn chain(&mut self, cond: &Expr, pats: &mut Vec<Pat>) {
        match cond {
            Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_)) => {
                self.chain(&e.left, pats);
                self.chain(&e.right, pats);
            }
            Expr::Let(e) => {
                self.note_untyped(&e.pat, &e.expr);
                pats.push((*e.pat).clone());
            }
            _ => {}
        }
    }

    pub(super) fn branch_match(&mut self, expr: &ExprMatch, target: Option<VarId>) {
        if self.match_present(expr, target) || self.match_side_by_side(expr, target) {
            return;
        }
        let (code, source) = self.scrutinee(&expr.expr, expr.arms.iter().map(|arm| &arm.pat));
        let cases: Vec<Vec<syn::Arm>> = expr.arms.iter().map(|arm| each_case(arm, &source)).collect();
        self.check_variants(cases.iter().flatten().map(|arm| &arm.pat), &source);
        let known = self.builder.known();
        let mut written = BTreeSet::new();
        let mut arms = Vec::new();
        for cases in &cases {
            // What is refused once is refused each time.
            let refused = self.diag.count();
            for arm in cases {
                self.note_untyped(&arm.pat, &expr.expr);
                if !matches!(source, Scrutinee::Inert) {
                    self.note_matched(&arm.pat);
                }
                let mut pattern = emitted(&arm.pat, &source);
                if let Pat::Guard(guarded) = &mut pattern {
                    // Its names are those of this pattern, not what they stand for where another one has matched.
                    self.unbind(&guarded.pat);
                    *guarded.guard = self.guard(&guarded.guard);
                }
                self.builder.open_arm(known);
                self.bind_scrutinee(&arm.pat, &source);
                if self.diag.count() == refused {
                    self.in_copies(cases.len(), &arm.pat, |lower| lower.arm(&arm.body, target));
                }
                let (body, also) = self.builder.close_arm();
                written.extend(also);
                arms.push(Arm { pattern: Some(pattern), body });
            }
        }
        self.builder.join(known, &written);
        let again = decided_by(&source, &arms);
        self.builder.push(StmtKind::Branch(Branch { head: Head::Match(code), again, arms }), expr.span());
    }

    /// The condition of an arm. It is a `bool` and carries no derivative, whatever is called for it.
    pub(super) fn guard(&mut self, guard: &Expr) -> Expr {
        if self.carriers.touches(guard) && !self.carriers.only_asks(guard) {
            let calls = self.carriers.only_calls(guard);
            self.diag.refuse(guard, if calls { Refusal::GuardCall } else { Refusal::GuardEffects });
        }
        Expr::Verbatim(self.code(guard).0)
    }

    /// What an arm does; a plain block is the arm itself.
    pub(super) fn arm(&mut self, body: &Expr, target: Option<VarId>) {
        match (body, target) {
            (Expr::Block(e), _) if e.label.is_none() => self.block(&e.block, target),
            (body, Some(target)) => self.expr_into(body, target),
            (body, None) => self.effect(body),
        }
    }

    /// `let pattern = scrutinee else { .. };` and all that follows, which goes into the arm that matched.
    /// Returns whether it took care of what follows.
    pub(super) fn let_else(&mut self, local: &Local, rest: &[Stmt], target: Option<VarId>) -> bool {
        if !self.builder.enter_let_else(local.span()) {
            return true;
        }
        let done = self.let_or(local, rest, target);
        self.builder.leave_let_else();
        done
    }

    fn let_or(&mut self, local: &Local, rest: &[Stmt], target: Option<VarId>) -> bool {
        if self.let_present(local, rest, target) || self.let_side_by_side(local, rest, target) {
            return true;
        }
        let Some((init, (_, diverge))) =
            local.init.as_ref().and_then(|init| Some((init, init.diverge.as_ref()?)))
        else {
            return false;
        };
        self.match_or(
            &local.pat,
            &init.expr,
            local.span(),
            |lower| lower.stmts(rest, target),
            |lower| {
                lower.effect(diverge);
                lower.builder.end(End::Diverge);
            },
        );
        true
    }

    /// A block, labelled or not.
    pub(super) fn scope(&mut self, expr: &ExprBlock, target: Option<VarId>) {
        let label = expr.label.as_ref().map(|label| {
            let new = self.builder.label();
            let name = Some(label.name.ident.clone());
            self.labels.push(Target { name, exit: new, next: None, value: target });
            new
        });
        let known = self.builder.known();
        self.builder.open_arm(known);
        self.block(&expr.block, target);
        let (body, written) = self.builder.close_arm();
        if label.is_some() {
            self.labels.pop();
        }
        self.builder.join(known, &written);
        self.builder.push(StmtKind::Scope(label, body), expr.span());
    }

    pub(super) fn exit_function(&mut self, expr: &ExprReturn) {
        match (&expr.expr, self.result) {
            (Some(value), Some(result)) => self.expr_into(value, result),
            (Some(value), None) => self.effect(value),
            (None, Some(result)) => self.store_unit(result, expr.span()),
            (None, None) => {}
        }
        self.builder.end(End::Exit(Label::FUNCTION));
    }
}

/// One arm for each of its patterns, if the names in them stand for different parts.
fn each_case(arm: &syn::Arm, source: &Scrutinee) -> Vec<syn::Arm> {
    let arm = syn::Arm { pat: spelled_out(&arm.pat, source), ..arm.clone() };
    let (pattern, guard) = match &arm.pat {
        Pat::Guard(guarded) => (&*guarded.pat, Some(guarded)),
        pattern => (pattern, None),
    };
    match pattern {
        Pat::Or(or) if !matches!(source, Scrutinee::Inert) && binds_parts(pattern) => {
            let case = |pat: &Pat| {
                let pat = match guard {
                    Some(guard) => Pat::Guard(syn::PatGuard { pat: Box::new(pat.clone()), ..guard.clone() }),
                    None => pat.clone(),
                };
                syn::Arm { pat, ..arm.clone() }
            };
            or.cases.iter().map(case).collect()
        }
        _ => vec![arm],
    }
}
