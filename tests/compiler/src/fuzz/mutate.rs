//! Changes of single tokens.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::words;

/// The item after some changes, four bytes each: what to do, with which token, and with which other one.
pub(super) fn mutate(mut item: TokenStream, changes: &[u8]) -> TokenStream {
    for change in changes.chunks_exact(4) {
        let count = count(item.clone());
        if count == 0 {
            break;
        }
        let at = usize::from(u16::from_be_bytes([change[1], change[2]])) % count;
        let other = nth(item.clone(), &mut (usize::from(change[3]) * 7 % count));
        let changed = |token: TokenTree| changed(token, change[0], change[3], other.clone());
        item = at_token(item, &mut { at }, &changed);
    }
    item
}

/// What stands in the place of a token afterwards.
fn changed(token: TokenTree, how: u8, which: u8, other: Option<TokenTree>) -> TokenStream {
    let word: TokenStream = words::word(which).parse().unwrap_or_default();
    let around = |delimiter, token: TokenTree| TokenTree::from(Group::new(delimiter, token.into()));
    let (one, two): (TokenStream, TokenStream) = match how % 10 {
        0 => return TokenStream::new(),
        1 => (token.clone().into(), token.into()),
        2 => return word,
        3 => (word, token.into()),
        4 => return around(Delimiter::Parenthesis, token).into(),
        5 => return around(Delimiter::Brace, token).into(),
        6 => return around(Delimiter::Bracket, token).into(),
        7 => match token {
            TokenTree::Group(group) => return group.stream(),
            token => (token.into(), word),
        },
        8 => return other.map_or(word, TokenStream::from),
        _ => (other.map_or(word, TokenStream::from), token.into()),
    };
    [one, two].into_iter().collect()
}

/// Changes the token of this number, groups counted before what they hold.
fn at_token(stream: TokenStream, at: &mut usize, changed: &impl Fn(TokenTree) -> TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    for token in stream {
        let here = *at == 0;
        *at = at.wrapping_sub(1);
        match token {
            token if here => out.extend(changed(token)),
            TokenTree::Group(group) => {
                let inner = at_token(group.stream(), at, changed);
                out.extend([TokenTree::from(Group::new(group.delimiter(), inner))]);
            }
            token => out.extend([token]),
        }
    }
    out
}

fn nth(stream: TokenStream, at: &mut usize) -> Option<TokenTree> {
    for token in stream {
        if *at == 0 {
            return Some(token);
        }
        *at -= 1;
        if let TokenTree::Group(group) = &token {
            if let Some(found) = nth(group.stream(), at) {
                return Some(found);
            }
        }
    }
    None
}

fn count(stream: TokenStream) -> usize {
    let inner = |token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    };
    stream.into_iter().map(inner).sum()
}
