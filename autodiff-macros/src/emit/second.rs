//! The companions of second order: `f_hvp`, `f_hvp_into` and `f_hessian`.

use std::cmp::Ordering;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::companions::{
    any_owner, bare_or_tuple, call, is_buffer, no_tangent, one, owned_gradient, turbofish, wanted,
};
use super::jacobian::{arguments, call_again, copies, copies_again, first, zero_row};
use super::lending::lent_bits;
use super::names::{self, Half};
use super::slots::{along_slot, before_sweep, is_reshaped, slot_of, unwanted, with_primal, without_primal};
use super::zeros::zero_of;
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param, numbers};

/// The number of differentiated numbers, where every size is a literal.
pub(super) fn size(function: &Function) -> Option<usize> {
    wanted(function).map(|param| numbers(&param.shape)).sum()
}

/// The float of all entries: that of the differentiated numbers; `f64`, which holds every `f32`, where they have several.
fn number(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    match &function.differentiated_floats()[..] {
        [float] => float.to_token_stream(),
        _ => quote!(#krate::__private::core::primitive::f64),
    }
}

/// `[[f64; N]; N]`, or `Vec<Vec<f64>>`.
pub(super) fn hessian_type(function: &Function) -> TokenStream {
    let (krate, number) = (&function.options.krate, number(function));
    match size(function) {
        Some(size) => {
            let size = proc_macro2::Literal::usize_unsuffixed(size);
            quote!([[#number; #size]; #size])
        }
        None => quote!(#krate::__private::Vec<#krate::__private::Vec<#number>>),
    }
}

/// A buffer for a gradient or for its tangent.
fn buffer(name: &syn::Ident, param: &Param, krate: &syn::Path) -> TokenStream {
    let (own, ty) = (&param.name, owned_gradient(param, krate));
    let zero = match &param.shape {
        shape if shape.is_static() => before_sweep(param, shape, krate),
        _ => quote!(#krate::__private::zero_like(&#own)),
    };
    quote!(let mut #name: #ty = #zero;)
}

/// Buffers for gradients and for their derivatives: those made before the function runs, and those whose shape is that of
/// an argument afterwards.
fn gradient_buffers(function: &Function) -> [TokenStream; 2] {
    let krate = &function.options.krate;
    [false, true].map(|reshaped| {
        let both = wanted(function).filter(|param| is_reshaped(param) == reshaped).map(|param| {
            let gradient = buffer(&names::buffer(param), param, krate);
            let product = buffer(&names::product(param), param, krate);
            quote!(#gradient #product)
        });
        both.collect()
    })
}

/// The slots of these; whether the arguments and their tangents are lent again.
fn gradient_slots(function: &Function, lends: bool) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let krate = &function.options.krate;
    let params = function.params.iter();
    let slots = params.map(|param| {
        let own = slot_of(&names::buffer(param), param, krate);
        let along = slot_of(&names::product(param), param, krate);
        let tangent = names::tangent(param).to_token_stream();
        let lends = lends && may_lend(param);
        (lend(param, own, lends, krate), along_slot(param, along, lends.then_some(tangent), krate))
    });
    slots.unzip()
}

/// An argument can be lent if its tangent can.
fn may_lend(param: &Param) -> bool {
    param.wanted || !param.differentiated
}

fn lend(param: &Param, slot: TokenStream, lends: bool, krate: &syn::Path) -> TokenStream {
    if lends { with_primal(param, slot, krate) } else { without_primal(param, slot, krate) }
}

/// One run along tangents, with something `between` its sweeps: the products with the Hessian are in their buffers
/// afterwards, and the gradients, if they are wanted; then the tangents are those of the caller.
fn run(
    function: &Function,
    arguments: &[TokenStream],
    tangents: &[TokenStream],
    between: &TokenStream,
    gradients: bool,
) -> TokenStream {
    let krate = &function.options.krate;
    let [value, pullback] = ["value", "pullback"].map(names::local);
    let one = one(function);
    let zero = function.result.as_ref().map(|shape| zero_of(shape, krate));
    let (mut slots, along) = gradient_slots(function, gradients);
    if !gradients {
        let none = |param| without_primal(param, unwanted(param, krate), krate);
        slots = function.params.iter().map(none).collect();
    }
    let lent = function.params.iter().enumerate();
    let lent = lent.filter(|(_, param)| gradients && param.lent && may_lend(param)).map(|(at, _)| at);
    // Where there are gradients, it is the only run.
    let call = if gradients { call } else { call_again };
    let forward = forward(function, call, arguments, tangents, &lent_bits(lent));
    quote! {
        let (#value, _, #pullback) = #forward;
        #between
        #pullback(#one, #zero, #(#slots,)* #(#along),*);
    }
}

/// The forward half along tangents.
fn forward(
    function: &Function,
    call: fn(&Function, &syn::Ident) -> TokenStream,
    arguments: &[TokenStream],
    tangents: &[TokenStream],
    lent: &TokenStream,
) -> TokenStream {
    let half = call(function, &names::half(&function.item.sig.ident, Half::TangentSplit));
    let (turbofish, owner) = (turbofish(function, true), any_owner(function));
    quote!(#half #turbofish(#(#arguments,)* #(#tangents,)* #lent, #owner))
}

/// The body of `f_hvp`.
pub(super) fn hvp(function: &Function) -> TokenStream {
    let [before, between] = gradient_buffers(function);
    let run = along_given(function, names::Companion::Hvp, &between);
    let part = |name: fn(&Param) -> syn::Ident| {
        bare_or_tuple(wanted(function).map(|param| name(param).to_token_stream()).collect())
    };
    let (gradient, product) = (part(names::buffer), part(names::product));
    quote! {
        #before
        #run
        (#gradient, #product)
    }
}

/// The body of `f_hvp_into`.
pub(super) fn hvp_into(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let own = names::companion(&function.item.sig.ident, names::Companion::HvpInto).to_string();
    let [mut before, mut between, mut after] = [(); 3].map(|()| TokenStream::new());
    let names = |param| [(param, names::buffer(param)), (param, names::product(param))];
    for (param, buffer) in wanted(function).flat_map(names) {
        let of = &param.name;
        let (given, zero) = (names::local(&format!("given_{buffer}")), self::buffer(&buffer, param, krate));
        if !is_buffer(param) {
            before.extend(quote!(let #given = #buffer; #zero));
            after.extend(quote!(*#given = #buffer;));
            continue;
        }
        let text = of.to_string();
        before.extend(quote!(#krate::__private::check_len(#own, #text, #buffer.len(), #of.len());));
        if is_reshaped(param) {
            between.extend(quote!(let #given = #buffer; #zero));
            after.extend(quote!(#given.clone_from_slice(&#buffer);));
            continue;
        }
        before.extend(match param.shape.elements() {
            Some(elem) if elem.is_static() => quote!(#krate::__private::clear(#buffer);),
            _ => quote!(#buffer.clone_from_slice(&#krate::__private::zero_like(&#of));),
        });
    }
    let run = along_given(function, names::Companion::HvpInto, &between);
    let value = names::local("value");
    quote! {
        #before
        #run
        #after
        #value
    }
}

/// One run along the caller's tangents, with something between its sweeps.
fn along_given(function: &Function, companion: names::Companion, between: &TokenStream) -> TokenStream {
    let krate = &function.options.krate;
    let own = names::companion(&function.item.sig.ident, companion).to_string();
    let checks = wanted(function).filter(|param| is_buffer(param)).map(|param| {
        let (name, tangent) = (&param.name, names::tangent(param));
        let text = name.to_string();
        quote!(#krate::__private::check_tangent(#own, #text, #tangent.len(), #name.len());)
    });
    let tangents: Vec<TokenStream> = function
        .params
        .iter()
        .map(|param| {
            let tangent = names::tangent(param);
            match param.passing {
                _ if !param.wanted => no_tangent(param, krate),
                Passing::Exclusive => quote!(#krate::__private::along(#tangent)),
                Passing::Value | Passing::Shared => {
                    quote!(#krate::__private::core::option::Option::Some(#tangent))
                }
            }
        })
        .collect();
    let arguments = function.params.iter().filter(|param| !param.is_self);
    let arguments: Vec<TokenStream> = arguments.map(|param| param.name.to_token_stream()).collect();
    let run = run(function, &arguments, &tangents, between, true);
    quote!(#(#checks)* #run)
}

/// The body of `f_hessian`: one run for each column. Of two entries that are the same one is taken, so that the matrix is
/// symmetric to the last bit.
pub(super) fn hessian(function: &Function) -> TokenStream {
    let (krate, number) = (&function.options.krate, number(function));
    let [matrix, column, row, size, at, unit] =
        ["matrix", "column", "row", "size", "at", "unit"].map(names::local);
    let zeros: Vec<TokenStream> = wanted(function).map(|param| zero_row(param, krate)).collect();
    let counts = zeros.iter().map(|zero| quote!(#krate::__private::count_of(&#zero)));
    let empty = match self::size(function) {
        Some(_) => quote!([[<#number as #krate::Real>::ZERO; _]; _]),
        None => quote!((0..#size).map(|_| #krate::__private::zeros(#size)).collect()),
    };
    let loops = wanted(function).map(|along| {
        let (zero, ty) = (zero_row(along, krate), owned_gradient(along, krate));
        let buffers = wanted(function).map(|param| buffer(&names::product(param), param, krate));
        let tangents: Vec<TokenStream> = function
            .params
            .iter()
            .map(|param| match param.passing {
                _ if param.spelling != along.spelling => no_tangent(param, krate),
                Passing::Value => quote!(#krate::__private::core::option::Option::Some(#unit)),
                Passing::Exclusive => quote!(#krate::__private::along(&mut #unit)),
                Passing::Shared => quote!(#krate::__private::core::option::Option::Some(&#unit)),
            })
            .collect();
        let arguments: Vec<TokenStream> = arguments(function).collect();
        let run = run(function, &arguments, &tangents, &TokenStream::new(), false);
        let copies_again = copies_again(function);
        let entries = wanted(function).map(|param| {
            let (product, from) = (names::product(param), taken_from(param, along, &column));
            quote!(#krate::__private::set_symmetric(&mut #matrix, &mut #row, #column, #from, &#product);)
        });
        quote! {
            for #at in 0..#krate::__private::count_of::<#ty>(&#zero) {
                let mut #unit: #ty = #zero;
                #krate::__private::set_one(&mut #unit, #at);
                #(#buffers)*
                #copies_again
                #run
                let mut #row = 0;
                #(#entries)*
                #column += 1;
            }
        }
    });
    let (ty, copies, first) = (hessian_type(function), copies(function), first(function, false));
    let without_column = without_column(function, &size);
    quote! {
        #copies
        #first
        let #size = 0 #(+ #counts)*;
        #without_column
        let mut #matrix: #ty = #empty;
        let mut #column = 0;
        #(#loops)*
        #matrix
    }
}

/// From which row on the product in `param` along a column of another is taken: from the diagonal on; where the floats of
/// the two differ, all rows of the wider and none of the other.
fn taken_from(param: &Param, along: &Param, column: &syn::Ident) -> TokenStream {
    let [row, column_width] = [param, along].map(|param| width(&param.shape));
    match row.cmp(&column_width) {
        Ordering::Less => quote!(usize::MAX),
        Ordering::Equal => column.to_token_stream(),
        Ordering::Greater => quote!(0),
    }
}

/// How wide the floats of a parameter are: a generic one may be either.
fn width(shape: &Shape) -> usize {
    match shape.float() {
        Some(float) if float == "f32" => 0,
        Some(float) if float == "f64" => 2,
        _ => 1,
    }
}

/// A matrix without a column needs no run, but the function may panic.
fn without_column(function: &Function, size: &syn::Ident) -> TokenStream {
    if self::size(function).is_some() {
        return TokenStream::new();
    }
    let none: Vec<TokenStream> =
        function.params.iter().map(|param| no_tangent(param, &function.options.krate)).collect();
    let arguments: Vec<TokenStream> = arguments(function).collect();
    let (copies_again, forward) = (
        copies_again(function),
        forward(function, call_again, &arguments, &none, &lent_bits(std::iter::empty())),
    );
    quote!(if #size == 0 { #copies_again let _ = #forward; })
}
