//! The companions `f_vjp` and `f_jvp`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::companions::{
    any_owner, bare_or_tuple, call, exclusive_type, is_buffer, no_tangent, owned_gradient, run, turbofish,
    wanted,
};
use super::names;
use super::signature::Signature;
use super::slots::{is_reshaped, new_buffer, slot_of_buffer, without_primal};
use super::tangents::zero_of_result;
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param};

/// The parameters whose cotangents a pullback returns; those of the others go through `&mut` arguments.
pub(super) fn owned(function: &Function) -> impl Iterator<Item = &Param> {
    wanted(function).filter(|param| param.passing != Passing::Exclusive)
}

fn exclusive(function: &Function) -> impl Iterator<Item = &Param> {
    wanted(function).filter(|param| param.passing == Passing::Exclusive)
}

/// Whether the function returns nothing, so that the pullback takes no cotangent of it.
fn is_unit(signature: &Signature<'_>) -> bool {
    signature.output.to_string() == "()"
}

/// What the pullback takes: the cotangent of the result, and one `&mut` for each `&mut` parameter.
fn pullback_inputs(function: &Function, signature: &Signature<'_>) -> Vec<TokenStream> {
    let krate = &function.options.krate;
    let seed = (!is_unit(signature)).then(|| signature.seed.clone());
    let exclusive = exclusive(function).map(|param| {
        let ty = exclusive_type(param, krate);
        quote!(&mut #ty)
    });
    seed.into_iter().chain(exclusive).collect()
}

/// `(R, impl FnOnce(ct, ..) -> G + use<..>)`
pub(super) fn vjp_type(function: &Function, signature: &Signature<'_>) -> TokenStream {
    let krate = &function.options.krate;
    let (value, captures) = (&signature.output, &signature.captures);
    let inputs = pullback_inputs(function, signature);
    let gradient = bare_or_tuple(owned(function).map(|param| owned_gradient(param, krate)).collect());
    quote!((#value, impl #krate::__private::core::ops::FnOnce(#(#inputs),*) -> #gradient #captures))
}

/// A value, and a closure that is the pullback.
pub(super) fn around_pullback(
    function: &Function,
    before: &TokenStream,
    value: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let signature = Signature::of(function);
    let seed = (!is_unit(&signature)).then(|| names::local("ct"));
    let cotangents = exclusive(function).map(names::cotangent);
    let arguments = seed.into_iter().chain(cotangents);
    let types = pullback_inputs(function, &signature);
    quote! {
        #before
        (#value, move |#(#arguments: #types),*| #body)
    }
}

/// The body of `f_vjp`.
pub(super) fn vjp(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let signature = Signature::of(function);
    let [value, pullback, ct, zero] = ["value", "pullback", "ct", "zero"].map(names::local);
    let own = names::companion(&function.item.sig.ident, names::Companion::Vjp).to_string();
    let (mut before, mut after, mut checks) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    for param in function.params.iter().filter(|param| !param.wanted && param.differentiated) {
        if is_reshaped(param) {
            let (name, zero) = (&param.name, names::buffer(param));
            after.extend(quote!(let mut #zero = #krate::__private::zero_like(&#name);));
        }
    }
    for param in wanted(function) {
        if param.passing != Passing::Exclusive {
            before.extend(new_buffer(param, krate));
        } else if is_buffer(param) {
            let (name, ct) = (&param.name, names::cotangent(param));
            let (len, text) = (names::local(&format!("len_{ct}")), name.to_string());
            after.extend(quote!(let #len = #name.len();));
            checks.extend(quote!(#krate::__private::check_len(#own, #text, #ct.len(), #len);));
        }
    }
    let is_static = function.result.as_ref().is_none_or(Shape::is_static);
    let seed = match () {
        () if is_unit(&signature) => quote!(()),
        () if is_static => ct.to_token_stream(),
        // A cotangent of another length than the value is noticed here.
        () => {
            checks.extend(quote!(let mut #zero = #zero; #krate::__private::accumulate(&mut #zero, #ct);));
            zero.to_token_stream()
        }
    };
    let slots = function.params.iter().map(|param| match param.passing {
        Passing::Exclusive if param.wanted => {
            let ct = names::cotangent(param);
            quote!(#krate::__private::slot(#ct))
        }
        Passing::Exclusive if param.differentiated && is_reshaped(param) => {
            let zero = names::buffer(param);
            quote!(#krate::__private::slot(&mut #zero))
        }
        _ => without_primal(param, slot_of_buffer(param, krate), krate),
    });
    let split = run(function, false);
    before.extend(quote!(let (#value, #pullback) = #split; #after));
    if !is_static {
        let like = zero_of_result(function);
        before.extend(quote!(let #zero = #like;));
    }
    let gradients = owned(function).map(|param| names::buffer(param).to_token_stream());
    let gradient = bare_or_tuple(gradients.collect());
    let body = quote!({
        #checks
        #pullback(#seed, #(#slots),*);
        #gradient
    });
    around_pullback(function, &before, &value.to_token_stream(), &body)
}

/// One tangent for each parameter that is wanted, passed as the parameter is.
pub(super) fn tangent_inputs(function: &Function) -> Vec<TokenStream> {
    let krate = &function.options.krate;
    let typed = wanted(function).map(|param| {
        let (tangent, slot) = (names::tangent(param), exclusive_type(param, krate));
        match param.passing {
            Passing::Value => {
                let ty = owned_gradient(param, krate);
                quote!(#tangent: #ty)
            }
            Passing::Shared => quote!(#tangent: &#slot),
            Passing::Exclusive => quote!(#tangent: &mut #slot),
        }
    });
    typed.collect()
}

/// The body of `f_jvp`.
pub(super) fn jvp(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let own = names::companion(&function.item.sig.ident, names::Companion::Jvp).to_string();
    let checks = wanted(function).filter(|param| is_buffer(param)).map(|param| {
        let (name, tangent) = (&param.name, names::tangent(param));
        let text = name.to_string();
        quote!(#krate::__private::check_tangent(#own, #text, #tangent.len(), #name.len());)
    });
    let tangents = function.params.iter().map(|param| {
        let tangent = names::tangent(param);
        match param.passing {
            _ if !param.wanted => no_tangent(param, krate),
            Passing::Exclusive => quote!(#krate::__private::along(#tangent)),
            Passing::Value | Passing::Shared => {
                quote!(#krate::__private::core::option::Option::Some(#tangent))
            }
        }
    });
    let arguments = function.params.iter().filter(|param| !param.is_self).map(|param| &param.name);
    let half = call(function, &names::half(&function.item.sig.ident, names::Half::own_tangent(function)));
    let (turbofish, owner) = (turbofish(function, true), any_owner(function));
    quote! {
        #(#checks)*
        #half #turbofish(#(#arguments,)* #(#tangents,)* #owner)
    }
}
