//! The reverse sweep between taking over what the slots hold and filling them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::again::statements;
use super::code::Writer;
use super::names;
use super::zeros::zero_of;
use crate::ir::{Func, ParamCotangent, Passing, Reverse, Role, Shape, VarId};
use crate::parse::{Function, Param};

/// The reverse sweep between taking over what the slots hold and filling them.
pub(super) fn sweep(writer: &Writer, function: &Function, func: &Func, reverse: &Reverse) -> TokenStream {
    // A recursive function has them on its stack.
    let owned = |var: &&VarId| func.var(**var).role == Role::Record && writer.recursion.is_none();
    let records = reverse.kept.iter().filter(owned);
    let records = records.map(|var| writer.ident(*var));
    let (mut before, mut after) = (quote!(#(let mut #records = #records;)*), TokenStream::new());
    for ((param, ct), ir) in function.params.iter().zip(&reverse.cotangents).zip(&func.params) {
        let slot = names::slot(param);
        take_over(writer, (param, ir), slot, (ct.as_ref(), None), (&mut before, &mut after));
    }
    let tangents = func.tangents.iter().map(|tangents| &tangents.reverse).enumerate();
    for (at, (_, cotangents)) in tangents.filter_map(|(at, reverse)| Some((at, reverse.as_ref()?))) {
        let own = reverse.cotangents.iter().zip(cotangents);
        for ((param, (own, ct)), ir) in function.params.iter().zip(own).zip(&func.params) {
            let (slot, ct) = (names::tangent_slot(param, at), (ct.as_ref(), own.as_ref()));
            take_over(writer, (param, ir), slot, ct, (&mut before, &mut after));
        }
    }
    let in_lanes = reverse.cotangents.iter().flatten().any(|ct| func.var(ct.var).shape.has_lanes());
    let body = match func.tangents.is_empty() && !in_lanes {
        true => statements(writer, reverse),
        false => writer.block(&reverse.body),
    };
    quote!(#before #body #after)
}

/// What goes before the sweep and after it for one slot; for the tangent of a cotangent, this cotangent is there already.
fn take_over(
    writer: &Writer,
    (param, ir): (&Param, &crate::ir::Param),
    slot: Ident,
    (ct, like): (Option<&ParamCotangent>, Option<&ParamCotangent>),
    (before, after): (&mut TokenStream, &mut TokenStream),
) {
    let (krate, buffer) = (writer.krate, names::local("buffer"));
    let some = quote!(#krate::__private::core::option::Option::Some);
    let shared = ir.passing == Passing::Shared;
    let Some(ParamCotangent { var, in_place, seeded, len, zero }) = ct else {
        if shared && ir.differentiated && param.shape.is_static() {
            let zero = zero_of(&param.shape, krate);
            after.extend(quote!(if let #some(#buffer) = #slot {
                #krate::__private::accumulate(#buffer, #zero);
            }));
        }
        return;
    };
    let ct = writer.ident(*var);
    if let (true, Some(len)) = (*in_place, len) {
        let (len, own) = (writer.ident(*len), names::local(&format!("own_{ct}")));
        before.extend(quote! {
            let mut #own = #krate::__private::Vec::new();
            let #ct = match #slot.place() {
                #some(#buffer) => #buffer,
                _ => {
                    #own = #krate::__private::zeros(#len);
                    &mut #own[..]
                }
            };
        });
        return;
    }
    if *in_place {
        before.extend(quote!(let mut #ct = #slot;));
        return;
    }
    let slice = matches!(param.shape, Shape::Slice(_) | Shape::List(_) if !shared);
    let grows = *seeded && matches!(param.shape, Shape::List(_));
    if *seeded && slice {
        let taken = if grows {
            quote!(#krate::__private::core::mem::take(&mut **#buffer))
        } else {
            quote!(#buffer.to_vec())
        };
        before.extend(quote! {
            let mut #slot = #slot.place();
            let mut #ct = match &mut #slot {
                #some(#buffer) => #taken,
                _ => #krate::__private::core::unreachable!("internal error in `#[grad]`: an empty slot"),
            };
        });
    } else if let (true, Some(zero)) = (*seeded, zero) {
        let zero = match like {
            Some(like) => {
                let like = writer.ident(like.var);
                quote!(#krate::__private::zero_as(&#like))
            }
            None => writer.zero(*zero),
        };
        before.extend(quote! {
            let #slot = #slot.place();
            let mut #ct = match &#slot {
                #some(#buffer) => #krate::__private::core::clone::Clone::clone(&**#buffer),
                _ => #zero,
            };
        });
    }
    let fill = match () {
        () if shared => quote!(#krate::__private::accumulate(#buffer, #ct)),
        () if slice && !grows => quote!(#buffer.clone_from_slice(&#ct)),
        () => quote!(*#buffer = #ct),
    };
    after.extend(quote!(if let #some(#buffer) = #slot { #fill; }));
}
