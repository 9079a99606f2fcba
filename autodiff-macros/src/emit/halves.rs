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

use std::cell::{Cell, RefCell};

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Path;

use super::code::{Guards, Writer};
use super::signature::Signature;
use super::sweep::sweep;
use super::{lints, names};
use crate::ir::{Atom, Callee, Code, Func, Reverse, Shape, StmtKind};
use crate::parse::{Function, Param};

/// The function with both sweeps.
pub(super) fn split(function: &Function, func: &Func) -> TokenStream {
    let Some(reverse) = &func.reverse else { return TokenStream::new() };
    let signature = Signature::of(function);
    let krate = &function.options.krate;
    let writer = Writer {
        func,
        krate,
        recursion: None,
        around: RefCell::default(),
        stored: Cell::default(),
        guards: Cell::new(Guards::Branch),
    };
    let frames = frames(&writer, reverse);
    let forward = writer.outermost(&func.body);
    let value = result(&writer, func.result.as_ref());
    let (seed, seed_type, slots) =
        (writer.ident(reverse.seed), &signature.seed, slot_inputs(function, &signature));
    let sweep = sweep(&writer, function, func, reverse);
    let (copies, lent) = (copies(function), lent(function));
    let body = quote! {
        #copies
        #frames
        #forward
        (#value, move |#seed: #seed_type, #(#slots),*| { #lent #sweep })
    };
    header(function, &signature, &body)
}

/// The function that runs either sweep of a recursive one, and a `split` that owns the stack.
pub(super) fn recursion(function: &Function, func: &Func, writer: &Writer) -> TokenStream {
    let Some(reverse) = &func.reverse else { return TokenStream::new() };
    let signature = Signature::of(function);
    let krate = &function.options.krate;
    let own = &function.item.sig.ident;
    let (lints, inherited) = (lints::halves(), lints::inherited(&function.item.attrs));
    let (name, vis) = (names::recursion(own), &function.item.vis);
    let path = if function.is_method { quote!(Self::#name) } else { name.to_token_stream() };
    let Signature { types, output, slots, seed: seed_type, generics, .. } = &signature;
    let (impl_generics, _, clause) = generics.split_for_impl();
    let turbofish = signature.turbofish();
    let params: Vec<TokenStream> = function
        .params
        .iter()
        .map(|param| {
            let (mutable, name) = (param.mutable.then(|| quote!(mut)), &param.name);
            if param.is_self { names::local("this").to_token_stream() } else { quote!(#mutable #name) }
        })
        .collect();
    let [phase, stack, kept, frame, seeds, out, bits] =
        ["phase", "frames", "kept", "frame", "seeds", "out", "lent"].map(names::local);
    let slot_names: Vec<_> = function.params.iter().map(names::slot).collect();
    let seed = writer.ident(reverse.seed);
    let kept_by_call = writer.kept_by_call(&reverse.kept);
    let (own_frames, witnesses) = (writer.empty(&kept_by_call), writer.witnesses(&reverse.kept));
    let forward = rename_self(writer.outermost(&func.body));
    let value = rename_self(result(writer, func.result.as_ref()));
    // Copies of arguments are made for the outermost call alone where all others lend theirs.
    let own: Vec<_> = lent_params(function).map(names::own).collect();
    let (copies, lent) = (copies(function), lent(function));
    let pattern = writer.tuple(&kept_by_call);
    let outermost = lends_all(function, func, writer);
    let pattern = if outermost { pattern } else { quote!((#pattern, (#(#own,)*))) };
    let (outer_copies, inner_copies, outer_lent, inner_lent) = if outermost {
        (Some(&copies), None, lend_on(function), take_lent(function))
    } else {
        (None, Some(&copies), TokenStream::new(), lent)
    };
    let sweep = sweep(writer, function, func, reverse);
    let arguments = function.params.iter().map(|param| &param.name);
    let inner = quote! {
        #outer_copies
        let mut #stack = #krate::__private::Frames::new();
        let #out = #path #turbofish(#krate::__private::Phase::Forward((#bits, #(#arguments,)*)), &mut #stack).value();
        (#out, move |#seed: #seed_type, #(#slot_names: #slots),*| {
            #outer_lent
            #path #turbofish(#krate::__private::Phase::Reverse((#seed, #(#slot_names,)*)), &mut #stack);
        })
    };
    let split = header(function, &signature, &inner);
    quote! {
        #(#inherited)*
        #lints
        #[doc(hidden)]
        #vis fn #name #impl_generics (
            #phase: #krate::__private::Phase<(u64, #(#types,)*), (#seed_type, #(#slots,)*)>,
            #stack: &mut #krate::__private::Frames,
        ) -> #krate::__private::Ran<#output> #clause {
            #witnesses
            let mut #kept = #krate::__private::core::option::Option::None;
            let (#seed, #(#slot_names,)*) = match #phase {
                #krate::__private::Phase::Forward((#bits, #(#params,)*)) => {
                    #inner_copies
                    #own_frames
                    #forward
                    let #frame = #pattern;
                    #krate::__private::same_type(&#kept, &#frame);
                    #stack.push(#frame);
                    return #krate::__private::Ran::Forward(#value);
                }
                #krate::__private::Phase::Reverse(#seeds) => {
                    #kept = #krate::__private::core::option::Option::Some(#stack.pop());
                    #seeds
                }
            };
            if let #krate::__private::core::option::Option::Some(#pattern) = #kept {
                #inner_lent
                #sweep
            }
            #krate::__private::Ran::Reverse
        }
        #split
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
pub(super) fn partials(function: &Function, path: &Path) -> TokenStream {
    let signature = Signature::of(function);
    let krate = &function.options.krate;
    let (arguments, [value, partials, ct]) =
        (function.params.iter().map(|param| &param.name), ["value", "partials", "ct"].map(names::local));
    let (seed_type, slots) = (&signature.seed, slot_inputs(function, &signature));
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
    header(function, &signature, &body)
}

/// `__f_split` around its body, and the type of the function's name that leads to it.
fn header(function: &Function, signature: &Signature, body: &TokenStream) -> TokenStream {
    let krate = &function.options.krate;
    let own = &function.item.sig.ident;
    let (lints, inherited) = (lints::halves(), lints::inherited(&function.item.attrs));
    let (split, vis) = (names::split(own), &function.item.vis);
    let Signature { generics, receiver, inputs, output, .. } = signature;
    let (receiver, lent) = (receiver.iter(), names::local("lent"));
    let (impl_generics, _, clause) = generics.split_for_impl();
    let pullback = signature.pullback(krate);
    let owner = function.is_method.then(|| {
        let owner = names::local("_owner");
        quote!(#owner: #krate::__private::Owner<Self>)
    });
    let check = check_implemented(function);
    let half = quote! {
        #(#inherited)*
        #lints
        #[doc(hidden)]
        #[inline]
        #vis fn #split #impl_generics (#(#receiver,)* #(#inputs,)* #lent: u64, #owner) -> (#output, #pullback) #clause {
            #check
            #body
        }
    };
    if function.is_method || function.options.no_namespace.is_some() || hides_a_name(own) {
        return half;
    }
    let (namespace_lints, inner) = (lints::namespace(), names::split_in_namespace(own.span()));
    let arguments = function.params.iter().map(|param| &param.name);
    let turbofish = signature.turbofish();
    let [witness, own_type] = ["own", "Own"].map(names::local);
    // A lifetime with a bound is part of the function's type, and the pullback must not hold it: then the function comes
    // as a pointer, which cannot be told from others.
    let bounded = has_bounded_lifetime(generics);
    let types = &signature.types;
    let own_type = if bounded { quote!(fn(#(#types),*) -> #output) } else { quote!(#own_type) };
    let namespaced = if bounded { Signature::of(function) } else { signature.with_witness(krate) };
    let (inner_generics, _, inner_clause) = namespaced.generics.split_for_impl();
    let inner_pullback = namespaced.pullback(krate);
    let named = signature.generics.params.len() == function.item.sig.generics.params.len();
    let check = (named && !bounded).then(|| {
        quote! {
            #krate::__private::check_function(
                #krate::__private::core::any::type_name_of_val(&#witness),
                Self::own_name #turbofish(),
            );
        }
    });
    // Outside the function, whose parameters may hide its name.
    let own_name = check.is_some().then(|| {
        quote! {
            #[doc(hidden)]
            #vis fn own_name #impl_generics () -> &'static str #clause {
                #krate::__private::core::any::type_name_of_val(&#own #turbofish)
            }
        }
    });
    quote! {
        #half
        #(#inherited)*
        #namespace_lints
        #[doc(hidden)]
        #vis enum #own {}
        #(#inherited)*
        #lints
        impl #own {
            #own_name
            #[doc(hidden)]
            #[inline]
            #vis fn #inner #inner_generics (#witness: #own_type, #(#inputs,)* #lent: u64) -> (#output, #inner_pullback) #inner_clause {
                #check
                #split #turbofish(#(#arguments,)* #lent)
            }
        }
    }
}

/// The derivative of a trait's method is found like a method of the type, and so must the method itself be: a method of
/// the type that bears the same name would come first.
fn check_implemented(function: &Function) -> Option<TokenStream> {
    let (implemented, krate) = (function.implemented.as_ref()?, &function.options.krate);
    let (own, turbofish) = (&function.item.sig.ident, item_turbofish(function)?);
    let mut import = implemented.clone();
    import.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
    Some(quote! {{
        use #import as _;
        #krate::__private::same_function(&<Self as #implemented>::#own #turbofish, &Self::#own #turbofish);
    }})
}

/// Whether a lifetime is bounded, in its declaration or in a where clause.
fn has_bounded_lifetime(generics: &syn::Generics) -> bool {
    let declared = generics.lifetimes().any(|lifetime| !lifetime.bounds.is_empty());
    declared
        || generics.where_clause.iter().flat_map(|clause| &clause.predicates).any(|predicate| {
            predicate
                .to_token_stream()
                .into_iter()
                .any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '\''))
        })
}

/// A type of this name would hide a crate or a type that paths begin with.
fn hides_a_name(name: &syn::Ident) -> bool {
    let name = name.to_string();
    matches!(name.as_str(), "std" | "core" | "alloc" | "autodiff" | "f64" | "f32" | "bool" | "char" | "str")
        || crate::ir::is_integer(&name)
}

fn slot_inputs(function: &Function, signature: &Signature) -> Vec<TokenStream> {
    let typed = function.params.iter().zip(&signature.slots).map(|(param, ty)| {
        let slot = names::slot(param);
        quote!(#slot: #ty)
    });
    typed.collect()
}

fn lent_params(function: &Function) -> impl Iterator<Item = &Param> {
    function.params.iter().filter(|param| param.lent)
}

/// Copies of the arguments that the reverse sweep reads and the caller does not lend again.
fn copies(function: &Function) -> TokenStream {
    let krate = &function.options.krate;
    let lent = names::local("lent");
    let copy = |(at, param): (usize, &Param)| {
        let (own, name) = (names::own(param), &param.name);
        let bit = proc_macro2::Literal::usize_unsuffixed(at);
        let copy = match param.shape {
            Shape::Slice(_) => quote!(#krate::__private::own_slice),
            _ => quote!(#krate::__private::core::clone::Clone::clone),
        };
        quote!(let #own = if #lent & 1 << #bit == 0 {
            #krate::__private::core::option::Option::Some(#copy(#name))
        } else {
            #krate::__private::core::option::Option::None
        };)
    };
    function.params.iter().enumerate().filter(|(_, param)| param.lent).map(copy).collect()
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
fn lends_all(function: &Function, func: &Func, writer: &Writer) -> bool {
    let mut all = true;
    func.body.each(&mut |stmt| {
        if let StmtKind::Split { pullback, call, lent, .. } = &stmt.kind {
            let own =
                writer.recursion.as_ref().is_some_and(|recursion| recursion.pullbacks.contains(pullback));
            let receiver = usize::from(matches!(call.callee, Callee::Method(..)));
            let lends = |at: usize| at.checked_sub(receiver).and_then(|at| lent.get(at)) == Some(&true);
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
fn frames(writer: &Writer, reverse: &Reverse) -> TokenStream {
    writer.empty(&reverse.kept)
}

fn result(writer: &Writer, result: Option<&Atom>) -> TokenStream {
    match result {
        Some(Atom::Const(Code(code))) => code.clone(),
        Some(atom) => writer.atom(atom),
        None => quote!(()),
    }
}

/// `self` is an ordinary parameter where both phases share a body.
fn rename_self(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_path = matches!(tokens.get(at + 1), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        out.extend([match token {
            TokenTree::Group(group) => {
                let mut renamed = Group::new(group.delimiter(), rename_self(group.stream()));
                renamed.set_span(group.span());
                TokenTree::Group(renamed)
            }
            TokenTree::Ident(ident) if ident == "self" && !is_path => TokenTree::Ident(names::local("this")),
            token => token.clone(),
        }]);
    }
    out
}
