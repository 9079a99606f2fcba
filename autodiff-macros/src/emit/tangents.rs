//! The halves of a function with tangents, which `f_jvp`, `f_hvp` and other functions call.
//!
//! ```text
//! fn __f_option_jvp(x: f64, y: &f64, tangent_x: Option<f64>, tangent_y: Option<&f64>) -> (f64, f64) { .. }
//! fn __f_option_hvp(the same) -> (f64, f64, impl FnOnce(ct, d_ct, slot_x, slot_y, slot_d_x, slot_d_y) + use<>) { .. }
//! ```
//!
//! With tangents in two directions there are three of each: `tangent_x`, `tangent2_x`, and in both `tangent3_x`.
//!
//! A tangent that the caller does not have is zero. That of a `&mut` parameter is one at entry and then one at exit.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Ident, Path, ReturnType, Type};

use super::calls::{Closures, Home, half_path};
use super::code::Writer;
use super::companions::{exclusive_type, gradient_slot, is_buffer, owned_gradient};
use super::halves::{copy_unless_lent, result};
use super::names;
use super::namespace::Half;
use super::recursion::Form;
use super::signature::Signature;
use super::sweep::sweep;
use super::zeros::{cotangent_type, zero_like, zero_of};
use crate::ir::{Func, Passing, Reverse, Shape, VarId};
use crate::parse::{Function, Param};

/// The function with tangents.
pub(super) fn tangent(function: &Function, func: &Func, half: names::Half) -> Half {
    let (krate, signature) = (&function.options.krate, Signature::of(function));
    let writer = Writer::of(func, krate);
    let taken = take_all(function, func);
    let forward = writer.outermost(&func.body);
    let (value, tangents) = results(&writer, function, &signature);
    let name = names::local("value");
    let body = quote!(#taken #forward #value (#name, #(#tangents),*));
    Half::new(function, &signature, half, &body)
}

/// The forward half with tangents, and the pullback with the tangents of cotangents.
pub(super) fn split(function: &Function, func: &Func, reverse: &Reverse, half: names::Half) -> Half {
    let (krate, signature) = (&function.options.krate, Signature::of(function));
    let writer = Writer::of(func, krate);
    let taken = take_all(function, func);
    let (copies, _, owned) = owned_again(function, func);
    let frames = writer.empty(&reverse.kept);
    let forward = writer.outermost(&func.body);
    let (value, tangents) = results(&writer, function, &signature);
    let name = names::local("value");
    let sweep = sweep(&writer, function, func, reverse);
    let (seed_type, slots) = (&signature.seed, &signature.slots);
    let seeds = seeds(func, reverse).map(|seed| writer.ident(seed));
    let names: Vec<Ident> = function.params.iter().map(names::slot).collect();
    let (along, types): (Vec<Ident>, Vec<TokenStream>) = signature.slots_along(half).into_iter().unzip();
    let body = quote! {
        #taken
        #copies
        #frames
        #forward
        #value
        (#name, #(#tangents,)* move |#(#seeds: #seed_type,)* #(#names: #slots,)* #(#along: #types),*| {
            #owned
            #sweep
        })
    };
    Half::new(function, &signature, half, &body)
}

/// The cotangent of the result, and its tangents.
fn seeds(func: &Func, reverse: &Reverse) -> impl Iterator<Item = VarId> {
    let along = func.tangents.iter().filter_map(|tangents| tangents.reverse.as_ref()).map(|(seed, _)| *seed);
    [reverse.seed].into_iter().chain(along)
}

