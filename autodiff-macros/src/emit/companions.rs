//! The public companions: `f_grad`, `f_value_and_grad`, `f_grad_into`; those of the other modes are in `modes`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{FnArg, Ident};

use super::lending::lent_bits;
use super::names::{self, Companion};
use super::signature::Signature;
use super::slots::{before_sweep, is_reshaped, new_buffer, slot_of_buffer, unwanted, with_primal};
use super::together::or_apart;
use super::zeros::{buffer_type, cotangent_type};
use super::{closures, documentation, jacobian, lints, modes, second};
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param};

/// Whether a function has a companion, by its signature and its options.
pub(super) fn has(function: &Function, companion: Companion) -> bool {
    let asked = &function.options.modes;
    let scalar = function.has_gradient();
    match companion {
        Companion::Grad | Companion::ValueAndGrad => scalar,
        Companion::GradInto => scalar && wanted(function).any(is_buffer),
        // A pullback stands beside the value in a tuple, where no `impl Trait` can be; it is refused anyway.
        Companion::Vjp => (!scalar || asked.vjp.is_some()) && !returns_impl_trait(function),
        Companion::Jvp => asked.jvp.is_some(),
        Companion::Jacobian => asked.jacobian.is_some(),
        Companion::Hvp => (asked.hvp.is_some() || asked.third.is_some()) && scalar,
        Companion::HvpInto => has(function, Companion::Hvp) && wanted(function).any(is_buffer),
        Companion::Hessian => asked.hessian.is_some(),
    }
}

fn returns_impl_trait(function: &Function) -> bool {
    matches!(&function.item.sig.output, syn::ReturnType::Type(_, ty) if matches!(**ty, syn::Type::ImplTrait(_)))
}

pub(super) fn is_buffer(param: &Param) -> bool {
    matches!(param.shape, Shape::Slice(_) | Shape::List(_))
}

/// All companions a function has.
pub(super) fn companions(function: &Function) -> TokenStream {
    all(function, |companion| match companion {
        Companion::Grad => grad(function),
        Companion::ValueAndGrad => value_and_grad(function),
        Companion::GradInto => grad_into(function),
        Companion::Vjp => modes::vjp(function),
        Companion::Jvp => modes::jvp(function),
        Companion::Jacobian => jacobian::jacobian(function),
        Companion::Hvp => second::hvp(function),
        Companion::HvpInto => second::hvp_into(function),
        Companion::Hessian => second::hessian(function),
    })
}

