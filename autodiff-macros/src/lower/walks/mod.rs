//! `while let` loops whose reference moves along a slice are `for` loops.
//!
//! ```text
//! while let [a, rest @ ..] = r {      for at in 0..r.len() {          // of `r` before the loop, and so below
//!                                       let a = &r[at]; let rest = &r[at + 1..];
//!   body;                               body;
//!   r = rest;                           r = rest;
//! }                                   }
//! ```
//!
//! Both do the same if nothing else in the body moves `r` and nothing skips that it moves. The second needs no record of
//! where `r` was, and its sweeps check no index. From both ends at once (`[a, rest @ .., b]`) there are half as many
//! iterations, and `b` is `r[r.len() - 1 - at]`.

mod syntax;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Block, ExprIndex, ExprRange, ExprWhile, Pat, Stmt, parse_quote};

use self::syntax::{Side, Walk, Walks};
pub(super) use self::syntax::{as_while_let, from_end, leaves};
use super::iterators::{Slicing, reversed};
use super::pattern::element;
use super::unchanged::{literal, name};
use super::{Binding, Lower};
use crate::ir::{Atom, Code, Cut, LoopHead, Passing, Place, Proj, Shape, Steps, StmtKind, Value, VarId};

/// What such a loop walks along.
struct Path {
    /// What the reference refers to before the loop.
    whole: Place,
    /// Where that starts, and where it ends.
    start: VarId,
    end: VarId,
    passing: Passing,
    /// The variables that say so of the reference at any time.
    bounds: [VarId; 2],
}

/// What a walk comes to, one after the other.
struct Positions {
    over: Place,
    /// How it is cut if there are several elements at each.
    slicing: Option<Slicing>,
    /// How many elements are in front of all of them.
    left_over: Option<VarId>,
    /// How long it is, where both ends are moved.
    len: Option<Atom>,
}

/// What certainly is at an end of a slice between two numbers. These are temporaries of one iteration, which never change:
/// what is so where they are made is so wherever they are met.
pub(super) struct End {
    side: Side,
    /// How many elements.
    count: usize,
    /// The element, or a piece of them all where there are several; of those at both ends the first.
    place: Place,
    /// The last of those at both ends, and what is between them.
    other: Option<(Place, Place)>,
}

impl End {
    fn element(&self, at: usize) -> Place {
        match &self.other {
            Some((last, _)) if at > 0 => last.clone(),
            Some(_) => self.place.clone(),
            None if self.count == 1 => self.place.clone(),
            None => element(&self.place, at),
        }
    }
}

