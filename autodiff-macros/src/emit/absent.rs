//! Companions that a function cannot have: a call of one is an error that says why, and what there is.
//!
//! ```text
//! mod __f_absent_01234567 {
//!     pub fn f_grad<R>(_: impl Sized) -> R where for<'result> (): OneFloat<'result> { .. }
//!     pub enum f_grad {}
//!     impl f_grad { pub fn split<R>(..) -> R where for<'option> (): OneFloat<'option> { .. } }
//! }
//! use __f_absent_01234567::*;
//! ```
//!
//! A function of the user's that has this name hides what a `*` imports.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::companions::wanted;
use super::names::{self, Companion};
use super::namespace::{Half, Lack};
use super::nested::as_companion;
use super::{lints, namespace};
use crate::parse::Function;

/// Those of a free function whose result is not one float.
pub(super) fn absent(function: &Function) -> TokenStream {
    let path = &function.options.krate;
    let is_absolute = path.leading_colon.is_some() || path.segments[0].ident == "crate";
    if function.has_gradient() || !namespace::has_namespace(function) || !is_absolute {
        return TokenStream::new();
    }
    let own = &function.item.sig.ident;
    let stubs = [Companion::Grad, Companion::ValueAndGrad, Companion::Hvp]
        .map(|companion| stub(function, &names::companion(own, companion), companion));
    let half = half(function);
    let (vis, name) = (&function.item.vis, names::absent(&function.item));
    let (lints, inherited) = (lints::absent(), lints::inherited(&function.item.attrs));
    quote! {
        #(#inherited)*
        #lints
        #[doc(hidden)]
        mod #name { #(#stubs)* #half }
        #(#inherited)*
        #lints
        #[doc(hidden)]
        #vis use #name::*;
    }
}

/// What a differentiated function finds that calls `f_grad`.
fn half(function: &Function) -> TokenStream {
    let mut named = as_companion(function, Companion::Grad);
    named.item.vis = syn::parse_quote!(pub);
    namespace::halves(&named, &[Half::missing(&named, names::Half::Split, Lack::OneFloat)], None)
}

/// One of them, which takes as many arguments as the companion would.
fn stub(function: &Function, name: &Ident, companion: Companion) -> TokenStream {
    let krate = &function.options.krate;
    let (lack, tangents) = match companion {
        Companion::Hvp => (quote!(OneFloatTwice), wanted(function).count()),
        _ => (quote!(OneFloat), 0),
    };
    let any = (0..function.params.len() + tangents).map(|_| quote!(_: impl Sized));
    quote! {
        pub fn #name<R>(#(#any),*) -> R
        where
            for<'result> (): #krate::__private::#lack<'result>,
        {
            #krate::__private::missing()
        }
    }
}
