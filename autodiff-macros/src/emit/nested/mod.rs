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

use super::absent;
use super::companions::{
    ALL, any_owner, bare_or_tuple, call, has, is_buffer, no_tangent, one, owned_gradient, turbofish, wanted,
};
use super::names::{self, Companion};
use super::namespace::{self, Half, Lack};
use super::signature::Signature;
use super::slots::{along_slot, unwanted, without_primal};
use super::zeros::zero_of;
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param};

/// The halves of all companions that have some, and errors in the place of those of others.
///
/// `marked` is the function with a mark at each parameter that is lent to its pullback.
pub(super) fn nested(function: &Function, marked: &Function) -> TokenStream {
    let all = ALL.into_iter().map(|companion| {
        let lack = lack(function, companion);
        let is_wanted = has(function, companion) || (function.alone && lack.is_some());
        if !is_wanted || (lack.is_some() && absent::is_imported(function, companion)) {
            return TokenStream::new();
        }
        let named = as_companion(function, companion);
        let mut halves = match (lack, companion) {
            (Some(lack), _) => missing(function, companion, &named, lack),
            (None, Companion::Jvp) => of_tangent(marked, &named),
            (None, _) => of_gradient(marked, &named, companion),
        };
        let in_lanes = [names::Half::Lanes, names::Half::SplitLanes];
        let in_lanes = in_lanes.into_iter().filter(|_| lack.is_none());
        halves.extend(in_lanes.map(|half| Half::missing(&named, half, Lack::DerivativeInLanes)));
        let halves = namespace::halves(&named, &halves, None);
        if companion == Companion::Jvp || lack.is_some() || !function.params.iter().any(is_buffer) {
            return halves;
        }
        let krate = &function.options.krate;
        quote!(#krate::__private::alloc_only! { #halves })
    });
    all.collect()
}

/// What is lacking of a companion's halves. Of the companions that a method does not have, of those alone that could have
/// some.
fn lack(function: &Function, companion: Companion) -> Option<Lack> {
    match has(function, companion) {
        true => lack_of_derivative(function, companion),
        false => absent::lack(function, companion).filter(|_| can_have_derivative(companion)),
    }
}

/// Whether a companion can be differentiated, if its function has the options for it.
pub(super) fn can_have_derivative(companion: Companion) -> bool {
    matches!(companion, Companion::Grad | Companion::ValueAndGrad | Companion::Jvp | Companion::Hvp)
}

/// Why a companion cannot be differentiated, if it cannot.
pub(super) fn lack_of_derivative(function: &Function, companion: Companion) -> Option<Lack> {
    let exclusive = |param: &Param| param.differentiated && param.passing == Passing::Exclusive;
    let changes = match companion {
        Companion::Jvp => function.params.iter().any(exclusive),
        _ => function.changes_wanted(),
    };
    match () {
        () if !can_have_derivative(companion) => Some(Lack::NotDifferentiated),
        () if changes => Some(Lack::ChangesNothing),
        () if !function.needs_second() => Some(Lack::OptionHvp),
        () => (companion == Companion::Hvp && !function.needs_third()).then_some(Lack::of_third(function)),
    }
}

/// Errors in the place of the halves: of the first alone where there is not even a companion.
fn missing(function: &Function, companion: Companion, named: &Function, lack: Lack) -> Vec<Half> {
    let halves = [names::Half::Split, names::Half::Tangent];
    let halves = if has(function, companion) { &halves[..] } else { &halves[..1] };
    halves.iter().map(|half| Half::missing(named, *half, lack)).collect()
}

/// Those of a gradient, or of a product with the Hessian, which is one order further.
fn of_gradient(function: &Function, named: &Function, companion: Companion) -> Vec<Half> {
    use names::Half::{Split, TangentSplit, TwoTangentsSplit};
    let again = |half| {
        let split = again::split(function, named, companion, half);
        split.unwrap_or_else(|| Half::missing(named, half, Lack::OwnsArguments))
    };
    let mut halves = vec![along::along(function, named, companion), again(Split)];
    let is_product = companion == Companion::Hvp;
    halves.push(match (is_product, function.needs_third()) {
        (true, _) => Half::missing(named, TangentSplit, Lack::Fourth),
        (false, true) => again(TangentSplit),
        (false, false) => Half::missing(named, TangentSplit, Lack::of_third(function)),
    });
    let ends_there = !is_product && function.needs_third();
    halves.extend(ends_there.then(|| Half::missing(named, TwoTangentsSplit, Lack::Fourth)));
    halves
}

/// Those of a tangent.
fn of_tangent(function: &Function, named: &Function) -> Vec<Half> {
    use names::Half::{Split, TangentSplit, TwoTangentsSplit};
    let second = match function.needs_third() {
        true => tangent::split(function, named, TangentSplit),
        false => Half::missing(named, TangentSplit, Lack::of_third(function)),
    };
    let fourth = function.needs_third().then(|| Half::missing(named, TwoTangentsSplit, Lack::Fourth));
    let along = tangent::along(function, named);
    [tangent::split(function, named, Split), second, along].into_iter().chain(fourth).collect()
}

/// The companion, as if it were a function with the attribute.
pub(super) fn as_companion(function: &Function, companion: Companion) -> Function {
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
    for _ in 0..companion.arguments_for_each() {
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
