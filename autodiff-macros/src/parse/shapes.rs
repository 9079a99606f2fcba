//! What a type says about derivatives without asking rustc.

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::{
    GenericArgument, GenericParam, Generics, PathArguments, ReturnType, Type, TypeParamBound, WherePredicate,
};

use crate::diagnostics::{Diagnostics, Refusal, is_integer};
use crate::ir::{Passing, Shape};

/// The type behind an outermost reference, and the reference.
pub(crate) fn passing(ty: &Type) -> (Passing, &Type) {
    match ty {
        Type::Group(group) => passing(&group.elem),
        Type::Paren(paren) => passing(&paren.elem),
        Type::Reference(reference) if reference.mutability.is_some() => (Passing::Exclusive, &reference.elem),
        Type::Reference(reference) => (Passing::Shared, &reference.elem),
        other => (Passing::Value, other),
    }
}

/// The shape of a type that is no reference.
pub(crate) fn shape(ty: &Type, generics: &Generics) -> Shape {
    match ty {
        Type::Group(group) => shape(&group.elem, generics),
        Type::Paren(paren) => shape(&paren.elem, generics),
        Type::Array(array) => {
            Shape::Array(Box::new(shape(&array.elem, generics)), array.len.to_token_stream())
        }
        Type::Slice(slice) => Shape::Slice(Box::new(shape(&slice.elem, generics))),
        Type::Tuple(tuple) if !tuple.elems.is_empty() => {
            Shape::Tuple(tuple.elems.iter().map(|elem| shape(elem, generics)).collect())
        }
        Type::Path(path) if path.qself.is_none() => named(path, generics),
        _ => Shape::Unknown,
    }
}

fn named(path: &syn::TypePath, generics: &Generics) -> Shape {
    if let Some(ident) = path.path.get_ident() {
        return match () {
            () if ident == "f64" || ident == "f32" => Shape::Float(ident.clone()),
            () if is_integer(&ident.to_string()) => Shape::Integer,
            () if is_real(ident, generics) => Shape::Float(ident.clone()),
            () => Shape::Unknown,
        };
    }
    let Some(last) = path.path.segments.last() else { return Shape::Unknown };
    if let (true, PathArguments::AngleBracketed(args)) = (last.ident == "Vec", &last.arguments) {
        if let Some(GenericArgument::Type(elem)) = args.args.first() {
            return Shape::List(Box::new(shape(elem, generics)));
        }
    }
    let text = path.path.to_token_stream().to_string().replace(' ', "");
    let primitive = text
        .trim_start_matches("::")
        .strip_prefix("core::primitive::")
        .or(text.strip_prefix("std::primitive::"));
    match primitive {
        Some("f64" | "f32") => Shape::Float(last.ident.clone()),
        _ => Shape::Unknown,
    }
}

/// Whether a generic parameter has a visible `Real` bound.
fn is_real(ident: &Ident, generics: &Generics) -> bool {
    let real = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| last.ident == "Real"),
        _ => false,
    };
    let declared = generics.params.iter().any(|param| match param {
        GenericParam::Type(param) => param.ident == *ident && param.bounds.iter().any(real),
        _ => false,
    });
    declared
        || generics.where_clause.iter().flat_map(|clause| &clause.predicates).any(|predicate| match predicate
        {
            WherePredicate::Type(predicate) => {
                let bounded = &predicate.bounded_ty;
                *ident == quote!(#bounded).to_string() && predicate.bounds.iter().any(real)
            }
            _ => false,
        })
}

/// Whether a shape is made of floats alone.
pub(crate) fn is_float(shape: &Shape) -> bool {
    match shape {
        Shape::Float(_) => true,
        Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => is_float(elem),
        Shape::Tuple(parts) => parts.iter().all(is_float),
        Shape::Integer | Shape::Unknown => false,
    }
}

/// Whether floats stand behind a reference inside the type.
pub(crate) fn has_nested_reference(ty: &Type, generics: &Generics) -> bool {
    match ty {
        Type::Group(group) => has_nested_reference(&group.elem, generics),
        Type::Paren(paren) => has_nested_reference(&paren.elem, generics),
        Type::Array(array) => has_nested_reference(&array.elem, generics),
        Type::Slice(slice) => has_nested_reference(&slice.elem, generics),
        Type::Tuple(tuple) => tuple.elems.iter().any(|elem| has_nested_reference(elem, generics)),
        Type::Reference(reference) => {
            is_float(&shape(&reference.elem, generics)) || has_nested_reference(&reference.elem, generics)
        }
        _ => false,
    }
}

/// The shape of a result, `None` for one that carries no derivative.
pub(crate) fn result_shape(
    output: &ReturnType,
    generics: &Generics,
    diag: &mut Diagnostics,
) -> Option<Shape> {
    let ReturnType::Type(_, ty) = output else { return None };
    match passing(ty) {
        (Passing::Value, Type::ImplTrait(_)) => {
            diag.refuse(ty, Refusal::ImplTraitResult);
            Some(Shape::Unknown)
        }
        (Passing::Value, Type::Tuple(tuple)) if tuple.elems.is_empty() => None,
        (Passing::Value, Type::Never(_)) => None,
        (Passing::Value, value) => match shape(value, generics) {
            Shape::Integer => None,
            Shape::Unknown if is_known_inert(value) => None,
            shape => Some(shape),
        },
        _ => {
            diag.refuse(ty, Refusal::ReferenceResult);
            Some(Shape::Unknown)
        }
    }
}

fn is_known_inert(ty: &Type) -> bool {
    let text = ty.to_token_stream().to_string();
    matches!(text.as_str(), "bool" | "char" | "String")
}
