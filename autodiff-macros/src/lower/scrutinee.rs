//! What a `match`, an `if let`, a `let else` or a `while let` looks at, where it carries a derivative.
//!
//! A value is matched by the user's pattern, which binds what is in it. What stands behind a reference, a slice, is
//! matched too, but its parts are places, as in a `let`: `[first, rest @ ..]` makes `first` stand for `x[0]` and `rest`
//! for `x[1..]`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, PatIdent};

use super::carriers::{bindings, carrying, root};
use super::pattern::is_rest;
use super::place::strip;
use super::pure::reads_of;
use super::rename::Name;
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Arm, Atom, Code, Passing, Place, Role, Shape, StmtKind, Value, VarId};

/// What patterns are matched against.
pub(super) enum Scrutinee {
    /// Something that carries no derivative.
    Inert,
    /// One thing.
    Whole(Seen),
    /// A tuple written out, part by part; `None` for a part that carries nothing.
    Parts(Vec<Option<Seen>>),
}

/// One of them.
pub(super) enum Seen {
    /// A value, which the pattern takes apart.
    Value(Place),
    /// A place, which is taken apart as in a `let`, and the reference that it is behind.
    Place(Place, Option<Passing>),
}

/// What decides between arms, if that can be asked again: the length of a slice alone.
pub(super) fn decided_by(source: &Scrutinee, arms: &[Arm]) -> Option<Vec<VarId>> {
    let Scrutinee::Whole(Seen::Place(place, _)) = source else { return None };
    let by_length = arms.iter().all(|arm| arm.pattern.as_ref().is_some_and(tells_length));
    by_length.then(|| reads_of(place))
}

/// Whether a pattern asks for nothing but how long a slice is.
fn tells_length(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) => true,
        Pat::Slice(slice) => slice.elems.iter().all(|elem| matches!(elem, Pat::Wild(_) | Pat::Rest(_))),
        Pat::Paren(inner) => tells_length(&inner.pat),
        _ => false,
    }
}

