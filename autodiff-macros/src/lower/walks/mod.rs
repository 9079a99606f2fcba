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
//! where `r` was, and its sweeps check no index.

mod syntax;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{ExprIndex, ExprWhile, Pat};

pub(super) use self::syntax::as_while_let;
use self::syntax::{Side, Walk, from_end};
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

/// What certainly is at an end of a slice between two numbers. These are temporaries of one iteration, which never change:
/// what is so where they are made is so wherever they are met.
pub(super) struct End {
    side: Side,
    /// How many elements.
    count: usize,
    /// The element, or a piece of them all where there are several.
    place: Place,
}

impl End {
    fn element(&self, at: usize) -> Place {
        if self.count == 1 { self.place.clone() } else { element(&self.place, at) }
    }
}

impl Lower<'_> {
    /// Such a loop, if it is one.
    pub(super) fn walk(&mut self, expr: &ExprWhile) -> bool {
        let span = expr.span();
        let Some(walk) = Walk::of(expr) else { return false };
        let Some(path) = self.path(walk.reference, span) else { return false };
        walk.elements.iter().for_each(|pat| self.note_matched(pat));
        let (steps, slicing) = self.steps_along(&path.whole, &walk, span);
        let index = self.builder.temp(Shape::Integer, span);
        let counter = Pat::Verbatim(self.atom_tokens(&Atom::Var(index)));
        let label = expr.label.as_ref().map(|label| &label.name);
        self.repeat(label, LoopHead::For(Box::new(counter), steps), None, span, |lower| {
            lower.builder.push(StmtKind::Bind(index, None), span);
            lower.come_to(&path, &walk, slicing, index, span);
            lower.block(&expr.body, None);
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

    /// The numbers of the positions, and how they cut what is walked along if there are several elements at each.
    fn steps_along(&mut self, whole: &Place, walk: &Walk<'_>, span: Span) -> (Steps, Option<Slicing>) {
        if walk.count > 1 {
            let cut = if walk.by == walk.count { Cut::ChunksExact } else { Cut::Windows };
            let (steps, slicing) = self.cut_up(whole, cut, Atom::number(walk.count), span);
            return (steps, Some(slicing));
        }
        let (steps, _) = self.length(whole, span);
        match walk.side {
            Side::Front => (steps, None),
            Side::Back => (reversed(steps, &Ident::new("rev", span)), None),
        }
    }

    /// Binds what there is at a position: the elements, the rest, and the reference itself, of which is known where it is.
    fn come_to(&mut self, path: &Path, walk: &Walk<'_>, slicing: Option<Slicing>, index: VarId, span: Span) {
        let end =
            End { side: walk.side, count: walk.count, place: self.place_at_end(path, slicing, index, span) };
        for (at, pat) in walk.elements.iter().enumerate() {
            self.destructure(pat, end.element(at), Some(path.passing));
        }
        let [first, at] = [path.start, index].map(|var| self.atom_tokens(&Atom::Var(var)));
        let by = self.atom_tokens(&Atom::number(walk.by));
        let code = match walk.side {
            Side::Front if walk.by == 1 => quote!(#first + #at),
            Side::Front => quote!(#first + #at * #by),
            Side::Back => quote!(#first + #at + 1),
        };
        let here = Value::Pure(Code(code), vec![path.start, index]);
        let here = self.builder.define(here, Shape::Integer, span);
        let (bounds, rest) = match walk.side {
            Side::Front => ([here, path.end], Proj::Range(Some(Atom::number(walk.count)), None, false)),
            Side::Back => ([path.start, here], Proj::Range(None, Some(Atom::Var(index)), false)),
        };
        self.ends.insert(bounds, end);
        for (bound, value) in path.bounds.into_iter().zip(bounds) {
            self.builder.store(Place::whole(bound), Atom::Var(value), false, span);
        }
        if let Some(pat) = walk.rest {
            let mut place = path.whole.clone();
            if walk.side == Side::Front {
                place.path.pop();
                place.path.push(Proj::Range(Some(Atom::Var(here)), Some(Atom::Var(path.end)), false));
            }
            place.path.push(rest);
            self.destructure(pat, place, Some(path.passing));
        }
    }

    fn place_at_end(&mut self, path: &Path, slicing: Option<Slicing>, index: VarId, span: Span) -> Place {
        if let Some(slicing) = slicing {
            return self.piece(slicing, path.whole.clone(), index, span);
        }
        let mut place = path.whole.clone();
        place.path.push(Proj::at(Atom::Var(index)));
        place
    }

    /// What the user's `r[0]` is where such a loop has come to, as long as `r` has not moved on.
    pub(super) fn at_the_end(&self, slice: &Place, expr: &ExprIndex) -> Option<Place> {
        let end = self.end_of(slice.path.last()?)?;
        let at = match end.side {
            Side::Front => literal(&expr.index)?,
            Side::Back => end.count.checked_sub(from_end(name(&expr.expr)?, &expr.index)?)?,
        };
        (at < end.count).then(|| end.element(at))
    }

    /// Whether a slice from this index on is certainly there.
    pub(super) fn is_in_reach(&self, slice: &Proj, start: &Code) -> bool {
        let end = self.end_of(slice).filter(|end| end.side == Side::Front);
        end.zip(start.number()).is_some_and(|(end, start)| start <= end.count)
    }

    fn end_of(&self, slice: &Proj) -> Option<&End> {
        let Proj::Range(Some(Atom::Var(first)), Some(Atom::Var(last)), false) = slice else { return None };
        self.ends.get(&[*first, *last])
    }
}
