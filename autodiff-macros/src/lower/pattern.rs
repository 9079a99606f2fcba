//! Patterns that take apart what carries a derivative.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Index, Pat, PatIdent};

use super::carriers::bindings;
use super::pure::reads_of;
use super::rename::Name;
use super::scrutinee::{binds_by_reference, binds_parts};
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, Passing, Place, Proj, Role, Shape, StmtKind, Value, VarId};

/// How many steps may lead from a variable to what a reference refers to: each use of it is so long.
const MOST_STEPS: usize = 64;

/// How many elements of an array may be taken out of it one by one.
const MOST_ELEMENTS: usize = 64;

impl Lower<'_> {
    /// `let pattern = place`, one definition for each name; behind a reference, names are references too.
    pub(super) fn destructure(&mut self, pat: &Pat, place: Place, behind: Option<Passing>) {
        match pat {
            // The others are tested by the `match` around it.
            Pat::Wild(_) | Pat::Rest(_) | Pat::Lit(_) | Pat::Range(_) | Pat::Path(_) | Pat::Const(_) => {}
            Pat::Ident(name) if !self.carriers.has(&name.ident) && bindings(pat, true).is_empty() => {}
            Pat::Or(or) if !or.cases.iter().any(binds_parts) => {}
            Pat::Guard(pat) => self.destructure(&pat.pat, place, behind),
            Pat::Paren(pat) => self.destructure(&pat.pat, place, behind),
            Pat::Type(pat) => self.destructure(&pat.pat, place, behind),
            Pat::Reference(pat) if behind.is_some() => self.destructure(&pat.pat, place, None),
            Pat::Ident(name) if is_rest(pat) && behind.is_none() && name.by_ref.is_none() => {
                self.bind_rest(name, &place);
            }
            Pat::Ident(name) => {
                self.locals.insert(Name::of(&name.ident));
                let by_ref = name.by_ref.map(|_| match name.mutability {
                    Some(_) => Passing::Exclusive,
                    None => Passing::Shared,
                });
                match by_ref.or(behind) {
                    Some(passing) if by_ref.is_none() && name.mutability.is_some() => {
                        self.bind_cursor(&name.ident, place.clone(), passing);
                    }
                    Some(passing) => self.bind_alias(&name.ident, place.clone(), passing),
                    None => self.bind_value(name, Value::Load(place.clone()), None, name.span()),
                }
                if let Some((_, pat)) = &name.subpat {
                    self.destructure(pat, place, behind);
                }
            }
            Pat::Tuple(tuple) => {
                for (pat, part) in self.parts_of_tuple(tuple, &place) {
                    self.destructure(pat, part, behind);
                }
            }
            Pat::Slice(slice) => {
                for (pat, part) in self.parts_of_array(slice, &place) {
                    self.destructure(pat, part, behind);
                }
            }
            other => self.diag.refuse(other, Refusal::Pattern),
        }
    }

    /// `rest @ ..` of an array by value: an array of the elements, where it is known how many these are.
    pub(super) fn bind_rest(&mut self, name: &syn::PatIdent, rest: &Place) {
        let mut array = rest.clone();
        let bounds = match array.path.pop() {
            Some(Proj::Range(start, end, false)) => {
                let number = |bound: Option<Atom>, otherwise| match bound {
                    Some(Atom::Const(code)) => code.number(),
                    Some(Atom::Var(_)) => None,
                    None => otherwise,
                };
                number(start, Some(0)).zip(number(end, self.len_of(&array)))
            }
            _ => None,
        };
        let known = bounds.filter(|(start, end)| (1..=MOST_ELEMENTS).contains(&end.saturating_sub(*start)));
        let Some((start, end)) = known else { return self.diag.refuse(name, Refusal::RestByValue) };
        self.locals.insert(Name::of(&name.ident));
        let elements = (start..end).map(|at| {
            let place = element(&array, at);
            let shape = self.builder.func.place_shape(&place);
            Atom::Var(self.builder.define(Value::Load(place), shape, name.span()))
        });
        let elements = elements.collect();
        self.bind_value(name, Value::Array(elements), None, name.span());
    }

    /// The patterns in a tuple's and the place that each stands for; behind `..` they count from the end.
    pub(super) fn parts_of_tuple<'p>(
        &mut self,
        tuple: &'p syn::PatTuple,
        place: &Place,
    ) -> Vec<(&'p Pat, Place)> {
        let rest = tuple.elems.iter().position(is_rest);
        let mut parts = Vec::new();
        for (at, pat) in tuple.elems.iter().enumerate() {
            match (rest, self.len_of(place)) {
                (Some(rest), Some(len)) if at > rest => {
                    parts.push((pat, member(place, (len + at).saturating_sub(tuple.elems.len()))));
                }
                (Some(rest), None) if at > rest => self.diag.refuse(pat, Refusal::RestOfTuple),
                _ => parts.push((pat, member(place, at))),
            }
        }
        parts
    }

    /// The same for an array or a slice.
    pub(super) fn parts_of_array<'p>(
        &mut self,
        array: &'p syn::PatSlice,
        place: &Place,
    ) -> Vec<(&'p Pat, Place)> {
        let rest = array.elems.iter().position(is_rest);
        let mut parts = Vec::new();
        for (at, pat) in array.elems.iter().enumerate() {
            let back = array.elems.len() - at;
            parts.push(match rest {
                Some(rest) if at > rest => (pat, self.counted_from_end(place, back, pat.span())),
                Some(rest) if at == rest && matches!(pat, Pat::Ident(_)) => {
                    (pat, self.between(place, at, back - 1, pat.span()))
                }
                _ => (pat, element(place, at)),
            });
        }
        parts
    }

    /// `place[before..place.len() - behind]`
    fn between(&mut self, place: &Place, before: usize, behind: usize, span: Span) -> Place {
        let start = (before > 0).then(|| Atom::number(before));
        let end = (behind > 0).then(|| self.index_from_end(place, behind, span));
        let mut part = place.clone();
        part.path.push(Proj::Range(start, end, false));
        part
    }

    /// The element of an array that stands `back` places before its end.
    pub(super) fn counted_from_end(&mut self, place: &Place, back: usize, span: Span) -> Place {
        let mut part = place.clone();
        part.path.push(Proj::at(self.index_from_end(place, back, span)));
        part
    }

    /// `place.len() - back`, of a place that has so many elements.
    pub(super) fn index_from_end(&mut self, place: &Place, back: usize, span: Span) -> Atom {
        if let Some(len) = self.len_of(place) {
            return Atom::number(len.saturating_sub(back));
        }
        let (array, back) = (self.place_tokens(place), self.atom_tokens(&Atom::number(back)));
        let index = Value::Pure(Code(quote::quote!(#array.len().wrapping_sub(#back))), reads_of(place));
        Atom::Var(self.builder.define(index, Shape::Integer, span))
    }

    /// The element that is `back` from the end of a place, and is there. Of a part up to an end that is the element before that
    /// end, of the whole: its index moves as the end does.
    pub(super) fn element_before_end(&mut self, mut place: Place, back: usize, span: Span) -> Place {
        let index = match self.ends_at(&place) {
            Some(end) => {
                place.path.pop();
                let [last, back] = [&Atom::Var(end), &Atom::number(back)].map(|atom| self.atom_tokens(atom));
                let index = Value::Pure(Code(quote::quote!(#last - #back)), vec![end]);
                Atom::Var(self.builder.define(index, Shape::Integer, span))
            }
            None => self.index_from_end(&place, back, span),
        };
        place.path.push(Proj::at(index));
        place
    }

    /// Where a part of something ends, if an index says so. A piece that a loop walks along is a slice of its own.
    pub(super) fn ends_at(&self, place: &Place) -> Option<VarId> {
        let step = place.path.last()?;
        match step {
            Proj::Range(_, Some(Atom::Var(end)), false) if self.builder.func.piece(step).is_none() => {
                Some(*end)
            }
            _ => None,
        }
    }

    /// The length of a tuple or array, where it is known.
    pub(super) fn len_of(&self, place: &Place) -> Option<usize> {
        match self.builder.func.place_shape(place) {
            Shape::Tuple(parts) => Some(parts.len()),
            Shape::Array(_, len) => len.to_string().parse().ok(),
            _ => None,
        }
    }

    /// `let name = &place`: the name stands for the place and is not emitted, except for what a borrow checks.
    fn bind_alias(&mut self, name: &proc_macro2::Ident, place: Place, passing: Passing) {
        if place.path.len() > MOST_STEPS {
            return self.diag.refuse(name, Refusal::TooFar(MOST_STEPS.to_string()));
        }
        self.check_place(&place, name.span());
        let target = self.place_tokens(&place);
        // Code that is kept as it is only reads, and may mention it more than once.
        self.aliases.insert(Name::of(name), quote::quote!((&#target)));
        self.bindings.insert(Name::of(name), Binding::Alias(place, passing));
    }

    /// Panics where a place is not there.
    pub(super) fn check_place(&mut self, place: &Place, span: Span) {
        if !self.is_there(place) {
            let place = self.place_tokens(place);
            self.builder.inert(quote::quote!(let _ = &#place;), span);
        }
    }

    /// Whether a place is certainly there.
    pub(super) fn is_there(&self, place: &Place) -> bool {
        match &place.path[..] {
            // An element that the user wrote no index for.
            [.., Proj::Index(_, None)] => true,
            [.., slice @ Proj::Range(..), Proj::Range(Some(Atom::Const(start)), None, _)] => {
                self.is_in_reach(slice, start)
            }
            [.., Proj::Range(None, Some(end), false)] => self.is_reached(end),
            [.., piece] => self.builder.func.piece(piece).is_some(),
            [] => false,
        }
    }

    /// `let pattern = atom`
    pub(super) fn bind_atom(&mut self, pat: &Pat, atom: Atom) {
        match pat {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                self.locals.insert(Name::of(&name.ident));
                self.bind_value(name, Value::Atom(atom), None, name.span());
            }
            Pat::Type(typed) => match &*typed.pat {
                Pat::Ident(name) => self.bind_value(name, Value::Atom(atom), Some(&typed.ty), name.span()),
                _ => self.diag.refuse(pat, Refusal::Pattern),
            },
            Pat::Wild(_) => {}
            Pat::Paren(inner) => self.bind_atom(&inner.pat, atom),
            pat => {
                let var = match atom {
                    Atom::Var(var) => var,
                    constant => self.builder.define(Value::Atom(constant), Shape::Unknown, pat.span()),
                };
                let place = Place::whole(var);
                let place = if binds_by_reference(pat) { self.copy_of(place, pat.span()) } else { place };
                self.destructure(pat, place, None);
            }
        }
    }

    /// The names in a pattern over something without a derivative that get one by assignment later.
    pub(super) fn bind_inert(&mut self, pat: &Pat, refutable: bool) {
        self.bind_inert_to(pat, &Shape::Unknown, refutable);
    }

    /// The same where something is known of the value.
    pub(super) fn bind_inert_to(&mut self, pat: &Pat, value: &Shape, refutable: bool) {
        let (typed, value) = match pat {
            Pat::Type(typed) => {
                (Some(&*typed.ty), Some(value).filter(|_| matches!(*typed.pat, Pat::Ident(_))))
            }
            Pat::Ident(_) => (None, Some(value)),
            _ => (None, None),
        };
        // Also what is spelled like a constant, and may be one.
        self.locals.extend(bindings(pat, false).into_iter().map(|name| Name::of(&name.ident)));
        for name in bindings(pat, refutable) {
            if self.carriers.has(&name.ident) {
                let shape = typed.map_or(Shape::Unknown, |ty| Shape::of(ty, &self.generics));
                let shape = shape.or(value.unwrap_or(&Shape::Unknown));
                let var = self.bind_owned(name, shape);
                self.bindings.insert(Name::of(&name.ident), Binding::Var(var));
            }
        }
    }

    /// A variable for what code binds to a name, which has to be no reference.
    pub(super) fn bind_owned(&mut self, name: &PatIdent, shape: Shape) -> VarId {
        let var = self.builder.user(&name.ident, Role::User, shape, name.mutability.is_some());
        self.builder.push(StmtKind::Bind(var, None), name.span());
        let (ident, krate) = (&name.ident, &self.krate);
        let owned = quote::quote_spanned!(name.span()=> #krate::__private::owned(&#ident););
        self.builder.inert(owned, name.span());
        var
    }
}

/// `..`, `rest @ ..`
pub(super) fn is_rest(pat: &Pat) -> bool {
    match pat {
        Pat::Rest(_) => true,
        Pat::Ident(name) => matches!(&name.subpat, Some((_, inner)) if matches!(**inner, Pat::Rest(_))),
        _ => false,
    }
}

/// Whether a pattern asks for nothing. What is spelled like a constant is taken for one.
pub(super) fn always_matches(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(pat) => {
            let variable = pat.by_ref.is_some()
                || pat.mutability.is_some()
                || !pat.ident.to_string().starts_with(char::is_uppercase);
            match &pat.subpat {
                Some((_, inner)) => always_matches(inner),
                None => variable,
            }
        }
        Pat::Reference(pat) => always_matches(&pat.pat),
        Pat::Paren(pat) => always_matches(&pat.pat),
        Pat::Type(pat) => always_matches(&pat.pat),
        Pat::Tuple(pat) => pat.elems.iter().all(always_matches),
        _ => false,
    }
}

fn member(place: &Place, at: usize) -> Place {
    let mut place = place.clone();
    place.path.push(Proj::Member(Index::from(at).into()));
    place
}

pub(super) fn element(place: &Place, at: usize) -> Place {
    let mut place = place.clone();
    place.path.push(Proj::at(Atom::number(at)));
    place
}
