//! Literals whose type only their uses tell: evaluated again, they would be of whatever type their uses there ask for.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{BinOp, Block, Expr, Lit, Macro, Pat, Stmt, Token};

use super::Lower;
use super::carriers::bindings;
use super::place::strip;
use super::rename::Name;

impl Lower<'_> {
    /// Whether an expression is made of literals without a suffix alone.
    pub(super) fn is_untyped(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Lit(lit) => is_bare(&lit.lit),
            Expr::Unary(e) => self.is_untyped(&e.expr),
            Expr::Array(e) => e.elems.iter().all(|elem| self.is_untyped(elem)),
            Expr::Repeat(e) => self.is_untyped(&e.expr),
            Expr::Macro(e) => {
                e.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).map_or_else(
                    |_| is_bare_repeat(&e.mac),
                    |elems| elems.iter().all(|elem| self.is_untyped(elem)),
                )
            }
            Expr::Binary(e) => self.is_untyped(&e.left) && (is_shift(&e.op) || self.is_untyped(&e.right)),
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|ident| self.fixed.get(&Name::of(ident)).is_some_and(|fixed| fixed.untyped)),
            Expr::Block(e) => self.ends_untyped(&e.block),
            Expr::If(e) => {
                let otherwise = e.else_branch.as_ref();
                self.ends_untyped(&e.then_branch) && otherwise.is_some_and(|(_, expr)| self.is_untyped(expr))
            }
            Expr::Match(e) => e.arms.iter().all(|arm| self.is_untyped(&arm.body)),
            _ => false,
        }
    }

    fn ends_untyped(&self, block: &Block) -> bool {
        matches!(block.stmts.last(), Some(Stmt::Expr(tail, None)) if self.is_untyped(tail))
    }

    /// Remembers the names in a pattern over this value, if it has such a type.
    pub(super) fn note_untyped(&mut self, pat: &Pat, value: &Expr) {
        if self.has_untyped_part(value) {
            self.bind_untyped(pat);
        }
    }

    pub(super) fn bind_untyped(&mut self, pat: &Pat) {
        self.untyped.extend(bindings(pat, false).into_iter().map(|name| Name::of(&name.ident)));
    }

    /// Whether the type of a value, or of a part of it, may come from a literal without a suffix: calls, casts and
    /// operators with another operand have a type of their own.
    pub(super) fn has_untyped_part(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Lit(lit) => is_bare(&lit.lit),
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|ident| self.untyped.contains(&Name::of(ident)))
            }
            Expr::Cast(_) => false,
            Expr::Field(e) => self.has_untyped_part(&e.base),
            Expr::MethodCall(e) => self.has_untyped_part(&e.receiver),
            // `Some(3)`
            Expr::Call(e) if is_constructor(&e.func) => e.args.iter().any(|arg| self.has_untyped_part(arg)),
            // A closure.
            Expr::Call(e) => self.has_untyped_part(&e.func),
            Expr::Unary(e) => self.has_untyped_part(&e.expr),
            Expr::Binary(e) => {
                self.has_untyped_part(&e.left) && (is_shift(&e.op) || self.has_untyped_part(&e.right))
            }
            Expr::Reference(e) => self.has_untyped_part(&e.expr),
            Expr::Range(e) => {
                let bounds = [&e.start, &e.end];
                !bounds.into_iter().flatten().any(|bound| !self.has_untyped_part(bound))
            }
            _ => true,
        }
    }
}

/// `vec![x; n]` of a literal without a suffix. A float is one of two types, which both sweeps compute with alike.
fn is_bare_repeat(mac: &Macro) -> bool {
    match mac.tokens.clone().into_iter().next() {
        Some(TokenTree::Literal(literal)) => {
            syn::parse2::<Lit>(literal.into_token_stream()).is_ok_and(|lit| is_bare(&lit))
        }
        _ => false,
    }
}

/// Whether the left operand alone has the type of the result.
fn is_shift(op: &BinOp) -> bool {
    matches!(op, BinOp::Shl(_) | BinOp::Shr(_))
}

fn is_constructor(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    path.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}

/// A number without a suffix.
fn is_bare(lit: &Lit) -> bool {
    match lit {
        Lit::Float(lit) => lit.suffix().is_empty(),
        Lit::Int(lit) => lit.suffix().is_empty(),
        _ => false,
    }
}
