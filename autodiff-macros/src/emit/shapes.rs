//! What changes the shape of a value, or the order of its elements, to Rust.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Ident;

use super::code::Writer;
use crate::ir::{Arg, Atom, Call, Callee, Change, Code, Permutation, Place, Proj, Shape, VarId};

impl Writer<'_> {
    /// `place.push(value)`; no method of that name but that of `Vec` passes.
    pub(super) fn push(&self, place: &Place, value: &Atom, span: Span) -> TokenStream {
        let (krate, place, value) = (self.krate, self.place_at(place, span), self.atom_at(value, span));
        quote_spanned!(span=> #krate::__private::vector(&mut #place).push(#value);)
    }

    pub(super) fn pop(&self, place: &Place, unwrap: Option<&Code>, span: Span) -> TokenStream {
        let (krate, place) = (self.krate, self.place_at(place, span));
        match unwrap {
            Some(Code(unwrap)) => quote_spanned!(span=> #krate::__private::vector(&mut #place).pop()#unwrap),
            None => quote_spanned!(span=> #krate::__private::popped(&mut #place)),
        }
    }

    /// Behind a call: tangents of variables of any type follow what the callee made of these, where it does not see to it.
    pub(super) fn follow(&self, call: &Call, tangents: &[Vec<Option<Place>>], span: Span) -> TokenStream {
        let krate = self.krate;
        let receivers = usize::from(matches!(call.callee, Callee::Method(..)));
        let of_call = |tangents: &Vec<Option<Place>>| {
            let tangents = tangents.iter().skip(receivers);
            let pairs = call.args.iter().zip(tangents).filter_map(|(arg, tangent)| match (arg, tangent) {
                (Arg::Exclusive(place, _), Some(tangent)) if self.may_hold_none(place) => {
                    let (value, tangent) = (self.place_at(place, span), self.place_at(tangent, span));
                    Some(quote!(#krate::__private::follow!(&#value, &mut #tangent);))
                }
                _ => None,
            });
            pairs.collect::<TokenStream>()
        };
        tangents.iter().map(of_call).collect()
    }

    /// Whether what is lent may have no numbers in it.
    fn may_hold_none(&self, place: &Place) -> bool {
        let shape = self.func.place_shape(place);
        shape.float().is_none() && !matches!(shape, Shape::Tuple(_))
    }

    /// `place.swap(i, j)` and its kin.
    pub(super) fn permute(
        &self,
        place: &Place,
        order: Permutation,
        args: &[Atom],
        span: Span,
    ) -> TokenStream {
        // The cotangent of a `&mut` slice is a reference itself.
        let whole = place.path.is_empty() && self.is_borrowed(place.var);
        let (krate, place) = (self.krate, self.place_at(place, span));
        let place = if whole { quote!(*#place) } else { place };
        let (method, args) = (Ident::new(order.name(), span), args.iter().map(|arg| self.atom(arg)));
        quote_spanned!(span=> #krate::__private::elements_mut(&mut #place).#method(#(#args),*);)
    }

    pub(super) fn exchange(&self, a: &Place, b: &Place, span: Span) -> TokenStream {
        let krate = self.krate;
        let (before, places) = self.disjoint(&[Some(a), Some(b)], |_| false, span);
        quote_spanned!(span=> { #before #krate::__private::core::mem::swap(#(&mut #places),*); })
    }

    /// `place.clone()`, `place.to_vec()`
    pub(super) fn copy(&self, place: &Place, method: &Ident) -> TokenStream {
        let (krate, place, span) = (self.krate, self.place(place), method.span());
        if method == "to_vec" {
            quote_spanned!(span=> #krate::__private::elements(&#place).#method())
        } else {
            // `*v.clone()` would be a part of the copy.
            quote_spanned!(span=> (#place).#method())
        }
    }

    /// The slot with a variable's shape, after a statement that changed it.
    pub(super) fn reshape(&self, shape: VarId, place: &Place, change: Change, span: Span) -> TokenStream {
        let krate = self.krate;
        let some = quote!(#krate::__private::core::option::Option::Some);
        let slot = self.ident(shape);
        // Of a slice nothing but its elements can change.
        let mut place = place.clone();
        while let Some(Proj::Range(..)) = place.path.last() {
            place.path.pop();
        }
        let path = place.path.iter().filter(|step| !matches!(step, Proj::Deref)).cloned().collect();
        let part = Place { var: shape, path };
        let value = self.place_at(&place, span);
        let inner = if part.path.is_empty() {
            slot.to_token_stream()
        } else {
            let inner = self.place(&part);
            quote!(&mut #inner)
        };
        let inside = |code: TokenStream| quote!(if let #some(#slot) = &mut #slot { #code; });
        match change {
            Change::New(None) => {
                let zero = self.zero_like(place.var, &value, span);
                quote!(#slot = #some(#zero);)
            }
            Change::New(Some(old)) => {
                let (old, zero) = (self.ident(old), self.zero_like(place.var, &value, span));
                if part.path.is_empty() {
                    quote!(let #old = #slot.replace(#zero);)
                } else {
                    let replaced = quote!(#krate::__private::core::mem::replace(#inner, #zero));
                    quote!(let #old = #slot.as_mut().map(|#slot| #replaced);)
                }
            }
            Change::Grown if self.is_in_lanes() => {
                inside(quote!(#krate::__private::grown_in_lanes(&#value, #inner)))
            }
            Change::Any if self.is_in_lanes() => {
                inside(quote!(*#inner = #krate::__private::zero_lanes(&#value)))
            }
            Change::Grown => inside(quote!(#krate::__private::grown(&#value, #inner))),
            Change::Shrunk => inside(quote!(#krate::__private::popped(#inner))),
            Change::Any => inside(quote!(#krate::__private::fit_to!(&#value, #inner))),
        }
    }
}
