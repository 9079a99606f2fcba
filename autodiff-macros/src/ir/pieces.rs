//! Slices that iterators cut out of slices: windows and chunks.

use proc_macro2::Literal;
use quote::quote;

use super::{Atom, Code, Func, Place, Proj, VarId};

/// How an iterator cuts a slice into pieces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cut {
    /// `windows`, which overlap.
    Windows,
    /// `chunks`, the last of which may be shorter.
    Chunks,
    /// `chunks_exact`
    ChunksExact,
}

/// What one step of a loop over pieces is at: `place[start..end]`.
#[derive(Clone)]
pub(crate) struct Piece {
    /// Where it ends.
    pub(crate) end: VarId,
    /// How many there are before it.
    pub(crate) number: VarId,
    /// How long a piece is.
    pub(crate) size: Atom,
    /// How the slice is cut.
    pub(crate) cut: Cut,
}

/// An index that moves on by more than one where the number of an iteration moves on by one: `from + number * by`.
#[derive(Clone)]
pub(crate) struct Stride {
    /// What is multiplied.
    pub(crate) number: VarId,
    /// Where it starts, counted without overflow checks.
    pub(crate) from: Code,
    /// By how much it moves on.
    pub(crate) by: Code,
    /// Whether it moves back: `from - number * by`.
    pub(crate) back: bool,
    /// What these read.
    pub(crate) reads: Vec<VarId>,
    /// What is known of the index.
    pub(crate) reach: Reach,
}

impl Stride {
    /// That of an index so much further.
    pub(crate) fn beside(&self, by: i64) -> Stride {
        let (Code(from), more) = (&self.from, Literal::u64_unsuffixed(by.unsigned_abs()));
        let from = match by < 0 {
            true => quote!(::core::primitive::usize::wrapping_sub(#from, #more)),
            false => quote!(::core::primitive::usize::wrapping_add(#from, #more)),
        };
        Stride { from: Code(from), reach: self.reach.beside(by), ..self.clone() }
    }
}

/// Whether what an index leads to is there.
#[derive(Clone)]
pub(crate) enum Reach {
    /// What a loop goes over has an element at each of them.
    Elements,
    /// None is less than `least`, and none with so much added to it reaches `end`.
    Between { least: i64, ahead: i64, end: Atom },
    /// Nothing is known.
    Anywhere,
}

impl Reach {
    /// That of an index so much further.
    pub(crate) fn beside(&self, by: i64) -> Reach {
        match self {
            Reach::Between { least, ahead, end } => {
                Reach::Between { least: least + by, ahead: ahead - by, end: end.clone() }
            }
            Reach::Elements | Reach::Anywhere => Reach::Anywhere,
        }
    }
}

/// The pieces of a slice that a loop walks along, one in each iteration.
#[derive(Clone)]
pub(crate) struct Pieces {
    /// The slice, array or `Vec`; cells, if they are written and overlap.
    pub(crate) place: Place,
    /// How the slice is cut.
    pub(crate) cut: Cut,
    /// How long a piece is.
    pub(crate) size: Atom,
    /// The number of the first piece, where there is one.
    pub(crate) from: Code,
    /// How many pieces there are: as many as the loop has iterations.
    pub(crate) count: Code,
    /// By how much the number of a piece moves on, where that is not one.
    pub(crate) by: Option<Code>,
    /// What these read.
    pub(crate) reads: Vec<VarId>,
    /// Whether they are written, and are no cells.
    pub(crate) exclusive: bool,
}

impl Func {
    /// The piece of a loop that a step into a place takes, and where it starts. An element at a stride is the one of a
    /// chunk.
    pub(crate) fn piece(&self, step: &Proj) -> Option<(VarId, Piece)> {
        match step {
            Proj::Range(Some(Atom::Var(start)), Some(Atom::Var(end)), false) => {
                let piece = self.pieces.get(start).filter(|piece| piece.end == *end)?;
                Some((*start, piece.clone()))
            }
            Proj::Index(Atom::Var(index), _) if self.strides.contains_key(index) => {
                let (end, number, size) = (*index, *index, Atom::Const(Code(quote!(1))));
                Some((*index, Piece { end, number, size, cut: Cut::ChunksExact }))
            }
            _ => None,
        }
    }
}

impl Cut {
    /// The name of the iterator in std.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Cut::Windows => "windows",
            Cut::Chunks => "chunks",
            Cut::ChunksExact => "chunks_exact",
        }
    }
}
