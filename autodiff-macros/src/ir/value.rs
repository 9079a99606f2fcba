//! The right-hand sides of definitions, and what they are made of.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::ToTokens;
use syn::{Member, Type};

use super::{Pieces, VarId};
use crate::rules::Op;

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
    /// The number that a loop over a range had come to when it was left, behind as many as its record has entries more than
    /// at the mark; from the end of the range if it counts down.
    Reached { of: (Atom, Atom), down: bool, record: VarId, mark: VarId },
    /// The value of a place, which becomes zero.
    Take(Place),
    /// The value of a place, which becomes the zero of a shape that was kept.
    Reset(Place, VarId),
    /// The sum of the elements, added to a zero: the adjoint of `[a; N]`.
    Sum(VarId, Zero),
    /// The part of a slice that a loop walks along.
    Window(Window),
    /// The elements of a slice as cells, of which several windows may be written.
    Cells(Place),
    /// A copy of an argument.
    Kept(Kept),
    /// Two rows of a list of lists as cells. They may be the same one.
    TwoRows(Place, [Atom; 2]),
    /// The pieces of a slice that a loop walks along.
    Pieces(Pieces),
    /// The next of such pieces, or the last of those that are left. In no iteration of the loop there is none.
    Piece { of: VarId, back: bool },
    /// Some elements of a window, one behind the other. In no iteration of the loop are there fewer.
    Strip(Strip),
}

/// Elements of a window that one iteration is at.
#[derive(Clone)]
pub(crate) struct Strip {
    /// The window.
    pub(crate) of: Place,
    /// How many strips there are before it.
    pub(crate) number: VarId,
    /// How many elements it has.
    pub(crate) size: usize,
    /// Whether it is written, and not by cells.
    pub(crate) exclusive: bool,
}

/// The copy of a slice that a pullback will read, behind the copies for earlier calls: where it is among them.
#[derive(Clone)]
pub(crate) struct Kept {
    /// The copies.
    pub(crate) copies: VarId,
    /// The slice.
    pub(crate) place: Place,
    /// The function it is passed to, which knows whether its pullback reads it.
    pub(crate) callee: syn::ExprPath,
    /// The number of the argument.
    pub(crate) at: usize,
}

/// The part of a slice that a loop walks along: no index into it needs a check.
#[derive(Clone)]
pub(crate) struct Window {
    /// The slice, array or `Vec`.
    pub(crate) place: Place,
    /// The index of the first element, where there is one.
    pub(crate) from: Code,
    /// How many elements there are: as many as the loop has iterations.
    pub(crate) len: Atom,
    /// What the index reads.
    pub(crate) reads: Vec<VarId>,
    /// Whether it is written.
    pub(crate) exclusive: bool,
}

impl Window {
    /// Whether the loop runs in any case, and is at what the window is of.
    pub(crate) fn is_taken(&self) -> bool {
        matches!(&self.len, Atom::Const(len) if len.number().is_some_and(|len| len > 0))
    }
}

/// What a window is of.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    /// The variable.
    pub(crate) of: VarId,
    /// Whether its elements are cells: other windows may hold the same elements.
    pub(crate) cells: bool,
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
    /// `p[i]`, and where the user's brackets stand: there a `Vec` panics.
    Index(Atom, Option<Span>),
    /// `p[a..b]`, `p[a..=b]`
    Range(Option<Atom>, Option<Atom>, bool),
}

/// Rust code that the forward sweep copies as it is.
#[derive(Clone)]
pub(crate) struct Code(pub(crate) TokenStream);

impl Callee {
    /// Whether its halves are found in a type that bears its name: those of a free function, but for one in a module of
    /// that name too.
    pub(crate) fn has_namespace(path: &syn::ExprPath) -> bool {
        let mut last = path.path.segments.iter().rev().map(|segment| &segment.ident);
        let (name, before) = (last.next(), last.next());
        let is_type = |ident: &Ident| ident.to_string().starts_with(char::is_uppercase);
        path.qself.is_none() && before.is_none_or(|before| !is_type(before) && Some(before) != name)
    }
}

impl Atom {
    /// An index or a length that is known.
    pub(crate) fn number(number: usize) -> Atom {
        Atom::Const(Code(Literal::usize_unsuffixed(number).to_token_stream()))
    }
}

impl Code {
    /// The index that it is, if it is a literal.
    pub(crate) fn number(&self) -> Option<usize> {
        syn::parse2::<syn::LitInt>(self.0.clone()).ok()?.base10_parse().ok()
    }
}

impl Proj {
    /// The element at an index that the user did not write.
    pub(crate) fn at(index: Atom) -> Proj {
        Proj::Index(index, None)
    }
}

impl Place {
    /// The whole of a variable.
    pub(crate) fn whole(var: VarId) -> Place {
        Place { var, path: Vec::new() }
    }
}
