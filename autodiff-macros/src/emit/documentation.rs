//! What the documentation of the companions says.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::companions::wanted;
use super::jacobian;
use super::names::Companion;
use crate::ir::Passing;
use crate::parse::{Function, Param};

/// What there is to say where `f32` and `f64` meet.
fn of_both<'a>(function: &Function, text: &'a str) -> &'a str {
    if function.differentiated_floats().len() > 1 { text } else { "" }
}

/// One line, and an example of the call.
pub(super) fn documentation(function: &Function, companion: Companion, name: &Ident) -> TokenStream {
    let own = &function.item.sig.ident;
    let names: Vec<String> = wanted(function).map(|param| format!("`{}`", param.name)).collect();
    let names = names.join(", ");
    let link = format!("[`{own}`](Self::{own})");
    let (line, left) = match companion {
        Companion::Grad => (format!("The gradient of {link} in {names}."), "let gradient = "),
        Companion::ValueAndGrad => (
            format!("The value of {link} and its gradient in {names}, from one run."),
            "let (value, gradient) = ",
        ),
        Companion::GradInto => {
            (format!("The value of {link}; its gradient in {names} overwrites the buffers."), "let value = ")
        }
        Companion::Vjp => (
            format!(
                "The value of {link}, and its pullback: from a cotangent of the result to the cotangents of {names}."
            ),
            "let (value, pullback) = ",
        ),
        Companion::Jvp => (
            format!("The value of {link} and its derivative along tangents of {names}."),
            "let (value, tangent) = ",
        ),
        Companion::Jacobian => (
            format!(
                "The Jacobian of {link} in {names}: for each of them one row for each number of the result. {}{}",
                jacobian::way(function),
                of_both(function, " Each part has the floats of its argument.")
            ),
            "let jacobian = ",
        ),
        Companion::Hvp => (
            format!(
                "The gradient of {link} in {names}, and its derivative along tangents of them: the product of the Hessian and the tangents."
            ),
            "let (gradient, product) = ",
        ),
        Companion::HvpInto => (
            format!(
                "The value of {link}; its gradient in {names}, and the product of the Hessian and the tangents, overwrite the buffers."
            ),
            "let value = ",
        ),
        Companion::Hessian => (
            format!(
                "The Hessian of {link} over all numbers of {names}, in order: a symmetric matrix, row by row.{}",
                of_both(function, " Its entries are `f64`, which holds `f32`.")
            ),
            "let hessian = ",
        ),
    };
    let line = if function.is_method { line } else { line.replace("(Self::", "(fn@") };
    let receiver = function.params.iter().any(|param| param.is_self);
    let arguments = function.params.iter().filter(|param| !param.is_self).map(|param| param.name.to_string());
    let along = wanted(function).map(|param| match param.passing {
        Passing::Value => format!("tangent_{}", param.name),
        Passing::Shared => format!("&tangent_{}", param.name),
        Passing::Exclusive => format!("&mut tangent_{}", param.name),
    });
    let buffers = |kind| wanted(function).map(move |param: &Param| format!("&mut {kind}_{}", param.name));
    let more: Vec<String> = match companion {
        Companion::GradInto => buffers("grad").collect(),
        Companion::Jvp | Companion::Hvp => along.collect(),
        Companion::HvpInto => along.chain(buffers("grad")).chain(buffers("product")).collect(),
        Companion::Grad
        | Companion::ValueAndGrad
        | Companion::Vjp
        | Companion::Jacobian
        | Companion::Hessian => Vec::new(),
    };
    let arguments: Vec<String> = arguments.chain(more).collect();
    let call = format!("{left}{}{name}({});", if receiver { "this." } else { "" }, arguments.join(", "));
    quote! {
        #[doc = #line]
        #[doc = ""]
        #[doc = "```text"]
        #[doc = #call]
        #[doc = "```"]
    }
}
