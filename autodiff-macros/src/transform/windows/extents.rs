//! Numbers that do not exceed the length of a slice.
//!
//! A window for elements that only some iterations are at may be taken where all of it is there for certain: the steps of
//! a loop count up to `x.len()`, to the lesser of two lengths, to `x.len() - 1`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{BinOp, Expr};

use super::code::{asserted, atom_code, copied, cut_off, is_min, named, number, text};
use super::told::Told;
use crate::ir::{Arg, Atom, Code, Func, Place, Proj, Shape, Stmt, StmtKind, Value, VarId};

/// What is known of the numbers and lengths in a function.
pub(in crate::transform) struct Extents {
    /// The code of numbers without derivative, by their names.
    definitions: BTreeMap<String, Expr>,
    /// The code of what numbers do not exceed.
    ceilings: BTreeMap<String, Expr>,
    /// Lengths that the function asserts to be equal before it returns.
    equal: Vec<(Expr, Expr)>,
    /// Variables that are assigned once, by their names.
    constants: BTreeSet<String>,
    /// `Vec`s that may change their length.
    growing: BTreeSet<VarId>,
}

impl Extents {
    /// What the reverse sweep may rely on: it runs only if the whole of the forward sweep's outermost block has.
    pub(super) fn after_return(func: &Func) -> Extents {
        let mut extents = Extents::before_return(func);
        for stmt in &func.body.stmts {
            if let StmtKind::Inert(code) = &stmt.kind {
                extents.equal.extend(asserted(code));
            }
        }
        extents
    }

    /// What holds in both sweeps.
    pub(in crate::transform) fn before_return(func: &Func) -> Extents {
        let (mut definitions, mut ceilings) = (Told::default(), Told::default());
        let all = |constant| {
            let vars = func.vars().filter(move |var| func.is_constant(*var) == constant);
            vars.map(|var| func.var(var).ident.to_string()).collect::<BTreeSet<_>>()
        };
        let mut constants = &all(true) - &all(false);
        let mut define = |stmt: &Stmt| {
            if let StmtKind::Let(var, Value::Reached { of: (_, end), .. }) = &stmt.kind {
                // Unless overflow is checked, a difference may be greater than what it was taken from.
                let end = syn::parse2(atom_code(func, end)).ok();
                if let Some(end) = end.filter(|end| !has_difference(end, &definitions)) {
                    ceilings.tell(func.var(*var).ident.to_string(), Some(*var), end);
                }
            }
            let (name, var, expr) = match &stmt.kind {
                StmtKind::Let(
                    var,
                    Value::Pure(code, _) | Value::Inert(code) | Value::Atom(Atom::Const(code)),
                ) if func.is_constant(*var) => {
                    let Ok(expr) = syn::parse2(code.0.clone()) else { return };
                    (func.var(*var).ident.to_string(), Some(*var), expr)
                }
                StmtKind::Inert(code) => {
                    let Some((name, expr)) = named(code) else { return };
                    constants.insert(name.clone());
                    (name, None, expr)
                }
                _ => return,
            };
            definitions.tell(name, var, copied(expr));
        };
        func.body.each(&mut define);
        func.reverse.iter().for_each(|reverse| reverse.body.each(&mut define));
        Extents {
            definitions: definitions.finish(),
            ceilings: ceilings.finish(),
            equal: Vec::new(),
            constants,
            growing: growing(func),
        }
    }

    /// Whether code asks for a length that may be another by then.
    fn may_grow(&self, func: &Func, code: &str) -> bool {
        let root = code.split(['.', '[']).next();
        self.growing.iter().any(|var| root.is_some_and(|root| func.var(*var).ident == root))
    }

    /// The constant that a name stands for, by way of others.
    fn origin(&self, mut name: String) -> String {
        while let Some(Expr::Path(path)) = self.definitions.get(&name) {
            match path.path.get_ident().map(ToString::to_string) {
                Some(next) if self.constants.contains(&next) => name = next,
                _ => break,
            }
        }
        name
    }

