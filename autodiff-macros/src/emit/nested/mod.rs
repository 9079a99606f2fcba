//! Halves of companions, so that a differentiated function can call `g_grad`, `g_value_and_grad`, `g_jvp` and `g_hvp`.
//!
//! The gradient's pullback is a product with the Hessian, which is symmetric: the derivative of `g_grad(x)` along `v`
//! and the pullback of `v` are the same. So these are the half with tangents of `g`, called with other arguments:
//!
//! ```text
//! g_grad(x)             pullback of v     slot of d_ct in g's pullback along v, with the seed 1 and its tangent 0
//! g_value_and_grad(x)   of (c, v)         the same with the tangent c
//! g_jvp(x, t)           of (c, d)         both slots in g's pullback along t, with the seed d and its tangent c
//! g_jvp(x, t)           along (v, w)      products of v and w with these slots, the seeds being 1 and 0
//! ```
//!
//! A derivative more is a direction more: of `g_hvp(x, v)` the pullback of `(a, b)` is the slots of g's pullback along `v`
//! and `b`, and along `a` in both of them, since third derivatives are symmetric too.

mod again;
mod along;
mod tangent;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, Path};

use super::companions::{any_owner, bare_or_tuple, call, no_tangent, one, owned_gradient, turbofish, wanted};
use super::names::{self, Companion};
use super::namespace;
use super::signature::Signature;
use super::slots::{along_slot, unwanted, without_primal};
use super::zeros::zero_of;
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param};

