//! The IR to Rust: the only place that writes code. Nothing fails here.

mod calls;
mod code;
mod companions;
mod disjoint;
mod documentation;
mod halves;
mod jacobian;
mod lints;
mod modes;
mod names;
mod namespace;
mod nested;
mod records;
mod recursion;
mod second;
mod shapes;
mod signature;
mod sweep;
mod tangents;
mod values;
mod zeros;

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

use self::code::{Recursion, Writer};
use self::namespace::Half;
use crate::ir::{Callee, Func, Reverse, StmtKind, VarId};
use crate::parse::Function;

/// What is wanted of a function with tangents.
#[derive(Default)]
pub(crate) struct Forward {
    /// The function itself.
    pub(crate) tangent: Option<Func>,
    /// Its adjoint.
    pub(crate) adjoint: Option<Func>,
}

/// The halves and companions of a function, `func` with its reverse sweep.
pub(crate) fn emit(function: &Function, func: &Func, forward: &Forward) -> TokenStream {
    let unmarked = function;
    let function = &with_lent(function, func);
    let krate = &function.options.krate;
    let Some(reverse) = &func.reverse else { return TokenStream::new() };
    let companions = companions::companions(function);
    let (mut bodies, mut halves) = (Vec::new(), Vec::new());
    let mut both = |function: &Function, func: &Func, reverse: &Reverse, half: names::Half| {
        let pullbacks = own_pullbacks(function, func);
        if pullbacks.is_empty() && function.options.recursive.is_none() {
            halves.push(match half {
                names::Half::TangentSplit => tangents::split(function, func, reverse),
                names::Half::Split | names::Half::Tangent => halves::split(function, func, reverse),
            });
            return;
        }
        let (name, turbofish) = (&function.item.sig.ident, halves::turbofish(function));
        let recursion = Recursion { name, is_method: function.is_method, half, pullbacks, turbofish };
        let recursion = Some(recursion);
        let writer = Writer { func, krate, recursion, around: RefCell::default(), guards: true };
        let form = match half {
            names::Half::TangentSplit => tangents::form(function, reverse, &writer),
            names::Half::Split | names::Half::Tangent => halves::form(function, reverse, &writer),
        };
        let (body, half) = recursion::recursion(function, reverse, &writer, &form);
        bodies.push(body);
        halves.push(half);
    };
    both(function, func, reverse, names::Half::Split);
    if let Some((func, Some(reverse))) = forward.adjoint.as_ref().map(|func| (func, &func.reverse)) {
        both(function, func, reverse, names::Half::TangentSplit);
    }
    halves.extend(forward.tangent.as_ref().map(|func| tangents::tangent(unmarked, func)));
    let halves = namespace::halves(function, &halves);
    let nested = nested::nested(unmarked, function);
    let all = quote!(#companions #(#bodies)* #halves #nested);
    // Without a heap there is no stack of frames.
    if bodies.is_empty() { all } else { quote!(#krate::__private::alloc_only! { #all }) }
}

/// The function, with a mark at each parameter that is lent to its pullback.
fn with_lent(function: &Function, func: &Func) -> Function {
    let mut function = function.clone();
    for (param, ir) in function.params.iter_mut().zip(&func.params) {
        param.lent = func.reverse.as_ref().is_some_and(|reverse| reverse.again.contains(&ir.var));
    }
    function
}

/// The same for a function whose derivative the user states.
pub(crate) fn emit_partials(function: &Function, path: &syn::Path) -> TokenStream {
    let split = halves::partials(function, path);
    let tangent = function.needs_tangent().then(|| tangents::partials(function, path));
    let second = function.needs_second().then(|| tangents::partials_split(function, path));
    let halves: Vec<Half> = [split].into_iter().chain(tangent).chain(second).collect();
    let halves = namespace::halves(function, &halves);
    let companions = companions::companions(function);
    quote!(#companions #halves)
}

/// What stands in for the companions of a function that was refused.
pub(crate) fn emit_stubs(function: &Function) -> TokenStream {
    companions::stubs(function)
}

/// The pullbacks of calls of the function itself.
fn own_pullbacks(function: &Function, func: &Func) -> Vec<VarId> {
    let own = &function.item.sig.ident;
    let mut pullbacks = Vec::new();
    func.body.each(&mut |stmt| {
        if let StmtKind::Split { pullback, call, .. }
        | StmtKind::Forward { pullback: Some((pullback, _)), call, .. } = &stmt.kind
        {
            let is_own = match &call.callee {
                Callee::Path(path) => {
                    let mut segments = path.path.segments.iter();
                    match (segments.next(), segments.next(), segments.next()) {
                        (Some(only), None, None) => !function.is_method && only.ident == *own,
                        (Some(first), Some(last), None) => {
                            let of_type =
                                first.ident == "Self" || function.self_name.as_ref() == Some(&first.ident);
                            function.is_method && of_type && last.ident == *own
                        }
                        _ => false,
                    }
                }
                Callee::Method(receiver, method, _) => {
                    function.is_method && receiver.0.to_string() == "self" && method == own
                }
            };
            if is_own {
                pullbacks.push(*pullback);
            }
        }
    });
    pullbacks
}
