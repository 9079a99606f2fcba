//! Names of the user's.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use quote::format_ident;
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

/// `_4_10_12` of the same, which no other place has; empty too.
pub(crate) fn place(span: Span) -> String {
    numbers(&format!("{span:?}"))
}

fn numbers(debug: &str) -> String {
    let parts = debug.split(|part: char| !part.is_ascii_digit()).filter(|part| !part.is_empty());
    let place = parts.map(|number| format!("_{number}")).collect();
    if hygiene_context(debug).is_empty() { String::new() } else { place }
}

/// Spellings that are taken.
#[derive(Clone, Default)]
pub(crate) struct Spellings {
    taken: BTreeSet<String>,
    /// Up to which number those with a number behind them are taken.
    numbers: BTreeMap<String, u32>,
}

impl Spellings {
    pub(crate) fn insert(&mut self, text: String) {
        self.taken.insert(text);
    }

    /// The identifier, with a number behind it if it is taken.
    pub(crate) fn tell_apart(&mut self, ident: &Ident) -> Ident {
        let wanted = ident.to_string();
        let (mut apart, number) = (ident.clone(), self.numbers.entry(wanted.clone()).or_default());
        if *number > 0 {
            apart = format_ident!("{wanted}_{number}", span = ident.span());
        }
        while self.taken.contains(&apart.to_string()) {
            *number += 1;
            apart = format_ident!("{wanted}_{number}", span = ident.span());
        }
        apart
    }
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

    #[test]
    fn so_is_the_place_of_a_name() {
        assert_eq!(numbers("#4 bytes(10..12)"), "_4_10_12");
        assert_eq!(numbers("bytes(10..12)"), "");
        assert_eq!(numbers("Span"), "");
    }
}