/// What is peculiar to the sweeps with tangents of a recursive function.
pub(super) fn form(function: &Function, reverse: &Reverse, writer: &Writer, half: names::Half) -> Form {
    let signature = Signature::of(function);
    let (copies, kept, owned) = owned_again(function, writer.func);
    let (taken, (define, tangents)) =
        (take_all(function, writer.func), results(writer, function, &signature));
    let name = names::local("value");
    let slots = function.params.iter().map(names::slot).zip(signature.slots.iter().cloned());
    let values = signature.values_of(half);
    Form {
        half,
        first: Some((names::local("lent"), quote!(u64))),
        extra: signature.tangents_of(half),
        outer: Default::default(),
        before: quote!(#taken #copies),
        kept,
        after: owned,
        define,
        value: quote!((#name, #(#tangents),*)),
        output: quote!((#(#values),*)),
        seeds: seeds(writer.func, reverse).map(|seed| writer.ident(seed).clone()).collect(),
        slots: slots.chain(signature.slots_along(half)).collect(),
    }
}

/// Copies of the arguments by reference, and of their tangents, that the reverse sweep reads and the caller does not lend
/// again; what they are called; and what goes before the sweep.
fn owned_again(function: &Function, func: &Func) -> (TokenStream, Vec<Ident>, TokenStream) {
    let krate = &function.options.krate;
    let (mut copies, mut names, mut owned) = (TokenStream::new(), Vec::new(), TokenStream::new());
    let mut own = |at: usize, name: &Ident, ty: &TokenStream, slot: &Ident, slice: bool| {
        let own = names::local(&format!("own_{}", name.unraw()));
        copies.extend(copy_unless_lent(krate, at, &own, name, slice));
        owned.extend(quote! {
            let #name: &#ty = #krate::__private::lent(#slot.primal, &#own);
            let #slot = #slot.slot;
        });
        names.push(own);
    };
    for (at, param) in function.params.iter().enumerate().filter(|(_, param)| param.lent) {
        let (ty, ct) = (&param.ty, gradient_slot(param, krate));
        let slice = matches!(param.shape, Shape::Slice(_));
        own(at, &param.name, &ty.to_token_stream(), &names::slot(param), slice);
        for (direction, tangents) in func.tangents.iter().enumerate() {
            if let Some(tangent) = tangents.params[at] {
                let slot = names::tangent_slot(param, direction);
                own(at, &func.var(tangent).ident, &ct, &slot, is_buffer(param));
            }
        }
    }
    (copies, names, owned)
}

/// The tangents of all parameters for the body.
fn take_all(function: &Function, func: &Func) -> TokenStream {
    let taken = func.tangents.iter().enumerate().flat_map(|(at, tangents)| {
        function.params.iter().zip(&tangents.params).filter_map(move |(param, tangent)| {
            let (tangent, given) = (func.var((*tangent)?), names::tangent_at(param, at));
            Some(take(param, &given, &tangent.ident, tangent.mutable, &function.options.krate))
        })
    });
    taken.collect()
}

/// The definition of the value, and the tangents of the result.
fn results(
    writer: &Writer,
    function: &Function,
    signature: &Signature<'_>,
) -> (TokenStream, Vec<TokenStream>) {
    let (func, name, output) = (writer.func, names::local("value"), &signature.output);
    let value = result(writer, func.result.as_ref());
    let mut define = quote!(let #name: #output = #value;);
    let tangents = func.tangents.iter().enumerate().map(|(at, tangents)| match tangents.result {
        Some(tangent) => writer.ident(tangent).to_token_stream(),
        None => {
            let (tangent, zero) = (names::local(&format!("zero{at}")), zero_of_result(function));
            define.extend(quote!(let #tangent = #zero;));
            tangent.to_token_stream()
        }
    });
    let tangents = tangents.collect();
    (define, tangents)
}

/// The zero tangent of a result that depends on no parameter.
pub(super) fn zero_of_result(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    match (&function.result, &function.item.sig.output) {
        (Some(shape), _) if shape.is_static() => zero_of(shape, krate),
        (Some(shape), _) if shape.has_lanes() => {
            zero_like(shape, &names::local("value").to_token_stream(), krate)
        }
        (_, ReturnType::Type(_, ty)) => zero_of_value(ty, &names::local("value").to_token_stream(), krate),
        (_, ReturnType::Default) => quote!(()),
    }
}

/// The same of a value of a type that is written out; parts of a tuple may carry no derivative.
fn zero_of_value(ty: &Type, value: &TokenStream, krate: &Path) -> TokenStream {
    match ty {
        Type::Paren(paren) => zero_of_value(&paren.elem, value, krate),
        Type::Group(group) => zero_of_value(&group.elem, value, krate),
        Type::Tuple(tuple) => {
            let parts = tuple.elems.iter().enumerate().map(|(at, part)| {
                let at = syn::Index::from(at);
                zero_of_part(part, &quote!(#value.#at), krate)
            });
            quote!((#(#parts,)*))
        }
        _ => quote!(#krate::__private::zero_like(&#value)),
    }
}

fn zero_of_part(ty: &Type, value: &TokenStream, krate: &Path) -> TokenStream {
    match ty {
        Type::Tuple(_) | Type::Paren(_) | Type::Group(_) => zero_of_value(ty, value, krate),
        _ => quote!(#krate::__private::zero_of!(&#value)),
    }
}

/// The tangent of a parameter for the body: what the caller has, or zero. rustc is told that it is as long as the parameter,
/// so that it checks an index into both once.
fn take(param: &Param, given: &Ident, tangent: &Ident, mutable: bool, krate: &Path) -> TokenStream {
    let name = &param.name;
    let some = quote!(#krate::__private::core::option::Option::Some);
    let (own, mutable) = (names::local(&format!("own_{tangent}")), mutable.then(|| quote!(mut)));
    let (slot, owned) = (exclusive_type(param, krate), owned_gradient(param, krate));
    let zero = match &param.shape {
        shape if shape.is_static() => zero_of(shape, krate),
        shape => zero_like(shape, &name.to_token_stream(), krate),
    };
    let by_value = param.passing == Passing::Value;
    let elem = match &param.shape {
        // A `Vec` that may grow has its own.
        Shape::List(_) if param.passing == Passing::Exclusive => None,
        Shape::Slice(elem) | Shape::List(elem) if !by_value => {
            elem.is_static().then(|| cotangent_type(elem, krate))
        }
        _ => None,
    };
    match (param.passing, elem) {
        (Passing::Value, _) => quote! {
            let #mutable #tangent: #owned = match #given { #some(given) => given, _ => #zero };
        },
        (Passing::Shared, Some(elem)) => quote! {
            let mut #own = #krate::__private::Own::<#elem>::new();
            let #tangent: &#slot = match #given { #some(given) => given, _ => #own.zeros(#name.len()) };
            let #tangent = &#tangent[..#name.len()];
        },
        (Passing::Shared, None) => quote! {
            let #own: #owned;
            let #tangent: &#slot = match #given { #some(given) => given, _ => { #own = #zero; &#own } };
        },
        (Passing::Exclusive, Some(elem)) => quote! {
            let mut #own = #krate::__private::Own::<#elem>::new();
            let #tangent: &mut #slot = match #given.place() { #some(given) => given, _ => #own.zeros(#name.len()) };
            let #tangent = &mut #tangent[..#name.len()];
        },
        (Passing::Exclusive, None) => quote! {
            let mut #own: #owned;
            let #tangent: &mut #slot = match #given.place() { #some(given) => given, _ => { #own = #zero; &mut #own } };
        },
    }
}

/// The tangent half of a function whose derivative the user states.
pub(super) fn partials(function: &Function, path: &Path, half: names::Half) -> Half {
    let (krate, signature) = (&function.options.krate, Signature::of(function));
    let arguments = function.params.iter().map(|param| &param.name);
    let [value, partials, sum] = ["value", "partials", "sum"].map(names::local);
    let wanted: Vec<_> = function.params.iter().filter(|param| param.differentiated).collect();
    let terms = wanted.iter().enumerate().map(|(at, param)| {
        let (tangent, at) = (names::tangent(param), syn::Index::from(at));
        let part = if wanted.len() == 1 { partials.to_token_stream() } else { quote!(#partials.#at) };
        let part = if is_buffer(param) { quote!(&#part[..]) } else { quote!(&#part) };
        let given = match param.passing {
            Passing::Value if is_buffer(param) => quote!(&#tangent[..]),
            Passing::Value => quote!(&#tangent),
            Passing::Shared | Passing::Exclusive => tangent.to_token_stream(),
        };
        quote! {
            if let #krate::__private::core::option::Option::Some(#tangent) = #tangent {
                #krate::__private::add_dot(&mut #sum, #given, #part);
            }
        }
    });
    let (zero, ty) = (zero_of_result(function), &signature.seed);
    let body = quote! {
        let (#value, #partials) = #path(#(#arguments),*);
        let mut #sum: #ty = #zero;
        #(#terms)*
        (#value, #sum)
    };
    Half::new(function, &signature, half, &body)
}

/// The forward half with tangents, and its pullback, of a function whose derivative the user states. The function that
/// states it has to have tangents itself.
pub(super) fn partials_split(function: &Function, path: &Path) -> Half {
    let (krate, signature) = (&function.options.krate, Signature::of(function));
    let some = quote!(#krate::__private::core::option::Option::Some);
    let expr = syn::ExprPath { attrs: Vec::new(), qself: None, path: path.clone() };
    let (half, home) = half_path(&expr, names::Half::Tangent, Closures::None);
    let itself = matches!(home, Home::Namespace).then_some(path).into_iter();
    let owner = matches!(home, Home::Type).then(|| quote!(#krate::__private::any_owner()));
    let arguments = function.params.iter().map(|param| &param.name);
    let given = function.params.iter().map(|param| {
        let tangent = names::tangent(param);
        if param.differentiated { tangent.to_token_stream() } else { quote!(#krate::__private::no_slot()) }
    });
    let [value, partials, d_value, d_partials, ct, d_ct] =
        ["value", "partials", "d_value", "d_partials", "ct", "d_ct"].map(names::local);
    let wanted: Vec<_> = function.params.iter().filter(|param| param.differentiated).collect();
    let stores = wanted.iter().enumerate().map(|(at, param)| {
        let (slot, along) = (names::slot(param), names::tangent_slot(param, 0));
        let at = syn::Index::from(at);
        let part = |of: &Ident| {
            let part = if wanted.len() == 1 { of.to_token_stream() } else { quote!(#of.#at) };
            if is_buffer(param) { quote!(#part[..]) } else { part }
        };
        let (part, d_part) = (part(&partials), part(&d_partials));
        quote! {
            if let #some(#slot) = #slot {
                #krate::__private::add_scaled(#slot, &#part, #ct);
            }
            if let #some(#along) = #along {
                #krate::__private::add_scaled(&mut *#along, &#part, #d_ct);
                #krate::__private::add_scaled(#along, &#d_part, #ct);
            }
        }
    });
    let (seed, slots) = (&signature.seed, &signature.slots);
    let names = function.params.iter().map(names::slot);
    let along = function.params.iter().map(|param| names::tangent_slot(param, 0));
    let body = quote! {
        let ((#value, #partials), (#d_value, #d_partials)) = #half(#(#itself,)* #(#arguments,)* #(#given,)* #owner);
        (#value, #d_value, move |#ct: #seed, #d_ct: #seed, #(#names: #slots,)* #(#along: #slots),*| { #(#stores)* })
    };
    Half::new(function, &signature, names::Half::TangentSplit, &body)
}
