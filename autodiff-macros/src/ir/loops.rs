//! Loops, and what their iterations keep.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::Pat;

use super::{Atom, Block, Code, Label, VarId};

/// A loop. Leaving to `exit` is `break`, leaving to `next` is `continue`.
#[derive(Clone)]
pub(crate) struct Loop {
    /// Where `break` goes.
    pub(crate) exit: Label,
    /// Where `continue` goes.
    pub(crate) next: Label,
    /// What decides whether there is another iteration.
    pub(crate) head: LoopHead,
    /// What runs in each.
    pub(crate) body: Block,
    /// What each iteration keeps, once `adjoint` has run.
    pub(crate) record: Option<Record>,
    /// Records to which each iteration adds so many entries.
    pub(crate) reserve: Vec<Reserve>,
    /// Whether it runs for the first time, so that it may panic.
    pub(crate) primal: bool,
}

/// Room in a record, made where a loop starts.
#[derive(Clone)]
pub(crate) struct Reserve {
    pub(crate) record: VarId,
    /// How many entries each iteration adds.
    pub(crate) each: Count,
    /// The loops around, by their exit, in each of whose iterations it runs with as many iterations.
    pub(crate) around: Vec<Label>,
}

/// What the iterations of a loop keep.
#[derive(Clone)]
pub(crate) struct Record {
    /// The record: one entry for each iteration.
    pub(crate) var: VarId,
    /// Frames of blocks inside the body, empty when an iteration starts.
    pub(crate) frames: Vec<VarId>,
    /// What an entry holds: these frames, and values of the body itself.
    pub(crate) kept: Vec<VarId>,
}

/// What decides whether a loop goes on.
#[derive(Clone)]
pub(crate) enum LoopHead {
    /// `for pattern in steps`
    For(Box<Pat>, Steps),
    /// `while condition`
    While(Code),
    /// `loop`
    Forever,
}

/// The iterator of a `for`, which carries no derivative.
#[derive(Clone)]
pub(crate) struct Steps {
    /// The iterator.
    pub(crate) code: Code,
    /// The variables it reads, if it can be evaluated again and run from its other end.
    pub(crate) again: Option<Vec<VarId>>,
    /// How many steps there are at most, where that is a constant.
    pub(crate) count: Option<Count>,
    /// Start and end of the numbers that the steps count, each once, up or down, if there is nothing else to them.
    pub(crate) span: Option<(Atom, Atom)>,
    /// Whether they count down.
    pub(crate) down: bool,
}

/// What is known at compile time of a record.
#[derive(Clone)]
pub(crate) struct Capacity {
    /// How many entries it has at most.
    pub(crate) entries: Count,
    /// Whether it certainly gets so many.
    pub(crate) exact: bool,
    /// About how many numbers one of them holds.
    pub(crate) numbers: usize,
}

/// A number known at compile time.
#[derive(Clone)]
pub(crate) enum Count {
    /// From literals.
    Literal(usize),
    /// A constant expression of type `usize`, which rustc evaluates.
    Constant(TokenStream),
}

impl Loop {
    /// How many iterations it has at most, if that is constant.
    pub(crate) fn count(&self) -> Option<&Count> {
        match &self.head {
            LoopHead::For(_, steps) => steps.count.as_ref(),
            LoopHead::While(_) | LoopHead::Forever => None,
        }
    }

    /// What its counter is less than, if it counts numbers and does nothing else.
    pub(crate) fn end(&self) -> Option<&Atom> {
        match &self.head {
            LoopHead::For(_, steps) => steps.span.as_ref().map(|(_, end)| end),
            LoopHead::While(_) | LoopHead::Forever => None,
        }
    }
}

impl Count {
    /// Both multiplied.
    pub(crate) fn times(&self, other: &Count) -> Count {
        match (self, other) {
            (Count::Literal(a), Count::Literal(b)) => Count::Literal(a.saturating_mul(*b)),
            (a, b) => {
                let (a, b) = (a.tokens(), b.tokens());
                Count::Constant(quote!(usize::saturating_mul(#a, #b)))
            }
        }
    }

    /// The number as code.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Count::Literal(count) => Literal::usize_unsuffixed(*count).to_token_stream(),
            Count::Constant(code) => code.clone(),
        }
    }
}
