//! Where refusals point.

use proc_macro2::{Span, TokenStream, TokenTree};

/// A refusal in an expansion. rustc underlines what lies between its first token and its last.
pub struct Refused {
    /// What it says.
    pub message: String,
    first: Span,
    last: Span,
}

/// The refusals in an expansion.
pub fn refusals(out: TokenStream) -> Vec<Refused> {
    let tokens: Vec<TokenTree> = out.into_iter().collect();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        // `::core::compile_error!`
        let before = tokens[at.saturating_sub(7)..at].iter().map(ToString::to_string).collect::<String>();
        let mut inside = group.stream().into_iter();
        match inside.next() {
            Some(TokenTree::Literal(text)) if before == "::core::compile_error!" => found.push(Refused {
                message: syn::parse2::<syn::LitStr>(TokenTree::from(text.clone()).into())
                    .map_or_else(|_| text.to_string(), |text| text.value()),
                first: tokens[at - 7].span(),
                last: group.span(),
            }),
            _ => found.extend(refusals(group.stream())),
        }
    }
    found
}

/// What is wrong with where the refusals in an expansion point: each has to point at a part of the item, or of the
/// options.
pub fn astray(options: &TokenStream, item: &TokenStream, out: TokenStream) -> Vec<String> {
    let parts =
        [options, item].map(|part| part.clone().into_iter().map(|token| token.span()).collect::<Vec<_>>());
    let wholes: Vec<Range> =
        parts.iter().filter_map(|spans| range(*spans.first()?, *spans.last()?)).collect();
    let fault = |refused: &Refused| {
        let Refused { message, first, last } = refused;
        let at = range(*first, *last);
        let whole = at.as_ref().and_then(|at| wholes.iter().find(|whole| at.lies_in(whole)));
        let fault = match (at, whole) {
            (Some(at), Some(whole)) if at.start > whole.start || at.end < whole.end => return None,
            // One word that is all there is.
            (Some(_), Some(_)) if text(*first) == text(*last) => return None,
            (Some(_), Some(_)) => "all that was written",
            _ => "nothing that was written",
        };
        Some(format!("\"{message}\" points at {fault}: `{}` .. `{}`", text(*first), text(*last)))
    };
    refusals(out).iter().filter_map(fault).collect()
}

/// A part of a text that was read.
struct Range {
    file: String,
    start: usize,
    end: usize,
}

impl Range {
    fn lies_in(&self, other: &Range) -> bool {
        self.file == other.file && other.start <= self.start && self.end <= other.end
    }
}

/// From the start of a span to the end of another; nothing if they do not lie so.
fn range(first: Span, last: Span) -> Option<Range> {
    let (file, start, end) = (first.file(), first.byte_range().start, last.byte_range().end);
    (file == last.file() && start < end).then_some(Range { file, start, end })
}

fn text(span: Span) -> String {
    span.source_text().unwrap_or_default()
}
