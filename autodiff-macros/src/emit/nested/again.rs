//! Pullbacks of `g_grad`, `g_value_and_grad` and `g_hvp`, which run again with what they get for tangents.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Ident;

use super::super::companions::{any_owner, bare_or_tuple, call, is_buffer, turbofish, wanted};
use super::super::names::{self, Companion};
use super::super::namespace::Half;
use super::super::signature::Signature;
use super::super::slots::{is_reshaped, unwanted};
use super::{
    again_with_tangents, arguments, of_params, of_wanted, seeds, slots, slots_of_given, tangent_param,
};
use crate::ir::{Passing, Shape};
use crate::parse::{Function, Param};

/// The companion and its pullback, or both with tangents; none where an argument may borrow from what the pullback cannot
/// hold on to.
pub(super) fn split(
    function: &Function,
    named: &Function,
    companion: Companion,
    half: names::Half,
) -> Option<Half> {
    let krate = &function.options.krate;
    let [ct, d_ct, pullback] = ["ct", "d_ct", "pullback"].map(names::local);
    let Copies { copies, again, bounds } = copies(function)?;
    let mut named = named.clone();
    if !bounds.is_empty() {
        let clause = named.item.sig.generics.make_where_clause();
        clause.predicates.extend::<Vec<syn::WherePredicate>>(bounds);
    }
    let (named, signature) = (&named, Signature::of(&named));
    let (one, zero) = seeds(function, krate);
    // Of a gradient the cotangent is a tangent, of a value beside it one of the seed.
    let both = |ct: &Ident| match companion {
        Companion::ValueAndGrad => (quote!(#ct.0), as_tangents(function, &quote!(#ct.1))),
        _ => (zero.clone(), as_tangents(function, &ct.to_token_stream())),
    };
    let none = || slots(function, false, |param| without(param, krate));
    let none_along = || slots(function, true, |param| without(param, krate));
    let own = || slots(function, true, |param| names::slot(param).to_token_stream());
    let own_along = || slots(function, true, |param| names::tangent_slot(param, 0).to_token_stream());
    let mut keep = Kept::default();
    let (tangents, seeds, all_slots) = match (companion, half) {
        (Companion::Hvp, _) => (
            vec![
                keep.given(function),
                as_tangents(function, &quote!(#ct.1)),
                as_tangents(function, &quote!(#ct.0)),
            ],
            vec![one, zero.clone(), zero.clone(), zero.clone()],
            vec![none(), none_along(), slots_of_given(function, true, names::slot), own()],
        ),
        (_, names::Half::Split) => {
            let (seed, tangents) = both(&ct);
            (vec![tangents], vec![one, seed], vec![none(), own()])
        }
        _ => {
            let ((seed, tangents), (d_seed, d_tangents)) = (both(&ct), both(&d_ct));
            (
                vec![keep.tangents(function), tangents, d_tangents],
                vec![one, zero.clone(), seed, d_seed],
                vec![none(), none_along(), own(), own_along()],
            )
        }
    };
    let run = again_with_tangents(function, &again, &tangents);
    let ignored = (0..=tangents.len()).map(|_| quote!(_));
    let (values, first) = first(function, named, companion, half);
    let pattern = bare_or_tuple(values.iter().map(ToTokens::to_token_stream).collect());
    let seed = &signature.seed;
    let inputs = [ct.clone(), d_ct.clone()].into_iter().take(half.tangents() + 1);
    let (types, names) = (&signature.slots, named.params.iter().map(names::slot));
    let (along, along_types): (Vec<_>, Vec<_>) = signature.slots_along(half).into_iter().unzip();
    let (kept, all_slots) = (keep.0, all_slots.into_iter().flatten());
    let body = quote! {
        #copies
        #kept
        let #pattern = #first;
        (#(#values,)* move |#(#inputs: #seed,)* #(#names: #types,)* #(#along: #along_types),*| {
            let (#(#ignored,)* #pullback) = #run;
            #pullback(#(#seeds,)* #(#all_slots),*);
        })
    };
    Some(Half::new(named, &signature, half, &body))
}

/// The names of what the companion returns, with its tangents, and the call of it that gives these.
fn first(
    function: &Function,
    named: &Function,
    companion: Companion,
    half: names::Half,
) -> (Vec<Ident>, TokenStream) {
    let [value, along] = ["value", "along"].map(names::local);
    let mut arguments = arguments(function);
    if half == names::Half::Split {
        if companion == Companion::Hvp {
            arguments.extend(wanted(function).map(|param| tangent_param(param).name.to_token_stream()));
        }
        let (own, turbofish) = (call(function, &named.item.sig.ident), turbofish(function, false));
        return (vec![value], quote!(#own #turbofish(#(#arguments),*)));
    }
    let own = call(function, &names::half(&named.item.sig.ident, names::Half::Tangent));
    let (turbofish, owner, tangents) = (turbofish(function, true), any_owner(function), of_params(function));
    (vec![value, along], quote!(#own #turbofish(#(#arguments,)* #(#tangents,)* #owner)))
}

/// A gradient, or what has its shape, as tangents of the parameters.
fn as_tangents(function: &Function, gradient: &TokenStream) -> Vec<TokenStream> {
    let krate = &function.options.krate;
    let some = quote!(#krate::__private::core::option::Option::Some);
    let several = wanted(function).count() > 1;
    let part = |param: &Param| {
        let at = wanted(function).position(|other| other.spelling == param.spelling).unwrap_or_default();
        let at = syn::Index::from(at);
        let part = if several { quote!(#gradient.#at) } else { gradient.clone() };
        match param.passing {
            Passing::Value => quote!(#some(#part)),
            _ if is_buffer(param) => quote!(#some(&#part[..])),
            _ => quote!(#some(&#part)),
        }
    };
    of_wanted(function, part)
}

/// What stands for a slot that nobody looks at. What has run again is as long as at exit.
fn without(param: &Param, krate: &syn::Path) -> TokenStream {
    if is_reshaped(param) {
        unwanted(&Param { name: names::own(param), ..param.clone() }, krate)
    } else {
        unwanted(param, krate)
    }
}

/// Copies of tangents for a second run.
#[derive(Default)]
struct Kept(TokenStream);

impl Kept {
    /// Copies of those that are arguments, which are tangents again.
    fn given(&mut self, function: &Function) -> Vec<TokenStream> {
        let krate = &function.options.krate;
        let some = quote!(#krate::__private::core::option::Option::Some);
        of_wanted(function, |param| {
            let name = tangent_param(param).name;
            let given =
                if param.passing == Passing::Value { quote!(#some(&#name)) } else { quote!(#some(#name)) };
            self.keep(param, &given, krate)
        })
    }

    /// Copies of those that come with the parameters.
    fn tangents(&mut self, function: &Function) -> Vec<TokenStream> {
        let krate = &function.options.krate;
        let kept = function.params.iter().map(|param| {
            let name = names::tangent(param);
            match param.passing {
                _ if !param.differentiated => quote!(#krate::__private::no_slot()),
                Passing::Value => self.keep(param, &quote!(#name.as_ref()), krate),
                Passing::Shared => self.keep(param, &name.to_token_stream(), krate),
                Passing::Exclusive => self.keep(param, &quote!(#name.peek()), krate),
            }
        });
        kept.collect()
    }

    fn keep(&mut self, param: &Param, given: &TokenStream, krate: &syn::Path) -> TokenStream {
        let own = names::local(&format!("own_tangent_{}", param.spelling));
        let slice = match param.passing {
            Passing::Value => false,
            Passing::Shared => is_buffer(param),
            Passing::Exclusive => matches!(param.shape, Shape::Slice(_)),
        };
        let copy = if slice { quote!(own_slice) } else { quote!(core::clone::Clone::clone) };
        let mutable = (param.passing == Passing::Exclusive).then(|| quote!(mut));
        self.0.extend(quote!(let #mutable #own = #given.map(#krate::__private::#copy);));
        match (param.passing, slice) {
            (Passing::Value, _) => own.to_token_stream(),
            (Passing::Shared, true) => quote!(#own.as_deref()),
            (Passing::Shared, false) => quote!(#own.as_ref()),
            (Passing::Exclusive, true) => quote!(#krate::__private::exclusive(#own.as_deref_mut())),
            (Passing::Exclusive, false) => quote!(#krate::__private::exclusive(#own.as_mut())),
        }
    }
}

/// Arguments for a second run.
struct Copies {
    /// The copies.
    copies: TokenStream,
    /// These as arguments.
    again: Vec<TokenStream>,
    /// What the types of the arguments need for that. Asked for where the half is called, not where it stands.
    bounds: Vec<syn::WherePredicate>,
}

fn copies(function: &Function) -> Option<Copies> {
    let krate = &function.options.krate;
    let mut all = Copies { copies: TokenStream::new(), again: Vec::new(), bounds: Vec::new() };
    let types = Signature::of(function).types;
    for (param, whole) in function.params.iter().zip(types) {
        let (own, name) = (names::own(param), &param.name);
        let (exclusive, known) = (param.passing == Passing::Exclusive, param.shape.is_known());
        let slice = known && matches!(param.shape, Shape::Slice(_));
        let place = if param.passing == Passing::Value { quote!(&#name) } else { quote!(&*#name) };
        let copy = match (param.passing, slice) {
            (_, true) => quote!(own_slice),
            _ if known => quote!(core::clone::Clone::clone),
            (Passing::Shared, false) => quote!(keep),
            (Passing::Value | Passing::Exclusive, false) => quote!(copy),
        };
        let mutable = exclusive.then(|| quote!(mut));
        all.copies.extend(quote!(let #mutable #own = #krate::__private::#copy(#place);));
        all.again.push(match (param.passing, slice) {
            (Passing::Value, _) => own.to_token_stream(),
            (Passing::Shared, true) => quote!(&#own[..]),
            (Passing::Exclusive, true) => quote!(&mut #own[..]),
            (Passing::Exclusive, false) => quote!(&mut #own),
            (Passing::Shared, false) if known => quote!(&#own),
            (Passing::Shared, false) => quote!(#krate::__private::kept_argument(&#own)),
        });
        if !known {
            let ty = match param.passing {
                Passing::Value => whole,
                Passing::Shared | Passing::Exclusive => param.ty.to_token_stream(),
            };
            if borrows(ty.clone()) || (exclusive && matches!(param.shape, Shape::Slice(_))) {
                return None;
            }
            let bound = if param.passing == Passing::Shared { quote!(Keep) } else { quote!(Copy) };
            // With a lifetime, rustc does not look at it before the half is called.
            all.bounds.push(syn::parse_quote!(#ty: for<'again> #krate::__private::#bound<'again>));
        }
    }
    Some(all)
}

/// Whether a type has a lifetime in it.
fn borrows(ty: TokenStream) -> bool {
    ty.into_iter().any(|token| match token {
        TokenTree::Group(group) => borrows(group.stream()),
        TokenTree::Punct(punct) => matches!(punct.as_char(), '&' | '\''),
        TokenTree::Ident(ident) => ident == "dyn",
        TokenTree::Literal(_) => false,
    })
}
