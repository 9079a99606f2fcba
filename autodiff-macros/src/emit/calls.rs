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
            (Some(ct), None) => quote_spanned!(span=> #krate::__private::slot(#ct)),
            (ct, Some(lent)) => {
                let lent = self.place(lent);
                let ct = ct.unwrap_or_else(|| quote_spanned!(span=> #krate::__private::NoSlot));
                quote_spanned!(span=> #krate::__private::slot(#krate::__private::Lent(#ct, &#lent)))
            }
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

    /// The arguments of a call and their tangents, and what has to stand before it.
    fn args(&self, call: &Call, tangents: &[Option<Place>]) -> (TokenStream, Vec<TokenStream>) {
        let krate = self.krate;
        let receiver = usize::from(matches!(call.callee, Callee::Method(..)));
        let passed = |at: usize| at.checked_sub(receiver).and_then(|at| call.args.get(at));
        let places = call.args.iter().map(|arg| match arg {
            Arg::Value(..) => None,
            Arg::Shared(place, _) | Arg::Exclusive(place, _) => Some(place),
        });
        let along = tangents.iter().enumerate().map(|(at, place)| match passed(at) {
            Some(Arg::Value(..)) | None => None,
            Some(Arg::Shared(..) | Arg::Exclusive(..)) => place.as_ref(),
        });
        let places: Vec<_> = places.chain(along).collect();
        let shared = |root: VarId| {
            let lent = |arg: &Arg| matches!(arg, Arg::Exclusive(place, _) if place.var == root);
            let along = tangents.iter().enumerate().any(|(at, place)| {
                matches!(passed(at), Some(Arg::Exclusive(..)))
                    && place.as_ref().is_some_and(|place| place.var == root)
            });
            !along && !call.args.iter().any(lent)
        };
        let (before, apart) = self.disjoint(&places, shared, Span::mixed_site());
        let write = |place: &Place, at: usize, span: Span| {
            if before.is_empty() { self.place_at(place, span) } else { apart[at].clone() }
        };
        let arg = |(at, arg): (usize, &Arg)| match arg {
            Arg::Value(atom, span) => self.atom_at(atom, *span),
            Arg::Shared(place, span) => {
                let place = write(place, at, *span);
                quote_spanned!(*span=> &#place)
            }
            Arg::Exclusive(place, span) => {
                let place = write(place, at, *span);
                quote_spanned!(*span=> &mut #place)
            }
        };
        let along = |(at, tangent): (usize, &Option<Place>)| match (passed(at), tangent) {
            (None, _) | (_, None) => quote!(#krate::__private::no_slot()),
            (Some(Arg::Value(_, span)), Some(place)) => {
                let place = self.place_at(place, *span);
                quote_spanned!(*span=> #krate::__private::along(#krate::__private::Moved(#place)))
            }
            (Some(Arg::Shared(_, span)), Some(place)) => {
                let place = write(place, call.args.len() + at, *span);
                quote_spanned!(*span=> #krate::__private::along(&#place))
            }
            (Some(Arg::Exclusive(_, span)), Some(place)) => {
                let place = write(place, call.args.len() + at, *span);
                quote_spanned!(*span=> #krate::__private::along(&mut #place))
            }
        };
        let args = call.args.iter().enumerate().map(arg);
        let all = args.chain(tangents.iter().enumerate().map(along)).collect();
        (before, all)
    }

    /// The function itself, for a call without derivative.
    pub(super) fn call(&self, call: &Call, span: Span) -> TokenStream {
        let (before, args) = self.args(call, &[]);
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
        let (krate, ident, (before, args)) = (self.krate, self.ident(var), self.args(call, &[]));
        let lent = lent_to(call, lent);
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
        let args: Vec<TokenStream> = [lent].into_iter().chain(args).collect();
        let half = within(before, self.half(names::Half::Split, call, &args, span));
        quote!(let (#ident, #pullback) = #half;)
    }

    /// A half of the callee, called.
    fn half(&self, half: names::Half, call: &Call, args: &[TokenStream], span: Span) -> TokenStream {
        match &call.callee {
            Callee::Path(path) => {
                match half_path(path, half) {
                    // The function itself goes along, so that the half can tell whether it is its own.
                    (half, true) => quote_spanned!(span=> #half(#path, #(#args),*)),
                    (half, false) => quote_spanned!(span=> #half(#(#args),*)),
                }
            }
            Callee::Method(Code(receiver), method, turbofish) => {
                let half = names::half(method, half);
                quote_spanned!(span=> #receiver.#half #turbofish(#(#args),*))
            }
        }
    }

    /// A call with a tangent for each argument that has one.
    pub(super) fn forward(
        &self,
        (var, tangent): (VarId, VarId),
        pullback: Option<&(VarId, Vec<bool>)>,
        call: &Call,
        tangents: &[Option<Place>],
        span: Span,
    ) -> TokenStream {
        let krate = self.krate;
        let (var, tangent) = (self.ident(var), self.ident(tangent));
        let (before, args) = self.args(call, tangents);
        let Some((pullback, lent)) = pullback else {
            let half = within(before, self.half(names::Half::Tangent, call, &args, span));
            return quote!(let (#var, #tangent) = #half;);
        };
        let lent = lent_to(call, lent);
        if let Some(recursion) =
            self.recursion.as_ref().filter(|recursion| recursion.pullbacks.contains(pullback))
        {
            let receiver = match &call.callee {
                Callee::Method(Code(receiver), ..) => Some(quote!(#receiver,)),
                Callee::Path(_) => None,
            };
            let (function, frames) = (self.recursive(recursion), names::local("frames"));
            let phase =
                quote_spanned!(span=> #krate::__private::Phase::Forward((#lent, #receiver #(#args,)*)));
            let value = within(before, quote_spanned!(span=> #function(#phase, #frames).value()));
            return quote_spanned!(span=> let (#var, #tangent) = #value;);
        }
        let pullback = self.ident(*pullback);
        let args: Vec<TokenStream> = [lent].into_iter().chain(args).collect();
        let half = within(before, self.half(names::Half::TangentSplit, call, &args, span));
        quote!(let (#var, #tangent, #pullback) = #half;)
    }

    pub(super) fn recursive(&self, recursion: &Recursion) -> TokenStream {
        let (name, turbofish) = (names::recursion(recursion.name, recursion.half), &recursion.turbofish);
        if recursion.is_method { quote!(Self::#name #turbofish) } else { quote!(#name #turbofish) }
    }
}

/// An expression behind statements that it needs.
fn within(before: TokenStream, value: TokenStream) -> TokenStream {
    if before.is_empty() { value } else { quote!({ #before #value }) }
}

/// The arguments that are lent to the pullback of a call.
fn lent_to(call: &Call, lent: &[bool]) -> TokenStream {
    let receiver = usize::from(matches!(call.callee, Callee::Method(..)));
    lent_bits(lent.iter().enumerate().filter(|(_, lent)| **lent).map(|(at, _)| at + receiver))
}

/// One bit for each parameter, by number, that is lent to the pullback too. Parameters beyond the bits are not.
pub(super) fn lent_bits(params: impl Iterator<Item = usize>) -> TokenStream {
    let bits = params.filter(|at| *at < 64).fold(0_u64, |bits, at| bits | 1 << at);
    proc_macro2::Literal::u64_unsuffixed(bits).to_token_stream()
}

/// The path of a callee's half, and whether that stands in the type of the callee's name.
///
/// A free function is found through the type that bears its name, so that it may be imported under any name and
/// re-exported: `g` and `k::g` become `g::split` and `k::g::split`. A function of a type (`Type::g`) and one in a
/// module of its own name (`norm::norm`, which that type would collide with) have their half beside them.
pub(super) fn half_path(path: &syn::ExprPath, half: names::Half) -> (syn::ExprPath, bool) {
    let mut path = path.clone();
    let count = path.path.segments.len();
    let beside = path.qself.is_some()
        || path.path.segments.iter().rev().nth(1).is_some_and(|module| {
            let function = &path.path.segments[count - 1].ident;
            module.ident.to_string().starts_with(char::is_uppercase) || module.ident == *function
        });
    let Some(last) = path.path.segments.last_mut() else { return (path, false) };
    if beside {
        last.ident = names::half(&last.ident, half);
    } else {
        let mut arguments = std::mem::replace(&mut last.arguments, syn::PathArguments::None);
        if let syn::PathArguments::AngleBracketed(explicit) = &mut arguments {
            explicit.args.push(syn::parse_quote!(_));
        }
        let ident = names::half_in_namespace(half, last.ident.span());
        path.path.segments.push(syn::PathSegment { ident, arguments });
    }
    (path, !beside)
}
