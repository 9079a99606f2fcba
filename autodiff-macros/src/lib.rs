//! The `#[grad]` attribute of the crate `autodiff-grad`; use it through that crate.
//!
//! ```text
//! tokens -> parse -> lower -> analyse -> adjoint -> emit -> tokens
//! ```

mod analyse;
mod diagnostics;
mod dump;
mod emit;
mod ir;
mod layout;
mod lower;
mod parse;
mod pipeline;
mod rules;
mod transform;

use proc_macro::TokenStream;

/// Makes the gradient of a function; see the documentation of the crate `autodiff-grad`.
#[proc_macro_attribute]
pub fn grad(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::expand(args.into(), item.into()).into()
}
