//! Names of the user's.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

/// What tells variables apart: the text of an identifier without `r#`, and its hygiene context.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    text: String,
    context: String,
}

impl Name {
    pub(crate) fn of(ident: &Ident) -> Self {
        Self::new(ident.unraw().to_string(), ident.span())
    }

    pub(crate) fn new(text: String, span: Span) -> Self {
        Self { text, context: hygiene_context(&format!("{span:?}")).to_owned() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// `#4` of rustc's `#4 bytes(10..12)`, the only place where a stable proc macro can see the syntax
/// context of a span; empty for the spans of other hosts.
fn hygiene_context(debug: &str) -> &str {
    debug.split(' ').next().filter(|prefix| prefix.starts_with('#')).unwrap_or("")
}
