//! Slices that iterators cut out of slices: windows and chunks.

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
    /// What these read.
    pub(crate) reads: Vec<VarId>,
    /// Whether they are written, and are no cells.
    pub(crate) exclusive: bool,
}

impl Func {
    /// The piece of a loop that a step into a place takes, and where it starts.
    pub(crate) fn piece(&self, step: &Proj) -> Option<(VarId, &Piece)> {
        let Proj::Range(Some(Atom::Var(start)), Some(Atom::Var(end)), false) = step else { return None };
        let piece = self.pieces.get(start).filter(|piece| piece.end == *end)?;
        Some((*start, piece))
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
