//! Statements, blocks and branches.

use proc_macro2::Span;
use syn::Pat;

use super::{Atom, Call, Change, Code, Label, Loop, Permutation, Place, Value, VarId};

/// Statements and where control goes after them.
#[derive(Clone)]
pub(crate) struct Block {
    /// In order of execution.
    pub(crate) stmts: Vec<Stmt>,
    /// What follows the last one.
    pub(crate) end: End,
}

/// Where control goes at the end of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// On to what follows the block.
    Fall,
    /// Out of the scope with this label.
    Exit(Label),
    /// Nowhere: the last statement panics.
    Diverge,
}

/// A statement and the user's code it comes from.
#[derive(Clone)]
pub(crate) struct Stmt {
    /// What it does.
    pub(crate) kind: StmtKind,
    /// Where errors about it should point.
    pub(crate) span: Span,
}

/// What a statement does; see the grammar of the module.
#[derive(Clone)]
pub(crate) enum StmtKind {
    /// `let var = value`
    Let(VarId, Value),
    /// `let var;`
    Declare(VarId),
    /// `var` is bound by a pattern: to the value of the place, or to something without a derivative.
    Bind(VarId, Option<Place>),
    /// `place = atom`; `first` where it initialises a declared variable.
    Store { place: Place, value: Atom, first: bool },
    /// `if` and `match`.
    Branch(Branch),
    /// A block, labelled where something exits to it.
    Scope(Option<Label>, Block),
    /// `for`, `while`, `loop`.
    Loop(Loop),
    /// Code without a derivative, run in the forward sweep alone.
    Inert(Code),
    /// The forward half of a callee: its value and its pullback; and how this gets each argument by reference again.
    Split { var: VarId, pullback: VarId, call: Call, lent: Vec<Lending> },
    /// `place.push(atom)`, the place being a `Vec`.
    Push(Place, Atom),
    /// The elements of a place in another order.
    Permute(Place, Permutation, Vec<Atom>),
    /// Two places exchange their values.
    Exchange(Place, Place),
    /// The shape that is kept of a variable follows what the statement before did to the place.
    Reshape { shape: VarId, place: Place, change: Change },
    /// `place += value`
    Accumulate(Place, Value),
    /// Declares frames and records, which are empty.
    Frames(Vec<VarId>),
    /// Records are empty again.
    Clear(Vec<VarId>),
    /// Stores the frame of the enclosing block.
    Keep(VarId, Vec<VarId>),
    /// Runs the block if the frame was kept, with its variables in scope.
    Replay(VarId, Vec<VarId>, Block),
    /// Takes what the last iteration kept from the end of a record.
    Restore(VarId, Vec<VarId>),
    /// Runs the block for each iteration in a record, the last one first, with what the iteration kept in scope; down
    /// to the length that the record had before the loop.
    Unroll { record: VarId, mark: VarId, vars: Vec<VarId>, body: Block },
    /// The reverse half of a callee: seed, and one slot for each argument.
    Pull { pullback: VarId, seed: Atom, slots: Vec<Slot>, tangents: Vec<(Atom, Vec<Slot>)> },
    /// Leaves the function without a result unless these cotangents are zero.
    Settled(Vec<VarId>),
    /// The tangent half of a callee: its value and its tangents, each from a tangent for each argument that has one; and,
    /// if it is that of a forward half, the pullback and how this gets each argument again, with its tangent.
    Forward {
        var: VarId,
        along: Vec<VarId>,
        pullback: Option<(VarId, Vec<Lending>)>,
        call: Call,
        tangents: Vec<Vec<Option<Place>>>,
    },
}

/// What the reverse half of a callee gets for one argument.
#[derive(Clone, Default)]
pub(crate) struct Slot {
    /// Where the cotangent goes.
    pub(crate) ct: Option<Place>,
    /// The argument itself, by reference.
    pub(crate) lent: Option<Place>,
    /// Whether the cotangent holds negative zeros.
    pub(crate) fresh: bool,
}

/// How a pullback gets an argument by reference that it reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lending {
    /// It has a copy of its own.
    Never,
    /// The argument itself is passed again.
    Again,
    /// A copy is passed that the caller has among others.
    Kept,
}

/// A choice between blocks.
#[derive(Clone)]
pub(crate) struct Branch {
    /// What decides.
    pub(crate) head: Head,
    /// The variables the head reads, if it can be evaluated again: it has no effects and binds nothing.
    pub(crate) again: Option<Vec<VarId>>,
    /// The alternatives; two for `if`.
    pub(crate) arms: Vec<Arm>,
}

/// What a branch decides by.
#[derive(Clone)]
pub(crate) enum Head {
    /// A condition, which may bind names (`if let`).
    If(Code),
    /// A scrutinee.
    Match(Code),
}

impl Head {
    /// What is evaluated.
    pub(crate) fn code(&self) -> &Code {
        let (Head::If(code) | Head::Match(code)) = self;
        code
    }

    /// The same, to change.
    pub(crate) fn code_mut(&mut self) -> &mut Code {
        let (Head::If(code) | Head::Match(code)) = self;
        code
    }
}

/// One alternative of a branch.
#[derive(Clone)]
pub(crate) struct Arm {
    /// The pattern with its guard; `None` in `if`.
    pub(crate) pattern: Option<Pat>,
    /// What runs.
    pub(crate) body: Block,
}

impl Block {
    /// A block that does nothing.
    pub(crate) fn empty() -> Block {
        Block { stmts: Vec::new(), end: End::Fall }
    }
}
