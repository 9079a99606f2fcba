//! The types of cotangents, and their zeros.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;

use crate::ir::Shape;

/// The type of a cotangent whose primal has a known shape.
pub(super) fn cotangent_type(shape: &Shape, krate: &Path) -> TokenStream {
    match shape {
        Shape::Float(ty) => ty.to_token_stream(),
        Shape::Lanes(ty) => quote!(#krate::__private::Lanes<#ty>),
        Shape::Array(elem, len) => {
            let elem = cotangent_type(elem, krate);
            quote!([#elem; #len])
        }
        Shape::Slice(elem) | Shape::List(elem) => {
            let elem = cotangent_type(elem, krate);
            quote!(#krate::__private::Vec<#elem>)
        }
        Shape::Tuple(parts) => {
            let parts = parts.iter().map(|part| cotangent_type(part, krate));
            quote!((#(#parts,)*))
        }
        Shape::Integer | Shape::Unknown => quote!(_),
    }
}

/// The same in lanes, with an integer beside.
pub(super) fn lanes_type(shape: &Shape, krate: &Path) -> TokenStream {
    match shape {
        Shape::Integer => quote!(#krate::NoCotangent),
        Shape::Tuple(parts) => {
            let parts = parts.iter().map(|part| lanes_type(part, krate));
            quote!((#(#parts,)*))
        }
        shape => cotangent_type(shape, krate),
    }
}

/// The same where a slice is handed over: its elements in a buffer.
pub(super) fn buffer_type(shape: &Shape, krate: &Path) -> TokenStream {
    match shape.elements() {
        Some(elem) => {
            let elem = cotangent_type(elem, krate);
            quote!([#elem])
        }
        None => cotangent_type(shape, krate),
    }
}

/// The zero of the shape that a value has, for a cotangent or tangent of a shape that is not known in full.
pub(super) fn zero_like(shape: &Shape, value: &TokenStream, krate: &Path) -> TokenStream {
    if shape.has_lanes() {
        quote!(#krate::__private::zero_lanes(&#value))
    } else {
        quote!(#krate::__private::zero_like(&#value))
    }
}

/// A zero of known shape.
pub(super) fn zero_of(shape: &Shape, krate: &Path) -> TokenStream {
    signed_zero_of(shape, None, krate)
}

/// What leaves every number as it is when it is added: -0. Plus 0 turns -0 into 0, so rustc must keep the addition.
pub(super) fn neutral_of(shape: &Shape, krate: &Path) -> TokenStream {
    signed_zero_of(shape, Some(quote!(-)), krate)
}

fn signed_zero_of(shape: &Shape, sign: Option<TokenStream>, krate: &Path) -> TokenStream {
    match shape {
        Shape::Float(ty) if ty == "f64" || ty == "f32" || ty == "_" => quote!(#sign 0.0),
        Shape::Float(ty) => quote!(#sign <#ty as #krate::Real>::ZERO),
        Shape::Lanes(ty) => quote!(#sign <#krate::__private::Lanes<#ty>>::ZERO),
        Shape::Array(elem, len) => {
            let elem = signed_zero_of(elem, sign, krate);
            quote!([#elem; #len])
        }
        Shape::Tuple(parts) => {
            let parts = parts.iter().map(|part| signed_zero_of(part, sign.clone(), krate));
            quote!((#(#parts,)*))
        }
        Shape::Integer | Shape::Slice(_) | Shape::List(_) | Shape::Unknown => {
            quote!(#krate::__private::zero())
        }
    }
}
