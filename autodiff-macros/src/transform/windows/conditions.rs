//! Elements in the code of conditions, which the reverse sweep evaluates again.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprIndex, UnOp};

use super::names::Names;
use crate::ir::{Atom, Code, Place, Proj, VarId};

impl Names<'_> {
    fn var(&self, expr: &Expr) -> Option<VarId> {
        match expr {
            Expr::Path(path) => self.named(&path.path.get_ident()?.to_string()),
            _ => None,
        }
    }

    /// The place that code denotes, and the index into it.
    pub(super) fn element(&self, expr: &ExprIndex) -> Option<(Place, Code, Vec<VarId>)> {
        let mut reads = Vec::new();
        self.reads(&expr.index, &mut reads)?;
        Some((self.place(&expr.expr)?, Code(expr.index.to_token_stream()), reads))
    }

    /// The part of a slice that code denotes.
    pub(in crate::transform) fn part(&self, expr: &ExprIndex) -> Option<Place> {
        let mut place = self.place(&expr.expr)?;
        place.path.push(self.step(&expr.index)?);
        Some(place)
    }

    /// An index or a range of them.
    fn step(&self, index: &Expr) -> Option<Proj> {
        let Expr::Range(range) = index else { return Some(Proj::at(self.atom(index)?)) };
        let closed = matches!(range.limits, syn::RangeLimits::Closed(_));
        Some(Proj::Range(self.bound(&range.start)?, self.bound(&range.end)?, closed))
    }

    fn place(&self, expr: &Expr) -> Option<Place> {
        let (base, step) = match expr {
            Expr::Paren(e) => return self.place(&e.expr),
            Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => (&e.expr, Proj::Deref),
            Expr::Field(e) => (&e.base, Proj::Member(e.member.clone())),
            Expr::Index(e) => return self.part(e),
            path => return self.var(path).map(Place::whole),
        };
        let mut place = self.place(base)?;
        place.path.push(step);
        Some(place)
    }

    fn bound(&self, bound: &Option<Box<Expr>>) -> Option<Option<Atom>> {
        match bound {
            Some(bound) => Some(Some(self.atom(bound)?)),
            None => Some(None),
        }
    }

    fn atom(&self, expr: &Expr) -> Option<Atom> {
        match expr {
            Expr::Lit(lit) => Some(Atom::Const(Code(lit.to_token_stream()))),
            expr => self.var(expr).map(Atom::Var),
        }
    }

    /// What a sum or difference of variables and numbers reads.
    fn reads(&self, expr: &Expr, reads: &mut Vec<VarId>) -> Option<()> {
        match expr {
            Expr::Lit(_) => Some(()),
            Expr::Paren(e) => self.reads(&e.expr, reads),
            Expr::Binary(e) => {
                self.reads(&e.left, reads)?;
                self.reads(&e.right, reads)
            }
            expr => {
                reads.push(self.var(expr)?);
                Some(())
            }
        }
    }
}

/// Visits the elements and parts of slices in code; replaces those for which `visit` has other code.
pub(in crate::transform) fn elements(
    Code(code): &mut Code,
    visit: &mut dyn FnMut(&ExprIndex) -> Option<TokenStream>,
) {
    if !has_brackets(code) {
        return;
    }
    let mut all = Elements { visit, changed: false };
    let changed = if let Ok(mut expr) = syn::parse2::<Expr>(code.clone()) {
        all.visit_expr_mut(&mut expr);
        expr.into_token_stream()
    } else if let Ok(mut stmts) = Block::parse_within.parse2(code.clone()) {
        stmts.iter_mut().for_each(|stmt| all.visit_stmt_mut(stmt));
        stmts.into_iter().map(ToTokens::into_token_stream).collect()
    } else {
        return;
    };
    if all.changed {
        *code = changed;
    }
}

/// Whether code may have an index in it.
fn has_brackets(code: &TokenStream) -> bool {
    code.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket || has_brackets(&group.stream()),
        _ => false,
    })
}

struct Elements<'a> {
    visit: &'a mut dyn FnMut(&ExprIndex) -> Option<TokenStream>,
    changed: bool,
}

impl VisitMut for Elements<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Index(index) = expr {
            if let Some(code) = (self.visit)(index) {
                *expr = Expr::Verbatim(code);
                self.changed = true;
                return;
            }
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}
