//! The signatures of emitted items: what the user's signature becomes.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, GenericParam, Generics, ReturnType, Token, Type, TypeParamBound};

use super::companions::{exclusive_type, owned_gradient};
use super::names::{self, Half};
use super::zeros::{buffer_type, cotangent_type, lanes_type};
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param};

/// The pieces of signature that the halves share.
pub(super) struct Signature<'f> {
    function: &'f Function,
    /// The user's generics, with a name for each `impl Trait`.
    pub(super) generics: Generics,
    /// The receiver as the user wrote it.
    pub(super) receiver: Option<TokenStream>,
    /// `x: f64, y: &f64`
    pub(super) inputs: Vec<TokenStream>,
    /// The types of the parameters, `&Self` for `&self`.
    pub(super) types: Vec<TokenStream>,
    /// The type of the result.
    pub(super) output: TokenStream,
    /// The types of the slots.
    pub(super) slots: Vec<TokenStream>,
    /// The type of the result's cotangent.
    pub(super) seed: TokenStream,
    /// `+ use<T, N>`
    pub(super) captures: Option<TokenStream>,
}

impl<'f> Signature<'f> {
    pub(super) fn of(function: &'f Function) -> Self {
        let krate = &function.options.krate;
        let mut generics = function.item.sig.generics.clone();
        let mut name = NameImplTrait { added: Punctuated::new() };
        let (mut inputs, mut receiver_input) = (Vec::new(), None);
        let mut types = Vec::new();
        for (param, arg) in function.params.iter().zip(&function.item.sig.inputs) {
            match arg {
                FnArg::Receiver(receiver) => {
                    receiver_input = Some(receiver_tokens(receiver));
                    types.push(receiver_type(param, receiver));
                }
                FnArg::Typed(arg) => {
                    let mut ty = (*arg.ty).clone();
                    name.visit_type_mut(&mut ty);
                    let (ident, mutable) = (&param.name, param.mutable.then(|| quote!(mut)));
                    inputs.push(quote!(#mutable #ident: #ty));
                    types.push(ty.to_token_stream());
                }
            }
        }
        generics.params.extend(name.added);
        let output = match &function.item.sig.output {
            ReturnType::Default => quote!(()),
            ReturnType::Type(_, ty) => ty.to_token_stream(),
        };
        let seed = match &function.result {
            Some(shape) if shape.is_static() => cotangent_type(shape, krate),
            Some(shape) if shape.has_lanes() => lanes_type(shape, krate),
            _ => match &function.item.sig.output {
                ReturnType::Default => quote!(()),
                ReturnType::Type(_, ty) => result_cotangent(ty, function),
            },
        };
        let slots = function.params.iter().map(|param| slot_type(param, function)).collect();
        let captures = captures(function, &generics);
        let receiver = receiver_input;
        Signature { function, generics, receiver, inputs, types, output, slots, seed, captures }
    }

    /// What a half takes, the receiver aside.
    pub(super) fn inputs_of(&self, half: Half) -> Vec<TokenStream> {
        let lent = names::local("lent");
        let lent = half.lends().then(|| quote!(#lent: u64));
        let tangents = self.tangents_of(half).into_iter().map(|(name, ty)| quote!(#name: #ty));
        let slots = (half == Half::Together).then(|| self.slot_inputs()).into_iter().flatten();
        self.inputs.iter().cloned().chain(tangents).chain(slots).chain(lent).collect()
    }

    /// `slot_x: Option<&mut f64>`
    pub(super) fn slot_inputs(&self) -> Vec<TokenStream> {
        let named = self.function.params.iter().map(names::slot).zip(&self.slots);
        named.map(|(slot, ty)| quote!(#slot: #ty)).collect()
    }

    /// The tangents that a half takes, and their types.
    pub(super) fn tangents_of(&self, half: Half) -> Vec<(syn::Ident, TokenStream)> {
        let Function { params, options, .. } = self.function;
        let typed = |param, at| (names::tangent_at(param, at), tangent_type(param, &options.krate));
        let of = |at| params.iter().map(move |param| typed(param, at));
        (0..half.tangents()).flat_map(of).collect()
    }

    /// The slots that the pullback of a half takes for tangents of cotangents, and their types.
    pub(super) fn slots_along(&self, half: Half) -> Vec<(syn::Ident, TokenStream)> {
        let typed = |param, at| (names::tangent_slot(param, at), along_type(param, self.function));
        let of = |at| self.function.params.iter().map(move |param| typed(param, at));
        (0..half.tangents()).flat_map(of).collect()
    }

    /// The value and its tangents.
    pub(super) fn values_of(&self, half: Half) -> Vec<TokenStream> {
        let tangents = (0..half.tangents()).map(|_| self.seed.clone());
        [self.output.clone()].into_iter().chain(tangents).collect()
    }

    /// What a half returns.
    pub(super) fn output_of(&self, half: Half, krate: &syn::Path) -> TokenStream {
        if half == Half::Together {
            let value = &self.output;
            return quote!(#krate::__private::core::option::Option<#value>);
        }
        let values = self.values_of(half).into_iter().chain(half.lends().then(|| self.pullback(half, krate)));
        quote!((#(#values),*))
    }

    /// `impl FnOnce(seeds, slots) + use<..>`
    pub(super) fn pullback(&self, half: Half, krate: &syn::Path) -> TokenStream {
        let Signature { seed, slots, captures, .. } = self;
        let seeds = (0..=half.tangents()).map(|_| seed);
        let slots = slots.iter().cloned().chain(self.slots_along(half).into_iter().map(|(_, ty)| ty));
        quote!(impl #krate::__private::core::ops::FnOnce(#(#seeds,)* #(#slots),*) #captures)
    }

    /// The same with one more parameter, `Own`, the type of the function itself.
    pub(super) fn with_witness(&self, krate: &syn::Path) -> Self {
        let (types, output) = (&self.types, &self.output);
        let own = names::local("Own");
        let mut generics = self.generics.clone();
        generics
            .params
            .push(syn::parse_quote!(#own: #krate::__private::core::ops::Fn(#(#types),*) -> #output));
        let names = type_and_const_names(&generics);
        let captures = self.captures.as_ref().map(|_| quote!(+ use<#(#names),*>));
        Signature {
            function: self.function,
            captures,
            receiver: self.receiver.clone(),
            inputs: self.inputs.clone(),
            types: types.clone(),
            output: output.clone(),
            slots: self.slots.clone(),
            seed: self.seed.clone(),
            generics,
        }
    }

    /// `::<T, N>`, the function's own parameters.
    pub(super) fn turbofish(&self) -> TokenStream {
        let names = type_and_const_names(&self.generics);
        if names.is_empty() { TokenStream::new() } else { quote!(::<#(#names),*>) }
    }
}

fn receiver_tokens(receiver: &syn::Receiver) -> TokenStream {
    let mut receiver = receiver.clone();
    receiver.attrs.clear();
    receiver.to_token_stream()
}

fn receiver_type(param: &Param, receiver: &syn::Receiver) -> TokenStream {
    let ty = &param.ty;
    let lifetime = match &receiver.kind {
        syn::ReceiverKind::Reference(_, lifetime, _) => lifetime.clone(),
        _ => None,
    };
    match param.passing {
        Passing::Value => ty.to_token_stream(),
        Passing::Shared => quote!(&#lifetime #ty),
        Passing::Exclusive => quote!(&#lifetime mut #ty),
    }
}

/// The cotangent of a result; its parts may carry no derivative, as an enum beside a float.
fn result_cotangent(ty: &Type, function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    match ty {
        Type::Paren(paren) => result_cotangent(&paren.elem, function),
        Type::Group(group) => result_cotangent(&group.elem, function),
        Type::Tuple(tuple) => {
            let parts = tuple.elems.iter().map(|part| part_cotangent(part, function));
            quote!((#(#parts,)*))
        }
        _ => quote!(<#ty as #krate::Differentiable>::Cotangent),
    }
}

/// The cotangent of a part of a result, which only rustc can tell; and it can where the type has no parameters.
fn part_cotangent(ty: &Type, function: &Function) -> TokenStream {
    let (krate, generics) = (&function.options.krate, function.generics());
    let shape = Shape::of(ty, &generics);
    let is_parameter = |param: &syn::TypeParam| param.ident == ty.to_token_stream().to_string();
    match ty {
        _ if shape.is_static() => cotangent_type(&shape, krate),
        Type::Tuple(_) | Type::Paren(_) | Type::Group(_) => result_cotangent(ty, function),
        // Not differentiated without a bound.
        _ if generics.type_params().any(is_parameter) => quote!(#krate::NoCotangent),
        _ if depends_on(ty.to_token_stream(), &generics) => {
            quote!(<#ty as #krate::Differentiable>::Cotangent)
        }
        _ => {
            let carries = quote!({
                use #krate::__private::CarriesNothing as _;
                <#krate::__private::Carries<#ty>>::ANSWER
            });
            quote!(<#krate::__private::PartOf<#ty, #carries> as #krate::__private::PartCotangent>::Cotangent)
        }
    }
}

/// Whether a type mentions a parameter or lifetime, or `Self`, which may.
fn depends_on(ty: TokenStream, generics: &Generics) -> bool {
    ty.into_iter().any(|token| match token {
        TokenTree::Group(group) => depends_on(group.stream(), generics),
        TokenTree::Punct(punct) => punct.as_char() == '\'' || punct.as_char() == '&',
        TokenTree::Ident(ident) => {
            let is_type = generics.type_params().any(|param| param.ident == ident);
            ident == "Self" || is_type || generics.const_params().any(|param| param.ident == ident)
        }
        TokenTree::Literal(_) => false,
    })
}

/// Where the callee puts the cotangent of this parameter: `Option<&mut C>`, `Exclusive<C>` for a `&mut` parameter, or
/// `Shared<C, T>` where the caller lends the argument again.
fn slot_type(param: &Param, function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let ct = match &param.shape {
        _ if !param.differentiated => quote!(#krate::NoCotangent),
        Shape::Unknown => {
            let ty = &param.ty;
            quote!(<#ty as #krate::Differentiable>::Cotangent)
        }
        // It may grow: the cotangent at entry has another length than that at exit.
        shape @ Shape::List(_) if param.passing == Passing::Exclusive => cotangent_type(shape, krate),
        shape => buffer_type(shape, krate),
    };
    if param.differentiated && param.passing == Passing::Exclusive {
        quote!(#krate::__private::Exclusive<#ct>)
    } else if param.lent {
        let ty = &param.ty;
        quote!(#krate::__private::Shared<'_, '_, #ct, #ty>)
    } else {
        quote!(#krate::__private::core::option::Option<&mut #ct>)
    }
}

/// Where the callee puts the tangent of this cotangent; the caller lends the tangent of the argument too.
fn along_type(param: &Param, function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    if param.lent && param.differentiated {
        let ct = exclusive_type(param, krate);
        quote!(#krate::__private::Shared<'_, '_, #ct, #ct>)
    } else if param.lent {
        quote!(#krate::__private::core::option::Option<&mut #krate::NoCotangent>)
    } else {
        slot_type(param, function)
    }
}

/// The type of the tangent of a parameter, if the caller has one; as the parameter by value, `&` or `&mut`.
fn tangent_type(param: &Param, krate: &syn::Path) -> TokenStream {
    let option = quote!(#krate::__private::core::option::Option);
    let (slot, owned) = (exclusive_type(param, krate), owned_gradient(param, krate));
    match param.passing {
        _ if !param.differentiated => quote!(#option<#krate::NoCotangent>),
        Passing::Value => quote!(#option<#owned>),
        Passing::Shared => quote!(#option<&#slot>),
        Passing::Exclusive => quote!(#krate::__private::Exclusive<'_, #slot>),
    }
}

fn type_and_const_names(generics: &Generics) -> Vec<&syn::Ident> {
    let name = |param: &'_ GenericParam| match param {
        GenericParam::Type(_) | GenericParam::Const(_) => true,
        GenericParam::Lifetime(_) => false,
    };
    let params = generics.params.iter().filter(|param| name(param));
    params
        .filter_map(|param| match param {
            GenericParam::Type(param) => Some(&param.ident),
            GenericParam::Const(param) => Some(&param.ident),
            GenericParam::Lifetime(_) => None,
        })
        .collect()
}

/// A pullback owns what it captured: it captures the types, and no lifetime, of what is around it.
///
/// A method that has the attribute itself does not see the parameters of its `impl`; where it has no reference, nothing
/// needs to be said.
fn captures(function: &Function, generics: &Generics) -> Option<TokenStream> {
    let borrows = function.item.sig.inputs.iter().any(|arg| match arg {
        FnArg::Receiver(receiver) => !matches!(receiver.kind, syn::ReceiverKind::Value),
        FnArg::Typed(arg) => has_lifetime(&arg.ty),
    });
    if function.is_method && function.outer.is_none() && !borrows {
        return None;
    }
    let outer = function.outer.iter().flat_map(type_and_const_names);
    let names = outer.chain(type_and_const_names(generics));
    Some(quote!(+ use<#(#names),*>))
}

fn has_lifetime(ty: &Type) -> bool {
    fn search(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => search(group.stream()),
            TokenTree::Punct(punct) => punct.as_char() == '&' || punct.as_char() == '\'',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        })
    }
    search(ty.to_token_stream())
}

/// `impl Trait` in argument position cannot be captured by name, so it gets one.
struct NameImplTrait {
    added: Punctuated<GenericParam, Token![,]>,
}

impl VisitMut for NameImplTrait {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        if let Type::ImplTrait(anonymous) = ty {
            let name = names::anonymous(self.added.len());
            let bounds: &Punctuated<TypeParamBound, Token![+]> = &anonymous.bounds;
            self.added.push(syn::parse_quote!(#name: #bounds));
            *ty = syn::parse_quote!(#name);
        }
    }
}
