//! `g_grad`, `g_value_and_grad` and `g_hvp` called with tangents.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Ident;

use super::super::companions::{bare_or_tuple, is_buffer, owned_gradient, wanted};
use super::super::names::{self, Companion};
use super::super::namespace::Half;
use super::super::signature::Signature;
use super::super::slots::{before_sweep, unwanted};
use super::{arguments, given, of_given, of_params, seeds, slots, values, with_tangents};
use crate::parse::{Function, Param};

/// The gradient and the product with the Hessian; of the product, the derivatives of both.
pub(super) fn along(function: &Function, named: &Function, companion: Companion) -> Half {
    let krate = &function.options.krate;
    let tangents = match companion {
        Companion::Hvp => vec![given(function), of_params(function), of_given(function)],
        _ => vec![of_params(function)],
    };
    let (values, pullback) = (values(&tangents), names::local("pullback"));
    let half = with_tangents(function, &arguments(function), &tangents);
    let sides = 0..=tangents.len();
    let buffers = sides.clone().flat_map(|at| wanted(function).map(move |param| (at, param)));
    let buffers = buffers.map(|(at, param)| {
        let (name, ty, zero) = (buffer(param, at), owned_gradient(param, krate), zero(param, krate));
        quote!(let mut #name: #ty = #zero;)
    });
    let slots = sides.clone().flat_map(|at| slots(function, at > 0, |param| slot(param, at, krate)));
    let (one, zero) = seeds(function, krate);
    let zeros = tangents.iter().map(|_| &zero);
    let part =
        |at| bare_or_tuple(wanted(function).map(|param| buffer(param, at).to_token_stream()).collect());
    let parts: Vec<TokenStream> = sides.map(part).collect();
    let result = match (companion, &parts[..], &values[..]) {
        (Companion::ValueAndGrad, [gradient, product], [value, along]) => {
            quote!(((#value, #gradient), (#along, #product)))
        }
        (_, [gradient, product, rest @ ..], _) if !rest.is_empty() => {
            quote!(((#gradient, #product), (#(#rest),*)))
        }
        _ => quote!((#(#parts),*)),
    };
    let body = quote! {
        #(#buffers)*
        let (#(#values,)* #pullback) = #half;
        #pullback(#one, #(#zeros,)* #(#slots),*);
        #result
    };
    Half::new(named, &Signature::of(named), names::Half::Tangent, &body)
}

/// A buffer for the gradient, or for one of its derivatives.
fn buffer(param: &Param, at: usize) -> Ident {
    names::local(&format!("grad{at}_{}", param.spelling))
}

fn zero(param: &Param, krate: &syn::Path) -> TokenStream {
    let name = &param.name;
    match &param.shape {
        shape if shape.is_static() => before_sweep(param, shape, krate),
        _ => quote!(#krate::__private::zero_like(&#name)),
    }
}

fn slot(param: &Param, at: usize, krate: &syn::Path) -> TokenStream {
    let (some, buffer) = (quote!(#krate::__private::core::option::Option::Some), buffer(param, at));
    match () {
        () if !param.wanted => unwanted(param, krate),
        () if is_buffer(param) => quote!(#some(&mut #buffer[..])),
        () => quote!(#some(&mut #buffer)),
    }
}
