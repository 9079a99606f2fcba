//! Locals that start at literals and get a derivative later: `let mut sum = 0.0;`, `let mut best = &f64::NEG_INFINITY;`.

use proc_macro2::{Ident, Span};
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{Expr, Local, Pat, PatIdent, Type, UnOp};

use super::carriers::{is_arithmetic, is_compound, written_shape};
use super::place::strip;
use super::rename::Name;
use super::{Binding, Lower};
use crate::ir::{Code, Passing, Place, Role, Shape, StmtKind};

impl Lower<'_> {
    /// `let mut sum = 0.0;` of what gets a derivative by assignment later: literals hold no reference.
    pub(super) fn written_local(&mut self, local: &Local) -> bool {
        let Some(init) = &local.init else { return false };
        let (pat, ty) = match &local.pat {
            Pat::Type(pat) => (&*pat.pat, Some(&*pat.ty)),
            pat => (pat, None),
        };
        let Pat::Ident(name) = pat else { return false };
        let plain = name.by_ref.is_none() && name.subpat.is_none() && self.carriers.has(&name.ident);
        if let (true, Expr::Reference(reference)) = (plain, strip(&init.expr)) {
            return self.written_reference(name, reference, ty);
        }
        let shape = written_shape(&init.expr);
        if !plain || matches!(shape, Shape::Unknown) {
            return false;
        }
        let shape = ty.map_or(Shape::Unknown, |ty| Shape::of(ty, &self.generics)).or(&shape);
        let value = self.value(&init.expr);
        let var = self.builder.user(&name.ident, Role::User, shape, name.mutability.is_some());
        if let Some(ty) = ty {
            self.builder.annotate(var, ty);
        }
        self.builder.push(StmtKind::Let(var, value), local.span());
        self.bindings.insert(Name::of(&name.ident), Binding::Var(var));
        true
    }

    /// `let mut best = &f64::NEG_INFINITY;`, `let mut longest: &[f64] = &[];`
    fn written_reference(
        &mut self,
        name: &PatIdent,
        reference: &syn::ExprReference,
        ty: Option<&Type>,
    ) -> bool {
        let array = match (ty, strip(&reference.expr)) {
            (Some(Type::Reference(ty)), Expr::Array(written)) => match &*ty.elem {
                Type::Slice(ty) => Some((&ty.elem, written.elems.len())),
                _ => None,
            },
            _ => None,
        };
        let shape = written_shape(&reference.expr);
        let is_float = matches!(shape, Shape::Float(_));
        if reference.mutability.is_none() && !is_float && is_computed(&reference.expr) {
            return self.computed_reference(name, &reference.expr, ty);
        }
        if reference.mutability.is_some() || (array.is_none() && !is_float) {
            return false;
        }
        let (place, passing) = self.temporary(reference);
        self.builder.learn(place.var, &shape);
        if let Some((elem, len)) = array {
            let ty: Type = syn::parse_quote!([#elem; #len]);
            self.builder.annotate(place.var, &ty);
            self.builder.learn(place.var, &Shape::of(&ty, &self.generics));
        }
        self.destructure(&Pat::Ident(name.clone()), place, Some(passing));
        true
    }

    /// `let mut r = &(a * b);` is `let first = a * b; let mut r = &first;`
    fn computed_reference(&mut self, reference: &PatIdent, value: &Expr, ty: Option<&Type>) -> bool {
        let (ident, value, span) = (first_of(&reference.ident), strip(value), value.span());
        let (ty, shape) = match ty {
            Some(Type::Reference(ty)) => (Some(&*ty.elem), Shape::of(&ty.elem, &self.generics)),
            Some(_) => return false,
            None => (None, Shape::Unknown),
        };
        // What is annotated may be a part of the value, or it with another type.
        if ty.is_some() && !matches!(shape, Shape::Float(_)) {
            return false;
        }
        let (Code(value), annotation) = (self.code(value), ty.map(|ty| quote!(: #ty)));
        self.builder.inert(quote!(let #ident #annotation = #value;), span);
        let first = PatIdent { mutability: None, ident, ..reference.clone() };
        let var = self.bind_owned(&first, shape);
        self.destructure(&Pat::Ident(reference.clone()), Place::whole(var), Some(Passing::Shared));
        true
    }
}

/// Whether a value is computed, so that it is that of no variable.
fn is_computed(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Binary(e) => is_arithmetic(&e.op) && !is_compound(&e.op),
        Expr::Unary(e) => matches!(e.op, UnOp::Neg(_)),
        Expr::Cast(_) | Expr::Call(_) | Expr::MethodCall(_) => true,
        _ => false,
    }
}

/// The name of the value that a reference starts at, where it has no other.
pub(super) fn first_of(reference: &Ident) -> Ident {
    let span = Span::mixed_site().located_at(reference.span());
    format_ident!("{}_first", Name::of(reference).text(), span = span)
}
