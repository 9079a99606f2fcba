//! Code of places where the user's own would stand.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// Tokens at which errors and panics point elsewhere. Names keep what they resolve to; what is not the user's own, a panic
/// takes for the attribute's.
pub(super) fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let locate = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &mut token {
            let inside = located(group.stream(), span);
            let mut new = Group::new(group.delimiter(), inside);
            new.set_span(group.span());
            *group = new;
        }
        let is_name = matches!(token, TokenTree::Ident(_));
        token.set_span(if is_name { token.span().located_at(span) } else { span });
        token
    };
    tokens.into_iter().map(locate).collect()
}
