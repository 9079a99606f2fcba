//! The intermediate representation: one function in A-normal form with structured control flow.
//!
//! ```text
//! func  ::= name params block result
//! block ::= stmt* end                      end ::= fall | exit label | diverge
//! stmt  ::= let var = value                the only definition of var, unless declared
//!         | declare var                    defined by the first store on each path
//!         | bind var = place?              var is bound by a pattern around it
//!         | place = atom
//!         | branch head arm*               arm ::= pattern block
//!         | scope label? block
//!         | loop head block                head ::= for pattern in steps | while code | forever
//!         | inert code                     Rust code that carries no derivative
//!         | split var, pullback = call     the forward half of a callee
//!         | push place atom                a `Vec` grows by one
//!         | permute place order (atom*)    elements change places
//!         | exchange place place           two places exchange their values
//!         | reshape var place change       the shape of a variable follows what the statement before did
//!         | place += value                 a cotangent receives a contribution
//!         | frames (var*)                  frames and records before anything has run
//!         | clear (var*)                   records are empty again
//!         | keep frame (var*)              the frame of this block, for the reverse sweep
//!         | replay frame (var*) block      runs iff the frame was kept
//!         | restore record (var*)          takes back what the last iteration kept
//!         | unroll record var (var*) block   the same for each iteration of a loop, down to a length
//!         | pull pullback atom slot* (atom slot*)*  the reverse half of a callee, and what `tangent` adds to it
//!         | settled (var*)                 the cotangents that an iteration hands on are zero
//!         | forward var, var*, pullback? = call (place?*)*  the tangent half of a callee: value and tangents
//! value ::= atom | place | op atom* | code | pure code (var*) | (atom*) | [atom*] | [atom; code] | atom as type | call
//!         | vec [atom*] | vec [atom; atom] | copy place | pop place | replace place atom
//!         | window place | cells place | pieces place | next piece var | zero | zeros place | zero-like place | read var | length record | take place | reset place var
//!         | sum var | kept place in var
//! atom  ::= var | code                     code that is an atom is a literal or a constant
//! place ::= var proj*                      proj ::= deref | .member | [atom] | [atom?..atom?]
//! ```
//!
//! Everything is plain data. What an analysis finds out stands in tables beside the function.

mod change;
mod loops;
mod name;
mod pieces;
mod places;
mod print;
mod scoped;
mod shape;
mod stmt;
mod value;
mod verify;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use syn::Type;

pub(crate) use change::{Change, Permutation};
pub(crate) use loops::{Capacity, Count, Loop, LoopHead, Record, Reserve, Steps};
pub(crate) use name::{Name, Spellings, place};
pub(crate) use pieces::{Cut, Piece, Pieces, Reach, Stride};
pub(crate) use scoped::{Mark, Scoped};
pub(crate) use shape::{Shape, is_integer};
pub(crate) use stmt::{Arm, Block, Branch, End, Head, Lending, Slot, Stmt, StmtKind};
pub(crate) use value::{Arg, Atom, Call, Callee, Code, Kept, Part, Place, Proj, Strip, Value, Window, Zero};
pub(crate) use verify::verify;

/// Index into [`Func::vars`], meaningless elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct VarId(pub(crate) u32);

/// A target of [`End::Exit`]; unique within a function. Label 0 is the function itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Label(pub(crate) u32);

impl Label {
    /// Leaving to this label is a `return`.
    pub(crate) const FUNCTION: Label = Label(0);
}

/// One function: what the user wrote after `lower`, or what a transform made of it.
#[derive(Clone)]
pub(crate) struct Func {
    /// The name of the user's function.
    pub(crate) name: Ident,
    /// Every variable, in order of creation.
    pub(crate) vars: Vec<Var>,
    /// The parameters in order; the receiver first.
    pub(crate) params: Vec<Param>,
    /// The forward sweep.
    pub(crate) body: Block,
    /// What the function returns; `None` for `()`.
    pub(crate) result: Option<Atom>,
    /// The reverse sweep, once `adjoint` has made one.
    pub(crate) reverse: Option<Reverse>,
    /// What carries the tangents in and out, once `tangent` has added them. Each application adds those of what was
    /// there: of `[x]` makes `[x, d x]`, of these `[x, d x, e x, e d x]`.
    pub(crate) tangents: Vec<Tangents>,
    /// For an operand of unknown type, by the operation's variable and the operand's place in it, the variable that
    /// holds the float it is or refers to.
    pub(crate) reads: BTreeMap<(VarId, usize), VarId>,
    /// Records of loops with a constant number of iterations, and how many these are at most.
    pub(crate) capacities: BTreeMap<VarId, Capacity>,
    /// Other records that are filled and read by index.
    pub(crate) indexed: BTreeSet<VarId>,
    /// Cotangents, and the variables they are of.
    pub(crate) cotangents: BTreeMap<VarId, VarId>,
    /// What is a number in each of some lanes where its shape may not say so.
    pub(crate) lanes: BTreeSet<VarId>,
    /// Windows, and what they are parts of.
    pub(crate) windows: BTreeMap<VarId, Part>,
    /// What loops over windows and chunks are at, by the variable where it starts.
    pub(crate) pieces: BTreeMap<VarId, Piece>,
    /// Indices and numbers of pieces of which a loop takes each so-manieth.
    pub(crate) strides: BTreeMap<VarId, Stride>,
    /// Indices into windows, and a counter that is an index into the same window, which tells rustc of them.
    pub(crate) bounded: BTreeMap<(VarId, VarId), VarId>,
    /// Whether the user says that it may call itself; see [`Func::may_recur`].
    pub(crate) recursive: bool,
    /// The spellings of all variables.
    pub(crate) names: Spellings,
    /// The sweeps are one: what follows a loop in the forward sweep stands in the reverse sweep.
    pub(crate) together: bool,
}

