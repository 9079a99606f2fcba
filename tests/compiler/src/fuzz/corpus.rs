//! The functions to start from: those in the tests of this repository.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The text of every function in the tests, in an order that does not change.
pub(super) fn functions() -> &'static [String] {
    static FUNCTIONS: OnceLock<Vec<String>> = OnceLock::new();
    FUNCTIONS.get_or_init(|| {
        let mut found = Vec::new();
        directory(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut found);
        assert!(found.len() > 1000, "the tests are not where they are expected");
        found
    })
}

fn directory(path: &Path, found: &mut Vec<String>) {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            directory(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            search(text.parse().unwrap_or_default(), found);
        }
    }
}

/// Functions, also in the arguments of macros and in each other.
fn search(stream: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let is_fn = matches!(token, TokenTree::Ident(ident) if ident == "fn");
        let is_body = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let body = tokens[at..].iter().position(is_body).filter(|_| is_fn);
        if let Some(body) = body {
            let function: TokenStream = tokens[at..=at + body].iter().cloned().collect();
            let text = function.to_string();
            // What has no float is refused at once.
            found.extend(text.contains("f64").then_some(text));
        }
        if let TokenTree::Group(group) = token {
            search(group.stream(), found);
        }
    }
}