impl Lower<'_> {
    /// What the patterns are matched against; with `ref` in one of them a place, where it is one.
    pub(super) fn scrutinee<'p>(
        &mut self,
        expr: &Expr,
        mut pats: impl Iterator<Item = &'p Pat>,
    ) -> (Code, Scrutinee) {
        if self.carriers.is_inert(expr) {
            return (self.code(expr), Scrutinee::Inert);
        }
        let by_ref = pats.any(binds_by_reference);
        let Expr::Tuple(tuple) = strip(expr) else {
            let (code, seen) = self.seen(expr, by_ref || is_unsized(expr));
            return (Code(code), Scrutinee::Whole(seen));
        };
        let (mut codes, mut parts) = (Vec::new(), Vec::new());
        for elem in &tuple.elems {
            let (code, seen) = self.seen(elem, false);
            let seen = match seen {
                // A part of the tuple, which is a copy.
                Seen::Value(place) if by_ref && self.carriers.carries(elem) => {
                    Seen::Place(self.copy_of(place, elem.span()), None)
                }
                seen => seen,
            };
            codes.push(match &seen {
                Seen::Place(place, None) => self.place_tokens(place),
                _ => code,
            });
            parts.push(self.carriers.carries(elem).then_some(seen));
        }
        (Code(quote!((#(#codes,)*))), Scrutinee::Parts(parts))
    }

    /// `by_place` if names may stand for parts of a place. A part of a tuple is a copy of what the place holds by then.
    fn seen(&mut self, expr: &Expr, by_place: bool) -> (TokenStream, Seen) {
        let behind = match strip(expr) {
            Expr::Reference(e) if !self.is_refused(&e.expr) && root(&e.expr).is_none() => {
                Some(self.alias(expr).unwrap_or_else(|| self.temporary(e)))
            }
            _ => self.alias(expr),
        };
        if let Some((place, passing)) = behind {
            let tokens = self.place_tokens(&place);
            return (quote_spanned!(expr.span()=> &#tokens), Seen::Place(place, Some(passing)));
        }
        if by_place {
            if let Some(place) = self.place(expr) {
                return (self.place_tokens(&place), Seen::Place(place, None));
            }
        }
        let var: VarId = match self.atom(expr) {
            Atom::Var(var) => var,
            constant => self.builder.define(Value::Atom(constant), Shape::Unknown, expr.span()),
        };
        let whole = Place::whole(var);
        if by_place {
            let copy = self.copy_of(whole, expr.span());
            return (self.place_tokens(&copy), Seen::Place(copy, None));
        }
        (self.builder.func.var(var).ident.to_token_stream(), Seen::Value(whole))
    }

    /// A value of its own, which a name in a pattern may change.
    pub(super) fn copy_of(&mut self, place: Place, span: Span) -> Place {
        let shape = self.builder.func.place_shape(&place);
        let copy = self.builder.define(Value::Load(place), shape, span);
        self.builder.func.vars[copy.0 as usize].mutable = true;
        Place::whole(copy)
    }

    /// Variants of enums are no floats, so that what their patterns bind carries nothing: rustc shall see to that.
    pub(super) fn check_variants<'p>(&mut self, pats: impl Iterator<Item = &'p Pat>, source: &Scrutinee) {
        let mut found = Vec::new();
        for pat in pats {
            self.variants(pat, source, &mut found);
        }
        let mut checked = Vec::new();
        for (place, span) in found {
            let (place, krate) = (self.place_tokens(&place), &self.krate);
            let text = place.to_string();
            if !checked.contains(&text) {
                checked.push(text);
                let check = quote_spanned!(span=>
                    let _: #krate::__private::core::marker::PhantomData<#krate::NoCotangent> =
                        #krate::__private::cotangent_of!(&#place););
                self.builder.inert(check, span);
            }
        }
    }

    fn variants(&mut self, pat: &Pat, source: &Scrutinee, found: &mut Vec<(Place, Span)>) {
        match (pat, source) {
            (Pat::Tuple(tuple), Scrutinee::Parts(parts)) if tuple.elems.len() == parts.len() => {
                for (pat, part) in tuple.elems.iter().zip(parts) {
                    if let Some(Seen::Value(part)) = part {
                        self.variants_in(pat, part, found);
                    }
                }
            }
            (Pat::Paren(inner), source) => self.variants(&inner.pat, source, found),
            (Pat::Guard(guarded), source) => self.variants(&guarded.pat, source, found),
            (Pat::Or(or), source) => or.cases.iter().for_each(|pat| self.variants(pat, source, found)),
            (pat, Scrutinee::Whole(Seen::Value(place))) => self.variants_in(pat, place, found),
            (_, Scrutinee::Inert | Scrutinee::Whole(_) | Scrutinee::Parts(_)) => {}
        }
    }

    fn variants_in(&mut self, pat: &Pat, place: &Place, found: &mut Vec<(Place, Span)>) {
        match pat {
            Pat::TupleStruct(_) | Pat::Struct(_) => found.push((place.clone(), pat.span())),
            Pat::Paren(inner) => self.variants_in(&inner.pat, place, found),
            Pat::Guard(guarded) => self.variants_in(&guarded.pat, place, found),
            Pat::Or(or) => or.cases.iter().for_each(|pat| self.variants_in(pat, place, found)),
            Pat::Ident(name) => {
                name.subpat.iter().for_each(|(_, inner)| self.variants_in(inner, place, found));
            }
            Pat::Tuple(tuple) => {
                for (pat, part) in self.parts_of_tuple(tuple, place) {
                    self.variants_in(pat, &part, found);
                }
            }
            _ => {}
        }
    }

    /// The names that an arm's pattern binds to parts of a scrutinee that carries a derivative.
    pub(super) fn bind_scrutinee(&mut self, pat: &Pat, source: &Scrutinee) {
        match (pat, source) {
            (pat, Scrutinee::Inert) => self.bind_inert(pat, true),
            (Pat::Tuple(tuple), Scrutinee::Parts(parts)) if tuple.elems.len() == parts.len() => {
                for (pat, part) in tuple.elems.iter().zip(parts) {
                    match part {
                        Some(part) => self.bind_seen(pat, part),
                        None => self.bind_inert(pat, true),
                    }
                }
            }
            (Pat::Paren(inner), source) => self.bind_scrutinee(&inner.pat, source),
            (Pat::Guard(guarded), source) => self.bind_scrutinee(&guarded.pat, source),
            (Pat::Wild(_), _) => {}
            (Pat::Or(or), source) => match or.cases.iter().find(|pat| binds_parts(pat)) {
                Some(pat) => self.diag.refuse(pat, Refusal::Pattern),
                None => or.cases.iter().for_each(|pat| self.bind_scrutinee(pat, source)),
            },
            (pat, Scrutinee::Whole(seen)) => self.bind_seen(pat, seen),
            (pat, Scrutinee::Parts(_)) => self.diag.refuse(pat, Refusal::Pattern),
        }
    }

    fn bind_seen(&mut self, pat: &Pat, seen: &Seen) {
        match seen {
            Seen::Value(place) => self.bind_parts(pat, place),
            Seen::Place(place, behind) => self.destructure(pat, place.clone(), *behind),
        }
    }

    fn bind_parts(&mut self, pat: &Pat, place: &Place) {
        match pat {
            Pat::Wild(_) | Pat::Rest(_) | Pat::Lit(_) | Pat::Range(_) | Pat::Path(_) | Pat::Const(_) => {}
            Pat::Paren(inner) => self.bind_parts(&inner.pat, place),
            Pat::Guard(guarded) => self.bind_parts(&guarded.pat, place),
            Pat::Ident(_) if bindings(pat, true).is_empty() => {}
            Pat::Ident(name) if is_rest(pat) && name.by_ref.is_none() => self.bind_rest(name, place),
            Pat::Ident(name) if name.by_ref.is_none() => {
                self.bind_part(name, place);
                if let Some((_, inner)) = &name.subpat {
                    self.bind_parts(inner, place);
                }
            }
            Pat::Tuple(tuple) => {
                for (pat, part) in self.parts_of_tuple(tuple, place) {
                    self.bind_parts(pat, &part);
                }
            }
            Pat::Slice(slice) => {
                for (pat, part) in self.parts_of_array(slice, place) {
                    self.bind_parts(pat, &part);
                }
            }
            Pat::Or(or) if !or.cases.iter().any(binds_parts) => {
                or.cases.iter().for_each(|pat| self.bind_parts(pat, place));
            }
            Pat::TupleStruct(_) | Pat::Struct(_) => self.bind_inert(pat, true),
            other => self.diag.refuse(other, Refusal::Pattern),
        }
    }

    fn bind_part(&mut self, name: &PatIdent, place: &Place) {
        self.locals.insert(Name::of(&name.ident));
        let shape = self.builder.func.place_shape(place);
        let var = self.builder.user(&name.ident, Role::User, shape, name.mutability.is_some());
        self.builder.push(StmtKind::Bind(var, Some(place.clone())), name.span());
        self.bindings.insert(Name::of(&name.ident), Binding::Var(var));
    }
}

/// A place whose value may be a slice: `x[a..b]`, `*x`.
fn is_unsized(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Index(e) => matches!(strip(&e.index), Expr::Range(_)),
        Expr::Unary(e) => matches!(e.op, syn::UnOp::Deref(_)),
        _ => false,
    }
}

/// A pattern with a `_` for each part of a tuple that `..` stands for.
pub(super) fn spelled_out(pat: &Pat, source: &Scrutinee) -> Pat {
    let mut pat = pat.clone();
    if let Scrutinee::Parts(parts) = source {
        spell_out(&mut pat, parts.len());
    }
    pat
}

fn spell_out(pat: &mut Pat, parts: usize) {
    match pat {
        Pat::Paren(inner) => spell_out(&mut inner.pat, parts),
        Pat::Guard(guarded) => spell_out(&mut guarded.pat, parts),
        Pat::Or(or) => or.cases.iter_mut().for_each(|pat| spell_out(pat, parts)),
        Pat::Tuple(tuple) => {
            if let Some(rest) = tuple.elems.iter().position(is_rest) {
                let behind = tuple.elems.len() - rest - 1;
                let elems: Vec<Pat> = tuple.elems.iter().cloned().collect();
                let skipped = (rest + behind..parts).map(|_| syn::parse_quote!(_));
                let (before, after) = (elems[..rest].to_vec(), elems[rest + 1..].to_vec());
                tuple.elems = before.into_iter().chain(skipped).chain(after).collect();
            }
        }
        _ => {}
    }
}

/// The pattern of an arm as it is emitted: names of places mean nothing there, except to a guard.
pub(super) fn emitted(pat: &Pat, source: &Scrutinee) -> Pat {
    let mut pat = untyped(pat);
    if !matches!(pat, Pat::Guard(_)) {
        unname(&mut pat, source);
    }
    pat
}

fn unname(pat: &mut Pat, source: &Scrutinee) {
    match (pat, source) {
        (Pat::Paren(inner), source) => unname(&mut inner.pat, source),
        (Pat::Or(or), source) => or.cases.iter_mut().for_each(|pat| unname(pat, source)),
        (pat, Scrutinee::Whole(Seen::Place(..))) => Unnamed.visit_pat_mut(pat),
        (Pat::Tuple(tuple), Scrutinee::Parts(parts)) => {
            for (pat, part) in tuple.elems.iter_mut().zip(parts) {
                if let Some(Seen::Place(..)) = part {
                    Unnamed.visit_pat_mut(pat);
                }
            }
        }
        (_, Scrutinee::Inert | Scrutinee::Whole(_) | Scrutinee::Parts(_)) => {}
    }
}

/// Whether a pattern has names for places, `ref a`, not counting what variants of enums hold.
pub(super) fn binds_by_reference(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(name) => {
            name.by_ref.is_some() || name.subpat.iter().any(|(_, inner)| binds_by_reference(inner))
        }
        Pat::Paren(inner) => binds_by_reference(&inner.pat),
        Pat::Guard(guarded) => binds_by_reference(&guarded.pat),
        Pat::Type(typed) => binds_by_reference(&typed.pat),
        Pat::Or(or) => or.cases.iter().any(binds_by_reference),
        Pat::Tuple(tuple) => tuple.elems.iter().any(binds_by_reference),
        Pat::Slice(slice) => slice.elems.iter().any(binds_by_reference),
        _ => false,
    }
}

/// A pattern that binds nothing.
pub(super) fn without_names(pat: &Pat) -> Pat {
    let mut pat = untyped(pat);
    Unnamed.visit_pat_mut(&mut pat);
    pat
}

/// A pattern without the type beside it.
fn untyped(pat: &Pat) -> Pat {
    match pat {
        Pat::Type(typed) => (*typed.pat).clone(),
        other => other.clone(),
    }
}

/// Takes the names out of a pattern.
struct Unnamed;

impl VisitMut for Unnamed {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        visit_mut::visit_pat_mut(self, pat);
        let is_constant = bindings(pat, true).is_empty();
        if let (Pat::Ident(name), false) = (&mut *pat, is_constant) {
            *pat = match name.subpat.take() {
                Some((_, inner)) => *inner,
                None => syn::parse_quote!(_),
            };
        }
    }
}

/// Whether a pattern gives names to parts that may carry a derivative.
pub(super) fn binds_parts(pat: &Pat) -> bool {
    !carrying(pat, None, true).is_empty()
}