/// The halves of all companions that have some.
///
/// `marked` is the function with a mark at each parameter that is lent to its pullback.
pub(super) fn nested(function: &Function, marked: &Function) -> TokenStream {
    if !function.needs_second() {
        return TokenStream::new();
    }
    let krate = &function.options.krate;
    let (second, third) = (names::Half::Split, names::Half::TangentSplit);
    let halves: &[names::Half] = if function.needs_third() { &[second, third] } else { &[second] };
    let mut all = TokenStream::new();
    if function.has_second() {
        let product = function.needs_third().then_some((Companion::Hvp, &halves[..1]));
        let gradients = [Companion::Grad, Companion::ValueAndGrad].map(|companion| (companion, halves));
        for (companion, halves) in gradients.into_iter().chain(product) {
            let named = as_companion(function, companion);
            let along = along::along(marked, &named, companion);
            let again = halves.iter().filter_map(|half| again::split(marked, &named, companion, *half));
            all.extend(namespace::halves(
                &named,
                &[along].into_iter().chain(again).collect::<Vec<_>>(),
                None,
            ));
        }
        if function.params.iter().any(super::companions::is_buffer) {
            all = quote!(#krate::__private::alloc_only! { #all });
        }
    }
    let exclusive = |param: &Param| param.differentiated && param.passing == Passing::Exclusive;
    if function.options.modes.jvp.is_some() && !function.params.iter().any(exclusive) {
        let named = as_companion(function, Companion::Jvp);
        let split = halves.iter().map(|half| tangent::split(marked, &named, *half));
        let halves: Vec<_> = split.chain(tangent::along(marked, &named)).collect();
        all.extend(namespace::halves(&named, &halves, None));
    }
    all
}

/// The companion, as if it were a function with the attribute.
fn as_companion(function: &Function, companion: Companion) -> Function {
    let krate = &function.options.krate;
    let mut named = function.clone();
    let sig = &mut named.item.sig;
    sig.ident = names::companion(&function.item.sig.ident, companion);
    let signature = Signature::of(function);
    let gradient = bare_or_tuple(wanted(function).map(|param| owned_gradient(param, krate)).collect());
    let (value, tangent) = (&signature.output, &signature.seed);
    sig.output = match companion {
        Companion::Grad => syn::parse_quote!(-> #gradient),
        Companion::ValueAndGrad => syn::parse_quote!(-> (#value, #gradient)),
        Companion::Hvp => syn::parse_quote!(-> (#gradient, #gradient)),
        _ => syn::parse_quote!(-> (#value, #tangent)),
    };
    named.result = Some(Shape::Unknown);
    if let Companion::Jvp | Companion::Hvp = companion {
        for (input, param) in super::modes::tangent_inputs(function).into_iter().zip(wanted(function)) {
            sig.inputs.push(syn::parse_quote!(#input));
            named.params.push(tangent_param(&Param { lent: false, ..param.clone() }));
        }
    }
    // It belongs to the type, whatever the function belongs to.
    named.implemented = None;
    named
}

/// A tangent as a parameter.
fn tangent_param(param: &Param) -> Param {
    let spelling = format!("along_{}", param.spelling);
    Param { name: names::local(&spelling), spelling, pattern: None, ..param.clone() }
}

/// The tangents that are arguments themselves.
fn given(function: &Function) -> Vec<TokenStream> {
    let krate = &function.options.krate;
    of_wanted(function, |param| {
        let name = tangent_param(param).name;
        quote!(#krate::__private::core::option::Option::Some(#name))
    })
}

/// The tangents of these.
fn of_given(function: &Function) -> Vec<TokenStream> {
    of_wanted(function, |param| names::tangent(&tangent_param(param)).to_token_stream())
}

/// The tangents of the function's own parameters.
fn of_params(function: &Function) -> Vec<TokenStream> {
    function.params.iter().map(|param| names::tangent(param).to_token_stream()).collect()
}

/// Tangents of the parameters that the gradient is in; the others have none.
fn of_wanted(function: &Function, mut tangent: impl FnMut(&Param) -> TokenStream) -> Vec<TokenStream> {
    let krate = &function.options.krate;
    let tangents = function
        .params
        .iter()
        .map(|param| if param.wanted { tangent(param) } else { no_tangent(param, krate) });
    tangents.collect()
}

/// Slots for the cotangents, or for their tangents, which the caller lends nothing with.
fn slots(function: &Function, along: bool, slot: impl Fn(&Param) -> TokenStream) -> Vec<TokenStream> {
    let krate = &function.options.krate;
    let beside = |param: &Param| match along {
        true => along_slot(param, slot(param), None, krate),
        false => without_primal(param, slot(param), krate),
    };
    function.params.iter().map(beside).collect()
}

/// The slots of the tangents that are arguments.
fn slots_of_given(function: &Function, along: bool, slot: impl Fn(&Param) -> Ident) -> Vec<TokenStream> {
    let krate = &function.options.krate;
    slots(function, along, |param| match param.wanted {
        true => slot(&tangent_param(param)).to_token_stream(),
        false => unwanted(param, krate),
    })
}

fn arguments(function: &Function) -> Vec<TokenStream> {
    let arguments = function.params.iter().filter(|param| !param.is_self);
    arguments.map(|param| param.name.to_token_stream()).collect()
}

fn seeds(function: &Function, krate: &Path) -> (TokenStream, TokenStream) {
    let zero = function.result.as_ref().map(|shape| zero_of(shape, krate)).unwrap_or_default();
    (one(function), zero)
}

/// The names of a value and of its tangents.
fn values(tangents: &[Vec<TokenStream>]) -> Vec<Ident> {
    (0..=tangents.len()).map(|at| names::local(&format!("value{at}"))).collect()
}

/// The half of the function with so many tangents and a pullback.
fn half_with(function: &Function, tangents: &[Vec<TokenStream>]) -> Ident {
    names::half(&function.item.sig.ident, names::Half::with_tangents(tangents.len()))
}

/// The same, called.
fn with_tangents(
    function: &Function,
    arguments: &[TokenStream],
    tangents: &[Vec<TokenStream>],
) -> TokenStream {
    let half = call(function, &half_with(function, tangents));
    call_with_tangents(function, &half, arguments, tangents)
}

/// The same with copies of all arguments, of the receiver too.
fn again_with_tangents(
    function: &Function,
    arguments: &[TokenStream],
    tangents: &[Vec<TokenStream>],
) -> TokenStream {
    let half = half_with(function, tangents);
    let half = if function.is_method { quote!(Self::#half) } else { half.to_token_stream() };
    call_with_tangents(function, &half, arguments, tangents)
}

fn call_with_tangents(
    function: &Function,
    half: &TokenStream,
    arguments: &[TokenStream],
    tangents: &[Vec<TokenStream>],
) -> TokenStream {
    let (turbofish, owner) = (turbofish(function, true), any_owner(function));
    let tangents = tangents.iter().flatten();
    quote!(#half #turbofish(#(#arguments,)* #(#tangents,)* 0, #owner))
}
