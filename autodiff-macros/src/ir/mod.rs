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
//!         | keep frame (var*)              the frame of this block, for the reverse sweep
//!         | replay frame (var*) block      runs iff the frame was kept
//!         | restore record (var*)          takes back what the last iteration kept
//!         | unroll record var (var*) block   the same for each iteration of a loop, down to a length
//!         | pull pullback atom slot* (atom slot*)?  the reverse half of a callee, and what `tangent` adds to it
//!         | forward var, var, pullback? = call (place?*)  the tangent half of a callee: value and tangent
//! value ::= atom | place | op atom* | code | pure code (var*) | (atom*) | [atom*] | [atom; code] | atom as type | call
//!         | vec [atom*] | vec [atom; atom] | copy place | pop place | replace place atom
//!         | window place | zero | zeros place | zero-like place | read var | length record | take place | reset place var
//!         | sum var
//! atom  ::= var | code                     code that is an atom is a literal or a constant
//! place ::= var proj*                      proj ::= deref | .member | [atom] | [atom?..atom?]
//! ```
//!
//! Everything is plain data. What an analysis finds out stands in tables beside the function.

mod change;
mod name;
mod print;
mod shape;
mod verify;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Member, Pat, Type};

use crate::rules::Op;

pub(crate) use change::{Change, Permutation};
pub(crate) use name::Name;
pub(crate) use shape::{Shape, is_integer};
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
    /// What carries the tangents in and out, once `tangent` has added them.
    pub(crate) tangents: Option<Tangents>,
    /// For an operand of unknown type, by the operation's variable and the operand's place in it, the variable that
    /// holds the float it is or refers to.
    pub(crate) reads: BTreeMap<(VarId, usize), VarId>,
    /// Records of loops with a constant number of iterations, and how many these are at most.
    pub(crate) capacities: BTreeMap<VarId, Capacity>,
    /// Windows, and the variables they are parts of.
    pub(crate) windows: BTreeMap<VarId, VarId>,
    /// The spellings of all variables.
    pub(crate) names: BTreeSet<String>,
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
    /// The zero cotangent of a variable at present, empty until it has a value.
    Shape,
    /// The length of a record before a loop.
    Mark,
}

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
    /// The forward half of a callee: its value and its pullback; and which arguments by reference are passed again to
    /// the pullback.
    Split { var: VarId, pullback: VarId, call: Call, lent: Vec<bool> },
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
    Pull { pullback: VarId, seed: Atom, slots: Vec<Slot>, tangents: Option<(Atom, Vec<Slot>)> },
    /// The tangent half of a callee: its value and its tangent, from a tangent for each argument that has one; and, if it
    /// is that of a forward half, the pullback and which arguments are passed again to it.
    Forward {
        var: VarId,
        tangent: VarId,
        pullback: Option<(VarId, Vec<bool>)>,
        call: Call,
        tangents: Vec<Option<Place>>,
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
    pub(crate) reserve: Vec<(VarId, Count)>,
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

/// One alternative of a branch.
#[derive(Clone)]
pub(crate) struct Arm {
    /// The pattern with its guard; `None` in `if`.
    pub(crate) pattern: Option<Pat>,
    /// What runs.
    pub(crate) body: Block,
}

/// The right-hand side of a definition.
#[derive(Clone)]
pub(crate) enum Value {
    /// A copy.
    Atom(Atom),
    /// A read of a place.
    Load(Place),
    /// A primitive applied, and where its operator stands.
    Op(Op, Vec<Atom>, Span),
    /// Code without a derivative.
    Inert(Code),
    /// The same where it can be evaluated again: it has no effects, and reads these variables and constants alone.
    Pure(Code, Vec<VarId>),
    /// `(a, b)`
    Tuple(Vec<Atom>),
    /// `[a, b]`
    Array(Vec<Atom>),
    /// `[a; N]`
    Repeat(Atom, Code),
    /// `vec![a, b]`, by the path of the macro.
    List(Code, Vec<Atom>),
    /// `vec![a; n]`, by the path of the macro.
    Filled(Code, Atom, Atom),
    /// `place.clone()`, `place.to_vec()`: the same elements again, by the name of the method.
    Copy(Place, Ident),
    /// The last element of a `Vec`, which loses it, and what unwraps it; one that is there for certain without.
    Pop(Place, Option<Code>),
    /// The value of a place, which gets another.
    Replace(Place, Atom),
    /// `a as f32`
    Cast(Atom, Type),
    /// A call of a function that may carry derivatives.
    Call(Call),
    /// A zero cotangent.
    Zero(Zero),
    /// The zero of the shape that a place of a cotangent has.
    Zeros(Place),
    /// The zero cotangent of the value in a place.
    ZeroLike(Place),
    /// The float that a value is or refers to.
    Read(VarId),
    /// The length of a record.
    Length(VarId),
    /// The value of a place, which becomes zero.
    Take(Place),
    /// The value of a place, which becomes the zero of a shape that was kept.
    Reset(Place, VarId),
    /// The sum of the elements, added to a zero: the adjoint of `[a; N]`.
    Sum(VarId, Zero),
    /// The part of a slice that a loop walks along.
    Window(Window),
}

/// The part of a slice that a loop walks along: no index into it needs a check.
#[derive(Clone)]
pub(crate) struct Window {
    /// The slice, array or `Vec`.
    pub(crate) place: Place,
    /// The index of the first element, and of the one behind the last, the loop running at least once.
    pub(crate) bounds: [Code; 2],
    /// The numbers that the loop counts: it does not run unless the first is less.
    pub(crate) span: (Atom, Atom),
    /// What the bounds read.
    pub(crate) reads: Vec<VarId>,
    /// Whether it is written.
    pub(crate) exclusive: bool,
}

/// How a zero cotangent is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Zero {
    /// From the known shape of this primal variable.
    OfShape(VarId),
    /// The same of negative zeros, which an addition replaces without rounding. Only where one certainly follows.
    Neutral(VarId),
    /// A copy of this variable, which the forward sweep made with `ZeroLike`.
    Copied(VarId),
    /// Of the shape that the variable at the end of its life has; `late` where it may not have got a value.
    Shaped { shape: VarId, late: bool },
    /// Of a type that rustc infers from its use.
    Inferred,
}