/// The reverse sweep of a function, beside its forward sweep in [`Func::body`].
#[derive(Clone)]
pub(crate) struct Reverse {
    /// The cotangent of the result, an argument of the sweep.
    pub(crate) seed: VarId,
    /// For each parameter the cotangent it owns during the sweep.
    pub(crate) cotangents: Vec<Option<ParamCotangent>>,
    /// Values of the outermost block that the sweep reads: the outermost frame.
    pub(crate) kept: Vec<VarId>,
    /// `&` parameters that the sweep reads: they are passed again.
    pub(crate) again: Vec<VarId>,
    /// The sweep itself.
    pub(crate) body: Block,
}

/// The tangents of a function's parameters and of its result.
#[derive(Clone)]
pub(crate) struct Tangents {
    /// For each parameter, its tangent: a reference where the parameter is one.
    pub(crate) params: Vec<Option<VarId>>,
    /// Whether each tangent is one in each of some directions.
    pub(crate) lanes: bool,
    /// The tangent of the result; none where it is zero.
    pub(crate) result: Option<VarId>,
    /// In the reverse sweep, the tangent of the seed, and for each parameter that of its cotangent.
    pub(crate) reverse: Option<(VarId, Vec<Option<ParamCotangent>>)>,
}

/// The cotangent of one parameter.
#[derive(Clone, Copy)]
pub(crate) struct ParamCotangent {
    /// The variable; a reference to the caller's buffer where `in_place`.
    pub(crate) var: VarId,
    /// Contributions go straight to the caller's buffer, if there is one.
    pub(crate) in_place: bool,
    /// It starts with what the caller's buffer holds (`&mut` parameters), not with zero.
    pub(crate) seeded: bool,
    /// The length of a slice that the caller may leave without a buffer.
    pub(crate) len: Option<VarId>,
    /// How to make its zero, where that is needed.
    pub(crate) zero: Option<Zero>,
}

/// A parameter of the primal.
#[derive(Clone)]
pub(crate) struct Param {
    /// The variable the body reads.
    pub(crate) var: VarId,
    /// By value, `&` or `&mut`.
    pub(crate) passing: Passing,
    /// Whether callers receive a cotangent for it.
    pub(crate) differentiated: bool,
}

/// How an argument is handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Passing {
    /// `T`
    Value,
    /// `&T`
    Shared,
    /// `&mut T`
    Exclusive,
}

/// A variable.
#[derive(Clone)]
pub(crate) struct Var {
    /// Its name in the emitted code; unique within the function.
    pub(crate) ident: Ident,
    /// What it is there for.
    pub(crate) role: Role,
    /// What is known of its type without asking rustc.
    pub(crate) shape: Shape,
    /// Assigned after its definition.
    pub(crate) mutable: bool,
    /// Declared without a value.
    pub(crate) late: bool,
    /// The type the user wrote.
    pub(crate) annotation: Option<Type>,
}

/// What a variable is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// A parameter.
    Param,
    /// A variable of the user's.
    User,
    /// A name that A-normal form gave to a value.
    Temp,
    /// The value returned.
    Result,
    /// A cotangent.
    Cotangent,
    /// A tangent.
    Tangent,
    /// A copy of a value for the reverse sweep.
    Residual,
    /// The reverse half of a call.
    Pullback,
    /// The frame of a block, empty until the block has run.
    Frame,
    /// What the iterations of a loop keep, one entry for each.
    Record,
    /// Copies of slices that calls were given, one behind the other.
    Copies,
    /// The zero cotangent of a variable at present, empty until it has a value.
    Shape,
    /// The length of a record before a loop.
    Mark,
}

impl Func {
    /// The variable behind an id.
    pub(crate) fn var(&self, id: VarId) -> &Var {
        &self.vars[id.0 as usize]
    }

    /// The ids of all variables.
    pub(crate) fn vars(&self) -> impl Iterator<Item = VarId> + use<> {
        (0..u32::try_from(self.vars.len()).unwrap_or(u32::MAX)).map(VarId)
    }

    /// Adds a variable.
    ///
    /// Names that the compiler invents are told apart by their spelling; the user's are unique already.
    pub(crate) fn fresh(&mut self, mut var: Var) -> VarId {
        if !matches!(var.role, Role::Param | Role::User) {
            var.ident = self.names.tell_apart(&var.ident);
        }
        self.names.insert(var.ident.to_string());
        let id = VarId(u32::try_from(self.vars.len()).unwrap_or(u32::MAX));
        self.vars.push(var);
        id
    }
}
