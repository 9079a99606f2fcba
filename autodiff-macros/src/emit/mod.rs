//! The IR to Rust: the only place that writes code. Nothing fails here.

mod calls;
mod code;
mod companions;
mod halves;
mod lints;
mod modes;
mod names;
mod signature;
mod sweep;
mod values;
mod zeros;

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

use self::code::{Recursion, Writer};
use crate::ir::{Callee, Func, StmtKind, VarId};
use crate::parse::Function;

/// The halves and companions of a function.
pub(crate) fn emit(function: &Function, func: &Func) -> TokenStream {
    let krate = &function.options.krate;
    let companions = companions::companions(function);
    let pullbacks = own_pullbacks(function, func);
    if pullbacks.is_empty() && function.options.recursive.is_none() {
        let halves = halves::split(function, func);
        return quote!(#companions #halves);
    }
    let name = &function.item.sig.ident;
    let turbofish = halves::turbofish(function);
    let recursion = Recursion { name, is_method: function.is_method, pullbacks, turbofish };
    let halves = halves::recursion(
        function,
        func,
        &Writer { func, krate, recursion: Some(recursion), around: RefCell::default(), guards: true },
    );
    // Without a heap there is no stack of frames.
    quote!(#krate::__private::alloc_only! { #companions #halves })
}

/// The same for a function whose derivative the user states.
pub(crate) fn emit_partials(function: &Function, path: &syn::Path) -> TokenStream {
    let halves = halves::partials(function, path);
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
        if let StmtKind::Split { pullback, call, .. } = &stmt.kind {
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
