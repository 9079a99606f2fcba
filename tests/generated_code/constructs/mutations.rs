//! Functions with a token too few, one too many or another one: the compiler accepts, or refuses some of the tokens, and
//! never panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{Group, TokenStream, TokenTree};

use super::constructs;
use crate::{pipeline, spans, tokens};

/// What is put in the place of a token.
const STRANGERS: &[&str] = &["x", "1.0", "return", "&mut", "{ x }", "[x; 2]", "|y| y", "'a:", "..", "break"];

/// What happens at the place of one token.
#[derive(Clone, Copy)]
enum Mutation {
    Drop,
    Twice,
    Replace(&'static str),
}

/// The stream with its token number `at` changed, counted through the groups; `None` behind the last.
fn mutated(stream: TokenStream, at: &mut usize, mutation: Mutation) -> TokenStream {
    let mut out = Vec::new();
    for token in stream {
        let here = *at == 0;
        *at = at.wrapping_sub(1);
        match (here, mutation) {
            (true, Mutation::Drop) => {}
            (true, Mutation::Twice) => out.extend([token.clone(), token]),
            (true, Mutation::Replace(stranger)) => out.extend(tokens(stranger)),
            (false, _) => out.push(match token {
                TokenTree::Group(group) => {
                    TokenTree::Group(Group::new(group.delimiter(), mutated(group.stream(), at, mutation)))
                }
                token => token,
            }),
        }
    }
    out.into_iter().collect()
}

fn count(stream: TokenStream) -> usize {
    let inner = |token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    };
    stream.into_iter().map(inner).sum()
}

#[test]
fn a_changed_function_never_makes_the_compiler_panic() {
    let (mut panics, mut astray) = (Vec::new(), Vec::new());
    for (which, (_, item, _)) in constructs().enumerate() {
        let item = tokens(item);
        for at in 0..count(item.clone()) {
            let turn = which + at;
            let other = match turn % 3 {
                0 => Mutation::Twice,
                _ => Mutation::Replace(STRANGERS[turn % STRANGERS.len()]),
            };
            for mutation in [Mutation::Drop, other] {
                let (options, changed) = (tokens("jvp, hvp"), mutated(item.clone(), &mut { at }, mutation));
                let text = changed.to_string();
                // Read again, so that every token has a place.
                let read = text.parse().ok();
                let has_places = read.is_some();
                let changed = read.unwrap_or(changed);
                let expand = || pipeline::expand(options.clone(), changed.clone());
                match catch_unwind(AssertUnwindSafe(expand)) {
                    Ok(out) if has_places => astray.extend(spans::astray(&options, &changed, out)),
                    Ok(_) => {}
                    Err(_) => panics.push(text),
                }
            }
        }
    }
    assert!(panics.is_empty(), "{} panics:\n{}", panics.len(), panics.join("\n"));
    assert!(astray.is_empty(), "{} astray:\n{}", astray.len(), astray.join("\n"));
}
