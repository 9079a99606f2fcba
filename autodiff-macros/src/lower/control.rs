//! Branches, blocks and early exits.

use std::collections::BTreeSet;

use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprBlock, ExprIf, ExprMatch, ExprReturn, Local, Pat, Stmt};

use super::pattern::Scrutinee;
use super::place::strip;
use super::{Lower, Target};
use crate::diagnostics::Refusal;
use crate::ir::{Arm, Atom, Block, Branch, Code, End, Head, Label, Place, Shape, StmtKind, Value, VarId};

impl Lower<'_> {
    /// A variable for the value of a branch or block, declared before it.
    pub(super) fn declare_value(&mut self, span: proc_macro2::Span) -> VarId {
        let var = self.builder.temp(Shape::Unknown, span);
        self.builder.func.vars[var.0 as usize].late = true;
        self.builder.push(StmtKind::Declare(var), span);
        var
    }

    /// The value of a branch or block.
    pub(super) fn branch_value(&mut self, expr: &Expr) -> Atom {
        let target = self.declare_value(expr.span());
        self.expr_into(expr, target);
        Atom::Var(self.builder.read(target, expr.span()))
    }

    pub(super) fn branch_if(&mut self, expr: &ExprIf, target: Option<VarId>) {
        if let Expr::Let(scrutinee) = strip(&expr.cond) {
            if !self.carriers.is_inert(&scrutinee.expr) {
                if self.if_present(expr, target) {
                    return;
                }
                return self.branch_if_let(expr, scrutinee, target);
            }
        }
        let (head, pats) = self.condition(&expr.cond);
        let again = self.pure_condition(&expr.cond);
        let (then, otherwise) = self.both_arms(expr, target, |lower| {
            pats.iter().for_each(|pat| lower.bind_inert(pat, true));
        });
        let arms = [then, otherwise].into_iter().map(|body| Arm { pattern: None, body }).collect();
        self.builder.push(StmtKind::Branch(Branch { head: Head::If(head), again, arms }), expr.span());
    }

    /// The two blocks of an `if`; `bind` declares what its condition binds for the first.
    fn both_arms(
        &mut self,
        expr: &ExprIf,
        target: Option<VarId>,
        bind: impl FnOnce(&mut Self),
    ) -> (Block, Block) {
        let known = self.builder.known();
        self.builder.open_arm(&known);
        bind(self);
        self.block(&expr.then_branch, target);
        let (then, mut written) = self.builder.close_arm();
        self.builder.open_arm(&known);
        match (&expr.else_branch, target) {
            (Some((_, otherwise)), _) => self.arm(otherwise, target),
            (None, Some(target)) => self.store_unit(target, expr.span()),
            (None, None) => {}
        }
        let (otherwise, also) = self.builder.close_arm();
        written.extend(also);
        self.builder.join(known, &written);
        (then, otherwise)
    }

    /// `if let pattern = scrutinee` over what carries a derivative is a `match` with two arms.
    fn branch_if_let(&mut self, expr: &ExprIf, scrutinee: &syn::ExprLet, target: Option<VarId>) {
        let (code, source) = self.scrutinee(&scrutinee.expr);
        self.check_variants(std::iter::once(&*scrutinee.pat), &source);
        let (then, otherwise) =
            self.both_arms(expr, target, |lower| lower.bind_scrutinee(&scrutinee.pat, &source));
        let arms = vec![
            Arm { pattern: Some((*scrutinee.pat).clone()), body: then },
            Arm { pattern: Some(syn::parse_quote!(_)), body: otherwise },
        ];
        self.builder
            .push(StmtKind::Branch(Branch { head: Head::Match(code), again: None, arms }), expr.span());
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
                if self.carriers.carries(&e.expr) {
                    self.diag.refuse(e, Refusal::Pattern);
                }
                pats.push((*e.pat).clone());
            }
            _ => {}
        }
    }

    pub(super) fn branch_match(&mut self, expr: &ExprMatch, target: Option<VarId>) {
        if self.match_present(expr, target) {
            return;
        }
        let inert = self.carriers.is_inert(&expr.expr);
        let (code, source) = if inert {
            (self.code(&expr.expr), None)
        } else {
            let (code, source) = self.scrutinee(&expr.expr);
            self.check_variants(expr.arms.iter().map(|arm| &arm.pat), &source);
            (code, Some(source))
        };
        let known = self.builder.known();
        let mut written = BTreeSet::new();
        let mut arms = Vec::new();
        for arm in &expr.arms {
            let mut pattern = arm.pat.clone();
            if let Pat::Guard(guarded) = &mut pattern {
                if self.carriers.touches(&guarded.guard) {
                    self.diag.refuse(&guarded.guard, Refusal::GuardEffects);
                }
                let guard = self.code(&guarded.guard).0;
                *guarded.guard = Expr::Verbatim(guard);
            }
            self.builder.open_arm(&known);
            match &source {
                Some(source) => self.bind_scrutinee(&arm.pat, source),
                None => self.bind_inert(&arm.pat, true),
            }
            self.arm(&arm.body, target);
            let (body, also) = self.builder.close_arm();
            written.extend(also);
            arms.push(Arm { pattern: Some(pattern), body });
        }
        self.builder.join(known, &written);
        self.builder
            .push(StmtKind::Branch(Branch { head: Head::Match(code), again: None, arms }), expr.span());
    }

    /// What an arm does; a plain block is the arm itself.
    pub(super) fn arm(&mut self, body: &Expr, target: Option<VarId>) {
        match (body, target) {
            (Expr::Block(e), _) if e.label.is_none() => self.block(&e.block, target),
            (body, Some(target)) => self.expr_into(body, target),
            (body, None) => self.effect(body),
        }
    }

    fn scrutinee(&mut self, expr: &Expr) -> (Code, Scrutinee) {
        if let Expr::Tuple(tuple) = strip(expr) {
            let vars: Vec<VarId> = tuple.elems.iter().map(|elem| self.scrutinee_part(elem)).collect();
            let idents = vars.iter().map(|var| &self.builder.func.var(*var).ident);
            let code = quote!((#(#idents,)*));
            let carries = tuple.elems.iter().map(|elem| self.carriers.carries(elem));
            let parts = vars.iter().zip(carries).map(|(var, carries)| carries.then(|| Place::whole(*var)));
            return (Code(code), Scrutinee::Parts(parts.collect()));
        }
        let behind = self.alias(expr).map(|(place, _)| self.builder.func.place_shape(&place));
        if behind.is_some_and(|shape| !matches!(shape, Shape::Float(_))) {
            self.diag.refuse(expr, Refusal::Pattern);
        }
        let var = self.scrutinee_part(expr);
        (Code(self.builder.func.var(var).ident.to_token_stream()), Scrutinee::Whole(var))
    }

    fn scrutinee_part(&mut self, expr: &Expr) -> VarId {
        match self.atom(expr) {
            Atom::Var(var) => var,
            constant => self.builder.define(Value::Atom(constant), Shape::Unknown, expr.span()),
        }
    }

    /// `let pattern = scrutinee else { .. };` and all that follows, which goes into the arm that matched.
    /// Returns whether it took care of what follows.
    pub(super) fn let_else(&mut self, local: &Local, rest: &[Stmt], target: Option<VarId>) -> bool {
        if self.let_present(local, rest, target) {
            return true;
        }
        let Some((init, (_, diverge))) =
            local.init.as_ref().and_then(|init| Some((init, init.diverge.as_ref()?)))
        else {
            return false;
        };
        let inert = self.carriers.is_inert(&init.expr);
        let (code, source) = if inert {
            (self.code(&init.expr), None)
        } else {
            let (code, source) = self.scrutinee(&init.expr);
            self.check_variants(std::iter::once(&local.pat), &source);
            (code, Some(source))
        };
        let known = self.builder.known();
        self.builder.open_arm(&known);
        match &source {
            Some(source) => self.bind_scrutinee(&local.pat, source),
            None => self.bind_inert(&local.pat, true),
        }
        self.stmts(rest, target);
        let (matched, mut written) = self.builder.close_arm();
        self.builder.open_arm(&known);
        self.effect(diverge);
        self.builder.end(End::Diverge);
        let (otherwise, also) = self.builder.close_arm();
        written.extend(also);
        self.builder.join(known, &written);
        let arms = vec![
            Arm { pattern: Some(untyped(&local.pat)), body: matched },
            Arm { pattern: Some(syn::parse_quote!(_)), body: otherwise },
        ];
        self.builder
            .push(StmtKind::Branch(Branch { head: Head::Match(code), again: None, arms }), local.span());
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
        self.builder.open_arm(&known);
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

/// A pattern without the type beside it.
fn untyped(pat: &Pat) -> Pat {
    match pat {
        Pat::Type(typed) => (*typed.pat).clone(),
        other => other.clone(),
    }
}
