//! References that may refer to one thing or another at the same place.

use std::collections::BTreeSet;

use proc_macro2::{Literal, Span};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, Pat, UnOp};

use super::super::carriers::{is_compound, moved_references};
use super::super::place::strip;
use super::super::rename::Name;
use super::super::{Binding, Lower};
use super::MOST_COPIES;
use crate::diagnostics::Refusal;
use crate::ir::{Arm, Atom, Branch, Code, Head, StmtKind};
use crate::rules;

impl Lower<'_> {
    /// `let pat = init`, if that is a reference that may refer to one thing or another.
    pub(in crate::lower) fn bind_choice(&mut self, pat: &Pat, init: &Expr) -> bool {
        let Some(name) = self.cursor_in(pat, init) else { return false };
        self.declare_cursor(&name.ident);
        if let Some(form) = self.form_of(&Name::of(&name.ident)) {
            self.expr_into(init, form);
        }
        true
    }

    /// A name for a reference that may refer to one thing or another.
    fn cursor_in<'p>(&self, pat: &'p Pat, init: &Expr) -> Option<&'p syn::PatIdent> {
        let Pat::Ident(name) = pat else { return None };
        let plain = name.by_ref.is_none() && name.subpat.is_none();
        let chooses = matches!(strip(init), Expr::If(_) | Expr::Match(_) | Expr::Block(_));
        let several = (chooses || self.undecided(init).is_some()) && self.is_reference(init);
        // What `&(2.0 * *r)` refers to is a value of its own, whatever `r` refers to.
        let computed = matches!(strip(init), Expr::Reference(e) if matches!(strip(&e.expr), Expr::Binary(_)));
        (plain && several && !computed).then_some(name)
    }

    /// A reference of several forms that an expression uses and leaves as it is.
    pub(in crate::lower) fn undecided(&self, expr: &Expr) -> Option<Name> {
        self.all_undecided(expr).into_iter().next()
    }

    /// Such a reference, where the whole of a value has to be lowered for each of its forms: not where each operand can
    /// be looked at by itself, so that several references are not combined.
    pub(in crate::lower) fn undecided_value(&self, expr: &Expr) -> Option<Name> {
        let names = self.all_undecided(expr);
        let operands = operands(expr);
        let whole = names.len() == 1 && operands.iter().all(|operand| uses(operand).contains(&names[0]));
        names.into_iter().next().filter(|_| whole || operands.is_empty())
    }

    /// The same for what is run for its effect.
    pub(in crate::lower) fn undecided_effect(&self, expr: &Expr) -> Option<Name> {
        let mut names = self.all_undecided(expr);
        // A loop around one reference asks once what that is, and not in each iteration.
        if names.len() > 1 || matches!(expr, Expr::Block(_) | Expr::If(_)) {
            let decided_first = decided_first(expr).map(uses).unwrap_or_default();
            names.retain(|name| decided_first.contains(name));
        }
        names.into_iter().next()
    }

    fn all_undecided(&self, expr: &Expr) -> Vec<Name> {
        if self.cursors.is_empty() {
            return Vec::new();
        }
        let several = |name: &Name| {
            matches!(self.bindings.get(name), Some(Binding::Cursor(_))) && self.possible(name).len() > 1
        };
        let mut names: Vec<Name> = uses(expr).into_iter().filter(several).collect();
        if !names.is_empty() {
            let moved = moved_references(expr);
            names.retain(|name| !moved.contains(name));
        }
        names
    }

    /// Lowers something once for each form of a reference.
    pub(in crate::lower) fn for_each_form(
        &mut self,
        name: &Name,
        at: &dyn ToTokens,
        body: &dyn Fn(&mut Self),
    ) {
        let forms = self.possible(name);
        self.in_copies(forms.len(), at, |lower| lower.choose_form(name, &forms, at.span(), body));
    }

    /// Lowers what makes so many copies of the code in it.
    pub(in crate::lower) fn in_copies(
        &mut self,
        copies: usize,
        at: &dyn ToTokens,
        lower: impl FnOnce(&mut Self),
    ) {
        let outer = self.copies;
        self.copies *= copies;
        if self.copies <= MOST_COPIES {
            lower(self);
        } else {
            self.diag.refuse(at, Refusal::TooManyCopies(MOST_COPIES.to_string()));
        }
        self.copies = outer;
    }

    fn choose_form(&mut self, name: &Name, forms: &[usize], span: Span, body: &dyn Fn(&mut Self)) {
        let Some((first, others)) = forms.split_first() else { return };
        if others.is_empty() {
            return self.with_form(name, *first, span, body);
        }
        let which = self.builder.read(self.cursors[name].form, span);
        let (tokens, form) = (self.atom_tokens(&Atom::Var(which)), Literal::usize_unsuffixed(*first));
        let before = self.diag.count();
        let arms = self.two_arms(
            |lower| lower.with_form(name, *first, span, body),
            |lower| {
                // What is refused once is refused each time.
                if lower.diag.count() == before {
                    lower.choose_form(name, others, span, body);
                }
            },
        );
        let arms = arms.map(|body| Arm { pattern: None, body }).into();
        let head = Head::If(Code(quote!(#tokens == #form)));
        self.builder.push(StmtKind::Branch(Branch { head, again: Some(vec![which]), arms }), span);
    }

    /// In the meantime it is a reference like any other.
    fn with_form(&mut self, name: &Name, form: usize, span: Span, body: &dyn Fn(&mut Self)) {
        let Some(place) = self.place_at(name, form, span) else { return };
        let passing = self.cursors[name].passing;
        let tokens = self.place_tokens(&place);
        let outer = self.aliases.insert(name.clone(), quote!((&#tokens)));
        self.bindings.insert(name.clone(), Binding::Alias(place, passing));
        body(self);
        self.bindings.insert(name.clone(), Binding::Cursor(name.clone()));
        self.aliases.extend(outer.map(|outer| (name.clone(), outer)));
    }

    /// In the meantime they are references of several forms again, inside of [`Self::with_form`].
    pub(in crate::lower) fn with_any_forms(&mut self, names: &[Name], body: impl FnOnce(&mut Self)) {
        match names {
            [] => body(self),
            [name, others @ ..] => {
                let body: Box<dyn FnOnce(&mut Self)> = Box::new(body);
                self.with_any_form(name, |lower| lower.with_any_forms(others, body));
            }
        }
    }

    fn with_any_form(&mut self, name: &Name, body: impl FnOnce(&mut Self)) {
        let decided =
            (self.bindings.insert(name.clone(), Binding::Cursor(name.clone())), self.aliases.remove(name));
        self.follow(name);
        body(self);
        let (binding, tokens) = decided;
        self.bindings.extend(binding.map(|binding| (name.clone(), binding)));
        self.aliases.extend(tokens.map(|tokens| (name.clone(), tokens)));
    }

    /// Whether an expression chooses between references: `if c { &a } else { &b }`.
    pub(in crate::lower) fn is_reference(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Reference(e) => self.carriers.carries(&e.expr),
            Expr::Path(path) => {
                let binding = path.path.get_ident().and_then(|ident| self.binding(ident));
                matches!(binding, Some(Binding::Alias(..) | Binding::Cursor(_)))
            }
            Expr::If(e) => {
                let otherwise = e.else_branch.as_ref();
                tail(&e.then_branch).is_some_and(|tail| self.is_reference(tail))
                    || otherwise.is_some_and(|(_, otherwise)| self.is_reference(otherwise))
            }
            Expr::Match(e) => e.arms.iter().any(|arm| self.is_reference(&arm.body)),
            Expr::Block(e) => tail(&e.block).is_some_and(|tail| self.is_reference(tail)),
            _ => false,
        }
    }
}

fn tail(block: &Block) -> Option<&Expr> {
    match block.stmts.last()? {
        syn::Stmt::Expr(expr, None) => Some(expr),
        _ => None,
    }
}

/// The operands of an expression that are values of their own.
fn operands(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Paren(e) => vec![&e.expr],
        Expr::Group(e) => vec![&e.expr],
        Expr::Unary(e) if !matches!(e.op, UnOp::Deref(_)) => vec![&e.expr],
        Expr::Binary(e) if !is_compound(&e.op) => vec![&e.left, &e.right],
        Expr::Tuple(e) => e.elems.iter().collect(),
        Expr::Array(e) => e.elems.iter().collect(),
        Expr::MethodCall(e) if rules::find(&e.method.to_string(), e.args.len() + 1).is_some() => {
            std::iter::once(&*e.receiver).chain(&e.args).collect()
        }
        _ => Vec::new(),
    }
}

/// What has to be known before the statements inside of an expression are looked at.
fn decided_first(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Paren(e) => decided_first(&e.expr),
        Expr::Group(e) => decided_first(&e.expr),
        Expr::Block(_) | Expr::Loop(_) => None,
        Expr::If(e) => matched(&e.cond),
        Expr::While(e) => matched(&e.cond),
        Expr::Match(e) => Some(&e.expr),
        Expr::ForLoop(e) => Some(&e.expr),
        other => Some(other),
    }
}

/// What the patterns of a condition look at.
fn matched(cond: &Expr) -> Option<&Expr> {
    match strip(cond) {
        Expr::Let(e) => Some(&e.expr),
        Expr::Binary(e) if matches!(e.op, BinOp::And(_)) => Some(cond),
        _ => None,
    }
}

/// The names that an expression uses.
fn uses(expr: &Expr) -> BTreeSet<Name> {
    let mut used = Used::default();
    used.visit_expr(expr);
    used.0
}

#[derive(Default)]
struct Used(BTreeSet<Name>);

impl<'ast> Visit<'ast> for Used {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.0.extend(path.path.get_ident().map(Name::of));
        visit::visit_expr_path(self, path);
    }
}
