//! Calls to Rust: of functions themselves, of their halves, and the slots for cotangents.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::code::{Recursion, Writer};
use super::names;
use crate::ir::{Arg, Call, Callee, Code, Place, Slot, VarId};

impl Writer<'_> {
    /// `at` is how the place of the cotangent is written here.
    pub(super) fn slot(&self, slot: &Slot, at: TokenStream, span: Span) -> TokenStream {
        let krate = self.krate;
        let ct = slot.ct.as_ref().map(|place| self.ct_slot(place, at, span));
        match (ct, &slot.lent) {
            (None, None) => quote_spanned!(span=> #krate::__private::no_slot()),
            (Some(ct), None) => {
                let slot_of = self.slot_of(slot, span);
                quote_spanned!(span=> #slot_of(#ct))
            }
            (ct, Some(lent)) => {
                let lent = self.place(lent);
                let ct = ct.unwrap_or_else(|| quote_spanned!(span=> #krate::__private::NoSlot));
                let slot_of = self.slot_of(slot, span);
                quote_spanned!(span=> #slot_of(#krate::__private::Lent(#ct, &#lent)))
            }
        }
    }

    fn slot_of(&self, slot: &Slot, span: Span) -> TokenStream {
        let krate = self.krate;
        if slot.fresh {
            quote_spanned!(span=> #krate::__private::fresh_slot)
        } else {
            quote_spanned!(span=> #krate::__private::slot)
        }
    }

    /// The place for a cotangent, or an option of it.
    fn ct_slot(&self, place: &Place, at: TokenStream, span: Span) -> TokenStream {
        let krate = self.krate;
        if !self.is_in_place(place.var) {
            // The cotangent of a `&mut` slice is a reference itself.
            let whole = place.path.is_empty() && self.is_borrowed(place.var);
            let place = if whole { quote!(*#at) } else { at };
            return quote_spanned!(span=> &mut #place);
        }
        let ct = self.ident(place.var);
        if place.path.is_empty() {
            return quote_spanned!(span=> #ct.as_deref_mut());
        }
        let inner = self.place(place);
        quote_spanned!(span=> #ct.as_deref_mut().and_then(|#ct| #krate::__private::slot(&mut #inner)))
    }

    /// The arguments of a call, and what has to stand before it.
    fn args(&self, call: &Call) -> (TokenStream, Vec<TokenStream>) {
        let places = call.args.iter().map(|arg| match arg {
            Arg::Value(..) => None,
            Arg::Shared(place, _) | Arg::Exclusive(place, _) => Some(place),
        });
        let places: Vec<_> = places.collect();
        let shared = |root: VarId| {
            let lent = |arg: &Arg| matches!(arg, Arg::Exclusive(place, _) if place.var == root);
            !call.args.iter().any(lent)
        };
        let (before, apart) = self.disjoint(&places, shared, Span::mixed_site());
        let arg = |(at, arg): (usize, &Arg)| {
            let place = |place: &Place, span: Span| {
                if before.is_empty() { self.place_at(place, span) } else { apart[at].clone() }
            };
            match arg {
                Arg::Value(atom, span) => self.atom_at(atom, *span),
                Arg::Shared(shared, span) => {
                    let place = place(shared, *span);
                    quote_spanned!(*span=> &#place)
                }
                Arg::Exclusive(exclusive, span) => {
                    let place = place(exclusive, *span);
                    quote_spanned!(*span=> &mut #place)
                }
            }
        };
        let args = call.args.iter().enumerate().map(arg).collect();
        (before, args)
    }

    /// The function itself, for a call without derivative.
    pub(super) fn call(&self, call: &Call, span: Span) -> TokenStream {
        let (before, args) = self.args(call);
        let call = match &call.callee {
            Callee::Path(path) => quote_spanned!(span=> #path(#(#args),*)),
            Callee::Method(Code(receiver), method, turbofish) => {
                quote_spanned!(span=> #receiver.#method #turbofish(#(#args),*))
            }
        };
        within(before, call)
    }

    pub(super) fn split(
        &self,
        (var, pullback): (VarId, VarId),
        call: &Call,
        lent: &[bool],
        span: Span,
    ) -> TokenStream {
        let (krate, ident, (before, args)) = (self.krate, self.ident(var), self.args(call));
        let receiver = usize::from(matches!(call.callee, Callee::Method(..)));
        let lent = lent_bits(lent.iter().enumerate().filter(|(_, lent)| **lent).map(|(at, _)| at + receiver));
        if let Some(recursion) =
            self.recursion.as_ref().filter(|recursion| recursion.pullbacks.contains(&pullback))
        {
            let receiver = match &call.callee {
                Callee::Method(Code(receiver), ..) => Some(quote!(#receiver,)),
                Callee::Path(_) => None,
            };
            let (function, frames) = (self.recursive(recursion), names::local("frames"));
            let phase =
                quote_spanned!(span=> #krate::__private::Phase::Forward((#lent, #receiver #(#args,)*)));
            let value = within(before, quote_spanned!(span=> #function(#phase, #frames).value()));
            return quote_spanned!(span=> let #ident = #value;);
        }
        let pullback = self.ident(pullback);
        let half = match &call.callee {
            Callee::Path(path) => {
                match half_path(path) {
                    // The function itself goes along, so that the half can tell whether it is its own.
                    (half, true) => quote_spanned!(span=> #half(#path, #lent, #(#args),*)),
                    (half, false) => quote_spanned!(span=> #half(#lent, #(#args),*)),
                }
            }
            Callee::Method(Code(receiver), method, turbofish) => {
                let half = names::split(method);
                quote_spanned!(span=> #receiver.#half #turbofish(#lent, #(#args),*))
            }
        };
        let half = within(before, half);
        quote!(let (#ident, #pullback) = #half;)
    }

    pub(super) fn recursive(&self, recursion: &Recursion) -> TokenStream {
        let (name, turbofish) = (names::recursion(recursion.name), &recursion.turbofish);
        if recursion.is_method { quote!(Self::#name #turbofish) } else { quote!(#name #turbofish) }
    }
}

/// An expression behind statements that it needs.
fn within(before: TokenStream, value: TokenStream) -> TokenStream {
    if before.is_empty() { value } else { quote!({ #before #value }) }
}

/// One bit for each parameter, by number, that is lent to the pullback too. Parameters beyond the bits are not.
pub(super) fn lent_bits(params: impl Iterator<Item = usize>) -> TokenStream {
    let bits = params.filter(|at| *at < 64).fold(0_u64, |bits, at| bits | 1 << at);
    proc_macro2::Literal::u64_unsuffixed(bits).to_token_stream()
}

/// The path of a callee's forward half, and whether that stands in the type of the callee's name.
///
/// A free function is found through the type that bears its name, so that it may be imported under any name and
/// re-exported: `g` and `k::g` become `g::split` and `k::g::split`. A function of a type (`Type::g`) and one in a
/// module of its own name (`norm::norm`, which that type would collide with) have their half beside them.
fn half_path(path: &syn::ExprPath) -> (syn::ExprPath, bool) {
    let mut path = path.clone();
    let count = path.path.segments.len();
    let beside = path.qself.is_some()
        || path.path.segments.iter().rev().nth(1).is_some_and(|module| {
            let function = &path.path.segments[count - 1].ident;
            module.ident.to_string().starts_with(char::is_uppercase) || module.ident == *function
        });
    let Some(last) = path.path.segments.last_mut() else { return (path, false) };
    if beside {
        last.ident = names::split(&last.ident);
    } else {
        let mut arguments = std::mem::replace(&mut last.arguments, syn::PathArguments::None);
        if let syn::PathArguments::AngleBracketed(explicit) = &mut arguments {
            explicit.args.push(syn::parse_quote!(_));
        }
        let ident = names::split_in_namespace(last.ident.span());
        path.path.segments.push(syn::PathSegment { ident, arguments });
    }
    (path, !beside)
}