    /// Whether `number + offset` is at most the length of a place, the number being a difference or the lesser of several.
    pub(super) fn leaves(&self, func: &Func, number: &Atom, offset: &TokenStream, place: &Place) -> bool {
        let lengths = Lengths { extents: self, func, place };
        let expr = syn::parse2(atom_code(func, number));
        !self.growing.contains(&primal(func, place.var))
            && expr.is_ok_and(|expr| lengths.leaves(&expr, &offset.to_string()))
    }

    /// Whether the numbers below `end` are at most `first`, which is `E - 1`: whether `end` is at most `E`.
    pub(super) fn is_behind(&self, func: &Func, first: &Expr, end: &Atom) -> bool {
        let Expr::Binary(e) = first else { return false };
        let by_one = matches!(e.op, BinOp::Sub(_)) && number(&e.right) == Some(1);
        by_one && syn::parse2(atom_code(func, end)).is_ok_and(|end| self.is_at_most(&end, &text(&e.left)))
    }

    fn is_at_most(&self, expr: &Expr, other: &str) -> bool {
        let below = match expr {
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
                let name = ident.to_string();
                let defined = self.definitions.get(&name).or(self.ceilings.get(&name));
                defined.is_some_and(|expr| self.is_at_most(expr, other))
            }),
            Expr::Call(e) if is_min(&e.func) => e.args.iter().any(|arg| self.is_at_most(arg, other)),
            Expr::Binary(e) if matches!(e.op, BinOp::Div(_)) => self.is_at_most(&e.left, other),
            _ => false,
        };
        below || text(expr) == other
    }

    /// Whether code asks for the length of a place, or for that of what the place is the cotangent of.
    pub(super) fn is_own_length(&self, func: &Func, expr: &Expr, place: &Place) -> bool {
        let lengths = Lengths { extents: self, func, place };
        !self.growing.contains(&primal(func, place.var)) && lengths.own().is_some_and(|own| own == text(expr))
    }

    /// Whether a number is the length of a place.
    pub(super) fn is_length(&self, func: &Func, number: VarId, place: &Place) -> bool {
        let name = self.origin(func.var(number).ident.to_string());
        if let (Some(Proj::Range(None, Some(Atom::Var(end)), false)), false) =
            (place.path.last(), self.growing.contains(&primal(func, place.var)))
        {
            return self.origin(func.var(*end).ident.to_string()) == name;
        }
        let code = self.definitions.get(&name);
        self.constants.contains(&name) && code.is_some_and(|code| self.is_own_length(func, code, place))
    }

    /// Whether `number + more` is at most the length of a place.
    pub(in crate::transform) fn within(&self, func: &Func, number: &Atom, more: i64, place: &Place) -> bool {
        syn::parse2(atom_code(func, number)).is_ok_and(|expr| self.code_within(func, &expr, more, place))
    }

    /// The same of code.
    pub(super) fn code_within(&self, func: &Func, expr: &Expr, more: i64, place: &Place) -> bool {
        let lengths = Lengths { extents: self, func, place };
        !self.growing.contains(&primal(func, place.var)) && lengths.bounds(expr, more, true)
    }
}

/// Whether a difference goes into a number.
fn has_difference(expr: &Expr, definitions: &Told) -> bool {
    match expr {
        Expr::Paren(e) => has_difference(&e.expr, definitions),
        Expr::Group(e) => has_difference(&e.expr, definitions),
        Expr::Lit(_) => false,
        Expr::Path(path) => {
            let name = path.path.get_ident().map(ToString::to_string);
            let defined = name.and_then(|name| definitions.get(&name));
            defined.is_some_and(|expr| has_difference(expr, definitions))
        }
        Expr::MethodCall(e) => e.method != "len",
        Expr::Call(e) => !is_min(&e.func) || e.args.iter().any(|arg| has_difference(arg, definitions)),
        _ => true,
    }
}

