//! Loops of the reverse sweep walk along windows.
//!
//! ```text
//!                                        let w = window x[lo..lo + n]; let ct_w = window ct_x[lo..lo + n]
//! for j in 0..n {                        for j in 0..n {
//!   ct_x[lo + j] += c * x[lo + j]          ct_w[j] += c * w[j]
//! }                                      }
//! ```
//!
//! rustc knows the length of a window, so that no index into it is checked and the loop becomes one over vectors. In the
//! reverse sweep nothing changes by that: the forward sweep has been at each of these elements. A window is taken where
//! every iteration is at its element, or where its length says that all elements are there ([`extents`]), and what is
//! written is reached by no other way in the loop. Where it is written in several (`x[i]` and `x[i + 1]`), these are windows of
//! cells, which may overlap.

mod bounded;
mod code;
mod conditions;
mod extents;
mod names;
mod told;
mod walk;
mod wholes;

use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Pat;

pub(super) use self::conditions::elements;
pub(super) use self::extents::Extents;
pub(super) use self::names::{AllNames, Names};
pub(super) use self::walk::{Line, Walk, accessed_mut};
pub(super) use self::wholes::wholes;

use self::walk::Access;
use super::around::{around_forward_loops, around_loops};
use super::cells::{hold, hold_two_rows, is_behind_a_cell, is_in_cells};
use crate::ir::{
    Atom, Block, Branch, Code, Func, Loop, LoopHead, Part, Place, Proj, Role, Shape, Steps, Stmt, StmtKind,
    Value, Var, VarId, Window,
};

/// The function with windows.
pub(crate) fn windows(func: Func) -> Func {
    let names = AllNames::of(&func);
    let known = Known { extents: Extents::before_return(&func), names: &names, forward: true };
    let func =
        around_forward_loops(func, |func, inner, span| (take_windows(func, &known, inner, span), None));
    let first_time = known;
    let known = Known { extents: Extents::after_return(&func), names: &names, forward: false };
    around_loops(func, |func, inner, span| {
        let known = if inner.primal { &first_time } else { &known };
        (take_windows(func, known, inner, span), None)
    })
}

/// What is known where windows are taken.
struct Known<'a> {
    extents: Extents,
    names: &'a AllNames,
    /// In the forward sweep nothing says that an iteration will be at its element but the length.
    forward: bool,
}

/// The windows of one loop, whose body from then on uses them.
fn take_windows(func: &mut Func, known: &Known, inner: &mut Loop, span: Span) -> Vec<Stmt> {
    let LoopHead::For(_, Steps { span: Some(bounds), .. }) = &inner.head else { return Vec::new() };
    let Some(StmtKind::Bind(counter, None)) = inner.body.stmts.first().map(|stmt| stmt.kind.clone()) else {
        return Vec::new();
    };
    let bounds = bounds.clone();
    let names = known.names.within(&inner.body);
    let mut walk = Walk::new(func, &names, &inner.body, counter);
    let mut stmts = Vec::new();
    for var in known.in_two_rows(func, &walk) {
        stmts.extend(hold_two_rows(func, &mut inner.body, var, &|row| walk.is_fixed(row), span));
    }
    for var in known.in_several_ways(func, &walk, &bounds) {
        stmts.extend(hold(func, &mut inner.body, var, span).map(|held| held.stmt));
    }
    if !stmts.is_empty() {
        walk = Walk::new(func, &names, &inner.body, counter);
    }
    let lines = known.wanted(func, &walk, &bounds);
    if lines.is_empty() {
        return stmts;
    }
    let mut taking = Taking { func, bounds, span, stmts, windows: BTreeMap::new() };
    let steps = taking.steps(inner, counter);
    taking.take(lines, &steps);
    taking.replace(&mut inner.body, &walk, &steps);
    taking.stmts
}

/// A place and a line through it that a window is taken for.
struct Wanted {
    access: Access,
    /// Whether its elements are written.
    written: bool,
}

/// The lines through the places in one variable, by their keys.
type Lines = BTreeMap<String, Wanted>;

