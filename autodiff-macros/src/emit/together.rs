//! Both sweeps of a function as one, for its own companions.
//!
//! ```text
//! fn __f_together(x: &[f64], slot_x: Option<&mut [f64]>) -> Option<f64> {
//!     ..forward sweep, and in its loop the reverse sweep of each iteration.. Some(value)
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::code::Writer;
use super::companions::{any_owner, call, one, turbofish};
use super::halves::{frames, result};
use super::names;
use super::namespace::Half;
use super::signature::Signature;
use super::sweep::sweep;
use crate::ir::{Func, Passing, Reverse, Shape, StmtKind};
use crate::parse::{Function, Together};

/// Whether a function can have it, and may have to give up.
pub(super) fn kind(function: &Function, func: &Func, quiet: bool) -> Together {
    let mut settled = false;
    if let Some(reverse) = &func.reverse {
        reverse.body.each(&mut |stmt| settled |= matches!(stmt.kind, StmtKind::Settled(_)));
    }
    // What gives up runs again, from the same arguments.
    let copied = |shape: &Shape| matches!(shape, Shape::Integer) || shape.is_static();
    let stays = function.params.iter().all(|param| param.passing == Passing::Shared || copied(&param.shape));
    match settled {
        false => Together::Always,
        true if quiet && stays => Together::Perhaps,
        true => Together::Never,
    }
}

/// The function.
pub(super) fn together(
    function: &Function,
    func: &Func,
    reverse: &Reverse,
    callees: &[syn::ExprPath],
) -> TokenStream {
    let (signature, krate) = (Signature::of(function), &function.options.krate);
    let writer = Writer::of(func, krate);
    let (frames, forward) = (frames(&writer, reverse), writer.outermost(&func.body));
    let (sweep, value) = (sweep(&writer, function, func, reverse), result(&writer, func.result.as_ref()));
    let (seed, seed_type, one) = (writer.ident(reverse.seed), &signature.seed, one(function));
    let quiet = super::lending::quiet(callees);
    let quiet = (function.together == Together::Perhaps && !callees.is_empty()).then(|| {
        quote!(if !(#quiet) {
            return #krate::__private::core::option::Option::None;
        })
    });
    let body = quote! {
        #quiet
        let #seed: #seed_type = #one;
        #frames
        #forward
        #sweep
        #krate::__private::core::option::Option::Some(#value)
    };
    Half::new(function, &signature, names::Half::Together, &body).alone()
}

/// A value and its gradient: `before` makes the buffers, `slots` are those of one sweep, `apart` are two.
pub(super) fn or_apart(
    function: &Function,
    before: &TokenStream,
    slots: &[TokenStream],
    apart: &TokenStream,
    done: impl Fn(&TokenStream) -> TokenStream,
) -> TokenStream {
    let krate = &function.options.krate;
    let half = call(function, &names::half(&function.item.sig.ident, names::Half::Together));
    let arguments = function.params.iter().filter(|param| !param.is_self).map(|param| &param.name);
    let (turbofish, owner) = (turbofish(function, true), any_owner(function));
    let value = names::local("value");
    let run = quote!(#half #turbofish(#(#arguments,)* #(#slots,)* #owner));
    let done = done(&quote!(#value));
    match function.together {
        Together::Never => apart.clone(),
        Together::Always => quote! {
            #before
            let #value = #krate::__private::in_one_sweep(#run);
            #done
        },
        Together::Perhaps => quote! {
            {
                #before
                if let #krate::__private::core::option::Option::Some(#value) = #run {
                    return #done;
                }
            }
            #apart
        },
    }
}
