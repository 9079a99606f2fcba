//! References that come to refer to something else: `rest = &rest[1..]`, `if c { &a } else { &b }`.
//!
//! Like other references they are not emitted. What they refer to has one of a few forms, places without their numbers;
//! the numbers are variables, and so is the form where there are several:
//!
//! ```text
//! let mut rest = x;          let mut rest_0 = 0; let mut rest_1 = x.len();
//! rest = &rest[1..];         rest_0 = rest_0 + 1;
//! s += rest[0];              s += x[rest_0..rest_1][0];
//! ```
//!
//! A statement with a reference of several forms is lowered once for each, as the arms of a branch. The forms of all
//! references are found by lowering the function again until there are no new ones.

mod choice;
mod follow;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Member};

use super::place::strip;
use super::pure::reads_of;
use super::rename::Name;
use super::written::first_of;
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, Passing, Place, Proj, Role, Shape, StmtKind, Value, Var, VarId};

/// How many things a reference may refer to, and how many copies there may be of a statement: one for each of them.
pub(super) const MOST_COPIES: usize = 32;

/// A place without its numbers.
#[derive(Clone, PartialEq)]
struct Form {
    root: Name,
    steps: Vec<Step>,
}

#[derive(Clone, PartialEq)]
enum Step {
    Deref,
    Member(Member),
    /// One number.
    Index,
    /// Two.
    Range,
}

/// The forms of a function, and which of them each reference has.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Forms {
    all: Vec<Form>,
    of: BTreeMap<Name, BTreeSet<usize>>,
}

/// A reference of this kind.
pub(super) struct Cursor {
    passing: Passing,
    /// Which form it has.
    form: VarId,
    numbers: Vec<VarId>,
}

/// What one refers to at some time.
pub(super) struct Referent {
    form: Atom,
    numbers: Vec<Atom>,
    passing: Passing,
}

impl Form {
    fn numbers(&self) -> usize {
        let count = |step: &Step| match step {
            Step::Deref | Step::Member(_) => 0,
            Step::Index => 1,
            Step::Range => 2,
        };
        self.steps.iter().map(count).sum()
    }
}

impl Forms {
    fn index(&mut self, form: Form) -> usize {
        self.all.iter().position(|known| *known == form).unwrap_or_else(|| {
            self.all.push(form);
            self.all.len() - 1
        })
    }

    /// A form and a range of it.
    fn sliced(&self, form: usize) -> Form {
        let Form { root, steps } = &self.all[form];
        Form { root: root.clone(), steps: [steps.clone(), vec![Step::Range]].concat() }
    }

    /// One reference may refer to what another refers to. What is a part for the one has bounds for the other too.
    /// Returns whether these are not too many.
    fn share(&mut self, from: &Name, to: &Name) -> bool {
        let of = |name: &Name| self.of.get(name).cloned().unwrap_or_default();
        let (mut source, both) = (of(from), &of(from) | &of(to));
        let mut target = both.clone();
        for whole in &both {
            let sliced = self.sliced(*whole);
            if let Some(part) = both.iter().find(|form| self.all[**form] == sliced) {
                target.remove(whole);
                if source.remove(whole) {
                    source.insert(*part);
                }
            }
        }
        self.of.insert(from.clone(), source);
        let few = target.len() <= MOST_COPIES;
        if few {
            self.of.insert(to.clone(), target);
        }
        few
    }
}

// Binding and assigning.

