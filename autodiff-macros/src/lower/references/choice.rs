//! References that may refer to one thing or another at the same place.

use std::collections::BTreeSet;

use proc_macro2::{Literal, Span};
use quote::quote;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat};

use super::super::carriers::moved_references;
use super::super::place::strip;
use super::super::rename::Name;
use super::super::{Binding, Lower};
use crate::ir::{Arm, Atom, Branch, Code, Head, StmtKind};

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
        (plain && several).then_some(name)
    }

    /// A reference of several forms that an expression uses and leaves as it is.
    pub(in crate::lower) fn undecided(&self, expr: &Expr) -> Option<Name> {
        let several = |name: &&Name| {
            matches!(self.bindings.get(*name), Some(Binding::Cursor(_))) && self.possible(name).len() > 1
        };
        let names: Vec<&Name> = self.cursors.keys().filter(several).collect();
        if names.is_empty() {
            return None;
        }
        let mut used = Used::default();
        used.visit_expr(expr);
        let moved = moved_references(expr);
        names.into_iter().find(|name| used.0.contains(name) && !moved.contains(name)).cloned()
    }

    /// Lowers something once for each form of a reference.
    pub(in crate::lower) fn for_each_form(&mut self, name: &Name, span: Span, body: &dyn Fn(&mut Self)) {
        let forms = self.possible(name);
        self.choose_form(name, &forms, span, body);
    }

    fn choose_form(&mut self, name: &Name, forms: &[usize], span: Span, body: &dyn Fn(&mut Self)) {
        let Some((first, others)) = forms.split_first() else { return };
        if others.is_empty() {
            return self.with_form(name, *first, span, body);
        }
        let which = self.builder.read(self.cursors[name].form, span);
        let (tokens, form) = (self.atom_tokens(&Atom::Var(which)), Literal::usize_unsuffixed(*first));
        let arms = self.two_arms(
            |lower| lower.with_form(name, *first, span, body),
            |lower| lower.choose_form(name, others, span, body),
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

/// The names that an expression uses.
#[derive(Default)]
struct Used(BTreeSet<Name>);

impl<'ast> Visit<'ast> for Used {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.0.extend(path.path.get_ident().map(Name::of));
        visit::visit_expr_path(self, path);
    }
}
