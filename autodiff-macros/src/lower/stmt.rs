//! Statements: `let`, assignments, and expressions run for their effect.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprAssign, ExprBinary, Local, Pat, Stmt};

use super::carriers::{bindings, is_compound, root};
use super::place::strip;
use super::rename::Name;
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Call, Place, Role, Shape, StmtKind, Value, VarId};
use crate::parse::shape;
use crate::rules::Op;

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
        let mut stmts = before.to_vec();
        stmts.extend(last.map(|expr| Stmt::Expr(expr, None)));
        self.stmts(&stmts, target);
    }

    /// Statements in order; the last one's value into `target`.
    pub(super) fn stmts(&mut self, stmts: &[Stmt], target: Option<VarId>) {
        for (index, stmt) in stmts.iter().enumerate() {
            match stmt {
                Stmt::Local(local) => match &local.init {
                    Some(init)
                        if init.diverge.is_some() && self.let_else(local, &stmts[index + 1..], target) =>
                    {
                        return;
                    }
                    _ => self.local(local),
                },
                Stmt::Item(item) => self.builder.inert(item.to_token_stream(), item.span()),
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
            let code = self.code(local);
            self.builder.push(StmtKind::Inert(code), local.span());
            return self.bind_inert(&local.pat, false);
        }
        if let Expr::Closure(_) = strip(&init.expr) {
            self.diag.refuse(&init.expr, Refusal::Closure);
            return self.bind_inert(&local.pat, false);
        }
        let (pat, ty) = match &local.pat {
            Pat::Type(pat) => (&*pat.pat, Some(&*pat.ty)),
            pat => (pat, None),
        };
        if let (Pat::Ident(name), Some((place, passing))) = (pat, self.alias(&init.expr)) {
            let reference = self.place_tokens(&place);
            self.builder.inert(quote::quote!(let _ = &#reference;), init.expr.span());
            let tokens = match passing {
                crate::ir::Passing::Exclusive => quote::quote!((&mut #reference)),
                _ => quote::quote!((&#reference)),
            };
            let name = Name::of(&name.ident);
            self.aliases.insert(name.clone(), tokens);
            self.bindings.insert(name, Binding::Alias(place, passing));
            return;
        }
        if let (Pat::Tuple(pat), Expr::Tuple(tuple)) = (pat, strip(&init.expr)) {
            if pat.elems.len() == tuple.elems.len()
                && !pat.elems.iter().any(|pat| matches!(pat, Pat::Rest(_)))
            {
                let atoms: Vec<Atom> = tuple.elems.iter().map(|elem| self.atom(elem)).collect();
                for (pat, atom) in pat.elems.iter().zip(atoms) {
                    self.bind_atom(pat, atom);
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
        let place = self.operand_place(&init.expr);
        self.destructure(pat, place);
    }

    fn declare(&mut self, local: &Local) {
        let (pat, ty) = match &local.pat {
            Pat::Type(pat) => (&*pat.pat, Some(&*pat.ty)),
            pat => (pat, None),
        };
        match pat {
            Pat::Ident(name) if self.carriers.has(&name.ident) => {
                let shape = ty.map_or(Shape::Unknown, |ty| shape(ty, &self.generics));
                let var = self.builder.user(&name.ident, Role::User, shape, name.mutability.is_some());
                self.builder.func.vars[var.0 as usize].late = true;
                if let Some(ty) = ty {
                    self.builder.annotate(var, ty);
                }
                self.bindings.insert(Name::of(&name.ident), Binding::Var(var));
                self.builder.push(StmtKind::Declare(var), local.span());
            }
            _ => self.builder.inert(local.to_token_stream(), local.span()),
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
            shape = crate::parse::shape(ty, &self.generics).or(&shape);
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
                Expr::Paren(e) => return self.expr_into(&e.expr, target),
                Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => return self.effect(expr),
                _ => {}
            }
        }
        let value = self.atom(expr);
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
            let code = crate::ir::Code(quote::quote!(#code;));
            self.builder.push(StmtKind::Inert(code), expr.span());
            if ends {
                self.builder.end(crate::ir::End::Diverge);
            }
            return;
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
            Expr::Break(e) => self.exit_block(e),
            Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) => self.diag.refuse(expr, Refusal::Loop),
            _ => {
                self.atom(expr);
            }
        }
    }

    fn assign(&mut self, expr: &ExprAssign) {
        match (strip(&expr.left), strip(&expr.right)) {
            (Expr::Infer(_), right) => self.effect(right),
            (Expr::Tuple(left), Expr::Tuple(right)) if left.elems.len() == right.elems.len() => {
                let values: Vec<Atom> = right.elems.iter().map(|elem| self.atom(elem)).collect();
                for (place, value) in left.elems.iter().zip(values) {
                    self.assign_atom(place, value, expr.span());
                }
            }
            (Expr::Tuple(left), _) => {
                let source = self.operand_place(&expr.right);
                for (index, left) in left.elems.iter().enumerate() {
                    let mut part = source.clone();
                    part.path.push(crate::ir::Proj::Member(syn::Index::from(index).into()));
                    let value = self.load(part, &expr.right);
                    self.assign_atom(left, value, expr.span());
                }
            }
            (Expr::Array(left), _) => {
                let source = self.operand_place(&expr.right);
                for (index, left) in left.elems.iter().enumerate() {
                    let index = proc_macro2::Literal::usize_unsuffixed(index).to_token_stream();
                    let mut part = source.clone();
                    part.path.push(crate::ir::Proj::Index(Atom::Const(crate::ir::Code(index))));
                    let value = self.load(part, &expr.right);
                    self.assign_atom(left, value, expr.span());
                }
            }
            (left, _) => {
                let value = self.atom(&expr.right);
                self.assign_atom(left, value, expr.span());
            }
        }
    }

    fn assign_atom(&mut self, left: &Expr, value: Atom, span: Span) {
        if let Expr::Infer(_) = left {
            return;
        }
        let known = root(left).is_some_and(|ident| self.carriers.has(ident));
        if !known {
            if value.var().is_some_and(|var| self.is_carrying(var)) {
                self.diag.refuse(left, Refusal::UnknownReference);
            } else {
                let left = self.code(left).0;
                let value = self.atom_tokens(&value);
                self.builder.inert(quote::quote!(#left = #value;), span);
            }
            return;
        }
        let Some(place) = self.assignable(left) else { return };
        let first = {
            let var = self.builder.func.var(place.var);
            var.late && !var.mutable && place.path.is_empty()
        };
        if let (Some(var), true) = (value.var(), place.path.is_empty()) {
            let shape = self.builder.func.var(var).shape.clone();
            self.builder.learn(place.var, &shape);
        }
        self.builder.store(place, value, first, span);
    }

    /// A place that an assignment may write: not one behind a parameter that hands out no cotangent.
    pub(super) fn assignable(&mut self, left: &Expr) -> Option<Place> {
        let Some(place) = self.place(left) else {
            self.diag.refuse(left, Refusal::UnknownReference);
            return None;
        };
        let param = self.builder.func.params.iter().find(|param| param.var == place.var);
        if param.is_some_and(|param| !param.differentiated) {
            self.diag.refuse(left, Refusal::UnknownReference);
            return None;
        }
        Some(place)
    }

    fn compound(&mut self, expr: &ExprBinary) {
        let op = match expr.op {
            syn::BinOp::AddAssign(_) => Op::Add,
            syn::BinOp::SubAssign(_) => Op::Sub,
            syn::BinOp::MulAssign(_) => Op::Mul,
            syn::BinOp::DivAssign(_) => Op::Div,
            syn::BinOp::RemAssign(_) => Op::Rem,
            _ => {
                self.diag
                    .refuse(expr, Refusal::Unsupported("a bit operation on a differentiated value".into()));
                return;
            }
        };
        if has_effects(&expr.left) && has_effects(&expr.right) {
            self.diag.refuse(expr, Refusal::CompoundEffects);
            return;
        }
        let right = self.atom(&expr.right);
        if !root(&expr.left).is_some_and(|ident| self.carriers.has(ident)) {
            if right.var().is_some_and(|var| self.is_carrying(var)) {
                self.diag.refuse(&expr.left, Refusal::UnknownReference);
                return;
            }
            let (left, operator) = (self.code(&expr.left).0, &expr.op);
            let right = self.atom_tokens(&right);
            self.builder.inert(quote::quote!(#left #operator #right;), expr.span());
            return;
        }
        let Some(place) = self.assignable(&expr.left) else { return };
        let left = self.load(place.clone(), &expr.left);
        let value = Value::Op(op, vec![left, right], expr.op.span());
        let shape = self.value_shape(&value);
        self.builder.learn(place.var, &if place.path.is_empty() { shape.clone() } else { Shape::Unknown });
        let value = Atom::Var(self.builder.define(value, shape, expr.span()));
        self.builder.store(place, value, false, expr.span());
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

    /// Whether a variable of the IR may carry a derivative: the user's do by name, others by what they hold.
    pub(super) fn is_carrying(&self, var: VarId) -> bool {
        let var = self.builder.func.var(var);
        match var.role {
            Role::User | Role::Param => self.carriers.has(&var.ident),
            _ => !matches!(var.shape, Shape::Integer),
        }
    }

    /// What is known of a value's type.
    pub(super) fn value_shape(&self, value: &Value) -> Shape {
        let func = &self.builder.func;
        match value {
            Value::Atom(atom) => func.atom_shape(atom),
            Value::Load(place) => func.place_shape(place),
            Value::Op(_, atoms, _) => atoms.iter().map(|atom| func.atom_shape(atom)).fold(
                Shape::Unknown,
                |known, next| match next {
                    Shape::Float(_) => known.or(&next),
                    _ => known,
                },
            ),
            Value::Tuple(atoms) => Shape::Tuple(atoms.iter().map(|atom| func.atom_shape(atom)).collect()),
            Value::Array(atoms) => {
                let elem = atoms.iter().fold(Shape::Unknown, |known, atom| known.or(&func.atom_shape(atom)));
                let len = proc_macro2::Literal::usize_unsuffixed(atoms.len());
                Shape::Array(Box::new(elem), len.to_token_stream())
            }
            Value::Repeat(atom, len) => Shape::Array(Box::new(func.atom_shape(atom)), len.0.clone()),
            Value::Cast(_, ty) => shape(ty, &self.generics),
            Value::Call(Call { .. }) => Shape::Unknown,
            _ => Shape::Unknown,
        }
    }
}

/// Whether a statement is a macro call that never returns.
fn is_panic(expr: &Expr) -> bool {
    matches!(expr, Expr::Macro(e) if e.mac.path.segments.last().is_some_and(|last| {
        matches!(last.ident.to_string().as_str(), "panic" | "unreachable" | "todo" | "unimplemented")
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
