//! Names of the user's.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

/// What tells variables apart: the text of an identifier without `r#`, and its hygiene context.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) context: String,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hygiene_context_is_read_from_rustc_only() {
        assert_eq!(hygiene_context("#4 bytes(10..12)"), "#4");
        assert_eq!(hygiene_context("bytes(10..12)"), "");
        assert_eq!(hygiene_context("Span"), "");
    }
}
