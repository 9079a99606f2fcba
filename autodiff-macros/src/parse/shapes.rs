//! What the types in a signature say about derivatives.

use quote::ToTokens;
use syn::{Generics, ReturnType, Type};

use crate::diagnostics::{Diagnostics, Refusal};
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

/// Whether floats stand behind a reference inside the type.
pub(crate) fn has_nested_reference(ty: &Type, generics: &Generics) -> bool {
    match ty {
        Type::Group(group) => has_nested_reference(&group.elem, generics),
        Type::Paren(paren) => has_nested_reference(&paren.elem, generics),
        Type::Array(array) => has_nested_reference(&array.elem, generics),
        Type::Slice(slice) => has_nested_reference(&slice.elem, generics),
        Type::Tuple(tuple) => tuple.elems.iter().any(|elem| has_nested_reference(elem, generics)),
        Type::Reference(reference) => {
            Shape::of(&reference.elem, generics).is_float() || has_nested_reference(&reference.elem, generics)
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
        (Passing::Value, value) => match Shape::of(value, generics) {
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
