//! Elements of slices that are held as cells.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use super::code::Writer;
use super::names;
use crate::ir::{Atom, Place, Proj, Shape};

impl Writer<'_> {
    /// Whether a place is an element in a window of cells, or a part of one.
    pub(super) fn is_cell(&self, place: &Place) -> bool {
        !place.path.is_empty() && self.func.windows.get(&place.var).is_some_and(|window| window.cells)
    }

    /// The cell that a place is in, and the way on into what it holds. An array in a cell is an array of cells.
    fn cell<'p>(&self, place: &'p Place) -> (TokenStream, &'p [Proj]) {
        let krate = self.krate;
        let mut shape = self.func.var(place.var).shape.clone();
        let mut cell = self.ident(place.var).to_token_stream();
        for (at, step) in place.path.iter().enumerate() {
            match (&shape, step) {
                (Shape::Tuple(_), Proj::Member(_)) => return (cell, &place.path[at..]),
                (Shape::Array(..), Proj::Index(..)) => cell = quote!(#krate::__private::parts(&#cell)),
                _ => {}
            }
            cell = match step {
                Proj::Index(Atom::Var(index), _) if at == 0 => {
                    self.element(cell, (place.var, *index), step, Span::mixed_site())
                }
                step => self.step(cell, step, Span::mixed_site()),
            };
            shape = shape.project(step);
        }
        (cell, &[])
    }

    /// A reference to a place; to the parts of an array in a cell.
    pub(super) fn borrowed(&self, place: &Place) -> TokenStream {
        let krate = self.krate;
        match self.func.place_shape(place) {
            Shape::Array(..) if self.is_cell(place) => {
                let (cell, _) = self.cell(place);
                quote!(#krate::__private::parts(&#cell))
            }
            _ => {
                let place = self.place(place);
                quote!(&#place)
            }
        }
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

    /// Changes a part of what a cell holds: a copy of that takes its place.
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
