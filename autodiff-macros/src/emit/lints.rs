//! The lints that emitted code is exempt from, each with its reason.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

/// For the halves, which are code that nobody reads as source.
pub(crate) fn halves() -> TokenStream {
    quote! {
        #[allow(
            dead_code,              // a half that no other function calls
            non_snake_case,         // the user's names are kept
            unused_assignments,     // what is stored for printing only
            unused_braces,          // blocks around single values
            single_use_lifetimes,
            unused_labels,          // a scope whose only exit is at its end
            unused_lifetimes,       // lifetimes of the signature where no argument is
            unused_macros,
            unused_imports,         // imports of the body that only one sweep uses
            unused_mut,             // a cotangent that nobody adds to
            unused_must_use,        // code kept for its effect
            unused_parens,          // a place behind a reference
            unused_variables,       // values that only the other sweep reads
            unconditional_panic,    // an index that `get` does not find
            unreachable_code,       // behind what the user's function never leaves
            deprecated,             // the user's function may be, and its parts
            private_bounds,         // a trait that is seen less far than the type
            private_interfaces,
            unreachable_pub,        // what is made of a trait's methods
            clippy::all,
            clippy::pedantic,
            clippy::nursery
        )]
    }
}

/// For the type that holds the halves of a free function under its own name.
pub(crate) fn namespace() -> TokenStream {
    quote! {
        #[allow(
            non_camel_case_types,   // it bears the function's name
            dead_code,              // found only by callers
            unreachable_pub,
            clippy::all,
            clippy::pedantic
        )]
    }
}

/// For the companions that a function cannot have.
pub(crate) fn absent() -> TokenStream {
    quote! {
        #[allow(
            dead_code,              // nobody calls them and compiles
            hidden_glob_reexports,  // the user may have functions of their names
            non_camel_case_types,   // they bear the names of functions
            non_snake_case,         // `gen_` gives `gen__grad`
            unreachable_pub,
            unused_imports,
            clippy::all,
            clippy::pedantic
        )]
    }
}

/// For public companions.
pub(crate) fn companions() -> TokenStream {
    quote! {
        #[allow(
            dead_code,              // the user may want only one of them
            deprecated,             // the user's function may be, and its companions with it
            private_bounds,         // a trait that is seen less far than the type
            private_interfaces,
            unreachable_pub,        // what is made of a trait's methods
            non_snake_case,         // `gen_` gives `gen__grad`
            unused_mut,             // a parameter that only the function itself assigns
            unused_variables,       // a stub after a refusal
            clippy::all,
            clippy::pedantic,
            clippy::nursery
        )]
    }
}

/// `#[track_caller]`, where the user's function has it.
pub(crate) fn tracked(attrs: &[Attribute]) -> Option<&Attribute> {
    attrs.iter().find(|attr| attr.path().is_ident("track_caller"))
}

/// Attributes of the user's function that hold for what is made of it.
pub(crate) fn inherited(attrs: &[Attribute]) -> Vec<&Attribute> {
    let names = ["cfg", "allow", "warn", "deny", "target_feature"];
    attrs.iter().filter(|attr| names.iter().any(|name| attr.path().is_ident(name))).collect()
}
