//! The compiler behind `#[grad]` as a library, without rustc around it.

#![allow(dead_code, unreachable_pub, reason = "the compiler is linked whole; some of it is for rustc only")]
#![allow(clippy::large_enum_variant, reason = "spans with locations are larger than those of rustc")]

#[path = "../../../autodiff-macros/src/analyse/mod.rs"]
mod analyse;
#[path = "../../../autodiff-macros/src/diagnostics.rs"]
mod diagnostics;
#[path = "../../../autodiff-macros/src/dump.rs"]
mod dump;
#[path = "../../../autodiff-macros/src/emit/mod.rs"]
mod emit;
#[path = "../../../autodiff-macros/src/ir/mod.rs"]
mod ir;
#[path = "../../../autodiff-macros/src/layout.rs"]
mod layout;
#[path = "../../../autodiff-macros/src/lower/mod.rs"]
mod lower;
#[path = "../../../autodiff-macros/src/parse/mod.rs"]
mod parse;
#[path = "../../../autodiff-macros/src/pipeline.rs"]
mod pipeline;
#[path = "../../../autodiff-macros/src/rules/mod.rs"]
mod rules;
#[path = "../../../autodiff-macros/src/transform/mod.rs"]
mod transform;

pub mod functions;
pub mod fuzz;
pub mod spans;

use proc_macro2::TokenStream;

/// Expands `#[grad(options)] item`.
pub fn expand(options: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::expand(options, item)
}
