//! Each refusal of `tests/ui/refusal` points at a part of the function, or of the options.

use std::fs;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{ImplItem, Item};

use super::{pipeline, spans};

/// Expands every `#[grad]` of a file.
#[derive(Default)]
struct Expander {
    refusals: usize,
    astray: Vec<String>,
}

impl Expander {
    /// Whether the item has the attribute, and was expanded.
    fn expand(&mut self, item: TokenStream) -> bool {
        let mut before = Vec::new();
        let mut tokens = item.into_iter();
        while let Some(token) = tokens.next() {
            let attribute = match (&token, tokens.clone().next()) {
                (TokenTree::Punct(sign), Some(TokenTree::Group(group))) if sign.as_char() == '#' => group,
                _ => return false,
            };
            tokens.next();
            let Some(options) = options(attribute.stream()) else {
                before.extend([token, attribute.into()]);
                continue;
            };
            let item: TokenStream = before.into_iter().chain(tokens).collect();
            let out = pipeline::expand(options.clone(), item.clone());
            self.refusals += spans::refusals(out.clone()).len();
            self.astray.extend(spans::astray(&options, &item, out));
            return true;
        }
        false
    }
}

/// What is in the parentheses of `grad(..)`.
fn options(attribute: TokenStream) -> Option<TokenStream> {
    let mut tokens = attribute.into_iter();
    tokens.next().filter(|name| name.to_string() == "grad")?;
    match tokens.next() {
        Some(TokenTree::Group(options)) => Some(options.stream()),
        _ => Some(TokenStream::new()),
    }
}

impl Visit<'_> for Expander {
    fn visit_item(&mut self, item: &Item) {
        if !self.expand(item.to_token_stream()) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &ImplItem) {
        if !self.expand(item.to_token_stream()) {
            visit::visit_impl_item(self, item);
        }
    }
}

#[test]
fn every_refusal_points_at_what_is_refused() {
    let mut faults = Vec::new();
    for entry in fs::read_dir("tests/ui/refusal").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let mut text = fs::read_to_string(&path).unwrap();
        if path.ends_with("too_long.rs") {
            // A macro writes the function there.
            text = format!("#[grad] fn f(x: f64) -> f64 {{ {} x }}", "-".repeat(129));
        }
        let mut expander = Expander::default();
        expander.visit_file(&syn::parse_file(&text).unwrap());
        assert!(expander.refusals > 0, "{}: nothing is refused", path.display());
        faults.extend(expander.astray.iter().map(|why| format!("{}: {why}", path.display())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
