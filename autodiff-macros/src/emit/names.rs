//! Every name the emitted items have.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::Lifetime;
use syn::ext::IdentExt;

use crate::ir::{Label, place};
use crate::parse::{Function, Param};

/// A public companion of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Companion {
    /// `f_grad`
    Grad,
    /// `f_value_and_grad`
    ValueAndGrad,
    /// `f_grad_into`
    GradInto,
    /// `f_vjp`
    Vjp,
    /// `f_jvp`
    Jvp,
    /// `f_jacobian`
    Jacobian,
    /// `f_hvp`
    Hvp,
    /// `f_hvp_into`
    HvpInto,
    /// `f_hessian`
    Hessian,
}

impl Companion {
    /// How many arguments it has beside those of the function, for each parameter that it differentiates.
    pub(crate) fn arguments_for_each(self) -> usize {
        match self {
            Companion::Grad
            | Companion::ValueAndGrad
            | Companion::Vjp
            | Companion::Jacobian
            | Companion::Hessian => 0,
            Companion::GradInto | Companion::Jvp | Companion::Hvp => 1,
            Companion::HvpInto => 3,
        }
    }
}

/// The name of a companion, found where the function is.
pub(crate) fn companion(function: &Ident, companion: Companion) -> Ident {
    let suffix = match companion {
        Companion::Grad => "grad",
        Companion::ValueAndGrad => "value_and_grad",
        Companion::GradInto => "grad_into",
        Companion::Vjp => "vjp",
        Companion::Jvp => "jvp",
        Companion::Jacobian => "jacobian",
        Companion::Hvp => "hvp",
        Companion::HvpInto => "hvp_into",
        Companion::Hessian => "hessian",
    };
    format_ident!("{}_{suffix}", function.unraw(), span = function.span())
}

/// The module of the companions that a function does not have. An import of it would be ambiguous beside one of the same
/// name that `use super::*` brings, so that the name says where the function stands.
pub(crate) fn absent(function: &Ident) -> Ident {
    format_ident!("__{}_absent{}", function.unraw(), place(function.span()), span = function.span())
}

/// Forward and reverse half of a recursive function in one.
pub(crate) fn recursion(function: &Ident, half: Half) -> Ident {
    let along = match half {
        Half::TangentSplit => "_along",
        Half::TwoTangentsSplit => "_along_two",
        Half::SplitLanes => "_in_lanes",
        Half::Split | Half::Tangent | Half::OwnTangent | Half::Lanes | Half::Together => "",
    };
    format_ident!("__{}_recursion{along}", function.unraw(), span = function.span())
}

/// A half of a function: what other functions call instead of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// The forward sweep, which returns the value and the pullback.
    Split,
    /// The function with tangents. Its name tells whoever misses it what the callee needs.
    Tangent,
    /// The same with tangents of the parameters alone that its own companions differentiate.
    OwnTangent,
    /// The forward sweep with tangents, which returns the value, its tangent and the pullback.
    TangentSplit,
    /// The same with tangents in two directions, and in both of them.
    TwoTangentsSplit,
    /// The function with tangents in lanes.
    Lanes,
    /// Both sweeps as one, for the companions alone.
    Together,
    /// The forward sweep, which returns the value and the pullback of cotangents in lanes.
    SplitLanes,
}

/// A half, found where the function is.
pub(crate) fn half(function: &Ident, half: Half) -> Ident {
    let name = function.unraw().to_string();
    let word = if half == Half::Split { split_of(&name) } else { half.word() };
    format_ident!("__{name}_{word}", span = function.span())
}

/// The forward sweep of what may be a companion: its name tells whoever misses it, a method where nothing else can, what
/// there has to be.
fn split_of(name: &str) -> &'static str {
    let has_no_derivative = ["_vjp", "_jacobian", "_hessian", "_grad_into", "_hvp_into"];
    match () {
        () if name.ends_with("_jvp") => "needs_option_jvp",
        () if name.ends_with("_hvp") => "needs_option_hvp",
        () if name.ends_with("_grad") => "needs_one_float_as_result",
        () if has_no_derivative.iter().any(|end| name.ends_with(end)) => "has_no_derivative",
        () => Half::Split.word(),
    }
}

/// A half to which closures are lent. Its name tells whoever misses it what the caller can write.
pub(crate) fn lending_half(function: &Ident, half: Half) -> Ident {
    format_ident!("__{}_{}", function.unraw(), half.lending_word(), span = function.span())
}

