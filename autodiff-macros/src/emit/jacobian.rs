//! The companion `f_jacobian`: row by row in reverse mode, or column by column in forward mode.
//!
//! A row costs a run of the pullback, a column a run of the tangent half. Which is less follows from the sizes that are
//! known now: columns where there are no more inputs than outputs, or only the outputs are counted at run time.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::companions::{
    any_owner, bare_or_tuple, call, is_buffer, no_tangent, owned_gradient, turbofish, wanted,
};
use super::names::{self, Half};
use super::signature::Signature;
use super::slots::{unwanted, without_primal};
use super::zeros::zero_of;
use crate::ir::Passing;
use crate::parse::{Function, Param, Rows};

/// For each parameter as many rows as the result has numbers.
pub(super) fn jacobian_type(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let parts = wanted(function).map(|param| {
        let row = owned_gradient(param, krate);
        match function.rows() {
            Some(Rows::Literal(count)) => {
                let count = proc_macro2::Literal::usize_unsuffixed(count);
                quote!([#row; #count])
            }
            Some(Rows::Constant(count)) => quote!([#row; #count]),
            Some(Rows::Length) | None => quote!(#krate::__private::Vec<#row>),
        }
    });
    bare_or_tuple(parts.collect())
}

/// What the documentation says of the way it is made.
pub(super) fn way(function: &Function) -> &'static str {
    if function.jacobian_by_columns() {
        "Made column by column, in forward mode: one run for each number of the arguments."
    } else {
        "Made row by row, in reverse mode: one run for each number of the result."
    }
}

/// The body of `f_jacobian`.
pub(super) fn jacobian(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let count = names::local("count");
    let length = match function.rows() {
        Some(Rows::Length) => {
            let own = call(function, &function.item.sig.ident);
            let (turbofish, arguments) = (turbofish(function, false), arguments(function));
            quote!(let #count = #own #turbofish(#(#arguments),*).len();)
        }
        _ => TokenStream::new(),
    };
    let parts = wanted(function).map(|param| {
        let (part, zero) = (names::buffer(param), zero_row(param, krate));
        match function.rows() {
            Some(Rows::Length) | None => {
                quote!(let mut #part: #krate::__private::Vec<_> = (0..#count).map(|_| #zero).collect();)
            }
            _ => quote!(let mut #part = #krate::__private::core::array::from_fn(|_| #zero);),
        }
    });
    let fill = if function.jacobian_by_columns() { columns(function) } else { rows(function) };
    let result = wanted(function).map(|param| names::buffer(param).to_token_stream()).collect();
    let (ty, result) = (jacobian_type(function), bare_or_tuple(result));
    let jacobian = names::local("jacobian");
    // The type of the rows follows from that of the whole.
    quote! {
        #length
        #(#parts)*
        #fill
        let #jacobian: #ty = #result;
        #jacobian
    }
}

pub(super) fn zero_row(param: &Param, krate: &syn::Path) -> TokenStream {
    match &param.shape {
        shape if shape.is_static() => zero_of(shape, krate),
        _ => {
            let name = &param.name;
            quote!(#krate::__private::zero_like(&#name))
        }
    }
}

/// The arguments, copied where they are passed by value, for one run of many.
pub(super) fn arguments(function: &Function) -> impl Iterator<Item = TokenStream> {
    let krate = &function.options.krate;
    function.params.iter().filter(|param| !param.is_self).map(move |param| {
        let name = &param.name;
        match param.passing {
            Passing::Value => quote!(#krate::__private::core::clone::Clone::clone(&#name)),
            Passing::Shared | Passing::Exclusive => name.to_token_stream(),
        }
    })
}

/// One run of the reverse sweep for each number of the result.
fn rows(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let signature = Signature::of(function);
    let [row, count, value, pullback, seed] = ["row", "count", "value", "pullback", "seed"].map(names::local);
    let some = quote!(#krate::__private::core::option::Option::Some);
    let slots = function.params.iter().map(|param| {
        let part = names::buffer(param);
        let slot = match () {
            () if !param.wanted => unwanted(param, krate),
            () if is_buffer(param) => quote!(#some(&mut #part[#row][..])),
            () => quote!(#some(&mut #part[#row])),
        };
        without_primal(param, slot, krate)
    });
    let count = match function.rows() {
        Some(Rows::Literal(count)) => proc_macro2::Literal::usize_unsuffixed(count).to_token_stream(),
        Some(Rows::Constant(count)) => count,
        Some(Rows::Length) | None => count.to_token_stream(),
    };
    let split = call(function, &names::half(&function.item.sig.ident, Half::Split));
    let (number, owner) = (function.number(), any_owner(function));
    let (turbofish, arguments, seed_type) = (turbofish(function, true), arguments(function), &signature.seed);
    quote! {
        for #row in 0..#count {
            let (#value, #pullback) = #split #turbofish(#(#arguments,)* 0, #owner);
            let mut #seed: #seed_type = #krate::__private::zero_like(&#value);
            #krate::__private::set_one::<#number, _>(&mut #seed, #row);
            #pullback(#seed, #(#slots),*);
        }
    }
}

/// One run with tangents for each number of the differentiated arguments.
fn columns(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let [at, unit, tangent, value] = ["at", "unit", "tangent", "value"].map(names::local);
    let half = call(function, &names::half(&function.item.sig.ident, Half::Tangent));
    let (turbofish, number, owner) = (turbofish(function, true), function.number(), any_owner(function));
    let loops = wanted(function).map(|along| {
        let (part, zero, ty) = (names::buffer(along), zero_row(along, krate), owned_gradient(along, krate));
        let tangents = function.params.iter().map(|param| match param.passing {
            _ if param.spelling != along.spelling => no_tangent(param, krate),
            Passing::Value => quote!(#krate::__private::core::option::Option::Some(#unit)),
            Passing::Shared | Passing::Exclusive => {
                quote!(#krate::__private::core::option::Option::Some(&#unit))
            }
        });
        let arguments = arguments(function);
        quote! {
            for #at in 0..#krate::__private::count_of::<#number, #ty>(&#zero) {
                let mut #unit: #ty = #zero;
                #krate::__private::set_one::<#number, _>(&mut #unit, #at);
                let (#value, #tangent) = #half #turbofish(#(#arguments,)* #(#tangents,)* #owner);
                #krate::__private::set_column::<#number, _, _>(&mut #part, #at, &#tangent);
            }
        }
    });
    quote!(#(#loops)*)
}
