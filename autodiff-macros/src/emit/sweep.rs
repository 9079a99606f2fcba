//! The reverse sweep between taking over what the slots hold and filling them.
//!
//! Guards cost more than the products they guard, and almost never act. So a sweep that can run twice runs without
//! them first:
//!
//! ```text
//! let (ct_x, ct_y) = { ..without guards.. };
//! if (ct_x + ct_y).is_nan() { let (ct_x, ct_y) = again(move || { ..with guards.. }); .. }
//! ```
//!
//! Where a guard would have acted, the product is NaN instead. An operation on a cotangent that is NaN gives NaN, or
//! what it would have given for any cotangent. So each number of the first run is NaN or equal to that of the second,
//! and where no cotangent that somebody wants is NaN the second run would change nothing.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::code::Writer;
use super::names;
use super::zeros::{neutral_of, zero_of};
use crate::ir::{Atom, Func, ParamCotangent, Passing, Reverse, Role, Shape, StmtKind, Value, VarId, Zero};
use crate::parse::{Function, Param};
use crate::rules::Op;

/// The reverse sweep between taking over what the slots hold and filling them.
pub(super) fn sweep(writer: &Writer, function: &Function, func: &Func, reverse: &Reverse) -> TokenStream {
    // A recursive function has them on its stack.
    let owned = |var: &&VarId| func.var(**var).role == Role::Record && writer.recursion.is_none();
    let records = reverse.kept.iter().filter(owned);
    let records = records.map(|var| writer.ident(*var));
    let (mut before, mut after) = (quote!(#(let mut #records = #records;)*), TokenStream::new());
    for ((param, ct), ir) in function.params.iter().zip(&reverse.cotangents).zip(&func.params) {
        let slot = names::slot(&param.name);
        take_over(writer, (param, ir), slot, (ct.as_ref(), None), (&mut before, &mut after));
    }
    let tangents = func.tangents.iter().flat_map(|tangents| &tangents.reverse);
    for (_, cotangents) in tangents {
        let own = reverse.cotangents.iter().zip(cotangents);
        for ((param, (own, ct)), ir) in function.params.iter().zip(own).zip(&func.params) {
            let (slot, ct) = (names::tangent_slot(&param.name), (ct.as_ref(), own.as_ref()));
            take_over(writer, (param, ir), slot, ct, (&mut before, &mut after));
        }
    }
    let body = match second_run(func, reverse) {
        Some(float) if writer.recursion.is_none() && func.tangents.is_none() => {
            twice(writer, function, reverse, &float)
        }
        _ => writer.block(&reverse.body),
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

/// The sweep without guards, and again with them if it gave NaN.
fn twice(writer: &Writer, function: &Function, reverse: &Reverse, float: &syn::Ident) -> TokenStream {
    let krate = writer.krate;
    let Writer { func, .. } = *writer;
    let first = Writer { func, krate, recursion: None, around: RefCell::default(), guards: false }
        .block(&reverse.body);
    let second = writer.block(&reverse.body);
    let check = names::local("check");
    let outputs: Vec<_> = reverse.cotangents.iter().flatten().map(|ct| writer.ident(ct.var)).collect();
    let sums = function.params.iter().zip(&reverse.cotangents).filter_map(|(param, ct)| {
        let (slot, ct) = (names::slot(&param.name), ct.as_ref()?);
        let value = writer.ident(ct.var);
        let sum = match func.var(ct.var).shape {
            Shape::Array(..) => quote!(#krate::__private::total(&#value)),
            _ => value.to_token_stream(),
        };
        Some(quote!(if #slot.is_some() { #check += #sum; }))
    });
    // rustc would move the sine of a value behind the branch, away from its cosine, and call both.
    let start = match &func.result {
        Some(value)
            if has_sine(func) && matches!(func.atom_shape(value), Shape::Float(ty) if ty == *float) =>
        {
            writer.atom(value)
        }
        _ => neutral_of(&Shape::Float(float.clone()), krate),
    };
    quote! {
        let (#(#outputs,)*) = { #first (#(#outputs,)*) };
        let mut #check: #float = #start;
        #(#sums)*
        let (#(#outputs,)*) = if #check != #check {
            #krate::__private::again(move || { #second (#(#outputs,)*) })
        } else {
            (#(#outputs,)*)
        };
    }
}

/// The type of the cotangents of a sweep that can run twice and gains by it: it has guards, calls nothing, reads only
/// what can be copied, and writes nothing but a few floats of its own.
fn second_run(func: &Func, reverse: &Reverse) -> Option<syn::Ident> {
    let (mut guards, mut possible, seeds) = (0, true, seeds(reverse));
    let copied = |var: &VarId| {
        let info = func.var(*var);
        info.role == Role::Frame || matches!(info.shape, Shape::Integer) || info.shape.is_static()
    };
    reverse.body.each(&mut |stmt| match &stmt.kind {
        StmtKind::Let(_, value) | StmtKind::Accumulate(_, value) => match value {
            Value::Op(Op::GuardedMul | Op::GuardedDiv, atoms, _) => {
                guards += usize::from(!atoms[0].var().is_some_and(|ct| seeds.contains(&ct)));
            }
            Value::Zero(Zero::Copied(_)) => possible = false,
            _ => {}
        },
        StmtKind::Pull { .. } | StmtKind::Unroll { .. } | StmtKind::Loop(_) => possible = false,
        StmtKind::Replay(_, vars, _) => possible &= vars.iter().all(copied),
        _ => {}
    });
    possible &= reverse.kept.iter().all(copied);
    let (mut float, mut count) = (None, 0);
    for ct in reverse.cotangents.iter().flatten() {
        let (ty, numbers) = match &func.var(ct.var).shape {
            Shape::Float(ty) => (ty, 1),
            Shape::Array(elem, len) => match (&**elem, len.to_string().parse::<usize>()) {
                (Shape::Float(ty), Ok(len)) => (ty, len),
                _ => return None,
            },
            _ => return None,
        };
        possible &= !ct.in_place && !ct.seeded && float.as_ref().is_none_or(|float| float == ty);
        float = Some(ty.clone());
        count += numbers;
    }
    // One guard costs no more than the check.
    float.filter(|_| possible && guards > 1 && count <= 4 * guards)
}

/// Variables that are the seed or its negative. In a companion the seed is 1, and rustc drops the guards.
fn seeds(reverse: &Reverse) -> BTreeSet<VarId> {
    let mut seeds = BTreeSet::from([reverse.seed]);
    reverse.body.each(&mut |stmt| match &stmt.kind {
        StmtKind::Let(var, Value::Atom(Atom::Var(from))) if seeds.contains(from) => {
            seeds.insert(*var);
        }
        StmtKind::Let(var, Value::Op(Op::Neg, atoms, _))
            if atoms[0].var().is_some_and(|from| seeds.contains(&from)) =>
        {
            seeds.insert(*var);
        }
        StmtKind::Accumulate(place, _) | StmtKind::Store { place, .. } => {
            seeds.remove(&place.var);
        }
        _ => {}
    });
    seeds
}

fn has_sine(func: &Func) -> bool {
    let mut found = false;
    func.body.each(&mut |stmt| {
        if let StmtKind::Let(_, Value::Op(Op::Method(rule), ..)) = &stmt.kind {
            found |= matches!(rule.name, "sin" | "cos");
        }
    });
    found
}
