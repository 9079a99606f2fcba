//! The slots that a companion hands to a pullback, one for each parameter, and the buffers behind them.

use proc_macro2::TokenStream;
use quote::quote;

use super::companions::{is_buffer, owned_gradient};
use super::names;
use super::zeros::{neutral_of, zero_of};
use crate::ir::{Passing, Shape};
use crate::parse::Param;

/// A buffer for the gradient of a parameter.
pub(super) fn new_buffer(param: &Param, krate: &syn::Path) -> TokenStream {
    let (name, buffer, ty) = (&param.name, names::buffer(param), owned_gradient(param, krate));
    let zero = match &param.shape {
        shape if shape.is_static() => before_sweep(param, shape, krate),
        _ => quote!(#krate::__private::zero_like(&#name)),
    };
    quote!(let mut #buffer: #ty = #zero;)
}

/// The slot of a parameter that has such a buffer, if it is wanted.
pub(super) fn slot_of_buffer(param: &Param, krate: &syn::Path) -> TokenStream {
    slot_of(&names::buffer(param), param, krate)
}

/// The same with a buffer of another name.
pub(super) fn slot_of(buffer: &syn::Ident, param: &Param, krate: &syn::Path) -> TokenStream {
    let some = quote!(#krate::__private::core::option::Option::Some);
    match () {
        () if !param.wanted => unwanted(param, krate),
        () if is_buffer(param) && param.passing == Passing::Exclusive && !is_reshaped(param) => {
            quote!(#krate::__private::slot(&mut #buffer[..]))
        }
        () if is_buffer(param) && param.passing != Passing::Exclusive => {
            quote!(#some(&mut #buffer[..]))
        }
        () if param.passing == Passing::Exclusive => quote!(#krate::__private::slot(&mut #buffer)),
        () => quote!(#some(&mut #buffer)),
    }
}

/// Whether the function may change the shape of a parameter, so that its cotangent starts from the shape at exit.
pub(super) fn is_reshaped(param: &Param) -> bool {
    param.passing == Passing::Exclusive
        && match &param.shape {
            Shape::List(_) => true,
            Shape::Slice(elem) => !elem.is_static(),
            _ => false,
        }
}

/// What a slot holds before the sweep, which overwrites it, or adds to all of it for a `&` reference.
pub(super) fn before_sweep(param: &Param, shape: &Shape, krate: &syn::Path) -> TokenStream {
    if param.passing == Passing::Shared { neutral_of(shape, krate) } else { zero_of(shape, krate) }
}

/// The slot of a parameter that `wrt` leaves out.
pub(super) fn unwanted(param: &Param, krate: &syn::Path) -> TokenStream {
    if param.differentiated && is_reshaped(param) {
        let name = &param.name;
        quote!(#krate::__private::slot(&mut #krate::__private::zero_like(&#name)))
    } else if param.differentiated && param.passing == Passing::Exclusive {
        quote!(#krate::__private::unwatched())
    } else {
        quote!(#krate::__private::core::option::Option::None)
    }
}

/// A slot, and beside it what the caller lends.
pub(super) fn with_primal(param: &Param, slot: TokenStream, krate: &syn::Path) -> TokenStream {
    let name = &param.name;
    let primal = quote!(#krate::__private::core::option::Option::Some(#name));
    if param.lent { quote!(#krate::__private::Shared { slot: #slot, primal: #primal }) } else { slot }
}

/// A slot where the caller has nothing to lend any more.
pub(super) fn without_primal(param: &Param, slot: TokenStream, krate: &syn::Path) -> TokenStream {
    let none = quote!(#krate::__private::core::option::Option::None);
    if param.lent { quote!(#krate::__private::Shared { slot: #slot, primal: #none }) } else { slot }
}

/// The slot for the tangent of a cotangent, and beside it the tangent of the argument, if the caller lends it.
pub(super) fn along_slot(
    param: &Param,
    slot: TokenStream,
    lent: Option<TokenStream>,
    krate: &syn::Path,
) -> TokenStream {
    let primal = match lent {
        Some(tangent) => quote!(#krate::__private::core::option::Option::Some(#tangent)),
        None => quote!(#krate::__private::core::option::Option::None),
    };
    match param.lent && param.differentiated {
        true => quote!(#krate::__private::Shared { slot: #slot, primal: #primal }),
        false => slot,
    }
}