impl Lower<'_> {
    /// Such a loop, if it is one.
    pub(super) fn walk(&mut self, expr: &ExprWhile) -> bool {
        let span = expr.span();
        let Some(walks) = Walks::of(expr) else { return false };
        let paths = walks.all.iter().map(|walk| self.path(walk.reference, span));
        let Some(paths) = paths.collect::<Option<Vec<_>>>() else { return false };
        walks.all.iter().flat_map(|walk| &walk.elements).for_each(|pat| self.note_matched(pat));
        let mut along = Vec::new();
        let mut together: Option<Steps> = None;
        for (walk, path) in walks.all.iter().zip(&paths) {
            let (steps, positions) = self.steps_along(&path.whole, walk, span);
            along.push((walk, path, positions));
            together = Some(match together {
                Some(others) => self.fewer(&others, &steps, span),
                None => steps,
            });
        }
        let Some(steps) = together else { return false };
        let index = self.builder.temp(Shape::Integer, span);
        let counter = Pat::Verbatim(self.atom_tokens(&Atom::Var(index)));
        let label = expr.label.as_ref().map(|label| &label.name);
        let leave = walks.others.iter().map(|other| -> Stmt { parse_quote!(if !(#other) { break; }) });
        let stmts = leave.chain(walks.body.iter().cloned()).collect();
        let body = Block { brace_token: expr.body.brace_token, stmts };
        let patterns = walks.all.iter().flat_map(|walk| walk.elements.iter().chain(&walk.rest).copied());
        let kept = self.kept_indices(&body, label, &patterns.collect::<Vec<_>>());
        self.repeat(label, LoopHead::For(Box::new(counter), steps.clone()), None, span, |lower| {
            lower.builder.push(StmtKind::Bind(index, None), span);
            for (walk, path, positions) in along {
                lower.come_to(path, walk, positions, index, span);
            }
            lower.keeping(&body, &kept, (index, &steps));
        });
        true
    }

    fn path(&mut self, reference: &Ident, span: Span) -> Option<Path> {
        let Binding::Cursor(name) = self.binding(reference)? else { return None };
        let (whole, passing) = self.cursor_place(&name, span)?;
        let Some(Proj::Range(Some(Atom::Var(start)), Some(Atom::Var(end)), false)) = whole.path.last() else {
            return None;
        };
        let (start, end) = (*start, *end);
        Some(Path { whole, start, end, passing, bounds: self.bounds(&name)? })
    }

    /// The numbers of the positions, and what there is at each.
    fn steps_along(&mut self, whole: &Place, walk: &Walk<'_>, span: Span) -> (Steps, Positions) {
        let mut positions = Positions { over: whole.clone(), slicing: None, left_over: None, len: None };
        let (mut steps, len) = self.length(whole, span);
        if walk.side == Side::Both {
            let code = self.atom_tokens(&len);
            let half = Value::Pure(Code(quote!(#code / 2)), len.var().into_iter().collect());
            let half = self.builder.define(half, Shape::Integer, span);
            positions.len = Some(len);
            return (self.upwards(&Atom::Var(half), None), positions);
        }
        if walk.count > 1 {
            let cut = if walk.by == 1 { Cut::Windows } else { Cut::ChunksExact };
            if (walk.side, cut) == (Side::Back, Cut::ChunksExact) {
                let left_over = self.left_over(whole, walk.by, span);
                positions.over.path.push(Proj::Range(Some(Atom::Var(left_over)), None, false));
                positions.left_over = Some(left_over);
            }
            let (pieces, slicing) = self.cut_up(&positions.over, cut, Atom::number(walk.count), span);
            (steps, positions.slicing) = (pieces, Some(slicing));
        }
        match walk.side {
            Side::Front | Side::Both => (steps, positions),
            Side::Back => (reversed(steps, &Ident::new("rev", span)), positions),
        }
    }

    /// How many elements a walk from the end does not come to.
    fn left_over(&mut self, whole: &Place, by: usize, span: Span) -> VarId {
        let (_, len) = self.length(whole, span);
        let [len_code, by] = [&len, &Atom::number(by)].map(|atom| self.atom_tokens(atom));
        let value = Value::Pure(Code(quote!(#len_code % #by)), len.var().into_iter().collect());
        self.builder.define(value, Shape::Integer, span)
    }

    /// Binds what there is at a position: the elements, the rest, and the reference itself, of which is known where it is.
    fn come_to(&mut self, path: &Path, walk: &Walk<'_>, positions: Positions, index: VarId, span: Span) {
        let from = self.first_at(walk, &positions, index, span);
        let last = positions.len.as_ref().map(|len| self.back_from(len, index, span));
        let at = |index: VarId| {
            let path = path.whole.path.iter().cloned().chain([Proj::at(Atom::Var(index))]);
            Place { var: positions.over.var, path: path.collect() }
        };
        let place = match positions.slicing {
            Some(slicing) => self.piece(slicing, positions.over.clone(), index, span),
            None => at(index),
        };
        let rest = self.behind(path, walk, (from, last));
        let other = last.map(|last| (at(last), rest.clone()));
        if let Some(last) = last {
            // What is between the two, and the first of them.
            let first = End { side: Side::Front, count: 1, place: place.clone(), other: None };
            self.ends.insert([index, last], first);
        }
        let here = End { side: walk.side, count: walk.count, place, other };
        for (at, pat) in walk.elements.iter().enumerate() {
            self.destructure(pat, here.element(at), Some(path.passing));
        }
        let [start, end, at] = [path.start, path.end, from].map(|var| self.atom_tokens(&Atom::Var(var)));
        let count = self.atom_tokens(&Atom::number(walk.count));
        let mut bound =
            |code, reads| self.builder.define(Value::Pure(Code(code), reads), Shape::Integer, span);
        let bounds = match walk.side {
            Side::Front => [bound(quote!(#start + #at), vec![path.start, from]), path.end],
            Side::Back => [path.start, bound(quote!(#start + #at + #count), vec![path.start, from])],
            Side::Both => [
                bound(quote!(#start + #at), vec![path.start, from]),
                bound(quote!(#end - #at), vec![path.end, from]),
            ],
        };
        self.ends.insert(bounds, here);
        for (bound, value) in path.bounds.into_iter().zip(bounds) {
            self.builder.store(Place::whole(bound), Atom::Var(value), false, span);
        }
        if let Some(pat) = walk.rest {
            self.destructure(pat, rest, Some(path.passing));
        }
    }

    /// What is behind the elements at a position, or between them.
    fn behind(&mut self, path: &Path, walk: &Walk<'_>, (from, last): (VarId, Option<VarId>)) -> Place {
        let mut place = path.whole.clone();
        let behind = |count| Proj::Range(Some(Atom::number(count)), None, false);
        self.reach.insert(from, walk.count);
        let (from, last) = (Some(Atom::Var(from)), last.map(Atom::Var));
        place.path.extend(match walk.side {
            Side::Front => vec![Proj::Range(from, None, false), behind(walk.count)],
            Side::Back => vec![Proj::Range(None, from, false)],
            Side::Both => vec![Proj::Range(from, last, false), behind(1)],
        });
        place
    }

    /// The index that is as far from the end as another from the start.
    fn back_from(&mut self, len: &Atom, index: VarId, span: Span) -> VarId {
        let [len_code, at] = [len, &Atom::Var(index)].map(|atom| self.atom_tokens(atom));
        let reads = len.var().into_iter().chain([index]).collect();
        self.builder.define(Value::Pure(Code(quote!(#len_code - 1 - #at)), reads), Shape::Integer, span)
    }

    /// The index of the first of the elements at a position, in what is walked along.
    fn first_at(&mut self, walk: &Walk<'_>, positions: &Positions, index: VarId, span: Span) -> VarId {
        if walk.by == 1 || walk.side == Side::Both {
            return index;
        }
        let [at, by] = [&Atom::Var(index), &Atom::number(walk.by)].map(|atom| self.atom_tokens(atom));
        let left_over = positions.left_over.map(|var| self.atom_tokens(&Atom::Var(var)));
        let before = left_over.map(|left_over| quote!(#left_over +));
        let reads = [Some(index), positions.left_over].into_iter().flatten().collect();
        self.builder.define(Value::Pure(Code(quote!(#before #at * #by)), reads), Shape::Integer, span)
    }

    /// What the user's `r[0]` is where such a loop has come to, as long as `r` has not moved on.
    pub(super) fn at_the_end(&self, slice: &Place, expr: &ExprIndex) -> Option<Place> {
        let end = self.end_of(slice.path.last()?)?;
        let from_end = || end.count.checked_sub(from_end(name(&expr.expr)?, &expr.index)?);
        let at = match end.side {
            Side::Front => literal(&expr.index)?,
            Side::Back => from_end()?,
            Side::Both => {
                literal(&expr.index).filter(|at| *at == 0).or_else(|| from_end().filter(|at| *at == 1))?
            }
        };
        (at < end.count).then(|| end.element(at))
    }

    /// What the user's `&r[1..r.len() - 1]` is there, where the loop moves both ends.
    pub(super) fn between_the_ends(
        &self,
        slice: &Place,
        expr: &ExprIndex,
        range: &ExprRange,
    ) -> Option<Place> {
        let (start, end) = (range.start.as_ref()?, range.end.as_ref()?);
        let half_open = matches!(range.limits, syn::RangeLimits::HalfOpen(_));
        let inner = half_open && literal(start) == Some(1) && from_end(name(&expr.expr)?, end) == Some(1);
        let (_, between) = self.end_of(slice.path.last()?)?.other.as_ref().filter(|_| inner)?;
        Some(between.clone())
    }

    /// Whether a slice certainly has an element at an index: what is in front of that is there.
    pub(super) fn is_reached(&self, index: &Atom) -> bool {
        index.var().is_some_and(|index| self.reach.contains_key(&index))
    }

    /// Whether a slice from this index on is certainly there.
    pub(super) fn is_in_reach(&self, slice: &Proj, start: &Code) -> bool {
        let count = match slice {
            Proj::Range(Some(Atom::Var(from)), None, false) => self.reach.get(from).copied(),
            slice => self.end_of(slice).filter(|end| end.side == Side::Front).map(|end| end.count),
        };
        count.zip(start.number()).is_some_and(|(count, start)| start <= count)
    }

    fn end_of(&self, slice: &Proj) -> Option<&End> {
        let Proj::Range(Some(Atom::Var(first)), Some(Atom::Var(last)), false) = slice else { return None };
        self.ends.get(&[*first, *last])
    }
}
