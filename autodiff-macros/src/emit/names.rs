//! Every name the emitted items have.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::Lifetime;
use syn::ext::IdentExt;

use crate::ir::Label;
use crate::parse::Param;

/// A public companion of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Companion {
    /// `f_grad`
    Grad,
    /// `f_value_and_grad`
    ValueAndGrad,
    /// `f_grad_into`
    GradInto,
}

/// The name of a companion, found where the function is.
pub(crate) fn companion(function: &Ident, companion: Companion) -> Ident {
    let suffix = match companion {
        Companion::Grad => "grad",
        Companion::ValueAndGrad => "value_and_grad",
        Companion::GradInto => "grad_into",
    };
    format_ident!("{}_{suffix}", function.unraw(), span = function.span())
}

/// The forward half, found where the function is.
pub(crate) fn split(function: &Ident) -> Ident {
    format_ident!("__{}_split", function.unraw(), span = function.span())
}

/// Forward and reverse half of a recursive function in one.
pub(crate) fn recursion(function: &Ident) -> Ident {
    format_ident!("__{}_recursion", function.unraw(), span = function.span())
}

/// The forward half inside the type that bears the function's name.
pub(crate) fn split_in_namespace(span: Span) -> Ident {
    Ident::new("split", span)
}

/// The slot of a parameter: where its cotangent goes.
pub(crate) fn slot(param: &Param) -> Ident {
    format_ident!("slot_{}", param.spelling, span = Span::mixed_site())
}

/// A copy of an argument.
pub(crate) fn own(param: &Param) -> Ident {
    format_ident!("own_{}", param.spelling, span = Span::mixed_site())
}

/// A buffer of `f_grad_into`.
pub(crate) fn buffer(param: &Param) -> Ident {
    format_ident!("grad_{}", param.spelling, span = Span::mixed_site())
}

/// The generic parameter that stands for `impl Trait` in argument position.
pub(crate) fn anonymous(index: usize) -> Ident {
    format_ident!("Arg{index}", span = Span::mixed_site())
}

/// A name that only the emitted code sees.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// A label.
pub(crate) fn label(label: Label) -> Lifetime {
    let name = if label == Label::FUNCTION { "'forward".to_owned() } else { format!("'scope{}", label.0) };
    Lifetime::new(&name, Span::mixed_site())
}
