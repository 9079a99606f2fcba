//! Invisible groups made visible.
//!
//! A macro fragment such as `$e:expr` arrives as a group without delimiters. rustc forgets such a group when a
//! procedural macro hands it back, so that `$e * x` with `a + b` for `$e` would become `a + b * x`: in the user's own
//! function, whatever the attribute does with it. Parentheses keep what was meant.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Item, token};

/// `$body:block` as the block that it is, which needs no semicolon behind it.
pub(super) fn open_blocks(tokens: TokenStream) -> TokenStream {
    tokens.into_iter().map(open_block).collect()
}

fn open_block(token: TokenTree) -> TokenTree {
    let TokenTree::Group(group) = token else { return token };
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    if let (Delimiter::None, [TokenTree::Group(block)]) = (group.delimiter(), &inside[..]) {
        if block.delimiter() == Delimiter::Brace {
            let mut block = block.clone();
            // Braces that nobody wrote there, as the lints see it.
            block.set_span(block.span().resolved_at(Span::mixed_site()));
            return open_block(TokenTree::Group(block));
        }
    }
    if !has_invisible(&group) {
        return TokenTree::Group(group);
    }
    let mut opened = Group::new(group.delimiter(), inside.into_iter().map(open_block).collect());
    opened.set_span(group.span());
    TokenTree::Group(opened)
}

fn has_invisible(group: &Group) -> bool {
    group.stream().into_iter().any(|token| match token {
        TokenTree::Group(inner) => inner.delimiter() == Delimiter::None || has_invisible(&inner),
        _ => false,
    })
}

/// Puts parentheses around the fragments that need them.
pub(super) fn make_visible(item: &mut Item) {
    Groups.visit_item_mut(item);
}

struct Groups;

impl VisitMut for Groups {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Expr::Group(group) = expr else { return };
        let inner = std::mem::replace(&mut *group.expr, Expr::PLACEHOLDER);
        *expr = if is_atomic(&inner) {
            inner
        } else {
            Expr::Paren(syn::ExprParen {
                attrs: Vec::new(),
                paren_token: token::Paren(group.group_token.span),
                expr: Box::new(inner),
            })
        };
    }
}

/// Whether an expression means the same next to any operator.
fn is_atomic(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Array(_)
            | Expr::Call(_)
            | Expr::Field(_)
            | Expr::Index(_)
            | Expr::Lit(_)
            | Expr::Macro(_)
            | Expr::MethodCall(_)
            | Expr::Paren(_)
            | Expr::Path(_)
            | Expr::Tuple(_)
    )
}
