//! What kept code gets for the name of a reference.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::rename::Name;
use super::super::{Binding, Lower};
use super::Cursor;
use crate::ir::{Atom, Passing, Shape};

impl Lower<'_> {
    /// Whether what it refers to last may be changed through it.
    pub(in crate::lower) fn passing_of(&self, name: &Name) -> Option<Passing> {
        self.cursors.get(name).map(|cursor| cursor.passing)
    }

    /// What kept code gets for a name.
    pub(in crate::lower) fn kept_name(&self, name: &Name) -> Option<TokenStream> {
        match self.bindings.get(name) {
            // What it may refer to may have been declared after it.
            Some(Binding::Cursor(reference)) => self.followed(reference),
            _ => self.aliases.get(name).cloned(),
        }
    }

    pub(super) fn follow(&mut self, name: &Name) {
        if let Some(tokens) = self.followed(name) {
            self.aliases.insert(name.clone(), tokens);
        }
    }

    /// Code that is kept as it is gets what the reference refers to when the code runs.
    fn followed(&self, name: &Name) -> Option<TokenStream> {
        let forms = self.possible(name);
        let Cursor { form: which, ref numbers, .. } = self.cursors[name];
        let numbers: Vec<Atom> = numbers.iter().copied().map(Atom::Var).collect();
        let place = |form: usize| {
            self.place_with(form, numbers.iter().take(self.forms.all[form].numbers()).cloned().collect())
        };
        let shapes: BTreeSet<String> = forms
            .iter()
            .filter_map(|form| Some(format!("{:?}", self.builder.func.place_shape(&place(*form)?))))
            .collect();
        // Arrays and lists of several types are referred to as slices.
        let place = |form: usize| -> Option<TokenStream> {
            let place = place(form)?;
            let tokens = self.place_tokens(&place);
            Some(match self.builder.func.place_shape(&place) {
                Shape::Array(..) | Shape::List(_) if shapes.len() > 1 => quote!(&#tokens[..]),
                _ => quote!(&#tokens),
            })
        };
        let tokens = match &forms[..] {
            [] => None,
            [only] => place(*only),
            [rest @ .., last] => {
                let which = &self.builder.func.var(which).ident;
                let arms = rest.iter().map(|form| {
                    let (form, place) = (Literal::usize_unsuffixed(*form), place(*form));
                    quote!(#form => #place,)
                });
                let (arms, last) = (arms.collect::<TokenStream>(), place(*last));
                // In `x < -r`, rustc would look for a float in the arms.
                Some(quote!(&*match #which { #arms _ => #last }))
            }
        };
        tokens.map(|tokens| quote!((#tokens)))
    }
}
