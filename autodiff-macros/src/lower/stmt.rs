//! Statements: `let`, assignments, and expressions run for their effect.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block, Expr, Local, Pat, Stmt, Type};

use super::carriers::{bindings, is_compound, written_shape};
use super::place::strip;
use super::rename::Name;
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Place, Role, Shape, StmtKind, Value, VarId};

/// The statements of a block and the expression that gives its value.
pub(super) fn split_tail(block: &Block) -> (&[Stmt], Option<Expr>) {
    match block.stmts.split_last() {
        Some((Stmt::Expr(expr, None), before)) => (before, Some(expr.clone())),
        Some((Stmt::Macro(stmt), before)) if stmt.semi_token.is_none() => {
            let expr = syn::ExprMacro { attrs: stmt.attrs.clone(), mac: stmt.mac.clone() };
            (before, Some(Expr::Macro(expr)))
        }
        _ => (&block.stmts, None),
    }
}

impl Lower<'_> {
    /// A block into the open one; its value, if it is wanted, into `target`.
    pub(super) fn block(&mut self, block: &Block, target: Option<VarId>) {
        let (before, last) = split_tail(block);
        let has_tail = last.is_some();
        let mut stmts = before.to_vec();
        stmts.extend(last.map(|expr| Stmt::Expr(expr, None)));
        let outside = self.builder.named.so_far();
        self.stmts(&stmts, target);
        self.builder.named.back_to(outside);
        if let (Some(target), false) = (target, has_tail) {
            self.store_unit(target, block.span());
        }
    }

    /// Where no value is given, the value is `()`.
    pub(super) fn store_unit(&mut self, target: VarId, span: Span) {
        let unit = Atom::Const(crate::ir::Code(quote::quote!(())));
        self.builder.store(Place::whole(target), unit, true, span);
    }

    /// Statements in order; the last one's value into `target`.
    pub(super) fn stmts(&mut self, stmts: &[Stmt], target: Option<VarId>) {
        // Items hold for the whole block, also for what comes before them.
        for stmt in stmts {
            // The reverse sweep sees the constants of the function's own block alone.
            if let (Stmt::Item(item), true) = (stmt, self.builder.depth() > 1) {
                self.inner_item(item);
            }
            if let Stmt::Item(item) = stmt {
                if let syn::Item::Fn(function) = item {
                    let has_halves = function
                        .attrs
                        .iter()
                        .any(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "grad"));
                    if !has_halves {
                        self.items.insert(Name::of(&function.sig.ident));
                    }
                }
                self.builder.inert(item.to_token_stream(), item.span());
            }
        }
        for (index, stmt) in stmts.iter().enumerate() {
            match stmt {
                Stmt::Local(local) => match &local.init {
                    Some(init)
                        if init.diverge.is_some() && self.let_else(local, &stmts[index + 1..], target) =>
                    {
                        return;
                    }
                    _ => {
                        let before = self.diag.count();
                        self.local(local);
                        if self.diag.count() > before {
                            self.unbind(&local.pat);
                        }
                    }
                },
                Stmt::Item(_) => {}
                Stmt::Expr(expr, None) if index + 1 == stmts.len() => match target {
                    Some(target) => self.expr_into(expr, target),
                    None => self.effect(expr),
                },
                Stmt::Expr(expr, _) => self.effect(expr),
                Stmt::Macro(stmt) => {
                    let expr = syn::ExprMacro { attrs: stmt.attrs.clone(), mac: stmt.mac.clone() };
                    self.effect(&Expr::Macro(expr));
                }
            }
        }
    }

    fn local(&mut self, local: &Local) {
        let refutable = local.init.as_ref().is_some_and(|init| init.diverge.is_some());
        let names: Vec<Name> =
            bindings(&local.pat, refutable).into_iter().map(|pat| Name::of(&pat.ident)).collect();
        self.locals.extend(names);
        let Some(init) = &local.init else { return self.declare(local) };
        if self.carriers.is_inert(&init.expr) && init.diverge.is_none() {
            self.bind_closure(&local.pat, &init.expr);
            if self.pure_local(local) || self.written_local(local) {
                return;
            }
            let code = self.code(local);
            self.builder.push(StmtKind::Inert(code), local.span());
            self.bind_fixed(&local.pat, &init.expr);
            return self.bind_inert_to(&local.pat, &written_shape(&init.expr), false);
        }
        if let Expr::Closure(_) = strip(&init.expr) {
            return self.diag.refuse(&init.expr, Refusal::Closure);
        }
        let (pat, ty) = match &local.pat {
            Pat::Type(pat) => (&*pat.pat, Some(&*pat.ty)),
            pat => (pat, None),
        };
        if self.bind_choice(pat, &init.expr) {
            return;
        }
        if let Some((place, passing)) = self.alias(&init.expr) {
            return self.destructure(pat, place, Some(passing));
        }
        if let Some((place, passing)) = self.reference_or(&init.expr) {
            return self.destructure(pat, place, Some(passing));
        }
        if let (Expr::Reference(reference), None | Some(Type::Reference(_))) = (strip(&init.expr), ty) {
            if !self.is_refused(&reference.expr) && super::carriers::root(&reference.expr).is_none() {
                let (place, passing) = self.temporary(reference);
                return self.destructure(pat, place, Some(passing));
            }
        }
        if let (Pat::Tuple(pat), Some((halves, passing))) = (pat, self.split_halves(&init.expr)) {
            for (pat, half) in pat.elems.iter().zip(halves) {
                self.destructure(pat, half, Some(passing));
            }
            return;
        }
        if let (Pat::Tuple(pat), Expr::Tuple(tuple)) = (pat, strip(&init.expr)) {
            if pat.elems.len() == tuple.elems.len()
                && !pat.elems.iter().any(|pat| matches!(pat, Pat::Rest(_)))
            {
                let parts = pat.elems.iter().zip(&tuple.elems);
                let sources: Vec<_> = parts
                    .map(|(pat, elem)| {
                        let chosen = self.bind_choice(pat, elem);
                        (!chosen).then(|| self.alias(elem).ok_or_else(|| self.atom(elem)))
                    })
                    .collect();
                for (pat, source) in pat.elems.iter().zip(sources) {
                    match source {
                        Some(Ok((place, passing))) => self.destructure(pat, place, Some(passing)),
                        Some(Err(atom)) => self.bind_atom(pat, atom),
                        None => {}
                    }
                }
                return;
            }
        }
        if let Pat::Ident(name) = pat {
            if name.by_ref.is_none() && name.subpat.is_none() {
                let value = self.value(&init.expr);
                self.bind_value(name, value, ty, init.expr.span());
                return;
            }
        }
        // A pattern with `ref mut` writes to the place itself.
        let place = match self.place(&init.expr) {
            Some(place) => place,
            None => self.operand_place(&init.expr),
        };
        if let (Some(ty), true) = (ty, place.path.is_empty()) {
            let shape = Shape::of(ty, &self.generics);
            self.builder.learn(place.var, &shape);
        }
        self.destructure(pat, place, None);
    }

    /// Names bound to what was refused mean nothing, so that no use of them is refused too.
    pub(super) fn unbind(&mut self, pat: &Pat) {
        for name in bindings(pat, false) {
            self.bindings.remove(&Name::of(&name.ident));
            self.aliases.remove(&Name::of(&name.ident));
        }
    }

    fn declare(&mut self, local: &Local) {
        let (pat, ty) = match &local.pat {
            Pat::Type(pat) => (&*pat.pat, Some(&*pat.ty)),
            pat => (pat, None),
        };
        match pat {
            Pat::Ident(name) if self.is_late_cursor(&name.ident) => self.declare_cursor(&name.ident),
            Pat::Ident(name) if self.carriers.has(&name.ident) => {
                let shape = ty.map_or(Shape::Unknown, |ty| Shape::of(ty, &self.generics));
                let var = self.builder.user(&name.ident, Role::User, shape, name.mutability.is_some());
                self.builder.func.vars[var.0 as usize].late = true;
                if let Some(ty) = ty {
                    self.builder.annotate(var, ty);
                }
                self.bindings.insert(Name::of(&name.ident), Binding::Var(var));
                self.builder.push(StmtKind::Declare(var), local.span());
            }
            pat if bindings(pat, false).iter().any(|name| self.carriers.has(&name.ident)) => {
                // `let (a, b);` declares each.
                for name in bindings(pat, false) {
                    let name = Pat::Ident(name.clone());
                    let single = Local { pat: name, ..local.clone() };
                    self.declare(&single);
                }
            }
            _ => {
                if ty.is_none() {
                    self.bind_untyped(pat);
                }
                self.builder.inert(local.to_token_stream(), local.span());
            }
        }
    }

    /// `let name: ty = value`
    pub(super) fn bind_value(
        &mut self,
        name: &syn::PatIdent,
        value: Value,
        ty: Option<&syn::Type>,
        span: Span,
    ) {
        let mutable = name.mutability.is_some();
        let mut shape = self.value_shape(&value);
        if let Some(ty) = ty {
            shape = Shape::of(ty, &self.generics).or(&shape);
        }
        // A mutable variable starts as a copy of an immutable one, which the reverse sweep can go on reading.
        let value = match value {
            value if !mutable => value,
            Value::Atom(atom) => Value::Atom(atom),
            value => Value::Atom(Atom::Var(self.builder.define(value, shape.clone(), span))),
        };
        let var = self.builder.user(&name.ident, Role::User, shape, mutable);
        if let Some(ty) = ty {
            self.builder.annotate(var, ty);
        }
        if let Value::Atom(Atom::Var(source)) = &value {
            self.builder.initialise(var, *source);
        }
        self.builder.push(StmtKind::Let(var, value), span);
        self.bindings.insert(Name::of(&name.ident), Binding::Var(var));
    }

    /// An expression for its value, put into a declared variable.
    pub(super) fn expr_into(&mut self, expr: &Expr, target: VarId) {
        if !self.carriers.is_inert(expr) {
            match expr {
                Expr::If(e) => return self.branch_if(e, Some(target)),
                Expr::Match(e) => return self.branch_match(e, Some(target)),
                Expr::Block(e) => return self.scope(e, Some(target)),
                Expr::Loop(e) => return self.endless_loop(e, Some(target)),
                Expr::Paren(e) => return self.expr_into(&e.expr, target),
                Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => return self.effect(expr),
                _ => {}
            }
        }
        if let Some(name) = self.cursor_of(target) {
            return self.refer_to(&name, expr);
        }
        if let Some(name) = self.undecided_value(expr).filter(|_| !self.carriers.is_inert(expr)) {
            return self.for_each_form(&name, expr, &|lower| lower.expr_into(expr, target));
        }
        // What a `&mut` refers to would be lost.
        let value =
            if self.is_exclusive(expr) { self.refused(expr, Refusal::Reference) } else { self.atom(expr) };
        if let Some(var) = value.var() {
            let shape = self.builder.func.var(var).shape.clone();
            self.builder.learn(target, &shape);
        }
        self.builder.store(Place::whole(target), value, true, expr.span());
    }

    /// An expression for its effect.
    pub(super) fn effect(&mut self, expr: &Expr) {
        if !self.carriers.touches(expr)
            && !matches!(expr, Expr::Call(_) | Expr::MethodCall(_) if self.carriers.carries(expr))
        {
            let code = self.code(expr).0;
            let ends = is_panic(expr);
            let code = if ends {
                // What returns after all is no macro of the standard library.
                let krate = &self.krate;
                quote::quote!(let _: #krate::__private::core::convert::Infallible = #code;)
            } else {
                quote::quote!(#code;)
            };
            self.builder.push(StmtKind::Inert(crate::ir::Code(code)), expr.span());
            if ends {
                self.builder.end(crate::ir::End::Diverge);
            }
            return;
        }
        if let Some(name) = self.undecided_effect(expr) {
            return self.for_each_form(&name, expr, &|lower| lower.effect(expr));
        }
        match expr {
            Expr::Paren(e) => self.effect(&e.expr),
            Expr::Group(e) => self.effect(&e.expr),
            Expr::Assign(e) => self.assign(e),
            Expr::Binary(e) if is_compound(&e.op) => self.compound(e),
            Expr::If(e) => self.branch_if(e, None),
            Expr::Match(e) => self.branch_match(e, None),
            Expr::Block(e) => self.scope(e, None),
            Expr::Return(e) => self.exit_function(e),
            Expr::Break(e) => self.break_out(e),
            Expr::Continue(e) => self.go_on(e),
            Expr::ForLoop(e) => self.for_loop(e),
            Expr::While(e) => self.while_loop(e),
            Expr::Loop(e) => self.endless_loop(e, None),
            Expr::MethodCall(_) if self.drop_last(expr) => {}
            Expr::Macro(e) if super::carriers::standard_macro(&e.mac).is_some_and(|name| name == "dbg") => {
                if let Err(why) = self.print_dbg(e) {
                    self.refused(expr, why);
                }
            }
            _ => {
                self.atom(expr);
            }
        }
    }

    /// The place of an expression's value; a new variable if it is none.
    pub(super) fn operand_place(&mut self, expr: &Expr) -> Place {
        match self.atom(expr) {
            Atom::Var(var) => Place::whole(var),
            constant @ Atom::Const(_) => {
                Place::whole(self.builder.define(Value::Atom(constant), Shape::Unknown, expr.span()))
            }
        }
    }
}

/// Whether a statement is a macro call that never returns.
pub(super) fn is_panic(expr: &Expr) -> bool {
    matches!(expr, Expr::Macro(e) if super::carriers::standard_macro(&e.mac).is_some_and(|name| {
        matches!(name.as_str(), "panic" | "unreachable" | "todo" | "unimplemented")
    }))
}

/// Whether evaluating an expression can do more than compute a value.
pub(super) fn has_effects(expr: &Expr) -> bool {
    use syn::visit::{self, Visit};
    struct Effects(bool);
    impl<'ast> Visit<'ast> for Effects {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= match expr {
                Expr::Call(_) | Expr::Macro(_) | Expr::Assign(_) | Expr::Block(_) | Expr::Unsafe(_) => true,
                Expr::Binary(e) => is_compound(&e.op),
                Expr::MethodCall(e) => {
                    crate::rules::find(&e.method.to_string(), e.args.len() + 1).is_none() && e.method != "len"
                }
                _ => false,
            };
            visit::visit_expr(self, expr);
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    }
    let mut effects = Effects(false);
    effects.visit_expr(expr);
    effects.0
}
