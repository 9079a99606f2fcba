//! Halves of companions, so that a differentiated function can call `g_grad`, `g_value_and_grad` and `g_jvp`.
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

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Ident, Path};

use super::companions::{
    any_owner, bare_or_tuple, call, is_buffer, no_tangent, one, owned_gradient, turbofish, wanted,
};
use super::names::{self, Companion};
use super::namespace::{self, Half};
use super::second::{gradient_buffers, gradient_slots};
use super::signature::Signature;
use super::slots::{along_slot, is_reshaped, unwanted, without_primal};
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
    let mut all = TokenStream::new();
    if function.has_second() {
        for companion in [Companion::Grad, Companion::ValueAndGrad] {
            let named = as_companion(function, companion);
            let along = gradient_along(marked, &named, companion);
            let halves = [Some(along), gradient_split(marked, &named, companion)];
            all.extend(namespace::halves(&named, &halves.into_iter().flatten().collect::<Vec<_>>(), None));
        }
        if function.params.iter().any(is_buffer) {
            all = quote!(#krate::__private::alloc_only! { #all });
        }
    }
    let exclusive = |param: &Param| param.differentiated && param.passing == Passing::Exclusive;
    if function.options.modes.jvp.is_some() && !function.params.iter().any(exclusive) {
        let named = as_companion(function, Companion::Jvp);
        let halves = [Some(jvp_split(marked, &named)), jvp_along(marked, &named)];
        all.extend(namespace::halves(&named, &halves.into_iter().flatten().collect::<Vec<_>>(), None));
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
        _ => syn::parse_quote!(-> (#value, #tangent)),
    };
    named.result = Some(Shape::Unknown);
    if companion == Companion::Jvp {
        for (input, param) in super::modes::tangent_inputs(function).into_iter().zip(wanted(function)) {
            sig.inputs.push(syn::parse_quote!(#input));
            named.params.push(tangent_param(param));
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

/// Called with tangents: the gradient and the product with the Hessian.
fn gradient_along(function: &Function, named: &Function, companion: Companion) -> Half {
    let krate = &function.options.krate;
    let tangents = function.params.iter().map(|param| names::tangent(param).to_token_stream());
    let [value, along, pullback] = ["value", "along", "pullback"].map(names::local);
    let half = with_tangents(function, arguments(function), tangents.collect());
    let buffers = gradient_buffers(function);
    let (slots, along_slots) = gradient_slots(function, false);
    let (one, zero) = seeds(function, krate);
    let part = |name: fn(&Param) -> Ident| {
        bare_or_tuple(wanted(function).map(|param| name(param).to_token_stream()).collect())
    };
    let (gradient, product) = (part(names::buffer), part(names::product));
    let result = match companion {
        Companion::ValueAndGrad => quote!(((#value, #gradient), (#along, #product))),
        _ => quote!((#gradient, #product)),
    };
    let body = quote! {
        #buffers
        let (#value, #along, #pullback) = #half;
        #pullback(#one, #zero, #(#slots,)* #(#along_slots),*);
        #result
    };
    Half::new(named, &Signature::of(named), names::Half::Tangent, &body)
}

/// The gradient, and its pullback, which runs again with what it gets for tangents; none where an argument may borrow
/// from what the pullback cannot hold on to.
fn gradient_split(function: &Function, named: &Function, companion: Companion) -> Option<Half> {
    let krate = &function.options.krate;
    let some = quote!(#krate::__private::core::option::Option::Some);
    let [value, ct, pullback] = ["value", "ct", "pullback"].map(names::local);
    let Copies { copies, again, bounds } = copies(function)?;
    let mut named = named.clone();
    if !bounds.is_empty() {
        let clause = named.item.sig.generics.make_where_clause();
        clause.predicates.extend::<Vec<syn::WherePredicate>>(bounds);
    }
    let (named, signature) = (&named, Signature::of(&named));
    let several = wanted(function).count() > 1;
    let gradient = if companion == Companion::ValueAndGrad { quote!(#ct.1) } else { ct.to_token_stream() };
    let mut position = 0..;
    let tangents = function.params.iter().map(|param| {
        if !param.wanted {
            return no_tangent(param, krate);
        }
        let at = syn::Index::from(position.next().unwrap_or_default());
        let part = if several { quote!(#gradient.#at) } else { gradient.clone() };
        match param.passing {
            Passing::Value => quote!(#some(#part)),
            _ if is_buffer(param) => quote!(#some(&#part[..])),
            _ => quote!(#some(&#part)),
        }
    });
    let half = again_with_tangents(function, again, tangents.collect());
    let (one, zero) = seeds(function, krate);
    let along = if companion == Companion::ValueAndGrad { quote!(#ct.0) } else { quote!(#zero) };
    let none = function.params.iter().map(|param| {
        // What has run again is as long as at exit.
        let param =
            if is_reshaped(param) { &Param { name: names::own(param), ..param.clone() } } else { param };
        without_primal(param, unwanted(param, krate), krate)
    });
    let slots: Vec<Ident> = function.params.iter().map(names::slot).collect();
    let along_slots = function.params.iter().zip(&slots);
    let along_slots = along_slots.map(|(param, slot)| along_slot(param, slot.to_token_stream(), None, krate));
    let own = call(function, &named.item.sig.ident);
    let (turbofish, arguments) = (turbofish(function, false), arguments(function));
    let (seed, types) = (&signature.seed, &signature.slots);
    let body = quote! {
        #copies
        let #value = #own #turbofish(#(#arguments),*);
        (#value, move |#ct: #seed, #(#slots: #types),*| {
            let (_, _, #pullback) = #half;
            #pullback(#one, #along, #(#none,)* #(#along_slots),*);
        })
    };
    Some(Half::new(named, &signature, names::Half::Split, &body))
}

/// Arguments for a second run.
struct Copies {
    /// The copies.
    copies: TokenStream,
    /// These as arguments.
    again: Vec<TokenStream>,
    /// What the types of the arguments need for that. Asked for where the half is called, not where it stands.
    bounds: Vec<syn::WherePredicate>,
}

fn copies(function: &Function) -> Option<Copies> {
    let krate = &function.options.krate;
    let mut all = Copies { copies: TokenStream::new(), again: Vec::new(), bounds: Vec::new() };
    let types = Signature::of(function).types;
    for (param, whole) in function.params.iter().zip(types) {
        let (own, name) = (names::own(param), &param.name);
        let (exclusive, known) = (param.passing == Passing::Exclusive, param.shape.is_known());
        let slice = known && matches!(param.shape, Shape::Slice(_));
        let place = if param.passing == Passing::Value { quote!(&#name) } else { quote!(&*#name) };
        let copy = match (param.passing, slice) {
            (_, true) => quote!(own_slice),
            _ if known => quote!(core::clone::Clone::clone),
            (Passing::Shared, false) => quote!(keep),
            (Passing::Value | Passing::Exclusive, false) => quote!(copy),
        };
        let mutable = exclusive.then(|| quote!(mut));
        all.copies.extend(quote!(let #mutable #own = #krate::__private::#copy(#place);));
        all.again.push(match (param.passing, slice) {
            (Passing::Value, _) => own.to_token_stream(),
            (Passing::Shared, true) => quote!(&#own[..]),
            (Passing::Exclusive, true) => quote!(&mut #own[..]),
            (Passing::Exclusive, false) => quote!(&mut #own),
            (Passing::Shared, false) if known => quote!(&#own),
            (Passing::Shared, false) => quote!(#krate::__private::kept_argument(&#own)),
        });
        if !known {
            let ty = match param.passing {
                Passing::Value => whole,
                Passing::Shared | Passing::Exclusive => param.ty.to_token_stream(),
            };
            if borrows(ty.clone()) || (exclusive && matches!(param.shape, Shape::Slice(_))) {
                return None;
            }
            let bound = if param.passing == Passing::Shared { quote!(Keep) } else { quote!(Copy) };
            // With a lifetime, rustc does not look at it before the half is called.
            all.bounds.push(syn::parse_quote!(for<'again> #ty: #krate::__private::#bound<'again>));
        }
    }
    Some(all)
}

/// Whether a type has a lifetime in it.
fn borrows(ty: TokenStream) -> bool {
    ty.into_iter().any(|token| match token {
        TokenTree::Group(group) => borrows(group.stream()),
        TokenTree::Punct(punct) => matches!(punct.as_char(), '&' | '\''),
        TokenTree::Ident(ident) => ident == "dyn",
        TokenTree::Literal(_) => false,
    })
}

/// The value and its tangent, and the pullback of both.
fn jvp_split(function: &Function, named: &Function) -> Half {
    let (krate, signature) = (&function.options.krate, Signature::of(named));
    let some = quote!(#krate::__private::core::option::Option::Some);
    let [value, along, ct, pullback] = ["value", "along", "ct", "pullback"].map(names::local);
    let tangents = function.params.iter().map(|param| {
        let tangent = &tangent_param(param).name;
        if param.wanted { quote!(#some(#tangent)) } else { no_tangent(param, krate) }
    });
    let half = with_tangents(function, arguments(function), tangents.collect());
    let all = named.params.iter().map(names::slot);
    let types = &signature.slots;
    let slots = function
        .params
        .iter()
        .map(|param| along_slot(param, names::slot(param).to_token_stream(), None, krate));
    let along_slots = function.params.iter().map(|param| {
        let slot = names::slot(&tangent_param(param));
        let slot = if param.wanted { slot.to_token_stream() } else { unwanted(param, krate) };
        without_primal(param, slot, krate)
    });
    let seed = &signature.seed;
    let body = quote! {
        let (#value, #along, #pullback) = #half;
        ((#value, #along), move |#ct: #seed, #(#all: #types),*| {
            #pullback(#ct.1, #ct.0, #(#along_slots,)* #(#slots),*);
        })
    };
    Half::new(named, &signature, names::Half::Split, &body)
}

/// Called with tangents: the value and its tangent, and what these are along them; of a float, whose gradients in the
/// arguments and in their tangents tell it.
fn jvp_along(function: &Function, named: &Function) -> Option<Half> {
    let krate = &function.options.krate;
    let carries = |param: &Param| param.differentiated;
    let known = function.params.iter().filter(|param| carries(param)).all(|param| param.shape.is_known());
    if !matches!(function.result, Some(Shape::Float(_))) || !known || !function.has_one_float(carries) {
        return None;
    }
    let some = quote!(#krate::__private::core::option::Option::Some);
    let [value, along, pullback, d_value, d_along] =
        ["value", "along", "pullback", "d_value", "d_along"].map(names::local);
    let given = function.params.iter().map(|param| {
        let tangent = &tangent_param(param).name;
        if param.wanted { quote!(#some(#tangent)) } else { no_tangent(param, krate) }
    });
    let half = with_tangents(function, arguments(function), given.collect());
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
            quote!(if let #some(#again) = #again { #d_along += #krate::__private::dot(#given, #gradient); })
        });
        quote! {
            if let #some(#tangent) = #tangent {
                #d_value += #krate::__private::dot(#given, #gradient);
                #d_along += #krate::__private::dot(#given, #product);
            }
            #again
        }
    });
    let (one, zero) = seeds(function, krate);
    let body = quote! {
        #(#buffers)*
        let (#value, #along, #pullback) = #half;
        #pullback(#one, #zero, #(#slots,)* #(#along_slots),*);
        let (mut #d_value, mut #d_along) = (#zero, #zero);
        #(#terms)*
        ((#value, #along), (#d_value, #d_along))
    };
    Some(Half::new(named, &Signature::of(named), names::Half::Tangent, &body))
}

fn arguments(function: &Function) -> Vec<TokenStream> {
    let arguments = function.params.iter().filter(|param| !param.is_self);
    arguments.map(|param| param.name.to_token_stream()).collect()
}

fn seeds(function: &Function, krate: &Path) -> (TokenStream, TokenStream) {
    let zero = function.result.as_ref().map(|shape| zero_of(shape, krate)).unwrap_or_default();
    (one(function), zero)
}

/// The half of the function with tangents and a pullback, called.
fn with_tangents(
    function: &Function,
    arguments: Vec<TokenStream>,
    tangents: Vec<TokenStream>,
) -> TokenStream {
    let half = call(function, &names::half(&function.item.sig.ident, names::Half::TangentSplit));
    call_with_tangents(function, &half, &arguments, &tangents)
}

/// The same with copies of all arguments, of the receiver too.
fn again_with_tangents(
    function: &Function,
    arguments: Vec<TokenStream>,
    tangents: Vec<TokenStream>,
) -> TokenStream {
    let half = names::half(&function.item.sig.ident, names::Half::TangentSplit);
    let half = if function.is_method { quote!(Self::#half) } else { half.to_token_stream() };
    call_with_tangents(function, &half, &arguments, &tangents)
}

fn call_with_tangents(
    function: &Function,
    half: &TokenStream,
    arguments: &[TokenStream],
    tangents: &[TokenStream],
) -> TokenStream {
    let (turbofish, owner) = (turbofish(function, true), any_owner(function));
    quote!(#half #turbofish(#(#arguments,)* #(#tangents,)* 0, #owner))
}
