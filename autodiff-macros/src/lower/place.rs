//! Places: a variable that carries a derivative, and the way into it.

use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprIndex, ExprReference, RangeLimits, UnOp};

use super::carriers::{root, standard_macro};
use super::rename::{Name, macro_arguments};
use super::unchanged::name;
use super::walks::from_end;
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Passing, Place, Proj, Shape, Value};

impl Lower<'_> {
    /// The place an expression denotes, if it starts at a variable that carries a derivative.
    pub(super) fn place(&mut self, expr: &Expr) -> Option<Place> {
        match expr {
            Expr::Paren(e) => self.place(&e.expr),
            Expr::Group(e) => self.place(&e.expr),
            Expr::Path(path) => {
                let ident = path.path.get_ident()?;
                match self.binding(ident)? {
                    Binding::Var(var) => Some(Place::whole(var)),
                    Binding::Alias(place, _) => Some(place),
                    Binding::Cursor(name) => self.cursor_place(&name, expr.span()).map(|(place, _)| place),
                }
            }
            Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => {
                match strip(&e.expr) {
                    // A reference to a reference stands for what that refers to.
                    Expr::Unary(inner) if matches!(inner.op, UnOp::Deref(_)) => self.place(&e.expr),
                    reference => self.alias(reference).map(|(place, _)| place),
                }
            }
            Expr::Field(e) => {
                let mut place = self.place(&e.base)?;
                // A float has no fields.
                if let Shape::Float(_) = self.builder.func.place_shape(&place) {
                    return None;
                }
                place.path.push(Proj::Member(e.member.clone()));
                Some(place)
            }
            Expr::Index(e) => self.index(e),
            Expr::MethodCall(e) => self.alias_of_part(e).map(|(place, _)| place),
            _ => None,
        }
    }

    fn index(&mut self, expr: &ExprIndex) -> Option<Place> {
        let mut place = self.place(&expr.expr)?;
        self.check_first(expr, &place);
        if let Expr::Range(range) = strip(&expr.index) {
            if let Some(part) = self.between_the_ends(&place, expr, range) {
                return Some(part);
            }
            let start = range.start.as_ref().map(|bound| self.position(bound));
            let end = range.end.as_ref().map(|bound| self.position(bound));
            let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
            let mut part = place.clone();
            part.path.push(Proj::Range(start.clone(), end.clone(), inclusive));
            if !self.is_there(&part) {
                self.check_range(expr, &place, [&start, &end], &range.limits);
            }
            return Some(part);
        }
        if let Some(element) = self.at_the_end(&place, expr) {
            return Some(element);
        }
        let index = self.position(&expr.index);
        if let Some(element) = self.before_the_end(&place, expr, &index) {
            return Some(element);
        }
        place.path.push(Proj::Index(index, Some(expr.bracket_token.span.join())));
        Some(place)
    }

    /// `p[p.len() - 1]` of a part up to an end.
    fn before_the_end(&mut self, part: &Place, expr: &ExprIndex, index: &Atom) -> Option<Place> {
        self.ends_at(part)?;
        let back = from_end(name(&expr.expr)?, &expr.index).filter(|back| *back > 0)?;
        // It may not be there.
        let (mut there, index) = (self.place_tokens_at(part, expr.expr.span()), self.atom_tokens(index));
        expr.bracket_token.surround(&mut there, |tokens| tokens.extend(index));
        self.builder.inert(quote!(let _ = &#there;), expr.span());
        Some(self.element_before_end(part.clone(), back, expr.span()))
    }

    /// An index that is not there panics before what stands in the brackets behind it, as in `x[i][j - 1]`. Arithmetic panics
    /// in debug builds alone.
    fn check_first(&mut self, expr: &ExprIndex, place: &Place) {
        let (Some(fails), Expr::Index(first)) = (failure(&expr.index), strip(&expr.expr)) else { return };
        let mut list = place.clone();
        let Some(Proj::Index(index, _)) = list.path.pop() else { return };
        let (mut there, index) = (self.place_tokens_at(&list, first.expr.span()), self.atom_tokens(&index));
        first.bracket_token.surround(&mut there, |tokens| tokens.extend(index));
        let check = match fails {
            Failure::Overflow => quote!(if ::core::cfg!(debug_assertions) { let _ = &#there; }),
            Failure::Any => quote!(let _ = &#there;),
        };
        self.builder.inert(check, expr.expr.span());
    }

    /// Panics where the user's own index would.
    fn check_range(
        &mut self,
        expr: &ExprIndex,
        whole: &Place,
        [start, end]: [&Option<Atom>; 2],
        limits: &RangeLimits,
    ) {
        if start.is_none() && end.is_none() {
            return;
        }
        let bound = |bound: &Option<Atom>| bound.as_ref().map(|bound| self.atom_tokens(bound));
        let (whole, start, end) = (self.place_tokens(whole), bound(start), bound(end));
        let mut check = quote!(let _ = & #whole);
        expr.bracket_token.surround(&mut check, |tokens| tokens.extend(quote!(#start #limits #end)));
        self.builder.inert(quote!(#check;), expr.span());
    }

    /// An index, or a bound of a range of indices.
    pub(super) fn position(&mut self, expr: &Expr) -> Atom {
        let atom = self.atom(expr);
        if let Atom::Var(var) = atom {
            self.builder.learn(var, &Shape::Integer);
        }
        atom
    }

    /// The two slices of `x.split_at(k)`.
    pub(super) fn split_halves(&mut self, expr: &Expr) -> Option<([Place; 2], Passing)> {
        let Expr::MethodCall(call) = strip(expr) else { return None };
        let passing = match call.method.to_string().as_str() {
            "split_at" => Passing::Shared,
            "split_at_mut" => Passing::Exclusive,
            _ => return self.split_end(call),
        };
        let whole = self.place(&call.receiver)?;
        let at = self.position(call.args.first()?);
        // What panics is the same.
        let (tokens, index) = (self.place_tokens(&whole), self.atom_tokens(&at));
        let (krate, span) = (&self.krate, call.method.span());
        let check = quote_spanned!(span=> #krate::__private::elements(&#tokens).split_at(#index));
        self.builder.inert(quote!(let _ = #check;), call.span());
        let (mut low, mut high) = (whole.clone(), whole);
        low.path.push(Proj::Range(None, Some(at.clone()), false));
        high.path.push(Proj::Range(Some(at), None, false));
        Some(([low, high], passing))
    }

    /// The place behind a reference, if the expression is a reference whose origin is known.
    pub(super) fn alias(&mut self, expr: &Expr) -> Option<(Place, Passing)> {
        match strip(expr) {
            Expr::Path(path) => match self.binding(path.path.get_ident()?)? {
                Binding::Alias(place, passing) => Some((place, passing)),
                Binding::Cursor(name) => self.cursor_place(&name, expr.span()),
                Binding::Var(_) => None,
            },
            Expr::Reference(e) if self.carriers.carries(&e.expr) => {
                let passing = if e.mutability.is_some() { Passing::Exclusive } else { Passing::Shared };
                // `&r` is a reference to a reference, which reads and lends what `r` refers to, as `&*r` does.
                if e.mutability.is_some() && self.cursor_named(&e.expr).is_some() {
                    self.diag.refuse(expr, Refusal::Reference);
                }
                let place = self.place(&e.expr)?;
                Some((place, passing))
            }
            Expr::MethodCall(e) => self.alias_of_part(e),
            // `dbg!(r)` of a reference is that reference.
            Expr::Macro(e) if standard_macro(&e.mac).is_some_and(|name| name == "dbg") => {
                let [only] = &macro_arguments(&e.mac)?[..] else { return None };
                let alias = matches!(strip(only), Expr::Path(_)).then(|| self.alias(only))??;
                self.print_dbg(e).ok().map(|_| alias)
            }
            _ => None,
        }
    }

    /// A reference to a value that has no place yet.
    pub(super) fn temporary(&mut self, reference: &ExprReference) -> (Place, Passing) {
        let value = self.atom(&reference.expr);
        let shape = self.builder.func.atom_shape(&value);
        let var = self.builder.define(Value::Atom(value), shape, reference.span());
        let exclusive = reference.mutability.is_some();
        self.builder.func.vars[var.0 as usize].mutable = exclusive;
        (Place::whole(var), if exclusive { Passing::Exclusive } else { Passing::Shared })
    }

    /// Whether a place starts at a name that has no meaning because what it was bound to was refused.
    pub(super) fn is_refused(&self, expr: &Expr) -> bool {
        let unbound = |ident| self.carriers.has(ident) && !self.bindings.contains_key(&Name::of(ident));
        self.diag.count() > 0 && root(expr).is_some_and(unbound)
    }

    /// What a name stands for, if it may carry a derivative.
    pub(super) fn binding(&self, ident: &proc_macro2::Ident) -> Option<Binding> {
        if self.carriers.has(ident) { self.bindings.get(&Name::of(ident)).cloned() } else { None }
    }

    /// Reads a place.
    pub(super) fn load(&mut self, place: Place, expr: &Expr) -> Atom {
        if let Some(Proj::Range(..)) = place.path.last() {
            return self.refused(expr, Refusal::SubSlice);
        }
        if place.path.is_empty() {
            return Atom::Var(self.builder.read(place.var, expr.span()));
        }
        let shape = self.builder.func.place_shape(&place);
        Atom::Var(self.builder.define(Value::Load(place), shape, expr.span()))
    }
}

/// An expression without parentheses around it.
pub(super) fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(e) => strip(&e.expr),
        Expr::Group(e) => strip(&e.expr),
        other => other,
    }
}

/// Whether an expression is a place by its form.
pub(super) fn is_place(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Path(_) | Expr::Index(_) | Expr::Field(_) => true,
        Expr::Unary(e) => matches!(e.op, UnOp::Deref(_)),
        _ => false,
    }
}

/// What may panic in an index.
enum Failure {
    Overflow,
    Any,
}

fn failure(index: &Expr) -> Option<Failure> {
    match strip(index) {
        Expr::Path(_) | Expr::Lit(_) | Expr::Field(_) => None,
        Expr::Binary(e) if matches!(e.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_)) => {
            match (failure(&e.left), failure(&e.right)) {
                (Some(Failure::Any), _) | (_, Some(Failure::Any)) => Some(Failure::Any),
                _ => Some(Failure::Overflow),
            }
        }
        // A constant is no zero to divide by: rustc would say so.
        Expr::Binary(e)
            if matches!((&e.op, strip(&e.right)), (BinOp::Div(_) | BinOp::Rem(_), Expr::Lit(_))) =>
        {
            failure(&e.left)
        }
        Expr::MethodCall(e) if e.method == "len" && e.args.is_empty() => failure(&e.receiver),
        Expr::Range(e) => {
            let bounds = [&e.start, &e.end].into_iter().flatten();
            bounds.filter_map(|bound| failure(bound)).max_by_key(|failure| matches!(failure, Failure::Any))
        }
        _ => Some(Failure::Any),
    }
}
