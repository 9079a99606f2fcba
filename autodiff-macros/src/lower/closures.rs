//! Closures that carry no derivative, given to other functions.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprClosure, Pat};

use super::Lower;
use super::carriers::bindings;
use super::place::strip;
use super::rename::Name;

impl Lower<'_> {
    /// Remembers the name of a closure that may borrow.
    pub(super) fn bind_closure(&mut self, pat: &Pat, init: &Expr) {
        if let (Pat::Ident(name), true) = (pat, self.may_borrow(init)) {
            self.borrowing.insert(Name::of(&name.ident));
        }
    }

    /// Whether an argument is a closure that may borrow from what is around it: one without `move` that mentions a
    /// variable.
    pub(super) fn may_borrow(&self, arg: &Expr) -> bool {
        match strip(arg) {
            Expr::Closure(closure) => closure.capture.is_none() && self.captures(closure),
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.borrowing.contains(&Name::of(name)))
            }
            _ => false,
        }
    }

    fn captures(&self, closure: &ExprClosure) -> bool {
        let own = closure.inputs.iter().flat_map(|pat| bindings(pat, false));
        let own: Vec<Name> = own.map(|pat| Name::of(&pat.ident)).collect();
        self.mentions_local(closure.body.to_token_stream(), &own)
    }

    fn mentions_local(&self, tokens: TokenStream, except: &[Name]) -> bool {
        let mut after_dot = false;
        tokens.into_iter().any(|token| {
            let is_field = std::mem::replace(&mut after_dot, false);
            match token {
                TokenTree::Group(group) => self.mentions_local(group.stream(), except),
                TokenTree::Ident(ident) => {
                    let name = Name::of(&ident);
                    !is_field && self.locals.contains(&name) && !except.contains(&name)
                }
                TokenTree::Punct(punct) => {
                    after_dot = punct.as_char() == '.';
                    false
                }
                TokenTree::Literal(_) => false,
            }
        })
    }
}
