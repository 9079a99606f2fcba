//! Assignments: to places, to several at once, and compound ones.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprAssign, ExprBinary};

use super::carriers::{each_end, is_part, root};
use super::place::strip;
use super::references::Referent;
use super::rename::Name;
use super::stmt::has_effects;
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Place, Proj, Shape, Value};
use crate::rules::Op;

/// One target of an assignment, the value it gets, and whether that may carry a derivative.
struct Target<'e> {
    place: &'e Expr,
    value: Assigned,
    carries: bool,
}

enum Assigned {
    Value(Atom),
    Reference(Name, Referent),
}

impl Lower<'_> {
    /// `place = value`, also `(a, b) = (b, a)`: every value is computed before anything is assigned.
    pub(super) fn assign(&mut self, expr: &ExprAssign) {
        if let Some(form) = self.cursor_named(&expr.left).and_then(|name| self.form_of(&name)) {
            return self.expr_into(&expr.right, form);
        }
        let mut targets = Vec::new();
        self.targets(&expr.left, &expr.right, &mut targets);
        for target in targets {
            self.assign_target(&target, expr.span());
        }
    }

    fn targets<'e>(&mut self, left: &'e Expr, right: &Expr, targets: &mut Vec<Target<'e>>) {
        match (strip(left), strip(right)) {
            (Expr::Infer(_), right) if self.carriers.is_inert(right) => self.effect(right),
            (Expr::Infer(_), right) => drop(self.atom(right)),
            (Expr::Tuple(left), Expr::Tuple(right))
                if left.elems.len() == right.elems.len() && !left.elems.iter().any(is_rest) =>
            {
                for (left, right) in left.elems.iter().zip(&right.elems) {
                    self.targets(left, right, targets);
                }
            }
            (Expr::Array(left), Expr::Array(right))
                if left.elems.len() == right.elems.len() && !left.elems.iter().any(is_rest) =>
            {
                for (left, right) in left.elems.iter().zip(&right.elems) {
                    self.targets(left, right, targets);
                }
            }
            (left @ (Expr::Tuple(_) | Expr::Array(_)), right) => {
                let source = self.operand_place(right);
                let carries = self.carriers.carries(right);
                self.parts(left, source, carries, targets);
            }
            (Expr::Path(path), right) if self.is_reference(right) => {
                let Some(ident) = path.path.get_ident() else { return };
                let name = Name::of(ident);
                match self.referent(&name, right) {
                    // What is declared without a value is known once this has been seen.
                    Some(_) if self.form_of(&name).is_none() => {
                        self.diag.refuse(right, Refusal::InertReference(ident.to_string()));
                    }
                    Some(referent) => {
                        let value = Assigned::Reference(name, referent);
                        targets.push(Target { place: left, value, carries: true });
                    }
                    None => self.diag.refuse(right, Refusal::Reference),
                }
            }
            (place, right) => {
                let carries = self.carriers.carries(right);
                let value = Assigned::Value(self.atom(right));
                targets.push(Target { place, value, carries });
            }
        }
    }

    /// The targets for the parts of one value.
    fn parts<'e>(&mut self, left: &'e Expr, source: Place, carries: bool, targets: &mut Vec<Target<'e>>) {
        let elems = match strip(left) {
            Expr::Infer(_) => return,
            Expr::Tuple(left) => &left.elems,
            Expr::Array(left) => &left.elems,
            place => {
                let value = Assigned::Value(self.load(source, left));
                return targets.push(Target { place, value, carries });
            }
        };
        let rest = elems.iter().position(is_rest);
        let len = self.len_of(&source);
        for (at, elem) in elems.iter().enumerate() {
            let at = match (rest, len) {
                (Some(rest), _) if at == rest => continue,
                (Some(rest), Some(len)) if at > rest => len + at - elems.len(),
                (Some(rest), None) if at > rest => {
                    if let Expr::Array(_) = left {
                        let part = self.counted_from_end(&source, elems.len() - at, elem.span());
                        self.parts(elem, part, carries, targets);
                    } else {
                        self.diag.refuse(elem, Refusal::RestOfTuple);
                    }
                    continue;
                }
                _ => at,
            };
            let mut part = source.clone();
            part.path.push(match left {
                Expr::Array(_) => Proj::at(Atom::number(at)),
                _ => Proj::Member(syn::Index::from(at).into()),
            });
            self.parts(elem, part, carries, targets);
        }
    }

    fn assign_target(&mut self, target: &Target, span: Span) {
        let Target { place: left, carries, .. } = target;
        let value = match &target.value {
            Assigned::Reference(name, referent) => return self.refer(name, referent, span),
            Assigned::Value(value) => value,
        };
        if !root(left).is_some_and(|ident| self.carriers.has(ident)) {
            if *carries {
                self.diag.refuse(left, Refusal::UnknownReference);
            } else {
                let left = self.inert_place(left).0;
                let value = self.atom_tokens(value);
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
        self.builder.store(place, value.clone(), first, span);
    }

    /// A place that an assignment may write: not one behind a parameter that hands out no cotangent.
    pub(super) fn assignable(&mut self, left: &Expr) -> Option<Place> {
        // `r = &mut other` would make `r` refer to something else.
        if let Expr::Path(path) = strip(left) {
            let binding = path.path.get_ident().and_then(|ident| self.binding(ident));
            if let Some(Binding::Alias(..) | Binding::Cursor(_)) = binding {
                self.diag.refuse(left, Refusal::Reference);
                return None;
            }
        }
        let Some(place) = self.place(left) else {
            if !self.is_refused(left) {
                self.diag.refuse(left, Refusal::UnknownReference);
            }
            return None;
        };
        self.assignable_place(&place, left).then_some(place)
    }

    pub(super) fn compound(&mut self, expr: &ExprBinary) {
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
        // For a generic float, and where a reference is added, the left side is evaluated first, for `f64` the right one: it
        // shows where the right side assigns what an index on the left reads.
        let is_generic = self.generics.type_params().next().is_some();
        let left_first = is_generic || gives_reference(&expr.right, &|end| self.is_reference(end));
        if left_first && has_index(&expr.left) && assigns(&expr.right)
            || has_effects(&expr.left) && has_effects(&expr.right)
        {
            self.diag.refuse(expr, Refusal::CompoundEffects);
            return;
        }
        let right = self.atom(&expr.right);
        if !root(&expr.left).is_some_and(|ident| self.carriers.has(ident)) {
            // Where nothing goes in that carries a derivative, none comes out of a branch.
            if right.var().is_some_and(|var| self.is_carrying(var)) && self.carriers.carries(&expr.right) {
                self.diag.refuse(&expr.left, Refusal::UnknownReference);
                return;
            }
            let (left, operator) = (self.inert_place(&expr.left).0, &expr.op);
            let right = self.atom_tokens(&right);
            self.builder.inert(quote::quote!(#left #operator #right;), expr.span());
            return;
        }
        let Some(place) = self.assignable(&expr.left) else { return };
        let whole = super::carriers::is_whole_number(&expr.right);
        let left = self.load(place.clone(), &expr.left);
        let value = match whole {
            true => self.of_integers(&left, &without_assignment(&expr.op), &right),
            false => {
                let right = self.agree(&left, right, expr.right.span());
                Value::Op(op, vec![left, right], expr.op.span())
            }
        };
        let shape = if whole { Shape::Integer } else { self.value_shape(&value) };
        self.builder.learn(place.var, &if place.path.is_empty() { shape.clone() } else { Shape::Unknown });
        let value = Atom::Var(self.builder.define(value, shape, expr.span()));
        self.builder.store(place, value, false, expr.span());
    }
}

/// `+` of `+=`
fn without_assignment(op: &syn::BinOp) -> TokenStream {
    let text = op.to_token_stream().to_string();
    let tokens = text.trim_end_matches('=').parse::<TokenStream>().unwrap_or_default();
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(op.span());
            token
        })
        .collect()
}

/// `..` among the targets of a destructuring assignment.
fn is_rest(expr: &Expr) -> bool {
    matches!(expr, Expr::Range(range) if range.start.is_none() && range.end.is_none())
}

/// Whether a place has an index that is not a literal.
fn has_index(place: &Expr) -> bool {
    match strip(place) {
        Expr::Index(e) => !matches!(strip(&e.index), Expr::Lit(_)) || has_index(&e.expr),
        Expr::Field(e) => has_index(&e.base),
        Expr::Unary(e) => has_index(&e.expr),
        _ => false,
    }
}

/// Whether the value of an expression may be a reference, by the ends of its branches.
fn gives_reference(expr: &Expr, is_reference: &dyn Fn(&Expr) -> bool) -> bool {
    let mut found = false;
    each_end(expr, &mut |end| {
        found |= is_reference(end)
            || match strip(end) {
                Expr::Reference(_) => true,
                Expr::MethodCall(call) => match strip(&call.receiver) {
                    Expr::MethodCall(part) => {
                        let unwraps =
                            ["unwrap", "expect", "unwrap_or"].iter().any(|name| call.method == name);
                        unwraps && is_part(&part.method.to_string())
                    }
                    _ => false,
                },
                _ => false,
            };
    });
    found
}

/// Whether an expression assigns to something, or lends it for that.
fn assigns(expr: &Expr) -> bool {
    struct Assigns(bool);
    impl<'ast> syn::visit::Visit<'ast> for Assigns {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= match expr {
                Expr::Assign(_) => true,
                Expr::Binary(e) => super::carriers::is_compound(&e.op),
                Expr::Reference(e) => e.mutability.is_some(),
                _ => false,
            };
            syn::visit::visit_expr(self, expr);
        }
    }
    let mut assigns = Assigns(false);
    syn::visit::Visit::visit_expr(&mut assigns, expr);
    assigns.0
}
