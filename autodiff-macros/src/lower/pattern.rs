//! Patterns that take apart what carries a derivative.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Index, Pat, PatIdent};

use super::carriers::{bindings, carrying};
use super::rename::Name;
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, Passing, Place, Proj, Role, Shape, StmtKind, Value, VarId};

impl Lower<'_> {
    /// `let pattern = place`, one definition for each name; behind a reference, names are references too.
    pub(super) fn destructure(&mut self, pat: &Pat, place: Place, behind: Option<Passing>) {
        match pat {
            Pat::Wild(_) | Pat::Rest(_) => {}
            Pat::Paren(pat) => self.destructure(&pat.pat, place, behind),
            Pat::Type(pat) => self.destructure(&pat.pat, place, behind),
            Pat::Reference(pat) if behind.is_some() => self.destructure(&pat.pat, place, None),
            Pat::Ident(name) if matches!(&name.subpat, Some((_, inner)) if matches!(**inner, Pat::Rest(_))) =>
            {
                self.diag.refuse(name, Refusal::Pattern);
            }
            Pat::Ident(name) => {
                self.locals.insert(Name::of(&name.ident));
                let by_ref = name.by_ref.map(|_| match name.mutability {
                    Some(_) => Passing::Exclusive,
                    None => Passing::Shared,
                });
                match by_ref.or(behind) {
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

    /// The patterns in a tuple's and the place that each stands for; behind `..` they count from the end.
    fn parts_of_tuple<'p>(&mut self, tuple: &'p syn::PatTuple, place: &Place) -> Vec<(&'p Pat, Place)> {
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

    /// The same for an array.
    fn parts_of_array<'p>(&mut self, array: &'p syn::PatSlice, place: &Place) -> Vec<(&'p Pat, Place)> {
        let rest = array.elems.iter().position(is_rest);
        let part = |(at, pat): (usize, &'p Pat)| match rest {
            Some(rest) if at > rest => {
                (pat, self.counted_from_end(place, array.elems.len() - at, pat.span()))
            }
            _ => (pat, element(place, at)),
        };
        array.elems.iter().enumerate().map(part).collect()
    }

    /// The element of an array that stands `back` places before its end.
    pub(super) fn counted_from_end(&mut self, place: &Place, back: usize, span: Span) -> Place {
        if let Some(len) = self.len_of(place) {
            return element(place, len.saturating_sub(back));
        }
        let (array, back) = (self.place_tokens(place), proc_macro2::Literal::usize_unsuffixed(back));
        let index = Value::Inert(Code(quote::quote!(#array.len() - #back)));
        let index = self.builder.define(index, Shape::Integer, span);
        let mut part = place.clone();
        part.path.push(Proj::Index(Atom::Var(index)));
        part
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
        let target = self.place_tokens(&place);
        self.builder.inert(quote::quote!(let _ = &#target;), name.span());
        // Code that is kept as it is only reads, and may mention it more than once.
        self.aliases.insert(Name::of(name), quote::quote!((&#target)));
        self.bindings.insert(Name::of(name), Binding::Alias(place, passing));
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
                self.destructure(pat, Place::whole(var), None);
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
                let var = self.builder.user(&name.ident, Role::User, shape, name.mutability.is_some());
                self.builder.push(StmtKind::Bind(var, None), name.span());
                let (ident, krate) = (&name.ident, &self.krate);
                let owned = quote::quote_spanned!(name.span()=> #krate::__private::owned(&#ident););
                self.builder.inert(owned, name.span());
                self.bindings.insert(Name::of(&name.ident), Binding::Var(var));
            }
        }
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
                let check = quote::quote_spanned!(span=>
                    let _: #krate::__private::core::marker::PhantomData<#krate::NoCotangent> =
                        #krate::__private::cotangent_of!(&#place););
                self.builder.inert(check, span);
            }
        }
    }

    fn variants(&mut self, pat: &Pat, source: &Scrutinee, found: &mut Vec<(Place, Span)>) {
        match (pat, source) {
            (Pat::Tuple(tuple), Scrutinee::Parts(parts)) if tuple.elems.len() == parts.len() => {
                for (pat, part) in tuple.elems.iter().zip(parts.iter()) {
                    part.iter().for_each(|part| self.variants_in(pat, part, found));
                }
            }
            (Pat::Paren(inner), source) => self.variants(&inner.pat, source, found),
            (Pat::Guard(guarded), source) => self.variants(&guarded.pat, source, found),
            (Pat::Or(or), source) => or.cases.iter().for_each(|pat| self.variants(pat, source, found)),
            (pat, Scrutinee::Whole(var)) => self.variants_in(pat, &Place::whole(*var), found),
            (_, Scrutinee::Parts(_)) => {}
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
            (Pat::Tuple(tuple), Scrutinee::Parts(parts)) if tuple.elems.len() == parts.len() => {
                for (pat, part) in tuple.elems.iter().zip(parts) {
                    match part {
                        Some(part) => self.bind_parts(pat, part),
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
            (pat, Scrutinee::Whole(var)) => self.bind_parts(pat, &Place::whole(*var)),
            (pat, Scrutinee::Parts(_)) => self.diag.refuse(pat, Refusal::Pattern),
        }
    }

    fn bind_parts(&mut self, pat: &Pat, place: &Place) {
        match pat {
            Pat::Wild(_) | Pat::Rest(_) | Pat::Lit(_) | Pat::Range(_) | Pat::Path(_) | Pat::Const(_) => {}
            Pat::Paren(inner) => self.bind_parts(&inner.pat, place),
            Pat::Guard(guarded) => self.bind_parts(&guarded.pat, place),
            Pat::Ident(_) if bindings(pat, true).is_empty() => {}
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

/// What a `match` over something that carries a derivative looks at.
pub(super) enum Scrutinee {
    /// One value.
    Whole(VarId),
    /// A tuple written out, part by part; `None` for a part that carries nothing.
    Parts(Vec<Option<Place>>),
}

/// Whether a pattern gives names to parts that may carry a derivative.
fn binds_parts(pat: &Pat) -> bool {
    !carrying(pat, None, true).is_empty()
}

fn is_rest(pat: &Pat) -> bool {
    matches!(pat, Pat::Rest(_))
}

fn member(place: &Place, at: usize) -> Place {
    let mut place = place.clone();
    place.path.push(Proj::Member(Index::from(at).into()));
    place
}

fn element(place: &Place, at: usize) -> Place {
    let mut place = place.clone();
    let at = proc_macro2::Literal::usize_unsuffixed(at).to_token_stream();
    place.path.push(Proj::Index(Atom::Const(Code(at))));
    place
}
