//! Items that stand in inner blocks, whose names the reverse sweep does not see.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::Item;

use super::rename::Name;
use super::{Fixed, Lower};

impl Lower<'_> {
    /// An item of an inner block. Where one constant alone has a name, it never changes, as a local.
    pub(super) fn inner_item(&mut self, item: &Item) {
        let constant = match item {
            Item::Const(item) => Some(&item.ident),
            _ => None,
        };
        let is_new = |ident: &&syn::Ident| {
            self.hidden.as_ref().is_some_and(|hidden| !hidden.contains(&ident.to_string()))
        };
        let only = constant.filter(is_new);
        self.hide(item.to_token_stream());
        if let Some(ident) = only {
            let fixed = Fixed { depth: self.builder.depth(), fields: false, untyped: false };
            self.fixed.insert(Name::of(ident), fixed);
        }
    }

    /// Remembers the names of an item.
    fn hide(&mut self, item: proc_macro2::TokenStream) {
        for token in item {
            match token {
                TokenTree::Ident(ident) => {
                    if let Some(hidden) = &mut self.hidden {
                        // What was one constant may be something else here.
                        if !hidden.insert(ident.to_string()) {
                            self.fixed.remove(&Name::of(&ident));
                        }
                    }
                }
                TokenTree::Group(group) => self.hide(group.stream()),
                TokenTree::Punct(punct) if punct.as_char() == '*' => self.hidden = None,
                _ => {}
            }
        }
    }

    /// Whether a name is a constant of an inner block, and of no other.
    pub(super) fn is_inner_constant(&self, ident: &syn::Ident) -> bool {
        let hidden = self.hidden.as_ref().is_some_and(|hidden| hidden.contains(&ident.to_string()));
        hidden && self.fixed.contains_key(&Name::of(ident))
    }
}
