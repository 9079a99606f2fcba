//! The companion `f_jacobian`: row by row in reverse mode, or column by column in forward mode.
//!
//! A row costs a run of the pullback, a column a run of the tangent half. Which is less follows from the sizes that are
//! known now: columns where there are no more inputs than outputs, or only the outputs are counted at run time. Where the
//! functions that it calls run in lanes, or there are none, a run is one of the half in lanes, for several columns or rows.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::closures;
use super::companions::{
    any_owner, bare_or_tuple, call, is_buffer, no_tangent, owned_gradient, turbofish, wanted,
};
use super::names::{self, Half};
use super::rows::rows_in_lanes;
use super::signature::Signature;
use super::slots::{unwanted, without_primal};
use super::tangents::zero_of_result;
use super::zeros::{zero_like, zero_of};
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param, Rows};

/// For each parameter as many rows as the result has numbers.
pub(super) fn jacobian_type(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let parts = wanted(function).map(|param| {
        let row = owned_gradient(param, krate);
        match function.rows() {
            Rows::Literal(count) => {
                let count = proc_macro2::Literal::usize_unsuffixed(count);
                quote!([#row; #count])
            }
            Rows::Constant(count) => quote!([#row; #count]),
            Rows::Counted => quote!(#krate::__private::Vec<#row>),
        }
    });
    bare_or_tuple(parts.collect())
}

/// Whether the rows are counted at run time.
pub(super) fn is_counted(function: &Function) -> bool {
    matches!(function.rows(), Rows::Counted)
}

/// What the documentation says of the way it is made.
pub(super) fn way(function: &Function) -> &'static str {
    match (function.jacobian_by_columns(), function.lanes) {
        (true, true) => {
            "Made four columns at once, in forward mode: one run for each four numbers of the arguments."
        }
        (true, false) => "Made column by column, in forward mode: one run for each number of the arguments.",
        (false, true) => {
            "Made four rows at once, in reverse mode: one run for each four numbers of the result."
        }
        (false, false) => "Made row by row, in reverse mode: one run for each number of the result.",
    }
}

/// The body of `f_jacobian`.
pub(super) fn jacobian(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let count = names::local("count");
    let counted = is_counted(function);
    let parts = wanted(function).map(|param| {
        let (part, zero) = (names::buffer(param), zero_row(param, krate));
        if counted {
            quote!(let mut #part: #krate::__private::Vec<_> = (0..#count).map(|_| #zero).collect();)
        } else {
            quote!(let mut #part = #krate::__private::core::array::from_fn(|_| #zero);)
        }
    });
    let (copies, first) = (copies(function), first(function, counted));
    let fill = match (function.jacobian_by_columns(), function.lanes) {
        (true, true) => columns_in_lanes(function),
        (true, false) => columns(function),
        (false, true) => rows_in_lanes(function, &count_of_rows(function)),
        (false, false) => rows(function),
    };
    let result = wanted(function).map(|param| names::buffer(param).to_token_stream()).collect();
    let (ty, result) = (jacobian_type(function), bare_or_tuple(result));
    let jacobian = names::local("jacobian");
    // The type of the rows follows from that of the whole.
    quote! {
        #copies
        #first
        #(#parts)*
        #fill
        let #jacobian: #ty = #result;
        #jacobian
    }
}

/// The function itself, run on the caller's own arguments, where it changes some or its results have to be counted.
pub(super) fn first(function: &Function, counted: bool) -> TokenStream {
    if !counted && exclusive(function).next().is_none() {
        return TokenStream::new();
    }
    let krate = &function.options.krate;
    let [value, count] = ["value", "count"].map(names::local);
    let by_value = function.params.iter().find(|param| param.is_self && param.passing == Passing::Value);
    let own = if by_value.is_some() { call_again } else { call }(function, &function.item.sig.ident);
    let turbofish = turbofish(function, false);
    let params = function.params.iter().filter(|param| !param.is_self);
    let arguments = params.map(|param| {
        let name = &param.name;
        match param.passing {
            Passing::Value => value_again(function, param),
            Passing::Shared => name.to_token_stream(),
            Passing::Exclusive => quote!(&mut *#name),
        }
    });
    let zero = zero_of_result(function);
    let outputs = exclusive(function).filter(|param| param.wanted).map(|param| {
        let name = &param.name;
        quote!(+ #krate::__private::count_of(&#krate::__private::zero_like(&#name)))
    });
    let count = counted.then(|| quote!(let #count = #krate::__private::count_of(&#zero) #(#outputs)*;));
    quote! {
        let #value = #own #turbofish(#(#arguments),*);
        #count
    }
}

/// The parameters that the function may change.
pub(super) fn exclusive(function: &Function) -> impl Iterator<Item = &Param> {
    function.params.iter().filter(|param| param.passing == Passing::Exclusive)
}

/// A copy of what a `&mut` parameter refers to.
fn copy_of(param: &Param, place: TokenStream, krate: &syn::Path) -> TokenStream {
    match &param.shape {
        Shape::Slice(_) => quote!(#krate::__private::own_slice(#place)),
        shape if shape.is_known() => quote!(#krate::__private::core::clone::Clone::clone(#place)),
        _ => quote!(#krate::__private::copy(#place)),
    }
}

/// What the `&mut` arguments are at entry: each run changes them.
pub(super) fn copies(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let copies = exclusive(function).map(|param| {
        let (own, name) = (names::own(param), &param.name);
        let copy = copy_of(param, quote!(&*#name), krate);
        quote!(let #own = #copy;)
    });
    copies.collect()
}

/// The same for one run of many.
pub(super) fn copies_again(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let copies = exclusive(function).map(|param| {
        let (own, again) = (names::own(param), names::again(param));
        let copy = copy_of(param, quote!(&#own), krate);
        quote!(let mut #again = #copy;)
    });
    copies.collect()
}

/// A gradient in a parameter that is zero, before anything has run.
pub(super) fn zero_row(param: &Param, krate: &syn::Path) -> TokenStream {
    match &param.shape {
        shape if shape.is_static() => zero_of(shape, krate),
        _ => {
            let name = if param.passing == Passing::Exclusive { &names::own(param) } else { &param.name };
            zero_like(&param.shape, &name.to_token_stream(), krate)
        }
    }
}

/// The arguments, copied where they are passed by value or `&mut`, for one run of many.
pub(super) fn arguments(function: &Function) -> impl Iterator<Item = TokenStream> {
    function.params.iter().filter(|param| !param.is_self).map(move |param| {
        let name = &param.name;
        match param.passing {
            Passing::Value => value_again(function, param),
            Passing::Shared => name.to_token_stream(),
            Passing::Exclusive => {
                let again = names::again(param);
                if matches!(param.shape, Shape::Slice(_)) {
                    quote!(&mut #again[..])
                } else {
                    quote!(&mut #again)
                }
            }
        }
    })
}

/// An argument by value for one run of many: a copy, or a reference to a closure.
fn value_again(function: &Function, param: &Param) -> TokenStream {
    let (krate, name) = (&function.options.krate, &param.name);
    match closures::can_be_borrowed(function, &param.ty) {
        true => quote!(&#name),
        false => quote!(#krate::__private::core::clone::Clone::clone(&#name)),
    }
}

/// A half for one run of many: of a copy of the receiver, where it has another than `&self`.
pub(super) fn call_again(function: &Function, name: &syn::Ident) -> TokenStream {
    let receiver = function.params.iter().find(|param| param.is_self);
    match receiver.map(|receiver| (receiver, receiver.passing)) {
        None | Some((_, Passing::Shared)) => call(function, name),
        Some((receiver, Passing::Exclusive)) => {
            let again = names::again(receiver);
            quote!(#again.#name)
        }
        Some((receiver, Passing::Value)) => {
            let receiver = value_again(function, receiver);
            quote!(#receiver.#name)
        }
    }
}

/// How many numbers the function gives.
fn count_of_rows(function: &Function) -> TokenStream {
    match function.rows() {
        Rows::Literal(count) => proc_macro2::Literal::usize_unsuffixed(count).to_token_stream(),
        Rows::Constant(count) => count,
        Rows::Counted => names::local("count").to_token_stream(),
    }
}

/// One run of the reverse sweep for each number that the function gives.
fn rows(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let signature = Signature::of(function);
    let [row, value, pullback, seed] = ["row", "value", "pullback", "seed"].map(names::local);
    let count = count_of_rows(function);
    let some = quote!(#krate::__private::core::option::Option::Some);
    let slots = function.params.iter().map(|param| {
        let (part, ct) = (names::buffer(param), names::cotangent(param));
        let slot = match (param.passing, param.wanted) {
            (Passing::Exclusive, _) if param.differentiated => {
                quote!(#krate::__private::slot(&mut #ct))
            }
            (_, false) => unwanted(param, krate),
            (_, true) if is_buffer(param) => quote!(#some(&mut #part[#row][..])),
            (_, true) => quote!(#some(&mut #part[#row])),
        };
        without_primal(param, slot, krate)
    });
    let split = call_again(function, &names::half(&function.item.sig.ident, Half::Split));
    let owner = any_owner(function);
    let (turbofish, arguments, seed_type) = (turbofish(function, true), arguments(function), &signature.seed);
    let (copies, zero) = (copies_again(function), zero_of_result(function));
    let exits = exclusive(function).filter(|param| param.differentiated).map(|param| {
        let (ct, again, ty) = (names::cotangent(param), names::again(param), owned_gradient(param, krate));
        quote!(let mut #ct: #ty = #krate::__private::zero_like(&#again);)
    });
    let entries = exclusive(function).filter(|param| param.wanted).map(|param| {
        let (part, ct) = (names::buffer(param), names::cotangent(param));
        quote!(#part[#row] = #ct;)
    });
    let outputs = exclusive(function).filter(|param| param.wanted).map(names::cotangent);
    let one = one_of([seed.clone()].into_iter().chain(outputs).collect(), &row, krate);
    quote! {
        for #row in 0..#count {
            #copies
            let (#value, #pullback) = #split #turbofish(#(#arguments,)* 0, #owner);
            let mut #seed: #seed_type = #zero;
            #(#exits)*
            #one
            #pullback(#seed, #(#slots),*);
            #(#entries)*
        }
    }
}

/// Makes one number of several zeros one.
fn one_of(zeros: Vec<syn::Ident>, at: &syn::Ident, krate: &syn::Path) -> TokenStream {
    if let [zero] = &zeros[..] {
        return quote!(#krate::__private::set_one(&mut #zero, #at););
    }
    let mut rest = quote!(#krate::__private::core::option::Option::Some(#at));
    for zero in &zeros {
        rest = quote!(#krate::__private::set_one_of(&mut #zero, #rest));
    }
    quote!(let _ = #rest;)
}

/// One run with tangents for each number of the differentiated arguments.
fn columns(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let [at, row, unit, tangent, value] = ["at", "row", "unit", "tangent", "value"].map(names::local);
    let some = quote!(#krate::__private::core::option::Option::Some);
    let half = call_again(function, &names::half(&function.item.sig.ident, Half::own_tangent(function)));
    let (turbofish, owner) = (turbofish(function, true), any_owner(function));
    let loops = wanted(function).map(|along| {
        let (zero, ty) = (zero_row(along, krate), owned_gradient(along, krate));
        let is_along = |param: &Param| param.spelling == along.spelling;
        let tangents = function.params.iter().map(|param| match param.passing {
            Passing::Exclusive if param.wanted => {
                let own = if is_along(param) { unit.clone() } else { names::cotangent(param) };
                quote!(#krate::__private::along(&mut #own))
            }
            _ if !is_along(param) => no_tangent(param, krate),
            Passing::Value => quote!(#some(#unit)),
            Passing::Shared | Passing::Exclusive => quote!(#some(&#unit)),
        });
        let outputs = || exclusive(function).filter(|param| param.wanted);
        let zeros = outputs().filter(|param| !is_along(param)).map(|param| {
            let (own, zero, ty) =
                (names::cotangent(param), zero_row(param, krate), owned_gradient(param, krate));
            quote!(let mut #own: #ty = #zero;)
        });
        let own = outputs().map(|param| if is_along(param) { unit.clone() } else { names::cotangent(param) });
        let all: Vec<syn::Ident> = [tangent.clone()].into_iter().chain(own).collect();
        let part = names::buffer(along);
        let (arguments, copies) = (arguments(function), copies_again(function));
        quote! {
            for #at in 0..#krate::__private::count_of::<#ty>(&#zero) {
                #copies
                let mut #unit: #ty = #zero;
                #krate::__private::set_one(&mut #unit, #at);
                #(#zeros)*
                let (#value, #tangent) = #half #turbofish(#(#arguments,)* #(#tangents,)* #owner);
                let mut #row = 0;
                #(#krate::__private::set_rows(&mut #part, &mut #row, #at, &#all);)*
            }
        }
    });
    quote!(#(#loops)*)
}

/// One run with tangents in lanes for each few numbers of the differentiated arguments.
fn columns_in_lanes(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let [start, offset, next, row, tangent, value] =
        ["start", "offset", "next", "row", "tangent", "value"].map(names::local);
    let some = quote!(#krate::__private::core::option::Option::Some);
    let half = call_again(function, &names::half(&function.item.sig.ident, Half::Lanes));
    let (turbofish, owner) = (turbofish(function, true), any_owner(function));
    let lanes = function.in_lanes();
    let unit = names::cotangent;
    let units = wanted(&lanes).map(|param| {
        let (unit, ty, zero) = (unit(param), owned_gradient(param, krate), zero_row(param, krate));
        quote! {
            let mut #unit: #ty = #zero;
            let #next = #krate::__private::set_units(&mut #unit, #next, #start);
        }
    });
    let count = wanted(function).map(|param| {
        let (zero, ty) = (zero_row(param, krate), owned_gradient(param, krate));
        quote!(#krate::__private::count_of::<#ty>(&#zero))
    });
    let tangents = function.params.iter().map(|param| {
        let unit = unit(param);
        match param.passing {
            _ if !param.wanted => no_tangent(param, krate),
            Passing::Exclusive => quote!(#krate::__private::along(&mut #unit)),
            Passing::Value => quote!(#some(#unit)),
            Passing::Shared => quote!(#some(&#unit)),
        }
    });
    let outputs = exclusive(function).filter(|param| param.wanted).map(unit);
    let outputs: Vec<syn::Ident> = [tangent.clone()].into_iter().chain(outputs).collect();
    let stores = wanted(function).map(|param| {
        let (part, zero) = (names::buffer(param), zero_row(param, krate));
        let ty = owned_gradient(param, krate);
        quote! {
            let #row = 0;
            #(let #row = #krate::__private::set_columns(&mut #part, #row, (#offset, #start), &#outputs);)*
            let _ = #row;
            let #offset = #offset + #krate::__private::count_of::<#ty>(&#zero);
        }
    });
    let (arguments, copies) = (arguments(function), copies_again(function));
    quote! {
        for #start in (0..0 #(+ #count)*).step_by(#krate::__private::LANES) {
            #copies
            let #next = 0;
            #(#units)*
            let _ = #next;
            let (#value, #tangent) = #half #turbofish(#(#arguments,)* #(#tangents,)* #owner);
            let #offset = 0;
            #(#stores)*
            let _ = #offset;
        }
    }
}