/// The same inside the type that bears the function's name.
pub(crate) fn lending_half_in_namespace(half: Half, span: Span) -> Ident {
    Ident::new(half.lending_word(), span)
}

/// A half inside the type that bears the function's name.
pub(crate) fn half_in_namespace(half: Half, span: Span) -> Ident {
    Ident::new(half.word(), span)
}

impl Half {
    /// The function with tangents, for its own companions.
    pub(crate) fn own_tangent(function: &Function) -> Half {
        if function.narrow { Half::OwnTangent } else { Half::Tangent }
    }

    /// Whether it is told which arguments are lent to its pullback.
    pub(crate) fn lends(self) -> bool {
        matches!(self, Half::Split | Half::TangentSplit | Half::TwoTangentsSplit | Half::SplitLanes)
    }

    /// The forward sweep with so many tangents beside each value.
    pub(crate) fn with_tangents(count: usize) -> Half {
        match count {
            0 => Half::Split,
            1 => Half::TangentSplit,
            _ => Half::TwoTangentsSplit,
        }
    }

    /// How many tangents it has beside each value.
    pub(crate) fn tangents(self) -> usize {
        match self {
            Half::Split | Half::SplitLanes | Half::Together => 0,
            Half::Tangent | Half::OwnTangent | Half::TangentSplit | Half::Lanes => 1,
            Half::TwoTangentsSplit => 3,
        }
    }

    fn lending_word(self) -> &'static str {
        match self {
            Half::Split => "closure_needs_move",
            Half::Tangent => "option_jvp_and_closure_needs_move",
            Half::OwnTangent => "own_jvp_and_closure_needs_move",
            Half::TangentSplit => "option_hvp_and_closure_needs_move",
            Half::TwoTangentsSplit => "option_third_and_closure_needs_move",
            Half::Lanes => "options_lanes_and_jvp_and_closure_needs_move",
            Half::SplitLanes | Half::Together => "option_lanes_and_closure_needs_move",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Half::Split => "split",
            Half::Tangent => "option_jvp",
            Half::OwnTangent => "own_jvp",
            Half::TangentSplit => "option_hvp",
            Half::TwoTangentsSplit => "option_third",
            Half::Lanes => "options_lanes_and_jvp",
            Half::Together => "together",
            Half::SplitLanes => "option_lanes",
        }
    }
}

/// The slot of a parameter: where its cotangent goes.
pub(crate) fn slot(param: &Param) -> Ident {
    format_ident!("slot_{}", param.spelling, span = Span::mixed_site())
}

/// A copy of an argument.
pub(crate) fn own(param: &Param) -> Ident {
    format_ident!("own_{}", param.spelling, span = Span::mixed_site())
}

/// A copy of an argument for one run of several.
pub(crate) fn again(param: &Param) -> Ident {
    format_ident!("again_{}", param.spelling, span = Span::mixed_site())
}

/// A buffer for a product with the Hessian.
pub(crate) fn product(param: &Param) -> Ident {
    format_ident!("product_{}", param.spelling, span = Span::mixed_site())
}

/// The slot for a tangent of a parameter's cotangent.
pub(crate) fn tangent_slot(param: &Param, at: usize) -> Ident {
    format_ident!("d{}slot_{}", number(at), param.spelling, span = Span::mixed_site())
}

/// A buffer of `f_grad_into`.
pub(crate) fn buffer(param: &Param) -> Ident {
    format_ident!("grad_{}", param.spelling, span = Span::mixed_site())
}

/// The cotangent of a `&mut` parameter that the pullback of `f_vjp` takes.
pub(crate) fn cotangent(param: &Param) -> Ident {
    format_ident!("ct_{}", param.spelling, span = Span::mixed_site())
}

/// The tangent of a parameter, where it has one.
pub(crate) fn tangent(param: &Param) -> Ident {
    tangent_at(param, 0)
}

/// One of the tangents of a parameter.
pub(crate) fn tangent_at(param: &Param, at: usize) -> Ident {
    format_ident!("tangent{}{}", number(at), param.spelling, span = Span::mixed_site())
}

/// Tells apart what there are several of.
fn number(at: usize) -> String {
    if at == 0 { "_".to_owned() } else { format!("{}_", at + 1) }
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
