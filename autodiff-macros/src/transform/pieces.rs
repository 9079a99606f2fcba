//! Loops walk along windows and chunks by std's iterators, as the function does.
//!
//! ```text
//!                                          let chunks = chunks of x; let ct_chunks = chunks of ct_x
//! for t in (0..n).rev() {                  for t in (0..n).rev() {
//!   let a = t * 2; let b = t * 2 + 2         let chunk = last of chunks; let ct_chunk = last of ct_chunks
//!   ct_x[a..b][0] += c * x[a..b][1]          ct_chunk[0] += c * chunk[1]
//! }                                        }
//! ```
//!
//! So that neither the ends of a piece are checked nor an index into one of constant length. A loop that walks along pieces
//! of a slice is at its own piece in each iteration; where it writes them, it may be at no other element of the slice.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{BinOp, Expr};

use super::around::{around_forward_loops, around_loops};
use super::cells::{hold, is_behind_a_cell, is_in_cells};
use super::sums::is_same;
use super::windows::{AllNames, Extents, Line, Names, Walk, elements, is_list, tokens};
use crate::ir::{
    Arg, Atom, Block, Branch, Code, Cut, Func, Loop, LoopHead, Part, Piece, Pieces, Place, Proj, Reach, Role,
    Steps, Stmt, StmtKind, Stride, Value, Var, VarId,
};

/// The function with iterators over pieces.
pub(crate) fn pieces(func: Func) -> Func {
    if func.pieces.is_empty() && func.strides.is_empty() {
        return func;
    }
    let func = beside_strides(func);
    let names = AllNames::of(&func);
    let extents = Extents::before_return(&func);
    let known = |forward| Known { names: &names, extents: &extents, forward };
    let func =
        around_forward_loops(func, |func, inner, span| (take_pieces(func, known(true), inner, span), None));
    around_loops(func, |func, inner, span| (take_pieces(func, known(inner.primal), inner, span), None))
}

/// What is known where iterators are made.
struct Known<'a> {
    names: &'a AllNames,
    extents: &'a Extents,
    /// Whether the loop runs for the first time, so that nothing says that an iteration will be at its element.
    forward: bool,
}

/// The iterators of one loop, whose body from then on uses them.
fn take_pieces(func: &mut Func, known: Known, inner: &mut Loop, span: Span) -> Vec<Stmt> {
    let LoopHead::For(_, Steps { span: Some(bounds), down, .. }) = &inner.head else { return Vec::new() };
    let Some(StmtKind::Bind(counter, None)) = inner.body.stmts.first().map(|stmt| stmt.kind.clone()) else {
        return Vec::new();
    };
    let names = known.names.within(&inner.body);
    let mut walk = Walk::new(func, &names, &inner.body, counter);
    walk.changes.extend(lent(&inner.body));
    let bounds = [&bounds.0, &bounds.1].map(|bound| (tokens(func, bound), bound.var()));
    let mut taking = Taking {
        func,
        known,
        names: &names,
        walk,
        bounds,
        down: *down,
        span,
        before: Vec::new(),
        first: Vec::new(),
    };
    let mut seen = Vec::new();
    while let Some(found) = taking.next(&seen, &mut inner.body) {
        seen.push(found.clone());
        taking.take(found, &mut inner.body);
    }
    inner.body.stmts.splice(1..1, taking.first);
    taking.before
}

/// The piece of a place that starts at this variable.
#[derive(Clone)]
struct Found {
    place: Place,
    start: VarId,
    piece: Piece,
}

