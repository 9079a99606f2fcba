//! What fuzz targets do with bytes: make something of them that is nearly a function, and expand it.
//!
//! What is refused has to be refused at some of its tokens.
//!
//! The targets themselves are in `fuzz/`; a test of this crate runs the same functions on a few thousand random bytes.

mod corpus;
mod mutate;
mod words;

use std::str::FromStr;

use proc_macro2::TokenStream;

use crate::{expand, spans};

/// Any text: `options @ item`.
pub fn text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (options, item) = text.split_once('@').unwrap_or(("", text));
    if let (Ok(options), Ok(item)) = (options.parse(), item.parse()) {
        expands(options, item);
    }
}

/// A function with a body of words that are common in functions, one for each byte.
pub fn words(bytes: &[u8]) {
    let (body, options) = (words::body(bytes), OPTIONS[bytes.len() % OPTIONS.len()]);
    let item =
        format!("fn f(x: f64, mut y: f64, mut a: [f64; 3], v: &mut Vec<f64>, n: usize) -> f64 {{ {body} }}");
    if let (Ok(options), Ok(item)) = (options.parse(), item.parse()) {
        expands(options, item);
    }
}

/// One of the functions in the tests, some of its tokens changed.
pub fn mutations(bytes: &[u8]) {
    let [options, high, low, changes @ ..] = bytes else { return };
    let functions = corpus::functions();
    let function = &functions[usize::from(u16::from_be_bytes([*high, *low])) % functions.len()];
    if let Ok(item) = TokenStream::from_str(function) {
        let options = OPTIONS[usize::from(*options) % OPTIONS.len()];
        // Written and read again, so that every token has a place.
        if let Ok(item) = mutate::mutate(item, changes).to_string().parse() {
            expands(options.parse().unwrap_or_default(), item);
        }
    }
}

const OPTIONS: [&str; 4] = ["", "jvp, hvp", "vjp, hessian", "jacobian, hvp"];

/// Expands an item. The macro promises Rust, or errors where the user can see them, whatever it gets: a panic here is
/// a fault.
fn expands(options: TokenStream, item: TokenStream) {
    let out = expand(options.clone(), item.clone());
    let astray = spans::astray(&options, &item, out.clone());
    // rustc gives the attribute an item in any case.
    assert!(astray.is_empty() || item.is_empty(), "{astray:?} in\n{item}");
    if let (Err(why), Ok(_)) = (syn::parse2::<syn::File>(out.clone()), syn::parse2::<syn::Item>(item)) {
        panic!("what came out is no Rust: {why}\n{out}");
    }
}