impl Known<'_> {
    /// The variables that lines go through which are there, and that the loop changes in other ways, too.
    fn in_several_ways(&self, func: &Func, walk: &Walk, bounds: &(Atom, Atom)) -> Vec<VarId> {
        let several = |var: &VarId, lines: &Lines| lines.len() > 1 || walk.otherwise.contains(var);
        let changed = |var: &VarId| !self.forward && walk.changes.contains(var) && !is_in_cells(func, *var);
        let ways = lines(walk).into_iter().filter(|(var, lines)| changed(var) && several(var, lines));
        let in_list =
            |line: &Wanted| !line.access.whole.path.iter().any(|step| matches!(step, Proj::Index(..)));
        let there = |lines: &Lines| {
            lines.values().any(|line| in_list(line) && self.is_there(func, &line.access, bounds))
        };
        ways.filter(|(_, lines)| there(lines)).map(|(var, _)| var).collect()
    }

    /// The variables of which a loop walks along two lists inside a list, and changes both.
    fn in_two_rows(&self, func: &Func, walk: &Walk) -> Vec<VarId> {
        let there = |line: &Wanted| is_in_list(func, &line.access.whole) && line.access.certain;
        let fits = |(var, lines): &(VarId, Lines)| {
            lines.len() == 2 && walk.changes.contains(var) && lines.values().all(there)
        };
        let ways = lines(walk).into_iter().filter(|ways| !self.forward && fits(ways));
        ways.map(|(var, _)| var).collect()
    }

    /// The lines for which windows can be taken.
    fn wanted(&self, func: &Func, walk: &Walk, bounds: &(Atom, Atom)) -> Lines {
        let mut all = BTreeMap::new();
        for (var, mut lines) in lines(walk) {
            // In the forward sweep, code that is copied as it is may name what is written.
            let the_only_way = lines.len() == 1 && !walk.otherwise.contains(&var) && !self.forward;
            if !walk.changes.contains(&var) || the_only_way || is_in_cells(func, var) {
                lines.retain(|_, line| self.is_there(func, &line.access, bounds));
                all.extend(lines);
            }
        }
        all
    }

    /// Whether the elements of a whole loop are there, whichever of them its iterations are at.
    fn is_there(&self, func: &Func, access: &Access, (start, end): &(Atom, Atom)) -> bool {
        let (whole, extents) = (&access.whole, &self.extents);
        if !is_list(func, whole) || is_behind_a_cell(func, whole) {
            return false;
        }
        if self.forward && tokens(func, start).to_string() != "0" {
            return false;
        }
        match &access.line {
            _ if access.certain && !self.forward => true,
            // rustc needs no help, unless any write may be one to where the list inside a list is.
            Line::Same => (!self.forward || is_in_list(func, whole)) && extents.within(func, end, 0, whole),
            Line::Behind(offset) => {
                let from_zero = is_at_most(offset, &tokens(func, start));
                !self.forward && from_zero && extents.within(func, end, 0, whole)
            }
            Line::Up(offset) => match syn::parse2::<syn::LitInt>(offset.clone()) {
                Ok(more) if !self.forward => {
                    more.base10_parse().is_ok_and(|more| extents.within(func, end, more, whole))
                }
                Ok(_) => false,
                Err(_) => extents.leaves(func, end, offset, whole),
            },
            Line::Down(first) => syn::parse2(first.clone()).is_ok_and(|first| {
                extents.code_within(func, &first, 1, whole) && extents.is_behind(func, &first, end)
            }),
        }
    }
}

/// The lines that a loop is at, by the variables that they go through.
fn lines(walk: &Walk) -> BTreeMap<VarId, Lines> {
    let mut all: BTreeMap<VarId, Lines> = BTreeMap::new();
    for access in &walk.accesses {
        let lines = all.entry(access.whole.var).or_default();
        let line =
            lines.entry(access.key()).or_insert_with(|| Wanted { access: access.clone(), written: false });
        line.written |= access.written;
        line.access.certain |= access.certain;
        if !access.rest.is_empty() {
            line.access.rest.clone_from(&access.rest);
        }
    }
    all
}