impl Found {
    /// The piece of the loop that a place is in, and how many steps into the place it takes.
    fn at(func: &Func, walk: &Walk, place: &Place) -> Option<(Found, usize)> {
        let (at, start, piece) = place.path.iter().enumerate().find_map(|(at, step)| {
            let (start, piece) = func.piece(step)?;
            walk.line(func.strides.get(&piece.number).map_or(piece.number, |stride| stride.number))?;
            Some((at, start, piece))
        })?;
        // What is added to elements at fixed distances from the counter has windows of its own.
        let is_sum = func.var(place.var).role == Role::Cotangent && piece.cut == Cut::Windows;
        let is_counted = matches!(walk.line(piece.number), Some((Line::Same, _)));
        let is_line =
            is_sum && is_counted && matches!(place.path.get(at + 1), Some(Proj::Index(Atom::Const(_), _)));
        let whole = Place { var: place.var, path: place.path[..at].to_vec() };
        // Where the loop computes it, its size is known before the loop.
        let size = piece.size.var().is_none_or(|size| walk.is_fixed(&Place::whole(size)));
        let is_there = is_list(func, &whole) && !is_behind_a_cell(func, &whole);
        let fits = walk.is_fixed(&whole) && is_there && !is_line && size;
        (fits && walk.computes(start)).then_some((Found { place: whole, start, piece }, at + 1))
    }

    fn is(&self, other: &Found) -> bool {
        self.start == other.start && is_same(&self.place, &other.place)
    }
}

/// Iterators being made for one loop.
struct Taking<'a, 'n> {
    func: &'a mut Func,
    known: Known<'n>,
    names: &'n Names<'n>,
    walk: Walk<'n>,
    /// The numbers that the loop counts, and what they read.
    bounds: [(TokenStream, Option<VarId>); 2],
    /// Whether it counts down.
    down: bool,
    span: Span,
    /// What stands before the loop.
    before: Vec<Stmt>,
    /// What stands at the start of each iteration.
    first: Vec<Stmt>,
}

impl Taking<'_, '_> {
    /// A piece that the loop is at, and that has not been seen.
    fn next(&self, seen: &[Found], body: &mut Block) -> Option<Found> {
        let (mut next, copy) = (None, body.clone());
        each_place(body, self.names, &mut |place| {
            if next.is_none() {
                let found = Found::at(self.func, &self.walk, place).map(|(found, _)| found);
                let is_new = |found: &Found| !seen.iter().any(|other| other.is(found));
                next = found.filter(|found| is_new(found) && self.is_there(found, &copy));
            }
            None
        });
        next
    }

    /// Whether the elements of a whole loop are there, whichever of them its iterations are at.
    fn is_there(&self, found: &Found, body: &Block) -> bool {
        let Some(stride) = self.func.strides.get(&found.piece.number) else { return true };
        let within = match &stride.reach {
            Reach::Elements => true,
            Reach::Between { least, ahead, end } => {
                *least >= 0 && self.known.extents.within(self.func, end, -ahead, &found.place)
            }
            Reach::Anywhere => false,
        };
        within || (!self.known.forward && self.comes_to(found, body))
    }

    /// Whether every iteration is at a piece.
    fn comes_to(&self, found: &Found, body: &Block) -> bool {
        let sure = body.stmts.iter().position(Stmt::may_exit).map_or(body.stmts.len(), |at| at + 1);
        body.stmts[..sure].iter().any(|stmt| match &stmt.kind {
            StmtKind::Scope(None, inside) => self.comes_to(found, inside),
            _ => {
                stmt.is_plain()
                    && stmt.clone().places_mut().into_iter().any(|place| {
                        let at = Found::at(self.func, &self.walk, place);
                        at.is_some_and(|(other, _)| other.is(found))
                    })
            }
        })
    }

    fn take(&mut self, mut found: Found, body: &mut Block) {
        let var = found.place.var;
        let written = self.walk.changes.contains(&var);
        let is_cotangent = self.func.var(var).role == Role::Cotangent;
        let stride = self.func.strides.get(&found.piece.number).cloned();
        let number = stride.as_ref().map_or(found.piece.number, |stride| stride.number);
        let Some((line, reads)) = self.walk.line(number) else { return };
        // Windows overlap, and may be written as cells alone; as may what the loop is at in another way, too.
        let held = is_in_cells(self.func, var);
        let several = || found.piece.cut == Cut::Windows || self.mentions_otherwise(&found, body);
        let cells = held || (written && several());
        // What is written and is no cotangent may be named in code that is copied as it is.
        if written != is_cotangent {
            return;
        }
        if cells && !held {
            let Some(held) = hold(self.func, body, var, self.span) else { return };
            self.before.push(held.stmt);
            self.walk.changes.insert(held.cells);
            found.place.var = held.cells;
            found.place.path.drain(..held.depth);
        }
        let piece = self.fresh(&found, "piece", cells, written && !cells);
        self.replace(&found, piece, !written, body);
        let iterator = self.fresh(&found, "pieces", cells, true);
        let mut pieces = self.pieces(&found, &line, reads, written && !cells);
        let mut back = self.down != matches!(line, Line::Down(_));
        if let Some(stride) = stride {
            back ^= stride.back;
            pieces = at_strides(pieces, stride);
        }
        let pieces = Value::Pieces(pieces);
        self.before.push(Stmt { kind: StmtKind::Let(iterator, pieces), span: self.span });
        let next = StmtKind::Let(piece, Value::Piece { of: iterator, back });
        self.first.push(Stmt { kind: next, span: self.span });
    }

