//! What a half that does not exist lacks: the error of its stub says which option to add where.
//!
//! No type has these. They have a lifetime so that a bound that does not hold is an error where it has to hold, and not where
//! it is written.

/// Asked for by what is called for the derivative of a gradient or of a tangent.
#[diagnostic::on_unimplemented(
    message = "the derivative of this gradient, or tangent, needs the option `hvp` on the function it belongs to",
    label = "this is differentiated here",
    note = "write `#[grad(hvp)]` on the function whose gradient it is, beside the options that it has; `#[grad(third)]` for second derivatives of it"
)]
pub trait OptionHvp<'a> {}

/// Asked for by what is called for the derivative of a product with a Hessian, or for a second one of a gradient.
#[diagnostic::on_unimplemented(
    message = "the derivative of a second derivative needs the option `third` on the function it belongs to",
    label = "this is differentiated here",
    note = "write `#[grad(third)]` on the function whose derivative it is, beside the options that it has",
    note = "a tangent, `_jvp`, of a function whose result is not one float needs it for one derivative more"
)]
pub trait OptionThird<'a> {}

/// Asked for by the third derivative of a function whose derivative is stated.
#[diagnostic::on_unimplemented(
    message = "a derivative that `partials` states has one derivative, and no second one",
    label = "this would be a third derivative of the function",
    note = "write the function out instead of stating its derivative, or leave out an option of the function that calls it"
)]
pub trait WrittenOut<'a> {}

/// Asked for by the second derivative of a product with a Hessian, or by the third of a gradient.
#[diagnostic::on_unimplemented(
    message = "there are no fourth derivatives",
    label = "its derivative of this order would be one",
    note = "leave out an option of the function that calls it: `third`, or `hvp` where it calls `_hvp`"
)]
pub trait NoFourth<'a> {}

/// Asked for where the derivative would have to run a function again that changes what it was given.
#[diagnostic::on_unimplemented(
    message = "the gradient of a function that changes a differentiated argument cannot be differentiated",
    label = "this is differentiated here",
    note = "leave that argument out with `#[grad(wrt(..))]`, or return what the function computes"
)]
pub trait ChangesNothing<'a> {}

/// Asked for where the derivative would have to keep an argument that borrows.
#[diagnostic::on_unimplemented(
    message = "the derivative of a gradient keeps copies of the arguments, and one of these may borrow from what it cannot keep",
    label = "this is differentiated here",
    note = "an argument that is not differentiated and has a lifetime in its type, or is `dyn`, cannot be kept: pass what it refers to, or differentiate along tangents, `#[grad(jvp)]`"
)]
pub trait OwnsArguments<'a> {}

/// Asked for by what is called for the tangent of a function without it.
#[diagnostic::on_unimplemented(
    message = "this call needs the option `jvp` on the function that is called",
    label = "called in a function that has `jvp`, or what needs it",
    note = "write `#[grad(jvp)]` on the function that is called, beside the options that it has"
)]
pub trait CalleeJvp<'a> {}

/// Asked for by what is called for the second derivative of a function without it.
#[diagnostic::on_unimplemented(
    message = "this call needs the option `hvp` on the function that is called",
    label = "called in a function that has `hvp`, or what needs it",
    note = "write `#[grad(hvp)]` on the function that is called, beside the options that it has"
)]
pub trait CalleeHvp<'a> {}

/// Asked for by what is called for the third derivative of a function without it.
#[diagnostic::on_unimplemented(
    message = "this call needs the option `third` on the function that is called",
    label = "called in a function that has `third`, or what needs it",
    note = "write `#[grad(third)]` on the function that is called, beside the options that it has"
)]
pub trait CalleeThird<'a> {}

/// Asked for by what is called in lanes of a function without them.
#[diagnostic::on_unimplemented(
    message = "this call needs the option `lanes` on the function that is called",
    label = "called in a function that has `lanes`",
    note = "write `#[grad(lanes)]` on the function that is called, beside the options that it has, or leave out `lanes` in the function that calls it"
)]
pub trait CalleeLanes<'a> {}