/// A place of which the length is asked for.
struct Lengths<'a> {
    extents: &'a Extents,
    func: &'a Func,
    place: &'a Place,
}

impl Lengths<'_> {
    /// Whether `expr + more` is at most the length; `more` may be less than zero. A difference that is not `whole` may have
    /// been cut off at zero.
    fn bounds(&self, expr: &Expr, more: i64, whole: bool) -> bool {
        match expr {
            Expr::Paren(e) => self.bounds(&e.expr, more, whole),
            Expr::Group(e) => self.bounds(&e.expr, more, whole),
            Expr::Lit(_) | Expr::Path(_) if self.is_in_array(expr, more) => true,
            Expr::Path(_) if more <= 0 && self.is_length(expr) => true,
            Expr::Path(_) => self.defined(expr).is_some_and(|expr| self.bounds(expr, more, whole)),
            Expr::Binary(e) => match (&e.op, number(&e.right)) {
                (BinOp::Add(_), Some(right)) => self.bounds(&e.left, more + right, false),
                (BinOp::Sub(_), right) => {
                    // Unless overflow is checked, it may be greater than what it was taken from.
                    let less = right.unwrap_or(0).min(more.max(0));
                    self.bounds(&e.left, more - less, false)
                }
                (BinOp::Div(_), _) => self.bounds(&e.left, more, false),
                _ => false,
            },
            Expr::MethodCall(e) if e.method == "saturating_sub" => {
                self.cut_off((&e.receiver, e.args.first()), more, whole)
            }
            Expr::If(e) => {
                let (from, less) = cut_off(e).unzip();
                from.is_some_and(|from| self.cut_off((from, less), more, whole))
            }
            Expr::MethodCall(e) if e.method == "min" => {
                self.bounds(&e.receiver, more, false)
                    || e.args.iter().any(|arg| self.bounds(arg, more, false))
            }
            Expr::Call(e) if e.args.len() == 2 && is_min(&e.func) => {
                e.args.iter().any(|arg| self.bounds(arg, more, false))
            }
            _ => more <= 0 && self.is_length(expr),
        }
    }

    /// Whether a difference that is cut off at zero, and `more`, is at most the length.
    fn cut_off(&self, (from, less): (&Expr, Option<&Expr>), more: i64, whole: bool) -> bool {
        // What is behind the steps of a loop is positive where there is a step.
        let less = less.and_then(number).unwrap_or(0);
        let left = if whole { more - less } else { more };
        (whole || more == 0) && self.bounds(from, left, false)
    }

    /// Whether `expr + offset` is at most the length, `expr` being `E - offset`, or at most that.
    fn leaves(&self, expr: &Expr, offset: &str) -> bool {
        match expr {
            Expr::Path(_) => self.defined(expr).is_some_and(|expr| self.leaves(expr, offset)),
            Expr::Binary(e) if matches!(e.op, BinOp::Sub(_)) => {
                e.right.to_token_stream().to_string() == offset && self.bounds(&e.left, 0, false)
            }
            Expr::Call(e) if is_min(&e.func) => e.args.iter().any(|arg| self.leaves(arg, offset)),
            _ => false,
        }
    }

    /// What a name stands for, or a number that it does not exceed.
    fn defined(&self, expr: &Expr) -> Option<&Expr> {
        let Expr::Path(path) = expr else { return None };
        let name = path.path.get_ident()?.to_string();
        let Extents { definitions, ceilings, .. } = self.extents;
        definitions.get(&name).or(ceilings.get(&name))
    }

    /// Whether the place is an array at least so long.
    fn is_in_array(&self, expr: &Expr, more: i64) -> bool {
        let Shape::Array(_, len) = self.func.place_shape(self.place) else { return false };
        let len = syn::parse2::<Expr>(len).ok();
        match (number(expr), len.as_ref().and_then(number)) {
            (Some(number), Some(len)) => number + more <= len,
            _ => more <= 0 && len.is_some_and(|len| text(&len) == text(expr)),
        }
    }

    /// Whether the code is the length of the place, or equal to it.
    fn is_length(&self, code: &Expr) -> bool {
        if let Some(Proj::Range(None, Some(end), false)) = self.place.path.last() {
            return self.extents.origin(text(code)) == self.extents.origin(self.atom_text(end));
        }
        let Some(own) = self.own() else { return false };
        let code = text(code);
        // A name that is no constant may mean another number by then.
        code == own
            || code.ends_with(".len")
                && !self.extents.may_grow(self.func, &code)
                && self.extents.equal.iter().any(|(a, b)| {
                    let [a, b] = [a, b].map(|side| text(self.resolved(side)));
                    (a == code && b == own) || (b == code && a == own)
                })
    }

    /// As [`text`] of the code that asks for the length would be.
    fn own(&self) -> Option<String> {
        self.place_text().map(|place| format!("{place}.len"))
    }

    /// What a name stands for.
    fn resolved<'e>(&'e self, expr: &'e Expr) -> &'e Expr {
        let Expr::Path(path) = expr else { return expr };
        let name = path.path.get_ident().map(ToString::to_string);
        name.and_then(|name| self.extents.definitions.get(&name)).unwrap_or(expr)
    }

    /// The place as [`text`] of its code would be.
    fn place_text(&self) -> Option<String> {
        let mut all = self.func.var(primal(self.func, self.place.var)).ident.to_string();
        for step in &self.place.path {
            match step {
                Proj::Deref => {}
                Proj::Member(member) => all += &format!(".{}", member.to_token_stream()),
                Proj::Index(index, _) => all += &format!("[{}]", self.atom_text(index)),
                Proj::Range(start, end, false) => {
                    let bound = |bound: &Option<Atom>| {
                        bound.as_ref().map_or(String::new(), |atom| self.atom_text(atom))
                    };
                    all += &format!("[{}..{}]", bound(start), bound(end));
                }
                Proj::Range(_, _, true) => return None,
            }
        }
        Some(all)
    }

    fn atom_text(&self, atom: &Atom) -> String {
        match atom {
            Atom::Var(var) => self.func.var(*var).ident.to_string(),
            Atom::Const(Code(code)) => code.to_string(),
        }
    }
}