/// A call.
#[derive(Clone)]
pub(crate) struct Call {
    /// The function.
    pub(crate) callee: Callee,
    /// The arguments after the receiver.
    pub(crate) args: Vec<Arg>,
}

/// The function of a call.
#[derive(Clone)]
pub(crate) enum Callee {
    /// `k::g`
    Path(syn::ExprPath),
    /// `receiver.g`, with the turbofish if there is one.
    Method(Code, Ident, Option<TokenStream>),
}

/// One argument of a call, and where it stands.
#[derive(Clone)]
pub(crate) enum Arg {
    /// A value.
    Value(Atom, Span),
    /// `&place`
    Shared(Place, Span),
    /// `&mut place`
    Exclusive(Place, Span),
    /// A closure that may borrow, which the callee's half takes by `&mut`.
    Closure(Code, Span),
}

/// A variable or a constant.
#[derive(Clone)]
pub(crate) enum Atom {
    /// A variable.
    Var(VarId),
    /// A literal or the path of a constant; can be repeated anywhere.
    Const(Code),
}

/// A variable and the way into it.
#[derive(Clone)]
pub(crate) struct Place {
    /// Where it starts.
    pub(crate) var: VarId,
    /// Each step.
    pub(crate) path: Vec<Proj>,
}

/// One step into a place.
#[derive(Clone)]
pub(crate) enum Proj {
    /// `*p`
    Deref,
    /// `p.x`, `p.0`
    Member(Member),
    /// `p[i]`
    Index(Atom),
    /// `p[a..b]`, `p[a..=b]`
    Range(Option<Atom>, Option<Atom>, bool),
}

/// Rust code that the forward sweep copies as it is.
#[derive(Clone)]
pub(crate) struct Code(pub(crate) TokenStream);

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

impl Place {
    /// The whole of a variable.
    pub(crate) fn whole(var: VarId) -> Place {
        Place { var, path: Vec::new() }
    }
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
            let wanted = var.ident.to_string();
            let mut count = 0;
            while self.names.contains(&var.ident.to_string()) {
                count += 1;
                var.ident = quote::format_ident!("{wanted}_{count}", span = var.ident.span());
            }
        }
        self.names.insert(var.ident.to_string());
        let id = VarId(u32::try_from(self.vars.len()).unwrap_or(u32::MAX));
        self.vars.push(var);
        id
    }
}

impl Block {
    /// A block that does nothing.
    pub(crate) fn empty() -> Block {
        Block { stmts: Vec::new(), end: End::Fall }
    }
}
