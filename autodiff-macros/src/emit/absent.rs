//! Companions that a function does not have, and those that cannot be differentiated: a call of one, or one in a
//! differentiated function, is an error that says which option to add, or what to call instead.
//!
//! ```text
//! mod __f_absent_0_31_32 {
//!     use ::autodiff::__private::absent as __absent;
//!     pub enum f {}                                         // whose place the errors show
//!     pub use __absent::with_2::calls::AsksForJvp as f_jvp; // for calls
//!     pub type f_jvp = __absent::with_2::AsksForJvp<f>;     // for calls in differentiated functions
//!     pub type f_grad = __absent::with_1::OptionHvp<f>;     // the same, beside the companion
//! }
//! use __f_absent_0_31_32::*;
//! ```
//!
//! A function of the user's that has this name hides what a `*` imports. The stubs are in the runtime, since code that
//! nobody calls must not take time to compile.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::companions::{ALL, has, is_buffer, wanted};
use super::names::{self, Companion};
use super::namespace::Lack;
use super::nested::{can_have_derivative, lack_of_derivative};
use super::{lints, namespace};
use crate::parse::Function;

/// So many arguments the stubs of the runtime have at most. Beyond that, rustc finds the words.
const MOST: usize = 20;

/// Those of a free function.
pub(super) fn absent(function: &Function) -> TokenStream {
    if !can_be_imported(function) {
        return TokenStream::new();
    }
    let (krate, own) = (&function.options.krate, &function.item.sig.ident);
    let stubs = ALL.into_iter().filter_map(|companion| stub(function, companion));
    let (vis, name) = (&function.item.vis, names::absent(own));
    let (lints, inherited) = (lints::absent(), lints::inherited(&function.item.attrs));
    quote! {
        #(#inherited)*
        #lints
        #[doc(hidden)]
        mod #name {
            use #krate::__private::absent as __absent;
            pub enum #own {}
            #(#stubs)*
        }
        #(#inherited)*
        #lints
        #[doc(hidden)]
        #vis use #name::*;
    }
}

/// Whether a companion that cannot be differentiated says so by a type that is imported.
pub(super) fn is_imported(function: &Function, companion: Companion) -> bool {
    can_be_imported(function) && stub(function, companion).is_some()
}

fn can_be_imported(function: &Function) -> bool {
    let krate = &function.options.krate;
    let is_absolute = krate.leading_colon.is_some() || krate.segments[0].ident == "crate";
    namespace::has_namespace(function) && is_absolute
}

/// What stands for one, by the number of its arguments and what is missing.
fn stub(function: &Function, companion: Companion) -> Option<TokenStream> {
    let own = &function.item.sig.ident;
    let arguments = function.params.len() + companion.arguments_for_each() * wanted(function).count();
    let (name, module) = (names::companion(own, companion), format_ident!("with_{arguments}"));
    let (call, lack) = match has(function, companion) {
        true => (None, lack_of_derivative(function, companion)?),
        false => {
            let lack = lack(function, companion)?;
            let called = lack.name();
            let call = quote!(pub use __absent::#module::calls::#called as #name;);
            (Some(call), if can_have_derivative(companion) { lack } else { Lack::NotDifferentiated })
        }
    };
    let lack = lack.name();
    let stub = quote!(#call pub type #name = __absent::#module::#lack<#own>;);
    (arguments <= MOST).then_some(stub)
}

/// Why there is none, of those that one might call.
pub(super) fn lack(function: &Function, companion: Companion) -> Option<Lack> {
    let (scalar, fills) = (function.has_gradient(), wanted(function).any(is_buffer));
    match companion {
        Companion::Grad | Companion::ValueAndGrad => Some(Lack::OneFloat),
        Companion::Hvp | Companion::Hessian if !scalar => Some(Lack::OneFloatTwice),
        Companion::GradInto => None,
        Companion::HvpInto if !(scalar && fills) => None,
        _ => Some(Lack::Asked(companion)),
    }
}
