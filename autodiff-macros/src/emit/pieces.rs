//! Pieces and strips of slices that loops walk along.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::code::{Around, Writer};
use super::names;
use crate::ir::{Code, Cut, Pieces, Strip, VarId};

impl Writer<'_> {
    /// An iterator; an option of one where the slice is a caller's buffer that may be missing.
    pub(super) fn pieces(&self, pieces: &Pieces) -> TokenStream {
        let krate = self.krate;
        let (function, arguments) = self.cut(pieces);
        if pieces.exclusive {
            let function = format_ident!("{function}_mut");
            let cut = |place| quote!(#krate::__private::#function(#place, #arguments));
            return self.part_mut(&pieces.place, &cut);
        }
        let function = format_ident!("{function}");
        let place = self.borrowed(&pieces.place);
        if self.is_in_place(pieces.place.var) {
            let cells = self.ident(pieces.place.var);
            return quote!(#cells.map(|#cells| #krate::__private::#function(#place, #arguments)));
        }
        quote!(#krate::__private::#function(#place, #arguments))
    }

    /// What cuts a slice into pieces, and by which numbers.
    fn cut(&self, pieces: &Pieces) -> (&'static str, TokenStream) {
        let (Code(from), Code(count), size) = (&pieces.from, &pieces.count, self.atom(&pieces.size));
        match (&pieces.by, pieces.cut) {
            (None, cut) => (cut.name(), quote!(#from, #count, #size)),
            (Some(Code(by)), Cut::Windows) => ("apart", quote!(#from, #count, #size, #by)),
            (Some(Code(by)), cut) => {
                let name = if cut == Cut::Chunks { "chunks_apart" } else { "apart" };
                let gap = quote!(::core::primitive::usize::saturating_mul(#by, #size));
                (name, quote!((#from) * #size, #count, #size, #gap))
            }
        }
    }

    /// The definition of the next piece.
    pub(super) fn piece(&self, var: VarId, of: VarId, back: bool) -> TokenStream {
        let krate = self.krate;
        let (pattern, pieces) = (self.binding(var, false), self.ident(of));
        let next = match back {
            false => quote!(#krate::__private::core::iter::Iterator::next),
            true => quote!(#krate::__private::core::iter::DoubleEndedIterator::next_back),
        };
        if self.is_in_place(of) {
            return quote!(let #pattern = #pieces.as_mut().and_then(#next););
        }
        self.or_leave(&pattern, &quote!(#next(&mut #pieces)))
    }

    /// The definition of a strip.
    pub(super) fn strip(&self, var: VarId, strip: &Strip) -> TokenStream {
        let (krate, pattern, number) = (self.krate, self.binding(var, false), self.ident(strip.number));
        let size = Literal::usize_unsuffixed(strip.size);
        let value = if strip.exclusive {
            let cut = |place| quote!(#krate::__private::strip_mut::<_, #size>(#place, #number));
            self.part_mut(&strip.of, &cut)
        } else {
            let (window, place) = (self.ident(strip.of.var), self.place(&strip.of));
            let cut = quote!(#krate::__private::strip::<_, #size>(&#place, #number));
            if self.is_in_place(strip.of.var) { quote!(#window.map(|#window| #cut)) } else { cut }
        };
        if self.is_in_place(strip.of.var) {
            return quote!(let #pattern = #value.flatten(););
        }
        self.or_leave(&pattern, &value)
    }

    /// The definition of something that every iteration has. Where it had not, a panic would be in the way of vectors.
    fn or_leave(&self, pattern: &TokenStream, value: &TokenStream) -> TokenStream {
        let krate = self.krate;
        let exit = self.around.borrow().iter().rev().find_map(|around| match around {
            Around::Loop { exit, .. } => Some(names::label(*exit)),
            Around::Scope(_) => None,
        });
        quote! {
            let #krate::__private::core::option::Option::Some(#pattern) = #value else {
                break #exit
            };
        }
    }
}
