//! What the pattern of a loop binds to each step of an iterator.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Pat, PatIdent};

use super::super::Lower;
use super::Item;
use super::together::starts;
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, Role, Shape, Steps, VarId};

/// A pattern of the user's for a step of an iterator over a place.
pub(in crate::lower) struct Bound {
    pub(in crate::lower) pattern: Pat,
    /// The variable over the steps, if it has one of its own.
    pub(in crate::lower) index: Option<VarId>,
    pub(in crate::lower) item: Item,
}

/// What the pattern of a loop binds.
#[derive(Default)]
pub(in crate::lower) struct Names {
    /// The one number that everything is counted by.
    pub(in crate::lower) index: Option<VarId>,
    /// More names for it.
    pub(in crate::lower) copies: Vec<Pat>,
    pub(in crate::lower) counters: Vec<PatIdent>,
    pub(in crate::lower) inert: Vec<Pat>,
    pub(in crate::lower) elements: Vec<Bound>,
}
impl Lower<'_> {
    /// The pattern over indices.
    pub(in crate::lower) fn pattern(
        &mut self,
        pat: &Pat,
        steps: &mut Steps,
        item: Item,
        names: &mut Names,
    ) -> Option<TokenStream> {
        let Some((start, end)) = steps.span.clone().filter(|_| !matches!(item, Item::Counter)) else {
            return self.pattern_of(pat, item, names);
        };
        let mut reads: Vec<VarId> = [&start, &end].into_iter().filter_map(Atom::var).collect();
        let (start, end) = (self.atom_tokens(&start), self.atom_tokens(&end));
        let rev = steps.down.then(|| quote!(.rev()));
        steps.code = Code(quote!((#start..#end)#rev));
        if let Some((first, skipped)) = starts(&item) {
            reads.extend(skipped.iter().chain([&first]).filter_map(|atom| atom.var()));
            let skipped = skipped.into_iter().map(|by| self.atom_tokens(by));
            let (krate, first) = (&self.krate, self.atom_tokens(first));
            steps.code = Code(quote!(#krate::__private::beside(#start..#end, #first, #end #(+ #skipped)*)));
        }
        steps.again = Some(reads);
        // One number counts everything.
        let index = match self.flat(pat, item, names)? {
            Some(name) => self.builder.user(&name.ident, Role::User, Shape::Integer, false),
            None => self.builder.temp(Shape::Integer, pat.span()),
        };
        names.index = Some(index);
        Some(self.builder.func.var(index).ident.to_token_stream())
    }

    /// Collects what a pattern binds to the same number of each step; returns the user's name for it.
    fn flat(&mut self, pat: &Pat, item: Item, names: &mut Names) -> Option<Option<PatIdent>> {
        match (pat, item) {
            (Pat::Paren(inner), item) => self.flat(&inner.pat, item, names),
            (Pat::Ident(name), Item::Counter) if self.is_counter(name) => Some(Some(name.clone())),
            (pat, Item::Inert | Item::Counter) => {
                names.copies.push(pat.clone());
                Some(None)
            }
            (Pat::Tuple(tuple), Item::Pair(first, second)) if tuple.elems.len() == 2 => {
                let first = self.flat(&tuple.elems[0], *first, names)?;
                let second = self.flat(&tuple.elems[1], *second, names)?;
                if let (Some(_), Some(other)) = (&first, &second) {
                    names.copies.push(Pat::Ident(other.clone()));
                }
                Some(first.or(second))
            }
            (
                pat,
                item @ (Item::Element(..)
                | Item::Slice(..)
                | Item::Number(..)
                | Item::Endless(_)
                | Item::At(..)),
            ) => {
                names.elements.push(Bound { pattern: pat.clone(), index: None, item });
                Some(None)
            }
            (pat, Item::Pair(..)) => {
                self.diag.refuse(pat, Refusal::Pattern);
                None
            }
        }
    }

    /// Whether a name can stand for a counter in the IR.
    pub(in crate::lower) fn is_counter(&self, name: &PatIdent) -> bool {
        name.by_ref.is_none()
            && name.mutability.is_none()
            && name.subpat.is_none()
            && !self.carriers.has(&name.ident)
    }

    fn pattern_of(&mut self, pat: &Pat, item: Item, names: &mut Names) -> Option<TokenStream> {
        match (pat, item) {
            (Pat::Paren(inner), item) => self.pattern_of(&inner.pat, item, names),
            (Pat::Ident(name), Item::Counter) if self.is_counter(name) => {
                names.counters.push(name.clone());
                Some(pat.to_token_stream())
            }
            (pat, Item::Inert | Item::Endless(_) | Item::Counter) => {
                names.inert.push(pat.clone());
                Some(pat.to_token_stream())
            }
            (Pat::Tuple(tuple), Item::Pair(first, second)) if tuple.elems.len() == 2 => {
                let first = self.pattern_of(&tuple.elems[0], *first, names)?;
                let second = self.pattern_of(&tuple.elems[1], *second, names)?;
                Some(quote!((#first, #second)))
            }
            (pat, item @ (Item::Element(..) | Item::Slice(..) | Item::Number(..) | Item::At(..))) => {
                let index = self.builder.temp(Shape::Integer, pat.span());
                let ident = self.builder.func.var(index).ident.to_token_stream();
                names.elements.push(Bound { pattern: pat.clone(), index: Some(index), item });
                Some(ident)
            }
            (pat, Item::Pair(..)) => {
                self.diag.refuse(pat, Refusal::Pattern);
                None
            }
        }
    }
}