    /// Whether a loop is at the slice in another way than by this piece.
    fn mentions_otherwise(&self, found: &Found, body: &Block) -> bool {
        let mut rest = body.clone();
        self.replace(found, VarId(u32::MAX), false, &mut rest);
        rest.stmts.iter().any(|stmt| stmt.mentions().contains(&found.place.var))
    }

    /// What the loop walks along.
    fn pieces(&self, found: &Found, line: &Line, reads: Vec<VarId>, exclusive: bool) -> Pieces {
        let [(start, _), (end, _)] = &self.bounds;
        let Code(from) = line.least(start, end);
        let is_zero = |code: &TokenStream| code.to_string() == "0";
        let piece = &found.piece;
        Pieces {
            place: found.place.clone(),
            cut: piece.cut,
            size: piece.size.clone(),
            from: Code(if is_zero(&from) { from } else { quote!(if #start < #end { #from } else { 0 }) }),
            count: Code(match is_zero(start) {
                true => end.clone(),
                false => quote!(::core::primitive::usize::saturating_sub(#end, #start)),
            }),
            reads: reads
                .into_iter()
                .chain(self.bounds.iter().filter_map(|(_, var)| *var))
                .chain(piece.size.var())
                .collect(),
            by: None,
            exclusive,
        }
    }

    /// Puts the variable in the place of the piece; behind a reference, or itself.
    fn replace(&self, found: &Found, piece: VarId, behind: bool, body: &mut Block) {
        let func = &*self.func;
        each_place(body, self.names, &mut |place| {
            let (other, at) = Found::at(func, &self.walk, place)?;
            // Of a piece that is an element, that is the first.
            let first =
                matches!(place.path[at - 1], Proj::Index(..)).then(|| Proj::at(Atom::Const(Code(quote!(0)))));
            let start = behind.then_some(Proj::Deref).into_iter().chain(first);
            let path = start.chain(place.path[at..].iter().cloned());
            let name = || {
                func.vars.get(piece.0 as usize).map_or_else(|| format_ident!("_"), |var| var.ident.clone())
            };
            other.is(found).then(|| (Place { var: piece, path: path.collect() }, name()))
        });
    }

    fn fresh(&mut self, found: &Found, what: &str, cells: bool, mutable: bool) -> VarId {
        let of = found.place.var;
        let name = format!("{}_{what}", syn::ext::IdentExt::unraw(&self.func.var(of).ident));
        let role = match self.func.var(of).role {
            Role::Cotangent => Role::Cotangent,
            _ => Role::Residual,
        };
        let shape = self.func.place_shape(&found.place).project(&Proj::Range(None, None, false));
        let ident = format_ident!("{name}", span = Span::mixed_site());
        let var = self.func.fresh(Var { ident, role, shape, mutable, late: false, annotation: None });
        self.func.windows.insert(var, Part { of, cells });
        var
    }
}

/// The function with strides for indices that stand beside others, as `i + 1` and `i - 1`.
fn beside_strides(mut func: Func) -> Func {
    let mut strides = std::mem::take(&mut func.strides);
    let mut extend = |stmt: &Stmt| {
        let StmtKind::Let(var, value) = &stmt.kind else { return };
        let beside = match value {
            Value::Pure(code, reads) => match &reads[..] {
                [of] => strides.get(of).zip(beside(code)).map(|(stride, by)| stride.beside(by)),
                _ => None,
            },
            Value::Atom(Atom::Var(of)) => strides.get(of).cloned(),
            _ => None,
        };
        strides.extend(beside.map(|stride| (*var, stride)));
    };
    func.body.each(&mut extend);
    func.reverse.iter().for_each(|reverse| reverse.body.each(&mut extend));
    Func { strides, ..func }
}

/// How much is added to a variable.
fn beside(Code(code): &Code) -> Option<i64> {
    let Ok(Expr::Binary(sum)) = syn::parse2(code.clone()) else { return None };
    let (Expr::Path(_), Expr::Lit(lit)) = (&*sum.left, &*sum.right) else { return None };
    let syn::Lit::Int(by) = &lit.lit else { return None };
    let by: u32 = by.base10_parse().ok()?;
    match sum.op {
        BinOp::Add(_) => Some(by.into()),
        BinOp::Sub(_) => Some(-i64::from(by)),
        _ => None,
    }
}

/// The pieces whose numbers have a stride, where `pieces` would be those that have its multipliers as numbers.
fn at_strides(pieces: Pieces, stride: Stride) -> Pieces {
    let (Code(first), Code(count)) = (&pieces.from, &pieces.count);
    let (Code(from), Code(by)) = (&stride.from, &stride.by);
    let least = match stride.back {
        false => quote!(::core::primitive::usize::wrapping_add(#from, (#first) * #by)),
        true => quote!(::core::primitive::usize::wrapping_sub(#from, ((#first) + #count - 1) * #by)),
    };
    Pieces {
        from: Code(quote!(if #count == 0 { 0 } else { #least })),
        by: Some(stride.by),
        reads: pieces.reads.into_iter().chain(stride.reads).collect(),
        ..pieces
    }
}

/// Calls `visit` with the places of a block; puts what it returns in their place. In code, a part of a slice is such a
/// place.
fn each_place(block: &mut Block, names: &Names, visit: &mut dyn FnMut(&Place) -> Option<(Place, Ident)>) {
    for stmt in &mut block.stmts {
        for place in stmt.places_mut() {
            if let Some((other, _)) = visit(place) {
                *place = other;
            }
        }
        let mut unknown = Vec::new();
        let code = match &mut stmt.kind {
            StmtKind::Let(_, Value::Pure(code, reads)) => Some((code, reads)),
            StmtKind::Let(_, Value::Inert(code)) | StmtKind::Inert(code) => Some((code, &mut unknown)),
            StmtKind::Branch(Branch { head, again, .. }) => {
                Some((head.code_mut(), again.as_mut().unwrap_or(&mut unknown)))
            }
            _ => None,
        };
        if let Some((code, reads)) = code {
            elements(code, &mut |part| {
                // A part of the piece is a part of what stands for it.
                let (Place { var, path }, name) = visit(&names.part(part)?)?;
                let code = match &path[..] {
                    [Proj::Deref] => quote!((*#name)),
                    [Proj::Deref, Proj::Index(Atom::Const(Code(index)), _)] => quote!((*#name)[#index]),
                    _ => return None,
                };
                reads.push(var);
                Some(code)
            });
        }
        stmt.blocks_mut().into_iter().for_each(|inside| each_place(inside, names, visit));
    }
}

/// The variables that a block lends to others to change, or may.
fn lent(block: &Block) -> BTreeSet<VarId> {
    let mut lent = BTreeSet::new();
    block.each(&mut |stmt| {
        let (call, tangents) = match &stmt.kind {
            StmtKind::Let(_, Value::Call(call)) | StmtKind::Split { call, .. } => (call, None),
            StmtKind::Forward { call, tangents, .. } => (call, Some(tangents)),
            _ => return,
        };
        let exclusive = call.args.iter().filter(|arg| matches!(arg, Arg::Exclusive(..)));
        lent.extend(exclusive.filter_map(Arg::root));
        let tangents = tangents.into_iter().flatten().flatten().flatten();
        lent.extend(tangents.map(|place| place.var));
    });
    lent
}