/// The variable that a cotangent is of.
fn primal(func: &Func, var: VarId) -> VarId {
    func.cotangents.get(&var).copied().unwrap_or(var)
}

/// The variables with a `Vec` inside that something but a write to an element happens to.
fn growing(func: &Func) -> BTreeSet<VarId> {
    let mut growing = BTreeSet::new();
    let has_fixed_length = |place: &Place| {
        matches!(func.place_shape(place), Shape::Float(_) | Shape::Array(..) | Shape::Slice(_))
    };
    let mut look = |stmt: &Stmt| {
        let call = match &stmt.kind {
            StmtKind::Let(_, Value::Call(call)) | StmtKind::Split { call, .. } => Some(call),
            StmtKind::Forward { call, .. } => Some(call),
            _ => None,
        };
        let args = call.iter().flat_map(|call| &call.args).filter_map(|arg| match arg {
            Arg::Exclusive(place, _) => Some(place),
            _ => None,
        });
        let whole = match &stmt.kind {
            StmtKind::Store { place, .. }
            | StmtKind::Reshape { place, .. }
            | StmtKind::Let(_, Value::Replace(place, _)) => vec![place],
            StmtKind::Exchange(a, b) => vec![a, b],
            StmtKind::Push(place, _) | StmtKind::Let(_, Value::Pop(place, _)) => {
                growing.insert(place.var);
                Vec::new()
            }
            _ => Vec::new(),
        };
        growing.extend(args.chain(whole).filter(|place| !has_fixed_length(place)).map(|place| place.var));
    };
    func.body.each(&mut look);
    // In one sweep the loop and what follows it stand here.
    func.reverse.iter().filter(|_| func.together).for_each(|reverse| reverse.body.each(&mut look));
    growing
}
