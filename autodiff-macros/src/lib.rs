//! The `#[grad]` attribute of the crate `autodiff-grad`; use it through that crate.
//!
//! ```text
//! tokens -> parse -> lower -> analyse -> adjoint, tangent -> emit -> tokens
//! ```

mod analyse;
mod diagnostics;
mod dump;
mod emit;
mod ir;
mod layout;
mod lower;
mod parse;
mod pipeline;
mod rules;
mod transform;

use proc_macro::TokenStream;

/// # Where it goes
///
/// On a function, on a method, or on a whole `impl` block, inherent or of a trait. On a block it holds for every method
/// that has a parameter of a float shape and a result, or a `&mut` parameter, that carries a derivative; a method in the
/// block with a `#[grad(..)]` of its own follows that one instead, and has the companions that the
/// block asks for. A generic `impl` with methods that take references
/// needs the attribute on the block, because a method cannot see the generics around it, and so does every `impl` of a
/// trait: what is made of its methods is public methods of the type, which has to be of the same crate and to have no
/// methods of these names besides.
///
/// # What it makes
///
/// For a function `f` whose result is a float, `f_grad`, `f_value_and_grad` and, if a slice or `Vec` is differentiated,
/// `f_grad_into`, with the visibility and generics of `f`. They update `&mut` arguments as `f` does; the gradient of a
/// `&mut` parameter is that in its value at entry. For a function with any other result, `f_vjp`. For every function,
/// hidden halves that other `#[grad]` functions call.
///
/// # Options
///
/// Separated by commas, each at most once.
///
/// * `wrt(x, w)`: the companions differentiate the parameters named, and no others. A parameter of a type that the
///   macro cannot see through, such as an alias of `f64`, is differentiated only if it is named. Not `self`. On a block,
///   it names parameters wherever a method has them. Calls from other `#[grad]` functions are not narrowed, except with
///   `partials`. Goes with every other option.
/// * `partials = path`: the body is not looked into. `path` takes the arguments of the function and returns its value
///   and its partial derivatives: one for each differentiated parameter (those that `wrt` names, if it is there), in
///   order, bare if it is one, a tuple if there are several; an array for an array, an array or `Vec` for a slice.
///   The result must be a float, and no differentiated parameter may be `&mut`. Not with `recursive`, not on a block.
/// * `vjp`: `f_vjp(args)` returns the value and the pullback, which takes a cotangent of the result (none if that is
///   `()`) and one `&mut` cotangent for each `&mut` parameter, and returns the cotangents of the other parameters.
/// * `jvp`: `f_jvp(args, tangents)` returns the value and its derivative along the tangents, one for each parameter that
///   is differentiated. The functions that are called with differentiated values need the option too.
/// * `jacobian`: `f_jacobian(args)` returns, for each parameter that is differentiated, one row for each number of the
///   result. For a result of several numbers; the functions that are called need `jvp` if it is made in forward mode.
/// * `hvp`: `f_hvp(args, tangents)` returns the gradient and its derivative along the tangents. The functions that are
///   called need the option too: on one without a gradient it makes no companion and serves its callers.
/// * `hessian`: `f_hessian(args)` returns the second derivatives in all numbers of the parameters, as a matrix. The
///   functions that are called need `hvp`.
/// * `recursive`: the function calls itself by way of others; one function in each such circle is marked. A function
///   that calls itself by its own name needs no mark. Needs feature `alloc`. Not with `partials`, not on a block.
/// * `associated`: the function is an associated function, although neither `self` nor `Self` occurs in it. For the
///   attribute on the function itself, which sees nothing of the block around it; on a block the option is not needed.
///   Without it the macro takes the function for a free one. Beside that it puts a hidden type of the same name, by
///   which the derivative is found when the function is imported, `use k::g as h`; and no type can stand in an `impl`:
///   rustc says `enum is not supported in traits or impls` at the attribute.
/// * `no_namespace`: leaves out the hidden type that bears the function's name. For a function in a module of the same
///   name, `mod norm { pub fn norm(..) }`, that is re-exported beside the module. Another `#[grad]` function can then
///   call it as `norm::norm(..)` only.
/// * `crate = path`: the path of the library, where it is not `::autodiff`.
/// * `dump`: prints the function's intermediate representation after each stage and the generated code on standard
///   error while the crate is compiled. The environment variable `AUTODIFF_DUMP=f,g` does the same for the functions
///   named. A function with `partials` has no stages, and prints nothing.
#[proc_macro_attribute]
pub fn grad(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::expand(args.into(), item.into()).into()
}
