//! Conditions that tell of indices that they are less than a length.
//!
//! A frame tells that a block has run, and nothing of why. Where the reverse sweep asks again what the block was asked,
//! rustc finds out that an index needs no check.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::runs_whole;
use crate::ir::{Block, Branch, Code, End, Func, Head, Shape, StmtKind};

/// Whether a condition compares numbers, or asks what is in a slice, and reads no float for that.
pub(super) fn tells_of_indices(func: &Func, branch: &Branch) -> bool {
    let reads = branch.again.iter().flatten();
    let is_float = |shape: &Shape| matches!(shape, Shape::Float(_));
    let reads_floats = reads.into_iter().any(|var| is_float(&func.var(*var).shape));
    !reads_floats
        && match &branch.head {
            Head::If(Code(code)) => compares(code.clone()) && !has_element(code.clone()),
            Head::Match(_) => true,
        }
}

/// Whether one of its arms goes on behind the branch, and each other leaves at once.
pub(super) fn goes_on_in_one_arm(branch: &Branch) -> bool {
    let on: Vec<&Block> = branch.arms.iter().map(|arm| &arm.body).filter(|body| !leaves(body)).collect();
    matches!(on[..], [only] if runs_whole(only))
}

fn leaves(block: &Block) -> bool {
    match &block.stmts[..] {
        [] => block.end != End::Fall,
        [only] => matches!(&only.kind, StmtKind::Scope(None, inside) if leaves(inside)),
        _ => false,
    }
}

fn compares(code: TokenStream) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Punct(punct) => matches!(punct.as_char(), '<' | '>'),
        TokenTree::Group(group) => compares(group.stream()),
        _ => false,
    })
}

fn has_element(code: TokenStream) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket || has_element(group.stream()),
        _ => false,
    })
}