impl Lower<'_> {
    /// `let mut name = &place`; in a pattern too.
    pub(super) fn bind_cursor(&mut self, ident: &Ident, place: Place, passing: Passing) {
        let place = self.rooted(ident, place);
        self.declare_cursor(ident);
        match self.referent_of(&Name::of(ident), place, passing, ident.span()) {
            Some(referent) => self.refer(&Name::of(ident), &referent, ident.span()),
            None => self.diag.refuse(ident, Refusal::Reference),
        }
    }

    /// The same place, with a name that it has whenever the function is lowered: what only the reference refers to, as in
    /// `let mut r = &(2.0 * x)`, is a variable of its own.
    fn rooted(&mut self, reference: &Ident, place: Place) -> Place {
        let root = self.builder.func.var(place.var);
        if root.role != Role::Temp {
            return place;
        }
        let (shape, annotation, mutable) = (root.shape.clone(), root.annotation.clone(), root.mutable);
        let span = reference.span();
        let var = self.builder.user(&first_of(reference), Role::User, shape, mutable);
        self.builder.func.vars[var.0 as usize].annotation = annotation;
        self.builder.push(StmtKind::Let(var, Value::Load(Place::whole(place.var))), span);
        Place { var, path: place.path }
    }

    /// Whether a `let` without a value declares a reference.
    pub(super) fn is_late_cursor(&self, ident: &Ident) -> bool {
        self.forms.of.contains_key(&Name::of(ident))
    }

    pub(super) fn declare_cursor(&mut self, ident: &Ident) {
        let (name, span) = (Name::of(ident), ident.span());
        let forms = self.forms.of.get(&name).cloned().unwrap_or_default();
        let numbers = forms.iter().map(|form| self.forms.all[*form].numbers()).max().unwrap_or(0);
        let form = self.number(&name, "form", span);
        let numbers: Vec<VarId> = (0..numbers).map(|at| self.number(&name, &at.to_string(), span)).collect();
        let zero = Atom::Const(Code(quote!(0_usize)));
        for var in numbers.iter().chain((forms.len() > 1).then_some(&form)) {
            self.builder.push(StmtKind::Let(*var, Value::Atom(zero.clone())), span);
        }
        self.locals.insert(name.clone());
        self.bindings.insert(name.clone(), Binding::Cursor(name.clone()));
        self.cursors.insert(name.clone(), Cursor { passing: Passing::Shared, form, numbers });
        self.follow(&name);
    }

    fn number(&mut self, name: &Name, what: &str, span: Span) -> VarId {
        let ident = format_ident!("{}_{what}", name.text(), span = Span::mixed_site().located_at(span));
        let (role, shape) = (Role::Temp, Shape::Integer);
        self.builder.func.fresh(Var { ident, role, shape, mutable: true, late: false, annotation: None })
    }

    /// The numbers of the slice that a reference of one form refers to: where it starts, and where it ends.
    pub(super) fn bounds(&self, name: &Name) -> Option<[VarId; 2]> {
        let [.., start, end] = self.cursors[name].numbers[..] else { return None };
        Some([start, end])
    }

    /// The reference whose form is kept in this variable.
    pub(super) fn cursor_of(&self, form: VarId) -> Option<Name> {
        self.cursors.iter().find(|(_, cursor)| cursor.form == form).map(|(name, _)| name.clone())
    }

    pub(super) fn form_of(&self, name: &Name) -> Option<VarId> {
        self.cursors.get(name).map(|cursor| cursor.form)
    }

    /// `name = &place`, `name = another_reference`.
    pub(super) fn refer_to(&mut self, name: &Name, expr: &Expr) {
        if let Some(undecided) = self.undecided(expr) {
            if !matches!(strip(expr), Expr::Path(_)) {
                return self.for_each_form(&undecided, expr, &|lower| lower.refer_to(name, expr));
            }
        }
        let before = self.diag.count();
        match self.referent(name, expr) {
            Some(referent) => self.refer(name, &referent, expr.span()),
            None if self.is_refused(expr) || self.diag.count() > before => {}
            None => self.diag.refuse(expr, Refusal::Reference),
        }
    }

    /// `(a, b) = (b, a)`, `mem::swap(&mut a, &mut b)` of references.
    pub(super) fn swap_references(&mut self, left: &Expr, right: &Expr) -> bool {
        let cursor = |expr: &Expr| match strip(expr) {
            Expr::Reference(e) if e.mutability.is_some() => self.cursor_named(&e.expr),
            _ => None,
        };
        let (Some(a), Some(b)) = (cursor(left), cursor(right)) else { return false };
        let referents = [self.moved_from(&b, &a, right.span()), self.moved_from(&a, &b, left.span())];
        for (name, referent) in [a, b].iter().zip(referents) {
            self.refer(name, &referent, left.span());
        }
        true
    }

    /// The reference that comes to refer to something else, if it is one.
    pub(super) fn cursor_named(&self, expr: &Expr) -> Option<Name> {
        let Expr::Path(path) = strip(expr) else { return None };
        match self.binding(path.path.get_ident()?)? {
            Binding::Cursor(name) => Some(name),
            Binding::Var(_) | Binding::Alias(..) => None,
        }
    }

    pub(super) fn referent(&mut self, name: &Name, expr: &Expr) -> Option<Referent> {
        if let Some(other) = self.cursor_named(expr) {
            return Some(self.moved_from(&other, name, expr.span()));
        }
        let (place, passing) = self.alias(expr)?;
        self.referent_of(name, place, passing, expr.span())
    }

    /// What another reference refers to.
    fn moved_from(&mut self, other: &Name, name: &Name, span: Span) -> Referent {
        if !self.found.share(other, name) {
            self.diag.refuse(Ident::new("reference", span), Refusal::TooManyPlaces(MOST_COPIES.to_string()));
        }
        let forms = self.found.of.get(other).cloned().unwrap_or_default();
        let Cursor { passing, form, ref numbers } = self.cursors[other];
        let numbers = numbers.clone();
        let form = match forms.first() {
            Some(only) if forms.len() == 1 => Atom::number(*only),
            _ if self.is_declared(other) => Atom::Var(self.builder.read(form, span)),
            _ => Atom::number(0),
        };
        let numbers = numbers.iter().map(|number| Atom::Var(self.builder.read(*number, span))).collect();
        Referent { form, numbers, passing }
    }

    fn is_declared(&self, name: &Name) -> bool {
        self.forms.of.get(name).is_some_and(|forms| forms.len() > 1)
    }

    /// A place as form and numbers.
    fn referent_of(&mut self, name: &Name, place: Place, passing: Passing, span: Span) -> Option<Referent> {
        let tokens = self.place_tokens(&place);
        self.check_place(&place, span);
        let (mut form, mut numbers) = self.formed(&place, span)?;
        let known = self.found.of.get(name).cloned().unwrap_or_default();
        let sliced = Form { steps: [form.steps.clone(), vec![Step::Range]].concat(), ..form.clone() };
        if known.iter().any(|known| self.found.all[*known] == sliced) {
            let len = Value::Pure(Code(quote!(#tokens.len())), reads_of(&place));
            let len = Atom::Var(self.builder.define(len, Shape::Integer, span));
            numbers.extend([Atom::number(0), len]);
            form = sliced;
        }
        if known.len() >= MOST_COPIES && known.iter().all(|known| self.found.all[*known] != form) {
            self.diag.refuse(Ident::new("reference", span), Refusal::TooManyPlaces(MOST_COPIES.to_string()));
            return None;
        }
        let index = self.found.index(form.clone());
        let whole = form.steps.split_last().filter(|(last, _)| **last == Step::Range);
        let whole = whole.map(|(_, steps)| Form { steps: steps.to_vec(), ..form.clone() });
        let (all, forms) = (&self.found.all, self.found.of.entry(name.clone()).or_default());
        forms.insert(index);
        // The whole of something is a part of it as well.
        forms.retain(|known| whole.as_ref() != Some(&all[*known]));
        Some(Referent { form: Atom::number(index), numbers, passing })
    }

    fn formed(&mut self, place: &Place, span: Span) -> Option<(Form, Vec<Atom>)> {
        let root = self.builder.func.var(place.var);
        if !matches!(root.role, Role::Param | Role::User) {
            return None;
        }
        let root = Name::of(&root.ident);
        let (mut steps, mut numbers) = (Vec::new(), Vec::new());
        // The bounds of the range that has been gone through last.
        let mut range: Option<[Atom; 2]> = None;
        let mut before = Place::whole(place.var);
        for step in &place.path {
            match step {
                Proj::Range(start, end, inclusive) => {
                    let base = range.take();
                    let offset = base.as_ref().map(|[start, _]| start.clone());
                    let start = match start {
                        Some(start) => self.sum(offset.clone(), start.clone(), false, span),
                        None => offset.clone().unwrap_or(Atom::number(0)),
                    };
                    let end = match (end, base) {
                        (Some(end), _) => self.sum(offset, end.clone(), *inclusive, span),
                        (None, Some([_, end])) => end,
                        (None, None) => {
                            let whole = self.place_tokens(&before);
                            let len = Value::Pure(Code(quote!(#whole.len())), reads_of(&before));
                            Atom::Var(self.builder.define(len, Shape::Integer, span))
                        }
                    };
                    range = Some([start, end]);
                }
                Proj::Index(index, _) => {
                    let offset = range.take().map(|[start, _]| start);
                    steps.push(Step::Index);
                    numbers.push(self.sum(offset, index.clone(), false, span));
                }
                Proj::Deref => steps.push(Step::Deref),
                Proj::Member(member) => steps.push(Step::Member(member.clone())),
            }
            before.path.push(step.clone());
        }
        if let Some(bounds) = range {
            steps.push(Step::Range);
            numbers.extend(bounds);
        }
        Some((Form { root, steps }, numbers))
    }

    fn sum(&mut self, offset: Option<Atom>, number: Atom, inclusive: bool, span: Span) -> Atom {
        let is_zero = |atom: &Atom| matches!(atom, Atom::Const(Code(code)) if code.to_string() == "0");
        let offset = offset.filter(|offset| !is_zero(offset));
        if offset.is_none() && !inclusive {
            return number;
        }
        let reads = offset.iter().chain([&number]).filter_map(Atom::var).collect();
        let offset = offset.map(|offset| self.atom_tokens(&offset)).into_iter();
        let (number, one) = (self.atom_tokens(&number), inclusive.then(|| quote!(+ 1)));
        let sum = Value::Pure(Code(quote!(#(#offset +)* #number #one)), reads);
        Atom::Var(self.builder.define(sum, Shape::Integer, span))
    }

    pub(super) fn refer(&mut self, name: &Name, referent: &Referent, span: Span) {
        let Some(cursor) = self.cursors.get_mut(name) else { return };
        cursor.passing = referent.passing;
        let (form, numbers) = (cursor.form, cursor.numbers.clone());
        if self.is_declared(name) {
            self.builder.store(Place::whole(form), referent.form.clone(), false, span);
        }
        for (number, value) in numbers.into_iter().zip(&referent.numbers) {
            self.builder.store(Place::whole(number), value.clone(), false, span);
        }
    }
}

// Using them.

impl Lower<'_> {
    /// What it refers to, where there is only one form.
    pub(super) fn cursor_place(&mut self, name: &Name, span: Span) -> Option<(Place, Passing)> {
        let forms = self.possible(name);
        let [form] = forms[..] else { return None };
        Some((self.place_at(name, form, span)?, self.cursors[name].passing))
    }

    /// The forms whose places are there.
    fn possible(&self, name: &Name) -> Vec<usize> {
        let forms = self.forms.of.get(name).into_iter().flatten().copied();
        forms.filter(|form| self.root(*form).is_some()).collect()
    }

    fn root(&self, form: usize) -> Option<VarId> {
        self.builder.named.get(&self.forms.all[form].root)
    }

    fn place_at(&mut self, name: &Name, form: usize, span: Span) -> Option<Place> {
        let count = self.forms.all[form].numbers();
        let numbers: Vec<VarId> = self.cursors[name].numbers.iter().copied().take(count).collect();
        let numbers: Vec<Atom> =
            numbers.into_iter().map(|number| Atom::Var(self.builder.read(number, span))).collect();
        self.place_with(form, numbers)
    }

    fn place_with(&self, form: usize, numbers: Vec<Atom>) -> Option<Place> {
        let mut numbers = numbers.into_iter();
        let step = |step: &Step| match step {
            Step::Deref => Some(Proj::Deref),
            Step::Member(member) => Some(Proj::Member(member.clone())),
            Step::Index => Some(Proj::at(numbers.next()?)),
            Step::Range => Some(Proj::Range(Some(numbers.next()?), Some(numbers.next()?), false)),
        };
        let path = self.forms.all[form].steps.iter().map(step).collect::<Option<_>>()?;
        Some(Place { var: self.root(form)?, path })
    }
}