/// Asked for where a function that runs in lanes calls one that cannot.
#[diagnostic::on_unimplemented(
    message = "the function that is called has the option `lanes`, but cannot run in lanes",
    label = "called in a function that has `lanes`",
    note = "a function with a parameter whose type `#[grad]` cannot see through runs one at a time: leave out `lanes` in the function that calls it"
)]
pub trait RunsInLanes<'a> {}

/// Asked for where a function that runs in lanes calls a derivative.
#[diagnostic::on_unimplemented(
    message = "a derivative of a function (`_grad`, `_value_and_grad`, `_jvp`, `_hvp`) cannot run in lanes",
    label = "called in a function that has `lanes`",
    note = "leave out `lanes` in the function that calls it: its Jacobian is then made one column, or row, at a time"
)]
pub trait DerivativeInLanes<'a> {}

/// Asked for where a companion is called that has no derivative itself.
#[diagnostic::on_unimplemented(
    message = "this companion has no derivative, and cannot be called with a differentiated value",
    label = "this is differentiated here",
    note = "of the companions of a function, `_grad`, `_value_and_grad`, `_jvp` and `_hvp` can be differentiated: call one of these, or the function itself"
)]
pub trait DifferentiatedCompanion<'a> {}

/// Asked for by the gradient of what gives no float, or several numbers.
#[diagnostic::on_unimplemented(
    message = "this function has no gradient: its result is not one float",
    label = "no gradient",
    note = "`#[grad]` gives it a pullback, `_vjp`; `#[grad(jacobian)]` and `#[grad(jvp)]` give it a Jacobian, and products with one",
    note = "a float behind an alias is none for the macro: write `f64` or `f32`"
)]
pub trait OneFloat<'a> {}

/// Asked for by the second derivatives of such a function.
#[diagnostic::on_unimplemented(
    message = "this function has no Hessian: its result is not one float",
    label = "no product with a Hessian",
    note = "with `hvp` on it, functions that call it and return a float can have second derivatives"
)]
pub trait OneFloatTwice<'a> {}

/// Asked for by a pullback that no option asked for.
#[diagnostic::on_unimplemented(
    message = "this function has no `_vjp`: it lacks the option `vjp`",
    label = "there is none",
    note = "write `#[grad(vjp)]` on the function whose companion it is, beside the options that it has"
)]
pub trait AsksForVjp<'a> {}

/// Asked for by a product with a Jacobian that no option asked for.
#[diagnostic::on_unimplemented(
    message = "this function has no `_jvp`: it lacks the option `jvp`",
    label = "there is none",
    note = "write `#[grad(jvp)]` on the function whose companion it is, beside the options that it has"
)]
pub trait AsksForJvp<'a> {}

/// Asked for by a Jacobian that no option asked for.
#[diagnostic::on_unimplemented(
    message = "this function has no `_jacobian`: it lacks the option `jacobian`",
    label = "there is none",
    note = "write `#[grad(jacobian)]` on the function whose companion it is, beside the options that it has"
)]
pub trait AsksForJacobian<'a> {}

/// Asked for by a product with a Hessian that no option asked for.
#[diagnostic::on_unimplemented(
    message = "this function has no `_hvp`: it lacks the option `hvp`",
    label = "there is none",
    note = "write `#[grad(hvp)]` on the function whose companion it is, beside the options that it has"
)]
pub trait AsksForHvp<'a> {}

/// Asked for by a Hessian that no option asked for.
#[diagnostic::on_unimplemented(
    message = "this function has no `_hessian`: it lacks the option `hessian`",
    label = "there is none",
    note = "write `#[grad(hessian)]` on the function whose companion it is, beside the options that it has"
)]
pub trait AsksForHessian<'a> {}

/// The body of such a stub, which is never run.
#[cold]
pub fn missing<R>() -> R {
    unreachable!("internal error in `#[grad]`: a derivative that does not exist")
}
