//! Any tokens: `options @ item`.

#![no_main]
#![allow(dead_code, unreachable_pub, reason = "the compiler is linked whole")]

include!("compiler.rs");

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;

fuzz_target!(|text: &str| {
    let (options, item) = text.split_once('@').unwrap_or(("", text));
    if let (Ok(options), Ok(item)) = (options.parse::<TokenStream>(), item.parse::<TokenStream>()) {
        drop(pipeline::expand(options, item));
    }
});