pub(super) fn is_list(func: &Func, place: &Place) -> bool {
    matches!(func.place_shape(place), Shape::Array(..) | Shape::Slice(_) | Shape::List(_))
}

/// Whether a place is behind an element of a list of lists.
fn is_in_list(func: &Func, place: &Place) -> bool {
    let is_index = |step: &Proj| matches!(step, Proj::Index(..));
    matches!(func.place_shape(place), Shape::List(_)) && place.path.iter().any(is_index)
}

/// Whether both are literals, the first not greater than the second.
fn is_at_most(a: &TokenStream, b: &TokenStream) -> bool {
    let number =
        |code: &TokenStream| syn::parse2::<syn::LitInt>(code.clone()).ok()?.base10_parse::<usize>().ok();
    number(a).zip(number(b)).is_some_and(|(a, b)| a <= b)
}

/// How a loop with windows counts: from zero up to a length.
struct Counting {
    at: VarId,
    len: Atom,
}

/// Windows being taken for one loop.
struct Taking<'a> {
    func: &'a mut Func,
    /// The numbers that the loop counted.
    bounds: (Atom, Atom),
    span: Span,
    /// What stands before the loop.
    stmts: Vec<Stmt>,
    /// Each window, and whether it is walked downwards, by the key of its line.
    windows: BTreeMap<String, (VarId, bool)>,
}

