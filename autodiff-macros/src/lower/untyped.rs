//! Literals whose type only their uses tell: evaluated again, they would be of whatever type their uses there ask for.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{BinOp, Expr, Lit, Macro, Token};

use super::Lower;
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
            _ => false,
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

/// Whether the type of a value, or of a part of it, may come from a literal without a suffix: calls, casts and operators
/// with another operand have a type of their own.
pub(super) fn has_untyped_part(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Lit(lit) => is_bare(&lit.lit),
        Expr::Cast(_) | Expr::Path(_) | Expr::Field(_) => false,
        Expr::MethodCall(e) => has_untyped_part(&e.receiver),
        // `Some(3)`
        Expr::Call(e) => e.args.iter().any(has_untyped_part) && is_constructor(&e.func),
        Expr::Unary(e) => has_untyped_part(&e.expr),
        Expr::Binary(e) => has_untyped_part(&e.left) && (is_shift(&e.op) || has_untyped_part(&e.right)),
        Expr::Reference(e) => has_untyped_part(&e.expr),
        _ => true,
    }
}
