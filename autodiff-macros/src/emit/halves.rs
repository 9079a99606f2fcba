//! The hidden halves of a function, which its companions and other functions call.
//!
//! ```text
//! fn __f_split(x: f64, y: &f64) -> (f64, impl FnOnce(f64, Option<&mut f64>, Option<&mut f64>) + use<>) {
//!     ..forward sweep..
//!     (value, move |ct, slot_x, slot_y| { ..reverse sweep.. })
//! }
//! ```
//!
//! The pullback owns what it keeps. It puts the cotangent of each parameter into a slot, if the caller has one: that of
//! a value is overwritten, that of a `&` reference is added to, that of a `&mut` reference holds the cotangent at exit
//! and then at entry.
//!
//! A recursive function would capture itself in its pullback. Its frames are on a stack instead, and one function runs
//! both sweeps, because only inside one body does rustc know the type of a frame.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Path;

use super::code::Writer;
use super::lending::LENT_BITS;
use super::names;
use super::namespace::Half;
use super::recursion::Form;
use super::signature::Signature;
use super::sweep::sweep;
use crate::ir::{Atom, Callee, Code, Func, Lending, Reverse, Shape, StmtKind};
use crate::parse::{Function, Param};

/// The function with both sweeps.
pub(super) fn split(function: &Function, func: &Func, reverse: &Reverse, half: names::Half) -> Half {
    let signature = Signature::of(function);
    let krate = &function.options.krate;
    let writer = Writer::of(func, krate);
    let frames = frames(&writer, reverse);
    let forward = writer.outermost(&func.body);
    let value = result(&writer, func.result.as_ref());
    let (seed, seed_type, slots) = (writer.ident(reverse.seed), &signature.seed, &signature.slot_inputs());
    let sweep = sweep(&writer, function, func, reverse);
    let (copies, lent) = (copies(function), lent(function));
    let body = quote! {
        #copies
        #frames
        #forward
        (#value, move |#seed: #seed_type, #(#slots),*| { #lent #sweep })
    };
    Half::new(function, &signature, half, &body)
}

/// What is peculiar to the plain sweeps of a recursive function.
pub(super) fn form(function: &Function, reverse: &Reverse, writer: &Writer, half: names::Half) -> Form {
    let signature = Signature::of(function);
    let bits = names::local("lent");
    let slots = function.params.iter().zip(signature.slots).map(|(param, ty)| (names::slot(param), ty));
    let (copies, lent) = (copies(function), lent(function));
    let own = lent_params(function).map(names::own).collect();
    // Copies of arguments are made for the outermost call alone where all others lend theirs.
    let (outer, before, kept, after) = if lends_all(function, writer) {
        ((copies, lend_on(function)), TokenStream::new(), Vec::new(), take_lent(function))
    } else {
        (Default::default(), copies, own, lent)
    };
    Form {
        half,
        extra: Vec::new(),
        first: Some((bits, quote!(u64))),
        outer,
        before,
        kept,
        after,
        define: TokenStream::new(),
        value: result(writer, writer.func.result.as_ref()),
        output: signature.output,
        seeds: vec![writer.ident(reverse.seed).clone()],
        slots: slots.collect(),
    }
}

/// `::<T, N>`, the parameters of a function that calls itself.
pub(super) fn turbofish(function: &Function) -> TokenStream {
    Signature::of(function).turbofish()
}

/// The same of the user's function, where no `impl Trait` is a parameter without a name.
pub(super) fn item_turbofish(function: &Function) -> Option<TokenStream> {
    let signature = Signature::of(function);
    let named = signature.generics.params.len() == function.item.sig.generics.params.len();
    named.then(|| signature.turbofish())
}

/// The halves of a function whose derivative the user states.
pub(super) fn partials(function: &Function, path: &Path, half: names::Half) -> Half {
    let signature = Signature::of(function);
    let krate = &function.options.krate;
    let (arguments, [value, partials, ct]) =
        (function.params.iter().map(|param| &param.name), ["value", "partials", "ct"].map(names::local));
    let (seed_type, slots) = (&signature.seed, &signature.slot_inputs());
    let wanted: Vec<_> = function.params.iter().filter(|param| param.differentiated).collect();
    let stores = wanted.iter().enumerate().map(|(at, param)| {
        let (slot, at) = (names::slot(param), syn::Index::from(at));
        let part = if wanted.len() == 1 { partials.to_token_stream() } else { quote!(#partials.#at) };
        let part =
            if matches!(param.shape, Shape::Slice(_) | Shape::List(_)) { quote!(#part[..]) } else { part };
        quote! {
            if let #krate::__private::core::option::Option::Some(#slot) = #slot {
                #krate::__private::add_scaled(#slot, &#part, #ct);
            }
        }
    });
    let body = quote! {
        let (#value, #partials) = #path(#(#arguments),*);
        (#value, move |#ct: #seed_type, #(#slots),*| { #(#stores)* })
    };
    Half::new(function, &signature, half, &body)
}

fn lent_params(function: &Function) -> impl Iterator<Item = &Param> {
    function.params.iter().filter(|param| param.lent)
}

/// Copies of the arguments that the reverse sweep reads and the caller does not lend again.
fn copies(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let copy = |(at, param): (usize, &Param)| {
        let slice = matches!(param.shape, Shape::Slice(_));
        copy_unless_lent(krate, at, &names::own(param), &param.name, slice)
    };
    function.params.iter().enumerate().filter(|(_, param)| param.lent).map(copy).collect()
}

/// The copy of one argument, or of its tangent. Without a bit that says so nothing is lent.
pub(super) fn copy_unless_lent(
    krate: &Path,
    at: usize,
    own: &Ident,
    name: &Ident,
    slice: bool,
) -> TokenStream {
    let copy = match slice {
        true => quote!(#krate::__private::own_slice),
        false => quote!(#krate::__private::core::clone::Clone::clone),
    };
    let copy = quote!(#krate::__private::core::option::Option::Some(#copy(#name)));
    if at >= LENT_BITS {
        return quote!(let #own = #copy;);
    }
    let (lent, bit) = (names::local("lent"), proc_macro2::Literal::usize_unsuffixed(at));
    let none = quote!(#krate::__private::core::option::Option::None);
    quote!(let #own = if #lent & 1 << #bit == 0 { #copy } else { #none };)
}

/// What a caller lent, or the copies.
fn lent(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let take = |param: &Param| {
        let (own, slot, name, ty) = (names::own(param), names::slot(param), &param.name, &param.ty);
        quote! {
            let #name: &#ty = #krate::__private::lent(#slot.primal, &#own);
            let #slot = #slot.slot;
        }
    };
    lent_params(function).map(take).collect()
}

/// Whether every call that a function makes of itself lends all that is lent.
fn lends_all(function: &Function, writer: &Writer) -> bool {
    let mut all = true;
    writer.func.body.each(&mut |stmt| {
        if let StmtKind::Split { pullback, call, lent, .. } = &stmt.kind {
            let own =
                writer.recursion.as_ref().is_some_and(|recursion| recursion.pullbacks.contains(pullback));
            let receiver = usize::from(matches!(call.callee, Callee::Method(..)));
            let lends =
                |at: usize| at.checked_sub(receiver).and_then(|at| lent.get(at)) == Some(&Lending::Again);
            let params = function.params.iter().enumerate().filter(|(_, param)| param.lent);
            all &= !own || params.map(|(at, _)| at).all(lends);
        }
    });
    // A function in a cycle of several is called by others too.
    all && function.options.recursive.is_none()
}

/// Slots with what the caller lent, or the copies.
fn lend_on(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let lend = |param: &Param| {
        let (own, slot) = (names::own(param), names::slot(param));
        quote!(let #slot = #krate::__private::Shared {
            slot: #slot.slot,
            primal: #krate::__private::core::option::Option::Some(#krate::__private::lent(#slot.primal, &#own)),
        };)
    };
    lent_params(function).map(lend).collect()
}

/// What a call of the function by itself lent.
fn take_lent(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let take = |param: &Param| {
        let (slot, name, ty) = (names::slot(param), &param.name, &param.ty);
        quote! {
            let #name: &#ty = #krate::__private::lent_on(#slot.primal);
            let #slot = #slot.slot;
        }
    };
    lent_params(function).map(take).collect()
}

/// The frames and records of the outermost scope.
pub(super) fn frames(writer: &Writer, reverse: &Reverse) -> TokenStream {
    writer.empty(&reverse.kept)
}

pub(super) fn result(writer: &Writer, result: Option<&Atom>) -> TokenStream {
    match result {
        Some(Atom::Const(Code(code))) => code.clone(),
        Some(atom) => writer.atom(atom),
        None => quote!(()),
    }
}
