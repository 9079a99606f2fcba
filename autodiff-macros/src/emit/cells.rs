//! Elements of slices that are held as cells.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use super::code::Writer;
use super::names;
use crate::ir::{Place, Proj};

impl Writer<'_> {
    /// Whether a place is an element in a window of cells, or a part of one.
    pub(super) fn is_cell(&self, place: &Place) -> bool {
        !place.path.is_empty() && self.func.windows.get(&place.var).is_some_and(|window| window.cells)
    }

    /// The cell that a place is in, and the way on into what it holds.
    fn cell<'p>(&self, place: &'p Place) -> (TokenStream, &'p [Proj]) {
        let index = place.path.iter().position(|step| matches!(step, Proj::Index(..)));
        let (cell, rest) = place.path.split_at(index.map_or(place.path.len(), |at| at + 1));
        (self.place(&Place { var: place.var, path: cell.to_vec() }), rest)
    }

    fn inside(&self, base: TokenStream, rest: &[Proj]) -> TokenStream {
        rest.iter().fold(base, |base, step| self.step(base, step, Span::mixed_site()))
    }

    pub(super) fn read_cell(&self, place: &Place) -> TokenStream {
        let (cell, rest) = self.cell(place);
        self.inside(quote!(#cell.get()), rest)
    }

    pub(super) fn take_cell(&self, place: &Place) -> TokenStream {
        let krate = self.krate;
        match self.cell(place) {
            (cell, []) => quote!(#krate::__private::take_cell(&#cell)),
            _ => self.change_part(place, &|part| quote!(#krate::__private::take(&mut #part))),
        }
    }

    pub(super) fn store_cell(&self, place: &Place, value: &TokenStream) -> TokenStream {
        match self.cell(place) {
            (cell, []) => quote!(#cell.set(#value);),
            _ => self.change_part(place, &|part| quote!(#part = #value)),
        }
    }

    pub(super) fn add_to_cell(&self, place: &Place, value: &TokenStream) -> TokenStream {
        match self.cell(place) {
            (cell, []) => quote!(#cell.set(#cell.get() + #value);),
            _ => self.change_part(place, &|part| quote!(#part += #value)),
        }
    }

    /// Changes a part of what a cell holds.
    fn change_part(&self, place: &Place, change: &dyn Fn(TokenStream) -> TokenStream) -> TokenStream {
        let ((cell, rest), [element, changed]) = (self.cell(place), ["element", "changed"].map(names::local));
        let change = change(self.inside(element.to_token_stream(), rest));
        quote!({
            let mut #element = #cell.get();
            let #changed = #change;
            #cell.set(#element);
            #changed
        })
    }
}
