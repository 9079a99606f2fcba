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
use syn::{ExprWhile, Pat};

pub(super) use self::syntax::as_while_let;
use self::syntax::{Side, Walk};
use super::iterators::{Slicing, reversed};
use super::pattern::element;
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

impl Lower<'_> {
    /// Such a loop, if it is one.
    pub(super) fn walk(&mut self, expr: &ExprWhile) -> bool {
        let span = expr.span();
        let Some(walk) = Walk::of(expr) else { return false };
        let Some(path) = self.path(walk.reference, span) else { return false };
        let (steps, slicing) = self.steps_along(&path.whole, &walk, span);
        let index = self.builder.temp(Shape::Integer, span);
        let counter = Pat::Verbatim(self.atom_tokens(&Atom::Var(index)));
        let label = expr.label.as_ref().map(|label| &label.name);
        self.repeat(label, LoopHead::For(Box::new(counter), steps), None, span, |lower| {
            lower.builder.push(StmtKind::Bind(index, None), span);
            lower.bind_elements(&path, &walk, slicing, index, span);
            lower.bind_rest(&path, &walk, index, span);
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
        let count = walk.elements.len();
        if count > 1 {
            let cut = if walk.by == count { Cut::ChunksExact } else { Cut::Windows };
            let (steps, slicing) = self.cut_up(whole, cut, Atom::number(count), span);
            return (steps, Some(slicing));
        }
        let (steps, _) = self.length(whole, span);
        match walk.side {
            Side::Front => (steps, None),
            Side::Back => (reversed(steps, &Ident::new("rev", span)), None),
        }
    }

    /// The patterns of the elements at a position.
    fn bind_elements(
        &mut self,
        path: &Path,
        walk: &Walk<'_>,
        slicing: Option<Slicing>,
        index: VarId,
        span: Span,
    ) {
        let Some(slicing) = slicing else {
            let mut place = path.whole.clone();
            place.path.push(Proj::at(Atom::Var(index)));
            return walk
                .elements
                .iter()
                .for_each(|pat| self.destructure(pat, place.clone(), Some(path.passing)));
        };
        let piece = self.piece(slicing, path.whole.clone(), index, span);
        for (at, pat) in walk.elements.iter().enumerate() {
            self.destructure(pat, element(&piece, at), Some(path.passing));
        }
    }

    /// Where the reference is, which is known; and the pattern of what is behind the elements.
    fn bind_rest(&mut self, path: &Path, walk: &Walk<'_>, index: VarId, span: Span) {
        let [first, at] = [path.start, index].map(|var| self.atom_tokens(&Atom::Var(var)));
        let by = self.atom_tokens(&Atom::number(walk.by));
        let code = match walk.side {
            Side::Front if walk.by == 1 => quote!(#first + #at),
            Side::Front => quote!(#first + #at * #by),
            Side::Back => quote!(#first + #at + 1),
        };
        let here = Value::Pure(Code(code), vec![path.start, index]);
        let here = self.builder.define(here, Shape::Integer, span);
        let count = walk.elements.len();
        let mut rest = path.whole.clone();
        let bounds = match walk.side {
            Side::Front => {
                rest.path.pop();
                let whole = Proj::Range(Some(Atom::Var(here)), Some(Atom::Var(path.end)), false);
                rest.path.extend([whole, Proj::Range(Some(Atom::number(count)), None, false)]);
                self.at_least.insert([here, path.end], count);
                [here, path.end]
            }
            Side::Back => {
                rest.path.push(Proj::Range(None, Some(Atom::Var(index)), false));
                [path.start, here]
            }
        };
        for (bound, value) in path.bounds.into_iter().zip(bounds) {
            self.builder.store(Place::whole(bound), Atom::Var(value), false, span);
        }
        if let Some(pat) = walk.rest {
            self.destructure(pat, rest, Some(path.passing));
        }
    }
}
