//! Closures that borrow, given by one function to another.
//!
//! The type of a pullback names every type parameter of its half, used or not. For `w: impl Fn(usize) -> f64` that is the
//! caller's closure, with the lifetimes of what it borrows, and the caller could not return what holds that pullback. So
//! beside the half there is one that takes such a parameter as `&mut dyn Fn(usize) -> f64`, whose lifetime is no part of
//! the pullback's type.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{FnArg, GenericParam, Generics, PathArguments, Token, Type, TypeParamBound, WherePredicate};

use super::signature::Signature;
use crate::parse::{Closure, Function};

/// The function with its closures behind references; `None` if it takes none, or does more with each than call it.
pub(super) fn lending(function: &Function) -> Option<Function> {
    let generics = &function.item.sig.generics;
    let is_closure = |arg: &FnArg| matches!(arg, FnArg::Typed(arg) if bound(&arg.ty, generics).is_some());
    if !function.item.sig.inputs.iter().any(is_closure) {
        return None;
    }
    // A method that does not see the parameters of its block cannot name what its pullback captures.
    Signature::of(function).captures?;
    let mut lending = function.clone();
    let body = function.item.block.to_token_stream();
    for (param, arg) in lending.params.iter_mut().zip(&mut lending.item.sig.inputs) {
        let FnArg::Typed(arg) = arg else { continue };
        let Some(bound) = bound(&arg.ty, &function.item.sig.generics) else { continue };
        if param.pattern.is_some() || !is_only_called(body.clone(), &param.name) {
            continue;
        }
        if let Type::Path(path) = &*arg.ty {
            let Some(name) = path.path.get_ident() else { continue };
            let generics = &mut lending.item.sig.generics;
            if count(body.clone(), name) > 0 || !remove(generics, name, function) {
                continue;
            }
        }
        let closure = if is_mutable(&bound) { Closure::Exclusive } else { Closure::Shared };
        *arg.ty = syn::parse_quote!(&mut dyn #bound);
        param.closure = Some(closure);
    }
    // It is checked beside the half proper that this is the trait's method.
    lending.implemented = None;
    lending.params.iter().any(|param| param.closure.is_some()).then_some(lending)
}

/// What goes before the body of such a half: `&mut dyn Fn()` is no `Fn()` itself, `&dyn Fn()` is.
pub(super) fn reborrow(function: &Function) -> TokenStream {
    let shared = function.params.iter().filter(|param| param.closure == Some(Closure::Shared));
    let names = shared.map(|param| &param.name);
    quote!(#(let #names = &*#names;)*)
}

/// The one bound of `impl Fn(..)` or of a parameter `F`.
fn bound(ty: &Type, generics: &Generics) -> Option<TypeParamBound> {
    let bounds: Punctuated<TypeParamBound, Token![+]> = match ty {
        Type::ImplTrait(anonymous) => anonymous.bounds.clone(),
        Type::Path(path) => {
            let name = path.path.get_ident()?;
            let declared = generics.type_params().find(|param| param.ident == *name)?.bounds.clone();
            declared.into_iter().chain(clauses(generics, name).cloned()).collect()
        }
        _ => return None,
    };
    let is_closure = matches!(bounds.first(), Some(TypeParamBound::Trait(bound))
    if bound.path.segments.last().is_some_and(|last| {
        (last.ident == "Fn" || last.ident == "FnMut")
            && matches!(last.arguments, PathArguments::Parenthesized(_))
    }));
    (bounds.len() == 1 && is_closure).then(|| bounds.first().cloned()).flatten()
}

/// The bounds of a parameter in the `where` clause.
fn clauses<'g>(generics: &'g Generics, name: &'g Ident) -> impl Iterator<Item = &'g TypeParamBound> {
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let about = predicates.filter(move |predicate| is_about(predicate, name));
    about.flat_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => predicate.bounds.iter().collect(),
        _ => Vec::new(),
    })
}

fn is_about(predicate: &WherePredicate, name: &Ident) -> bool {
    matches!(predicate, WherePredicate::Type(predicate)
        if *name == predicate.bounded_ty.to_token_stream().to_string())
}

/// Whether a reference can stand for an argument: for an `impl Fn(..)`, or an `F` with that bound that is the type of nothing
/// else. What an `FnMut` keeps would differ from run to run.
pub(super) fn can_be_borrowed(function: &Function, ty: &Type) -> bool {
    let generics = &function.item.sig.generics;
    let is_shared = bound(ty, generics).is_some_and(|bound| !is_mutable(&bound));
    is_shared
        && match ty {
            Type::Path(path) => {
                path.path.get_ident().is_some_and(|name| remove(&mut generics.clone(), name, function))
            }
            _ => true,
        }
}

fn is_mutable(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Trait(bound)
        if bound.path.segments.last().is_some_and(|last| last.ident == "FnMut"))
}

/// Takes a parameter away, if it is the type of one argument and occurs nowhere else.
fn remove(generics: &mut Generics, name: &Ident, function: &Function) -> bool {
    let declared = count(generics.params.to_token_stream(), name);
    let bounded = count(generics.where_clause.to_token_stream(), name);
    let clauses = clauses(generics, name).count();
    let all = count(function.item.sig.to_token_stream(), name);
    if declared != 1 || bounded != clauses || all != declared + bounded + 1 {
        return false;
    }
    let is_other = |param: &GenericParam| !matches!(param, GenericParam::Type(param) if param.ident == *name);
    generics.params = std::mem::take(&mut generics.params).into_iter().filter(is_other).collect();
    if let Some(clause) = &mut generics.where_clause {
        let predicates = std::mem::take(&mut clause.predicates).into_iter();
        clause.predicates = predicates.filter(|predicate| !is_about(predicate, name)).collect();
    }
    true
}

/// How often a name occurs.
fn count(tokens: TokenStream, name: &Ident) -> usize {
    let occurs = |token| match token {
        TokenTree::Group(group) => count(group.stream(), name),
        TokenTree::Ident(ident) => usize::from(ident == *name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => 0,
    };
    tokens.into_iter().map(occurs).sum()
}

/// Whether a parameter stands only where it is called, or behind `&`.
fn is_only_called(body: TokenStream, name: &Ident) -> bool {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let is_call = |at: usize| {
        let called = matches!(tokens.get(at + 1), Some(TokenTree::Group(group))
            if group.delimiter() == proc_macro2::Delimiter::Parenthesis);
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        called || matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == '&')
    };
    tokens.iter().enumerate().all(|(at, token)| match token {
        TokenTree::Group(group) => is_only_called(group.stream(), name),
        TokenTree::Ident(ident) => ident != name || is_call(at),
        TokenTree::Punct(_) | TokenTree::Literal(_) => true,
    })
}
