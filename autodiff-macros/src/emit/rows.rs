//! Several rows of a Jacobian at once: one run of the reverse sweep with cotangents in lanes for each few of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::companions::{any_owner, is_buffer, owned_gradient, turbofish, wanted};
use super::jacobian::{arguments, call_again, copies_again, exclusive, zero_row};
use super::lending::lent_bits;
use super::names::{self, Half};
use super::signature::Signature;
use super::slots::{unwanted, with_primal, without_primal};
use super::tangents::zero_of_result;
use crate::ir::Passing;
use crate::parse::{Function, Param};

/// Fills the rows of all parts, of which there are `count`.
pub(super) fn rows_in_lanes(function: &Function, count: &TokenStream) -> TokenStream {
    let krate = &function.options.krate;
    let [start, next, value, pullback, seed] =
        ["start", "next", "value", "pullback", "seed"].map(names::local);
    let (lanes, owner) = (&function.in_lanes(), any_owner(function));
    let split = call_again(function, &names::half(&function.item.sig.ident, Half::SplitLanes));
    let (turbofish, arguments) = (turbofish(function, true), arguments(function));
    let lent = function.params.iter().enumerate().filter(|(_, param)| lends(param)).map(|(at, _)| at);
    let (lent, copies) = (lent_bits(lent), copies_again(function));
    let (seed_type, zero) = (Signature::of(lanes).seed, zero_of_result(lanes));
    let exits = exclusive(lanes).filter(|param| param.differentiated).map(|param| {
        let (ct, again, ty) = (names::cotangent(param), names::again(param), owned_gradient(param, krate));
        quote!(let mut #ct: #ty = #krate::__private::zero_lanes(&#again);)
    });
    let buffers = wanted(lanes).filter(|param| param.passing != Passing::Exclusive).map(|param| {
        let (ct, zero, ty) = (names::cotangent(param), zero_row(param, krate), owned_gradient(param, krate));
        quote!(let mut #ct: #ty = #zero;)
    });
    let outputs = exclusive(function).filter(|param| param.wanted).map(names::cotangent);
    let units = [seed.clone()]
        .into_iter()
        .chain(outputs)
        .map(|unit| quote!(let #next = #krate::__private::set_units(&mut #unit, #next, #start);));
    let slots = function.params.iter().map(|param| {
        let slot = slot(param, krate);
        if lends(param) { with_primal(param, slot, krate) } else { without_primal(param, slot, krate) }
    });
    let stores = wanted(function).map(|param| {
        let (part, ct) = (names::buffer(param), names::cotangent(param));
        quote!(#krate::__private::set_rows_of_lanes(&mut #part, #start, &#ct);)
    });
    quote! {
        for #start in (0..#count).step_by(#krate::__private::LANES) {
            #copies
            let (#value, #pullback) = #split #turbofish(#(#arguments,)* #lent, #owner);
            let mut #seed: #seed_type = #zero;
            #(#exits)*
            #(#buffers)*
            let #next = 0;
            #(#units)*
            let _ = #next;
            #pullback(#seed, #(#slots),*);
            #(#stores)*
        }
    }
}

/// Whether the argument of every run is the caller's own, which can be lent to the pullback.
fn lends(param: &Param) -> bool {
    param.lent && param.passing == Passing::Shared && !param.is_self
}

fn slot(param: &Param, krate: &syn::Path) -> TokenStream {
    let (some, ct) = (quote!(#krate::__private::core::option::Option::Some), names::cotangent(param));
    match param.passing {
        Passing::Exclusive
            if param.differentiated && is_buffer(param) && !super::slots::is_reshaped(param) =>
        {
            quote!(#krate::__private::slot(&mut #ct[..]))
        }
        Passing::Exclusive if param.differentiated => quote!(#krate::__private::slot(&mut #ct)),
        _ if !param.wanted => unwanted(param, krate),
        _ if is_buffer(param) => quote!(#some(&mut #ct[..])),
        _ => quote!(#some(&mut #ct)),
    }
}
