//! The options that add companions, and whether they fit the function they are given to.

use proc_macro2::Ident;

use super::{Function, Options, Param};
use crate::diagnostics::{Diagnostics, Refusal};
use crate::ir::{Passing, Shape};

/// The options that add companions, each where it was given.
#[derive(Clone, Default)]
pub(crate) struct Modes {
    /// `f_vjp`
    pub(crate) vjp: Option<Ident>,
    /// `f_jvp`
    pub(crate) jvp: Option<Ident>,
    /// `f_jacobian`
    pub(crate) jacobian: Option<Ident>,
    /// `f_hvp`
    pub(crate) hvp: Option<Ident>,
    /// `f_hessian`
    pub(crate) hessian: Option<Ident>,
}

impl Modes {
    /// Adds what the block around a method asks for.
    fn inherit(&mut self, outer: &Modes) {
        let Modes { vjp, jvp, jacobian, hvp, hessian } = self;
        for (own, outer) in [
            (vjp, &outer.vjp),
            (jvp, &outer.jvp),
            (jacobian, &outer.jacobian),
            (hvp, &outer.hvp),
            (hessian, &outer.hessian),
        ] {
            *own = own.take().or_else(|| outer.clone());
        }
    }
}

/// Leaves out the options that do not fit, and refuses those that were given to the function itself.
pub(super) fn check(function: &mut Function, diag: &mut Diagnostics) {
    let wanted: Vec<&Param> = function.params.iter().filter(|param| param.wanted).collect();
    let exclusive = wanted.iter().any(|param| param.passing == Passing::Exclusive);
    let jacobian = match &function.result {
        Some(Shape::Float(_)) => Some(Refusal::JacobianOfScalar),
        None => Some(Refusal::JacobianOfNothing),
        Some(_) if exclusive => Some(Refusal::JacobianExclusive),
        Some(shape) if rows(shape).is_none_or(|rows| matches!(rows, Rows::Literal(0))) => {
            Some(Refusal::JacobianShape)
        }
        Some(shape) => {
            let mut floats = Vec::new();
            wanted
                .iter()
                .map(|param| &param.shape)
                .chain([shape])
                .for_each(|shape| names(shape, &mut floats));
            floats.dedup();
            (floats.len() > 1).then_some(Refusal::JacobianMixed)
        }
    };
    let second = (!function.has_second()).then_some(Refusal::HessianOfVector);
    let Options { modes, block_modes, .. } = &mut function.options;
    for (own, block, why) in [
        (&mut modes.jacobian, &mut block_modes.jacobian, jacobian),
        (&mut modes.hessian, &mut block_modes.hessian, second),
    ] {
        let Some(why) = why else { continue };
        *block = None;
        if let Some(option) = own.take() {
            diag.refuse(option, why);
        }
    }
    modes.inherit(block_modes);
}

/// How many rows the Jacobian of a result of this shape has.
#[derive(Clone)]
pub(crate) enum Rows {
    /// Known now.
    Literal(usize),
    /// The tokens of an array's length.
    Constant(proc_macro2::TokenStream),
    /// The length of the `Vec` that is returned.
    Length,
}

fn rows(shape: &Shape) -> Option<Rows> {
    match (numbers(shape), shape) {
        (Some(count), _) => Some(Rows::Literal(count)),
        (None, Shape::Array(elem, len)) if matches!(**elem, Shape::Float(_)) => {
            Some(Rows::Constant(len.clone()))
        }
        (None, Shape::List(elem)) if matches!(**elem, Shape::Float(_)) => Some(Rows::Length),
        _ => None,
    }
}

/// How many numbers a shape has, where its lengths are literals.
pub(crate) fn numbers(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Float(_) => Some(1),
        Shape::Array(elem, len) => Some(numbers(elem)? * len.to_string().parse::<usize>().ok()?),
        Shape::Tuple(parts) => parts.iter().map(numbers).sum(),
        Shape::Integer => Some(0),
        Shape::Slice(_) | Shape::List(_) | Shape::Unknown => None,
    }
}

/// The names of the float types in a shape.
fn names(shape: &Shape, out: &mut Vec<Ident>) {
    match shape {
        Shape::Float(name) => out.extend((!out.contains(name)).then(|| name.clone())),
        Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => names(elem, out),
        Shape::Tuple(parts) => parts.iter().for_each(|part| names(part, out)),
        Shape::Integer | Shape::Unknown => {}
    }
}

impl Function {
    /// The rows of the function's Jacobian, if it can have one.
    pub(crate) fn rows(&self) -> Option<Rows> {
        rows(self.result.as_ref()?)
    }

    /// The type of the numbers in the result, if it has any.
    pub(crate) fn number(&self) -> Option<Ident> {
        let mut floats = Vec::new();
        self.result.iter().for_each(|shape| names(shape, &mut floats));
        floats.into_iter().next()
    }

    /// Whether the Jacobian is made column by column in forward mode: where there are no more inputs than outputs.
    pub(crate) fn jacobian_by_columns(&self) -> bool {
        let inputs = self.params.iter().filter(|param| param.wanted).map(|param| numbers(&param.shape));
        let inputs: Option<usize> = inputs.sum();
        match (inputs, self.rows()) {
            (Some(inputs), Some(Rows::Literal(outputs))) => inputs <= outputs,
            (Some(_), Some(Rows::Constant(_) | Rows::Length)) => true,
            _ => false,
        }
    }

    /// Whether it has a gradient of its own that has a derivative. Where it has none, `hvp` serves its callers.
    pub(crate) fn has_second(&self) -> bool {
        let exclusive = |param: &Param| param.wanted && param.passing == Passing::Exclusive;
        matches!(self.result, Some(Shape::Float(_))) && !self.params.iter().any(exclusive)
    }

    /// Whether something is asked for that needs the adjoint with tangents.
    pub(crate) fn needs_second(&self) -> bool {
        let modes = &self.options.modes;
        modes.hvp.is_some() || modes.hessian.is_some()
    }

    /// Whether something is asked for that needs the function with tangents.
    pub(crate) fn needs_tangent(&self) -> bool {
        let modes = &self.options.modes;
        modes.jvp.is_some() || (modes.jacobian.is_some() && self.jacobian_by_columns())
    }
}