/// The same signatures around nothing: after a refusal, calls of the companions should not fail too.
pub(super) fn stubs(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let refused = quote!(#krate::__private::refused());
    all(function, |companion| match companion {
        Companion::Vjp => modes::around_pullback(function, &TokenStream::new(), &refused, &refused),
        _ => refused.clone(),
    })
}

/// Every companion that there is.
pub(super) const ALL: [Companion; 9] = [
    Companion::ValueAndGrad,
    Companion::Grad,
    Companion::GradInto,
    Companion::Vjp,
    Companion::Jvp,
    Companion::Jacobian,
    Companion::Hvp,
    Companion::HvpInto,
    Companion::Hessian,
];

fn all(function: &Function, body: impl Fn(Companion) -> TokenStream) -> TokenStream {
    let existing = ALL.into_iter().filter(|companion| has(function, *companion));
    existing.map(|companion| item(function, companion, &body(companion))).collect()
}

/// Signature, documentation and attributes around a body.
fn item(function: &Function, companion: Companion, body: &TokenStream) -> TokenStream {
    let sig = &function.item.sig;
    let (own, vis, krate) = (&sig.ident, &function.item.vis, &function.options.krate);
    let name = names::companion(own, companion);
    let signature = Signature::of(function);
    // Only where the result names the types it captures, they all need names.
    let generics = if companion == Companion::Vjp { &signature.generics } else { &sig.generics };
    let (impl_generics, _, clause) = generics.split_for_impl();
    let own_inputs = sig.inputs.iter().zip(&function.params).map(|(arg, param)| match arg {
        FnArg::Receiver(receiver) => receiver.to_token_stream(),
        FnArg::Typed(arg) => {
            let (name, ty) = (&param.name, &arg.ty);
            quote!(#name: #ty)
        }
    });
    let inputs: Vec<TokenStream> = match companion {
        Companion::Vjp => signature.receiver.iter().chain(&signature.inputs).cloned().collect(),
        _ => own_inputs.collect(),
    };
    let more: Vec<TokenStream> = match companion {
        Companion::GradInto => buffers(function, names::buffer).collect(),
        Companion::Jvp | Companion::Hvp => modes::tangent_inputs(function),
        Companion::HvpInto => {
            let buffers = buffers(function, names::buffer).chain(buffers(function, names::product));
            modes::tangent_inputs(function).into_iter().chain(buffers).collect()
        }
        Companion::Grad
        | Companion::ValueAndGrad
        | Companion::Vjp
        | Companion::Jacobian
        | Companion::Hessian => Vec::new(),
    };
    let (value, gradient) = (&signature.output, gradient_type(function));
    let output = match companion {
        Companion::Grad => gradient,
        Companion::ValueAndGrad => quote!((#value, #gradient)),
        Companion::GradInto | Companion::HvpInto => value.clone(),
        Companion::Vjp => modes::vjp_type(function, &signature),
        Companion::Jvp => {
            let tangent = &signature.seed;
            quote!((#value, #tangent))
        }
        Companion::Jacobian => jacobian::jacobian_type(function),
        Companion::Hvp => quote!((#gradient, #gradient)),
        Companion::Hessian => second::hessian_type(function),
    };
    let (lints, inherited) = (lints::companions(), lints::inherited(&function.item.attrs));
    let also = function
        .item
        .attrs
        .iter()
        .filter(|attr| attr.path().is_ident("deprecated") || attr.path().is_ident("track_caller"));
    let docs = documentation::documentation(function, companion, &name);
    let item = quote! {
        #docs
        #(#inherited)*
        #(#also)*
        #lints
        #[inline]
        #[must_use]
        #vis fn #name #impl_generics (#(#inputs,)* #(#more),*) -> #output #clause { #body }
    };
    let copies_slice =
        function.params.iter().any(|param| param.passing == Passing::Exclusive && is_buffer(param));
    let returns_vec = match companion {
        Companion::Grad | Companion::ValueAndGrad | Companion::Hvp => wanted(function).any(is_buffer),
        Companion::Jacobian => {
            copies_slice || jacobian::is_counted(function) || wanted(function).any(is_buffer)
        }
        Companion::Hessian => copies_slice || second::size(function).is_none(),
        Companion::Vjp => modes::owned(function).any(is_buffer),
        Companion::GradInto | Companion::HvpInto | Companion::Jvp => false,
    };
    if returns_vec { quote!(#krate::__private::alloc_only! { #item }) } else { item }
}

/// The arguments that are buffers for gradients, by the names they get.
fn buffers(function: &Function, name: fn(&Param) -> Ident) -> impl Iterator<Item = TokenStream> {
    let krate = &function.options.krate;
    wanted(function).map(move |param| {
        let (buffer, ty) = (name(param), gradient_slot(param, krate));
        quote!(#buffer: &mut #ty)
    })
}

pub(super) fn wanted(function: &Function) -> impl Iterator<Item = &Param> {
    function.params.iter().filter(|param| param.wanted)
}

/// One gradient bare, several as a tuple.
fn gradient_type(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    bare_or_tuple(wanted(function).map(|param| owned_gradient(param, krate)).collect())
}

/// One as it is, several as a tuple.
pub(super) fn bare_or_tuple(mut parts: Vec<TokenStream>) -> TokenStream {
    match parts.len() {
        1 => parts.remove(0),
        _ => quote!((#(#parts),*)),
    }
}

pub(super) fn owned_gradient(param: &Param, krate: &syn::Path) -> TokenStream {
    match &param.shape {
        shape @ (Shape::Slice(_) | Shape::List(_)) => cotangent_type(shape, krate),
        _ => gradient_slot(param, krate),
    }
}

/// What a `&mut` to the gradient of a parameter refers to, where it may change its length.
pub(super) fn exclusive_type(param: &Param, krate: &syn::Path) -> TokenStream {
    match (&param.shape, param.passing) {
        (Shape::List(_), Passing::Exclusive) => owned_gradient(param, krate),
        _ => gradient_slot(param, krate),
    }
}

/// What stands for a tangent that the caller does not have.
pub(super) fn no_tangent(param: &Param, krate: &syn::Path) -> TokenStream {
    if param.differentiated && param.passing == Passing::Exclusive {
        quote!(#krate::__private::unwatched())
    } else {
        quote!(#krate::__private::core::option::Option::None)
    }
}

pub(super) fn gradient_slot(param: &Param, krate: &syn::Path) -> TokenStream {
    match &param.shape {
        Shape::Unknown => {
            let ty = &param.ty;
            quote!(<#ty as #krate::Differentiable>::Cotangent)
        }
        shape => buffer_type(shape, krate),
    }
}

fn grad(function: &Function) -> TokenStream {
    let call = call(function, &names::companion(&function.item.sig.ident, Companion::ValueAndGrad));
    let arguments = function.params.iter().filter(|param| !param.is_self).map(|param| &param.name);
    let turbofish = turbofish(function, false);
    quote!(#call #turbofish(#(#arguments),*).1)
}

/// The function's own type and const parameters, which its arguments may not determine; closures do. In the halves, every
/// `impl Trait` is one more.
pub(super) fn turbofish(function: &Function, half: bool) -> TokenStream {
    let generics = &function.item.sig.generics;
    let names = generics.params.iter().filter_map(|param| match param {
        syn::GenericParam::Type(param) => {
            let name = &param.ident;
            let is_closure = closures::can_be_borrowed(function, &syn::parse_quote!(#name));
            Some(if is_closure { quote!(_) } else { quote!(#name) })
        }
        syn::GenericParam::Const(param) => Some(param.ident.to_token_stream()),
        syn::GenericParam::Lifetime(_) => None,
    });
    let mut names: Vec<TokenStream> = names.collect();
    if names.is_empty() {
        return TokenStream::new();
    }
    if half {
        let all = Signature::of(function).generics.params.len();
        names.extend((generics.params.len()..all).map(|_| quote!(_)));
    }
    quote!(::<#(#names),*>)
}

/// `self.name`, `Self::name` or `name`.
pub(super) fn call(function: &Function, name: &Ident) -> TokenStream {
    match (function.params.iter().find(|param| param.is_self), function.is_method) {
        (Some(receiver), _) => {
            let receiver = &receiver.name;
            quote!(#receiver.#name)
        }
        (None, true) => quote!(Self::#name),
        (None, false) => name.to_token_stream(),
    }
}

pub(super) fn one(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    match &function.result {
        Some(Shape::Float(ty)) if ty == "f64" || ty == "f32" => quote!(1.0),
        _ => quote!(#krate::Real::ONE),
    }
}

fn value_and_grad(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let [value, pullback] = ["value", "pullback"].map(names::local);
    let gradients: Vec<Ident> = wanted(function).map(names::buffer).collect();
    let (mut before, mut after) = (TokenStream::new(), TokenStream::new());
    for param in wanted(function) {
        let side = if is_reshaped(param) { &mut after } else { &mut before };
        side.extend(new_buffer(param, krate));
    }
    let own: Vec<_> = function.params.iter().map(|param| slot_of_buffer(param, krate)).collect();
    let slots = function.params.iter().zip(&own).map(|(param, slot)| with_primal(param, slot.clone(), krate));
    let gradient = bare_or_tuple(gradients.iter().map(ToTokens::to_token_stream).collect());
    let (split, one) = (run(function, true), one(function));
    let apart = quote! {
        #before
        let (#value, #pullback) = #split;
        #after
        #pullback(#one, #(#slots),*);
        (#value, #gradient)
    };
    or_apart(function, &before, &own, &apart, |value| quote!((#value, #gradient)))
}

/// The forward half, called; whether the pullback gets again what it is lent.
pub(super) fn run(function: &Function, lends: bool) -> TokenStream {
    let split = call(function, &names::half(&function.item.sig.ident, names::Half::Split));
    let arguments = function.params.iter().filter(|param| !param.is_self).map(|param| &param.name);
    let turbofish = turbofish(function, true);
    let lent = function.params.iter().enumerate().filter(|(_, param)| lends && param.lent).map(|(at, _)| at);
    let lent = lent_bits(lent);
    let owner = any_owner(function);
    quote!(#split #turbofish(#(#arguments,)* #lent, #owner))
}

/// The last argument of a method's half.
pub(super) fn any_owner(function: &Function) -> Option<TokenStream> {
    let krate = &function.options.krate;
    function.is_method.then(|| quote!(#krate::__private::any_owner()))
}

fn grad_into(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let [value, pullback] = ["value", "pullback"].map(names::local);
    let own = names::companion(&function.item.sig.ident, Companion::GradInto).to_string();
    let (mut prepare, mut before, mut after) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    for param in wanted(function) {
        let (name, buffer) = (&param.name, names::buffer(param));
        let zero = match &param.shape {
            shape if shape.is_static() => before_sweep(param, shape, krate),
            _ => quote!(#krate::__private::zero_like(&#name)),
        };
        let Some(elem) = param.shape.elements() else {
            prepare.extend(quote!(*#buffer = #zero;));
            continue;
        };
        let text = name.to_string();
        prepare.extend(quote!(#krate::__private::check_len(#own, #text, #buffer.len(), #name.len());));
        if is_reshaped(param) {
            let gradient = names::own(param);
            before.extend(quote!(let mut #gradient = #zero;));
            after.extend(quote!(#buffer.clone_from_slice(&#gradient);));
        } else if elem.is_static() {
            prepare.extend(quote!(#krate::__private::clear(#buffer);));
        } else {
            prepare.extend(quote!(#buffer.clone_from_slice(&#zero);));
        }
    }
    let slots = function.params.iter().map(|param| {
        let buffer = names::buffer(param);
        match param.passing {
            _ if !param.wanted => unwanted(param, krate),
            Passing::Exclusive if is_reshaped(param) => {
                let gradient = names::own(param);
                quote!(#krate::__private::slot(&mut #gradient))
            }
            Passing::Exclusive => quote!(#krate::__private::slot(#buffer)),
            Passing::Value | Passing::Shared => {
                quote!(#krate::__private::core::option::Option::Some(#buffer))
            }
        }
    });
    let own: Vec<_> = slots.collect();
    let slots = function.params.iter().zip(&own).map(|(param, slot)| with_primal(param, slot.clone(), krate));
    let (split, one) = (run(function, true), one(function));
    let apart = quote! {
        #prepare
        let (#value, #pullback) = #split;
        #before
        #pullback(#one, #(#slots),*);
        #after
        #value
    };
    let own = own_in_one_sweep(function, own);
    or_apart(function, &prepare, &own, &apart, |value| quote!(#value))
}

/// The caller's buffers, lent for one sweep that may give up.
fn own_in_one_sweep(function: &Function, slots: Vec<TokenStream>) -> Vec<TokenStream> {
    let krate = &function.options.krate;
    let lend = |(param, slot): (&Param, TokenStream)| match param.wanted {
        true => {
            let buffer = names::buffer(param);
            quote!(#krate::__private::core::option::Option::Some(&mut *#buffer))
        }
        false => slot,
    };
    function.params.iter().zip(slots).map(lend).collect()
}
