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
    /// The derivative of `f_hvp`.
    pub(crate) third: Option<Ident>,
    /// Jacobians run in lanes through calls.
    pub(crate) lanes: Option<Ident>,
}

impl Modes {
    /// Adds what the block around a method asks for.
    fn inherit(&mut self, outer: &Modes) {
        let Modes { vjp, jvp, jacobian, hvp, hessian, third, lanes } = self;
        for (own, outer) in [
            (vjp, &outer.vjp),
            (jvp, &outer.jvp),
            (jacobian, &outer.jacobian),
            (hvp, &outer.hvp),
            (hessian, &outer.hessian),
            (third, &outer.third),
            (lanes, &outer.lanes),
        ] {
            *own = own.take().or_else(|| outer.clone());
        }
    }
}

/// Leaves out the options that do not fit, and refuses those that were given to the function itself.
pub(super) fn check(function: &mut Function, diag: &mut Diagnostics) {
    let scalar = function.outputs().count() == 1 && function.has_gradient();
    let jacobian = scalar.then_some(Refusal::JacobianOfScalar);
    let second = (!function.has_gradient()).then_some(Refusal::HessianOfVector);
    let Options { modes, block_modes, partials, .. } = &mut function.options;
    if partials.is_some() {
        // A stated derivative has one of its own, and no more.
        let third = block_modes.third.take();
        block_modes.hvp = block_modes.hvp.take().or(third);
    }
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
    /// They are counted at run time.
    Counted,
}

/// How many numbers a shape has, where its lengths are literals.
pub(crate) fn numbers(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Float(_) => Some(1),
        Shape::Array(elem, len) => Some(numbers(elem)? * len.to_string().parse::<usize>().ok()?),
        Shape::Tuple(parts) => parts.iter().map(numbers).sum(),
        Shape::Integer => Some(0),
        Shape::Lanes(_) | Shape::Slice(_) | Shape::List(_) | Shape::Unknown => None,
    }
}

/// The names of the float types in a shape.
fn names(shape: &Shape, out: &mut Vec<Ident>) {
    match shape {
        Shape::Float(name) => out.extend((!out.contains(name)).then(|| name.clone())),
        Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => names(elem, out),
        Shape::Tuple(parts) => parts.iter().for_each(|part| names(part, out)),
        Shape::Lanes(_) | Shape::Integer | Shape::Unknown => {}
    }
}

impl Function {
    /// What the function gives: its result, and what it leaves in its `&mut` arguments.
    fn outputs(&self) -> impl Iterator<Item = &Shape> {
        let exclusive = |param: &&Param| param.wanted && param.passing == Passing::Exclusive;
        self.result.iter().chain(self.params.iter().filter(exclusive).map(|param| &param.shape))
    }

    /// The rows of the function's Jacobian.
    pub(crate) fn rows(&self) -> Rows {
        let literal = self.outputs().map(numbers).sum::<Option<usize>>();
        let mut outputs = self.outputs();
        match (literal, outputs.next(), outputs.next()) {
            (Some(count), ..) => Rows::Literal(count),
            (None, Some(Shape::Array(elem, len)), None) if matches!(**elem, Shape::Float(_)) => {
                Rows::Constant(len.clone())
            }
            _ => Rows::Counted,
        }
    }

    /// The types of the numbers that its companions differentiate; that of the result where they do not show.
    pub(crate) fn differentiated_floats(&self) -> Vec<Ident> {
        let mut floats = Vec::new();
        let params = self.params.iter().filter(|param| param.wanted).map(|param| &param.shape);
        params.for_each(|shape| names(shape, &mut floats));
        if floats.is_empty() {
            self.result.iter().for_each(|shape| names(shape, &mut floats));
        }
        floats
    }

    /// Whether the Jacobian is made column by column in forward mode: where there are no more inputs than outputs.
    pub(crate) fn jacobian_by_columns(&self) -> bool {
        let inputs = self.params.iter().filter(|param| param.wanted).map(|param| numbers(&param.shape));
        let inputs: Option<usize> = inputs.sum();
        match (inputs, self.rows()) {
            (Some(inputs), Rows::Literal(outputs)) => inputs <= outputs,
            (Some(_), Rows::Constant(_) | Rows::Counted) => true,
            (None, _) => false,
        }
    }

    /// The same function with tangents in lanes.
    pub(crate) fn in_lanes(&self) -> Function {
        let mut function = self.clone();
        function.params.iter_mut().for_each(|param| param.shape = param.shape.in_lanes());
        function.result = function.result.as_ref().map(Shape::in_lanes);
        function
    }

    /// The same function as one of the parameters that its own companions differentiate.
    pub(crate) fn of_wanted(&self) -> Function {
        let mut function = self.clone();
        function.params.iter_mut().for_each(|param| param.differentiated = param.wanted);
        function
    }

    /// Whether its Jacobian has several columns, or rows, as it is made.
    pub(crate) fn has_several(&self) -> bool {
        if !self.jacobian_by_columns() {
            return !matches!(self.rows(), Rows::Literal(0 | 1));
        }
        let inputs = self.params.iter().filter(|param| param.wanted).map(|param| numbers(&param.shape));
        inputs.sum::<Option<usize>>() != Some(1)
    }

    /// Whether it is wanted with tangents in lanes, if that can be had: for its own Jacobian, or for those of callers.
    pub(crate) fn wants_lanes(&self) -> bool {
        let modes = &self.options.modes;
        let own = modes.jacobian.is_some() && self.jacobian_by_columns() && self.has_several();
        own || (self.runs_in_lanes() && self.needs_tangent())
    }

    /// The same of its adjoint, with cotangents in lanes.
    pub(crate) fn wants_rows_in_lanes(&self) -> bool {
        let asked = self.options.modes.jacobian.is_some() && self.options.recursive.is_none();
        let own = asked && !self.jacobian_by_columns() && self.has_several();
        own || self.runs_in_lanes()
    }

    /// Whether lanes go on into the functions that it calls, and are there for those that call it.
    pub(crate) fn runs_in_lanes(&self) -> bool {
        self.options.modes.lanes.is_some()
    }

    /// Whether it has a gradient of its own. Where it has none, `hvp` serves its callers.
    pub(crate) fn has_gradient(&self) -> bool {
        matches!(self.result, Some(Shape::Float(_)))
    }

    /// Whether its gradient is taken in an argument that it may change.
    pub(crate) fn changes_wanted(&self) -> bool {
        self.params.iter().any(|param| param.wanted && param.passing == Passing::Exclusive)
    }

    /// Whether something is asked for that needs the adjoint with tangents.
    pub(crate) fn needs_second(&self) -> bool {
        let modes = &self.options.modes;
        modes.hvp.is_some() || modes.hessian.is_some() || self.needs_third()
    }

    /// Whether something is asked for that needs the adjoint with tangents in two directions.
    pub(crate) fn needs_third(&self) -> bool {
        self.options.modes.third.is_some()
    }

    /// Whether something is asked for that needs the function with tangents.
    pub(crate) fn needs_tangent(&self) -> bool {
        let modes = &self.options.modes;
        modes.jvp.is_some() || (modes.jacobian.is_some() && self.jacobian_by_columns())
    }
}
