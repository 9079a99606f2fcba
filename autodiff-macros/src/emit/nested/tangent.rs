//! `g_jvp` and its pullback, and both with tangents.

use quote::{ToTokens, quote};
use syn::Ident;

use super::super::companions::{is_buffer, owned_gradient};
use super::super::names;
use super::super::namespace::{Half, Lack};
use super::super::signature::Signature;
use super::super::slots::{along_slot, unwanted, without_primal};
use super::{
    arguments, given, of_given, of_params, seeds, slots, slots_of_given, tangent_param, values, with_tangents,
};
use crate::ir::Passing;
use crate::parse::{Function, Param};

/// The value and its tangent, and the pullback of both; or all of it with tangents.
pub(super) fn split(function: &Function, named: &Function, half: names::Half) -> Half {
    let signature = Signature::of(named);
    let [ct, d_ct, pullback] = ["ct", "d_ct", "pullback"].map(names::local);
    let mut tangents = vec![given(function)];
    let mut seeds = vec![quote!(#ct.1), quote!(#ct.0)];
    let mut all_slots = vec![
        slots_of_given(function, false, names::slot),
        slots(function, true, |param| names::slot(param).to_token_stream()),
    ];
    if half == names::Half::TangentSplit {
        let along = |param: &Param| names::tangent_slot(param, 0);
        tangents.extend([of_params(function), of_given(function)]);
        seeds.extend([quote!(#d_ct.1), quote!(#d_ct.0)]);
        all_slots.push(slots_of_given(function, true, along));
        all_slots.push(slots(function, true, |param| along(param).to_token_stream()));
    }
    let (run, values) = (with_tangents(function, &arguments(function), &tangents), values(&tangents));
    let pairs = values.chunks(2).map(|pair| quote!((#(#pair),*)));
    let seed = &signature.seed;
    let inputs = [ct, d_ct].into_iter().take(half.tangents() + 1);
    let (types, names) = (&signature.slots, named.params.iter().map(names::slot));
    let (along, along_types): (Vec<_>, Vec<_>) = signature.slots_along(half).into_iter().unzip();
    let all_slots = all_slots.into_iter().flatten();
    let body = quote! {
        let (#(#values,)* #pullback) = #run;
        (#(#pairs,)* move |#(#inputs: #seed,)* #(#names: #types,)* #(#along: #along_types),*| {
            #pullback(#(#seeds,)* #(#all_slots),*);
        })
    };
    Half::new(named, &signature, half, &body)
}

/// Called with tangents: the value and its tangent, and what these are along them.
pub(super) fn along(function: &Function, named: &Function) -> Half {
    match (function.has_gradient(), function.needs_third()) {
        (true, _) => of_gradients(function, named),
        (false, true) => of_tangents(function, named),
        (false, false) => Half::missing(named, names::Half::Tangent, Lack::of_third(function)),
    }
}

/// Of any result: its tangents in two directions, and in both.
fn of_tangents(function: &Function, named: &Function) -> Half {
    let tangents = [given(function), of_params(function), of_given(function)];
    let (run, values) = (with_tangents(function, &arguments(function), &tangents), values(&tangents));
    let pairs = values.chunks(2).map(|pair| quote!((#(#pair),*)));
    let body = quote! {
        let (#(#values,)* _) = #run;
        (#(#pairs),*)
    };
    Half::new(named, &Signature::of(named), names::Half::Tangent, &body)
}

/// Of a float: its gradients in the arguments and in their tangents tell it.
fn of_gradients(function: &Function, named: &Function) -> Half {
    let krate = &function.options.krate;
    let some = quote!(#krate::__private::core::option::Option::Some);
    let [value, along, pullback, d_value, d_along] =
        ["value", "along", "pullback", "d_value", "d_along"].map(names::local);
    let half = with_tangents(function, &arguments(function), &[given(function)]);
    let carried: Vec<&Param> = function.params.iter().filter(|param| param.differentiated).collect();
    let buffers = carried.iter().map(|param| {
        let (gradient, product, ty) =
            (names::buffer(param), names::product(param), owned_gradient(param, krate));
        let (name, zero) = (&param.name, names::own(param));
        quote! {
            let #zero: #ty = #krate::__private::zero_like(&#name);
            let (mut #gradient, mut #product) = (#krate::__private::core::clone::Clone::clone(&#zero), #zero);
        }
    });
    let slot = |param: &Param, buffer: Ident| match param.differentiated {
        false => unwanted(param, krate),
        true if is_buffer(param) => quote!(#some(&mut #buffer[..])),
        true => quote!(#some(&mut #buffer)),
    };
    let slots =
        function.params.iter().map(|param| without_primal(param, slot(param, names::buffer(param)), krate));
    let along_slots = function
        .params
        .iter()
        .map(|param| along_slot(param, slot(param, names::product(param)), None, krate));
    let terms = carried.iter().map(|param| {
        let (gradient, product) = (names::buffer(param), names::product(param));
        let (tangent, again) = (names::tangent(param), names::tangent(&tangent_param(param)));
        let part = |buffer| if is_buffer(param) { quote!(&#buffer[..]) } else { quote!(&#buffer) };
        let given = match param.passing {
            Passing::Value => part(tangent.clone()),
            Passing::Shared | Passing::Exclusive => tangent.to_token_stream(),
        };
        let (gradient, product) = (part(gradient), part(product));
        let again = param.wanted.then(|| {
            let given = match param.passing {
                Passing::Value => part(again.clone()),
                Passing::Shared | Passing::Exclusive => again.to_token_stream(),
            };
            quote!(if let #some(#again) = #again { #krate::__private::add_dot(&mut #d_along, #given, #gradient); })
        });
        quote! {
            if let #some(#tangent) = #tangent {
                #krate::__private::add_dot(&mut #d_value, #given, #gradient);
                #krate::__private::add_dot(&mut #d_along, #given, #product);
            }
            #again
        }
    });
    let ((one, zero), ty) = (seeds(function, krate), Signature::of(function).seed);
    let body = quote! {
        #(#buffers)*
        let (#value, #along, #pullback) = #half;
        #pullback(#one, #zero, #(#slots,)* #(#along_slots),*);
        let (mut #d_value, mut #d_along): (#ty, #ty) = (#zero, #zero);
        #(#terms)*
        ((#value, #along), (#d_value, #d_along))
    };
    Half::new(named, &Signature::of(named), names::Half::Tangent, &body)
}
