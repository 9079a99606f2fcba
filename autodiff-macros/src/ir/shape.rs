//! What is known of types without asking rustc.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    GenericArgument, GenericParam, Generics, Member, PathArguments, Type, TypeParamBound, WherePredicate,
};

use super::Proj;

/// What signature, annotations and rules tell of a type. Nothing may be wrong where it is `Unknown`.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// `f64`, `f32`, or a generic parameter with a `Real` bound; `_` for one of the first two.
    Float(Ident),
    /// Several of these: a tangent in each of some directions.
    Lanes(Ident),
    /// An integer used as exponent or index.
    Integer,
    /// `[T; N]`, with the tokens of `N`.
    Array(Box<Shape>, TokenStream),
    /// `[T]`
    Slice(Box<Shape>),
    /// `Vec<T>`
    List(Box<Shape>),
    /// `(A, B)`
    Tuple(Vec<Shape>),
    /// Anything else.
    Unknown,
}

impl Shape {
    /// The shape of a type that is no reference.
    pub(crate) fn of(ty: &Type, generics: &Generics) -> Shape {
        of_type(ty, generics)
    }

    /// The shape of the elements of a slice or `Vec`.
    pub(crate) fn elements(&self) -> Option<&Shape> {
        match self {
            Shape::Slice(elem) | Shape::List(elem) => Some(elem),
            Shape::Float(_)
            | Shape::Lanes(_)
            | Shape::Integer
            | Shape::Array(..)
            | Shape::Tuple(_)
            | Shape::Unknown => None,
        }
    }

    /// Whether it is made of floats alone.
    pub(crate) fn is_float(&self) -> bool {
        match self {
            Shape::Float(_) => true,
            Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => elem.is_float(),
            Shape::Tuple(parts) => parts.iter().all(Shape::is_float),
            Shape::Lanes(_) | Shape::Integer | Shape::Unknown => false,
        }
    }

    /// The float that it is made of, the first if there are several.
    pub(crate) fn float(&self) -> Option<&Ident> {
        match self {
            Shape::Float(float) => Some(float),
            Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => elem.float(),
            Shape::Tuple(parts) => parts.iter().find_map(Shape::float),
            Shape::Lanes(_) | Shape::Integer | Shape::Unknown => None,
        }
    }

    /// The shape of a tangent in lanes beside a value of this one.
    pub(crate) fn in_lanes(&self) -> Shape {
        match self {
            Shape::Float(float) | Shape::Lanes(float) => Shape::Lanes(float.clone()),
            Shape::Array(elem, len) => Shape::Array(Box::new(elem.in_lanes()), len.clone()),
            Shape::Slice(elem) => Shape::Slice(Box::new(elem.in_lanes())),
            Shape::List(elem) => Shape::List(Box::new(elem.in_lanes())),
            Shape::Tuple(parts) => Shape::Tuple(parts.iter().map(Shape::in_lanes).collect()),
            Shape::Integer => Shape::Integer,
            Shape::Unknown => Shape::Unknown,
        }
    }

    /// Whether there are lanes in it.
    pub(crate) fn has_lanes(&self) -> bool {
        match self {
            Shape::Lanes(_) => true,
            Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => elem.has_lanes(),
            Shape::Tuple(parts) => parts.iter().any(Shape::has_lanes),
            Shape::Float(_) | Shape::Integer | Shape::Unknown => false,
        }
    }

    /// Whether there are floats in it.
    pub(crate) fn has_float(&self) -> bool {
        match self {
            Shape::Float(_) => true,
            Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => elem.has_float(),
            Shape::Tuple(parts) => parts.iter().any(Shape::has_float),
            Shape::Lanes(_) | Shape::Integer | Shape::Unknown => false,
        }
    }

    /// Whether it is made of floats and integers alone, so that a copy of it borrows nothing.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Shape::Float(_) | Shape::Lanes(_) | Shape::Integer => true,
            Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => elem.is_known(),
            Shape::Tuple(parts) => parts.iter().all(Shape::is_known),
            Shape::Unknown => false,
        }
    }

    /// About how many numbers a value has: one where nothing is known, very many where a name tells the length.
    pub(crate) fn numbers(&self) -> usize {
        match self {
            Shape::Array(elem, len) => {
                let len = len.to_string().parse().unwrap_or(usize::MAX);
                elem.numbers().saturating_mul(len)
            }
            Shape::Tuple(parts) => parts.iter().fold(0, |sum, part| sum.saturating_add(part.numbers())),
            Shape::Float(_)
            | Shape::Lanes(_)
            | Shape::Integer
            | Shape::Slice(_)
            | Shape::List(_)
            | Shape::Unknown => 1,
        }
    }

    /// What both shapes agree on, preferring what is known.
    pub(crate) fn or(&self, other: &Shape) -> Shape {
        match (self, other) {
            (Shape::Unknown, _) => other.clone(),
            (Shape::Float(float), Shape::Float(_)) if float == "_" => other.clone(),
            (known, _) => known.clone(),
        }
    }

    /// The shape of an element or field, as far as it is known.
    pub(crate) fn project(&self, step: &Proj) -> Shape {
        match (self, step) {
            (shape, Proj::Deref) => shape.clone(),
            (Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem), Proj::Index(..)) => {
                (**elem).clone()
            }
            (Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem), Proj::Range(..)) => {
                Shape::Slice(elem.clone())
            }
            (Shape::Tuple(parts), Proj::Member(Member::Unnamed(index))) => {
                parts.get(index.index as usize).cloned().unwrap_or(Shape::Unknown)
            }
            _ => Shape::Unknown,
        }
    }

    /// Whether a zero of it can be written down without a value at hand.
    pub(crate) fn is_static(&self) -> bool {
        match self {
            Shape::Float(_) | Shape::Lanes(_) => true,
            Shape::Array(elem, _) => elem.is_static(),
            Shape::Tuple(parts) => parts.iter().all(Shape::is_static),
            Shape::Integer | Shape::Slice(_) | Shape::List(_) | Shape::Unknown => false,
        }
    }
}

/// The shape of a type that is no reference.
fn of_type(ty: &Type, generics: &Generics) -> Shape {
    match ty {
        Type::Group(group) => of_type(&group.elem, generics),
        Type::Paren(paren) => of_type(&paren.elem, generics),
        Type::Array(array) => {
            Shape::Array(Box::new(of_type(&array.elem, generics)), array.len.to_token_stream())
        }
        Type::Slice(slice) => Shape::Slice(Box::new(of_type(&slice.elem, generics))),
        Type::Tuple(tuple) if !tuple.elems.is_empty() => {
            Shape::Tuple(tuple.elems.iter().map(|elem| of_type(elem, generics)).collect())
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
            return Shape::List(Box::new(of_type(elem, generics)));
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

/// Whether a type of this name is an integer.
pub(crate) fn is_integer(name: &str) -> bool {
    matches!(
        name,
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize"
    )
}
