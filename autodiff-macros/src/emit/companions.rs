//! The public companions: `f_grad`, `f_value_and_grad`, `f_grad_into`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{FnArg, Ident};

use super::calls::lent_bits;
use super::lints;
use super::names::{self, Companion};
use super::signature::Signature;
use super::zeros::{buffer_type, cotangent_type, neutral_of, zero_of};
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param};

/// Whether a function has a companion, by its signature alone.
pub(super) fn has(function: &Function, companion: Companion) -> bool {
    let wanted = || function.params.iter().filter(|param| param.wanted);
    matches!(function.result, Some(Shape::Float(_)))
        && match companion {
            Companion::Grad | Companion::ValueAndGrad => true,
            Companion::GradInto => wanted().any(is_buffer),
        }
}

fn is_buffer(param: &Param) -> bool {
    matches!(param.shape, Shape::Slice(_) | Shape::List(_))
}

/// All companions a function has.
pub(super) fn companions(function: &Function) -> TokenStream {
    all(function, |companion| match companion {
        Companion::Grad => grad(function),
        Companion::ValueAndGrad => value_and_grad(function),
        Companion::GradInto => grad_into(function),
    })
}

/// The same signatures around nothing: after a refusal, calls of the companions should not fail too.
pub(super) fn stubs(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    all(function, |_| quote!(#krate::__private::core::unreachable!("the function was refused")))
}

fn all(function: &Function, body: impl Fn(Companion) -> TokenStream) -> TokenStream {
    let companions = [Companion::ValueAndGrad, Companion::Grad, Companion::GradInto];
    let existing = companions.into_iter().filter(|companion| has(function, *companion));
    existing.map(|companion| item(function, companion, &body(companion))).collect()
}

/// Signature, documentation and attributes around a body.
fn item(function: &Function, companion: Companion, body: &TokenStream) -> TokenStream {
    let sig = &function.item.sig;
    let (own, vis, krate) = (&sig.ident, &function.item.vis, &function.options.krate);
    let name = names::companion(own, companion);
    let (impl_generics, _, clause) = sig.generics.split_for_impl();
    let inputs = sig.inputs.iter().zip(&function.params).map(|(arg, param)| match arg {
        FnArg::Receiver(receiver) => receiver.to_token_stream(),
        FnArg::Typed(arg) => {
            let (name, ty) = (&param.name, &arg.ty);
            quote!(#name: #ty)
        }
    });
    let buffers = wanted(function).filter(|_| companion == Companion::GradInto).map(|param| {
        let (buffer, ty) = (names::buffer(param), gradient_slot(param, krate));
        quote!(#buffer: &mut #ty)
    });
    let value = match &function.result {
        Some(shape) => cotangent_type(shape, krate),
        None => quote!(()),
    };
    let gradient = gradient_type(function);
    let output = match companion {
        Companion::Grad => gradient,
        Companion::ValueAndGrad => quote!((#value, #gradient)),
        Companion::GradInto => value,
    };
    let (lints, inherited) = (lints::companions(), lints::inherited(&function.item.attrs));
    let also = function
        .item
        .attrs
        .iter()
        .filter(|attr| attr.path().is_ident("deprecated") || attr.path().is_ident("track_caller"));
    let docs = documentation(function, companion, &name);
    let item = quote! {
        #docs
        #(#inherited)*
        #(#also)*
        #lints
        #[inline]
        #[must_use]
        #vis fn #name #impl_generics (#(#inputs,)* #(#buffers),*) -> #output #clause { #body }
    };
    let returns_vec = companion != Companion::GradInto && wanted(function).any(is_buffer);
    if returns_vec { quote!(#krate::__private::alloc_only! { #item }) } else { item }
}

fn documentation(function: &Function, companion: Companion, name: &Ident) -> TokenStream {
    let own = &function.item.sig.ident;
    let names: Vec<String> = wanted(function).map(|param| format!("`{}`", param.name)).collect();
    let names = names.join(", ");
    let (line, left) = match companion {
        Companion::Grad => (format!("The gradient of [`{own}`](Self::{own}) in {names}."), "let gradient = "),
        Companion::ValueAndGrad => (
            format!("The value of [`{own}`](Self::{own}) and its gradient in {names}, from one run."),
            "let (value, gradient) = ",
        ),
        Companion::GradInto => (
            format!("The value of [`{own}`](Self::{own}); its gradient in {names} overwrites the buffers."),
            "let value = ",
        ),
    };
    let line = if function.is_method { line } else { line.replace("(Self::", "(fn@") };
    let receiver = function.params.iter().any(|param| param.is_self);
    let arguments = function.params.iter().filter(|param| !param.is_self).map(|param| param.name.to_string());
    let buffers = wanted(function)
        .filter(|_| companion == Companion::GradInto)
        .map(|param| format!("&mut grad_{}", param.name));
    let arguments: Vec<String> = arguments.chain(buffers).collect();
    let call = format!("{left}{}{name}({});", if receiver { "this." } else { "" }, arguments.join(", "));
    quote! {
        #[doc = #line]
        #[doc = ""]
        #[doc = "```text"]
        #[doc = #call]
        #[doc = "```"]
    }
}

fn wanted(function: &Function) -> impl Iterator<Item = &Param> {
    function.params.iter().filter(|param| param.wanted)
}

/// One gradient bare, several as a tuple.
fn gradient_type(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let mut types: Vec<TokenStream> = wanted(function).map(|param| owned_gradient(param, krate)).collect();
    match types.len() {
        1 => types.remove(0),
        _ => quote!((#(#types),*)),
    }
}

fn owned_gradient(param: &Param, krate: &syn::Path) -> TokenStream {
    match &param.shape {
        shape @ (Shape::Slice(_) | Shape::List(_)) => cotangent_type(shape, krate),
        _ => gradient_slot(param, krate),
    }
}

fn gradient_slot(param: &Param, krate: &syn::Path) -> TokenStream {
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

/// The function's own type and const parameters, which its arguments may not determine. In the halves, every
/// `impl Trait` is one more.
fn turbofish(function: &Function, half: bool) -> TokenStream {
    let generics = &function.item.sig.generics;
    let names = generics.params.iter().filter_map(|param| match param {
        syn::GenericParam::Type(param) => Some(param.ident.to_token_stream()),
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
fn call(function: &Function, name: &Ident) -> TokenStream {
    match (function.params.iter().find(|param| param.is_self), function.is_method) {
        (Some(receiver), _) => {
            let receiver = &receiver.name;
            quote!(#receiver.#name)
        }
        (None, true) => quote!(Self::#name),
        (None, false) => name.to_token_stream(),
    }
}

fn one(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    match &function.result {
        Some(Shape::Float(ty)) if ty == "f64" || ty == "f32" => quote!(1.0),
        _ => quote!(#krate::Real::ONE),
    }
}

fn value_and_grad(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let some = quote!(#krate::__private::core::option::Option::Some);
    let [value, pullback] = ["value", "pullback"].map(names::local);
    let gradients: Vec<Ident> = wanted(function).map(names::buffer).collect();
    let (mut before, mut after) = (TokenStream::new(), TokenStream::new());
    for param in wanted(function) {
        let (name, gradient, ty) = (&param.name, names::buffer(param), owned_gradient(param, krate));
        let zero = match &param.shape {
            shape if shape.is_static() => before_sweep(param, shape, krate),
            _ => quote!(#krate::__private::zero_like(&#name)),
        };
        let side = if is_reshaped(param) { &mut after } else { &mut before };
        side.extend(quote!(let mut #gradient: #ty = #zero;));
    }
    let slots = function.params.iter().map(|param| {
        let gradient = names::buffer(param);
        match () {
            () if !param.wanted => unwanted(param, krate),
            () if is_buffer(param) && param.passing == Passing::Exclusive && !is_reshaped(param) => {
                quote!(#krate::__private::slot(&mut #gradient[..]))
            }
            () if is_buffer(param) && param.passing != Passing::Exclusive => {
                quote!(#some(&mut #gradient[..]))
            }
            () if param.passing == Passing::Exclusive => quote!(#krate::__private::slot(&mut #gradient)),
            () => quote!(#some(&mut #gradient)),
        }
    });
    let slots = function.params.iter().zip(slots).map(|(param, slot)| with_primal(param, slot, krate));
    let gradient = if gradients.len() == 1 { quote!(#(#gradients)*) } else { quote!((#(#gradients),*)) };
    let (split, one) = (run(function), one(function));
    quote! {
        #before
        let (#value, #pullback) = #split;
        #after
        #pullback(#one, #(#slots),*);
        (#value, #gradient)
    }
}

/// Whether the function may change the shape of a parameter, so that its cotangent starts from the shape at exit.
fn is_reshaped(param: &Param) -> bool {
    param.passing == Passing::Exclusive
        && match &param.shape {
            Shape::List(_) => true,
            Shape::Slice(elem) => !elem.is_static(),
            _ => false,
        }
}

/// What a slot holds before the sweep, which overwrites it, or adds to all of it for a `&` reference.
fn before_sweep(param: &Param, shape: &Shape, krate: &syn::Path) -> TokenStream {
    if param.passing == Passing::Shared { neutral_of(shape, krate) } else { zero_of(shape, krate) }
}

/// The slot of a parameter that `wrt` leaves out.
fn unwanted(param: &Param, krate: &syn::Path) -> TokenStream {
    if param.differentiated && is_reshaped(param) {
        let name = &param.name;
        quote!(#krate::__private::slot(&mut #krate::__private::zero_like(&#name)))
    } else if param.differentiated && param.passing == Passing::Exclusive {
        quote!(#krate::__private::unwatched())
    } else {
        quote!(#krate::__private::core::option::Option::None)
    }
}

/// A slot, and beside it what the caller lends.
fn with_primal(param: &Param, slot: TokenStream, krate: &syn::Path) -> TokenStream {
    let (some, name) = (quote!(#krate::__private::core::option::Option::Some), &param.name);
    if param.lent { quote!(#krate::__private::Shared { slot: #slot, primal: #some(#name) }) } else { slot }
}

/// The forward half, called.
fn run(function: &Function) -> TokenStream {
    let split = call(function, &names::split(&function.item.sig.ident));
    let arguments = function.params.iter().filter(|param| !param.is_self).map(|param| &param.name);
    let turbofish = turbofish(function, true);
    let krate = &function.options.krate;
    let lent = function.params.iter().enumerate().filter(|(_, param)| param.lent).map(|(at, _)| at);
    let lent = lent_bits(lent);
    let owner = function.is_method.then(|| quote!(#krate::__private::any_owner()));
    quote!(#split #turbofish(#(#arguments,)* #lent, #owner))
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
    let slots = function.params.iter().zip(slots).map(|(param, slot)| with_primal(param, slot, krate));
    let (split, one) = (run(function), one(function));
    quote! {
        #prepare
        let (#value, #pullback) = #split;
        #before
        #pullback(#one, #(#slots),*);
        #after
        #value
    }
}