impl Taking<'_> {
    /// Makes the loop count from zero, as rustc follows it in both directions.
    fn steps(&mut self, inner: &mut Loop, counter: VarId) -> Counting {
        let (start, end) = self.bounds.clone();
        let (first, last) = (tokens(self.func, &start), tokens(self.func, &end));
        if first.to_string() == "0" {
            return Counting { at: counter, len: end };
        }
        let reads: Vec<VarId> = [&start, &end].into_iter().filter_map(Atom::var).collect();
        let len =
            self.number("steps", quote!(::core::primitive::usize::saturating_sub(#last, #first)), reads);
        let (at, to) = (self.fresh("at", Role::Residual, Shape::Integer), self.func.var(len).ident.clone());
        if let LoopHead::For(pattern, steps) = &mut inner.head {
            let rev = steps.down.then(|| quote!(.rev()));
            **pattern = Pat::Verbatim(self.func.var(at).ident.to_token_stream());
            steps.code = Code(quote!((0..#to)#rev));
            steps.again = Some(vec![len]);
            steps.span = Some((Atom::Const(Code(quote!(0))), Atom::Var(len)));
        }
        let step = self.func.var(at).ident.clone();
        let reads = start.var().into_iter().chain([at]).collect();
        let number = Value::Pure(Code(quote!(#first + #step)), reads);
        let kinds = [StmtKind::Bind(at, None), StmtKind::Let(counter, number)];
        inner.body.stmts.splice(..1, kinds.map(|kind| Stmt { kind, span: self.span }));
        Counting { at, len: Atom::Var(len) }
    }

    fn take(&mut self, lines: BTreeMap<String, Wanted>, steps: &Counting) {
        let ends = [&self.bounds.0, &self.bounds.1];
        let (start, end) = (tokens(self.func, ends[0]), tokens(self.func, ends[1]));
        let bounds: Vec<VarId> = ends.into_iter().filter_map(Atom::var).collect();
        for (key, Wanted { access, written }) in lines {
            let place = access.whole;
            let cells = is_in_cells(self.func, place.var);
            let role = if written || cells { Role::Cotangent } else { Role::Residual };
            let window = part(self.func, place.var, "window", role, elements_of(self.func, &place), cells);
            let exclusive = written && !cells;
            self.func.vars[window.0 as usize].mutable = exclusive;
            let reads = access.reads.iter().chain(&bounds).copied().collect();
            let (from, len) = (access.line.least(&start, &end), steps.len.clone());
            self.push(window, Value::Window(Window { place, from, len, reads, exclusive }));
            self.windows.insert(key, (window, matches!(access.line, Line::Down(_))));
        }
    }

    /// Replaces the elements in a body by those of windows.
    fn replace(&mut self, body: &mut Block, walk: &Walk, steps: &Counting) {
        let positions = [false, true].map(|down| {
            let wanted = self.windows.values().any(|(_, is_down)| *is_down == down);
            wanted.then(|| if down { self.back(body, steps) } else { Atom::Var(steps.at) })
        });
        self.replace_in(body, walk, &positions);
    }

    fn replace_in(&self, block: &mut Block, walk: &Walk, positions: &[Option<Atom>; 2]) {
        for stmt in &mut block.stmts {
            for place in accessed_mut(stmt) {
                let Some(access) = walk.access(place, false, false) else { continue };
                let Some((window, down)) = self.windows.get(&access.key()) else { continue };
                let position = positions[usize::from(*down)].clone();
                let path = position.into_iter().map(Proj::at).chain(access.rest).collect();
                *place = Place { var: *window, path };
            }
            if let StmtKind::Branch(Branch { head, again: Some(reads), .. }) = &mut stmt.kind {
                elements(head.code_mut(), &mut |element| {
                    let access = walk.read(element)?;
                    let (window, down) = self.windows.get(&access.key())?;
                    let position = positions[usize::from(*down)].as_ref()?;
                    reads.extend(position.var().into_iter().chain([*window]));
                    let (window, at) = (&self.func.var(*window).ident, tokens(self.func, position));
                    Some(quote!(#window[#at]))
                });
            }
            stmt.blocks_mut().into_iter().for_each(|inside| self.replace_in(inside, walk, positions));
        }
    }

    /// The index into a window that is walked down.
    fn back(&mut self, body: &mut Block, steps: &Counting) -> Atom {
        let (at, len) = (self.func.var(steps.at).ident.clone(), tokens(self.func, &steps.len));
        let reads = steps.len.var().into_iter().chain([steps.at]).collect();
        let position = self.fresh("from_end", Role::Residual, Shape::Integer);
        let value = Value::Pure(Code(quote!(#len - 1 - #at)), reads);
        body.stmts.insert(1, Stmt { kind: StmtKind::Let(position, value), span: self.span });
        Atom::Var(position)
    }

    /// A number that is computed before the loop.
    fn number(&mut self, name: &str, code: TokenStream, reads: Vec<VarId>) -> VarId {
        let var = self.fresh(name, Role::Residual, Shape::Integer);
        self.push(var, Value::Pure(Code(code), reads));
        var
    }

    fn push(&mut self, var: VarId, value: Value) {
        self.stmts.push(Stmt { kind: StmtKind::Let(var, value), span: self.span });
    }

    fn fresh(&mut self, name: &str, role: Role, shape: Shape) -> VarId {
        fresh(self.func, name, role, shape)
    }
}

fn fresh(func: &mut Func, name: &str, role: Role, shape: Shape) -> VarId {
    let ident = format_ident!("{name}", span = Span::mixed_site());
    func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None })
}

/// A variable for a part of another.
fn part(func: &mut Func, of: VarId, what: &str, role: Role, shape: Shape, cells: bool) -> VarId {
    let name = format!("{}_{what}", syn::ext::IdentExt::unraw(&func.var(of).ident));
    let part = fresh(func, &name, role, shape);
    func.windows.insert(part, Part { of, cells });
    part
}

/// The shape of a part of a place.
fn elements_of(func: &Func, place: &Place) -> Shape {
    match func.place_shape(place) {
        Shape::Array(elem, _) | Shape::List(elem) | Shape::Slice(elem) => Shape::Slice(elem),
        other => other,
    }
}

pub(super) fn tokens(func: &Func, atom: &Atom) -> TokenStream {
    match atom {
        Atom::Var(var) => func.var(*var).ident.to_token_stream(),
        Atom::Const(code) => code.0.clone(),
    }
}
