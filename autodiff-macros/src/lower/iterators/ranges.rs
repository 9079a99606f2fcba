//! Ranges of integers, and how many numbers there are in them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprRange};

use super::super::Lower;
use super::super::place::strip;
use super::super::rename::Name;
use super::{Item, only, zero};
use crate::ir::{Atom, Code, Count, Place, Proj, Shape, Steps, Value};

impl Lower<'_> {
    /// `a..b`, `a..=b`, and these from the other end.
    pub(super) fn range(&mut self, expr: &Expr) -> Option<Steps> {
        match strip(expr) {
            Expr::MethodCall(call) if call.method == "rev" && call.args.is_empty() => {
                let Expr::Range(_) = strip(&call.receiver) else { return None };
                let steps = self.range(&call.receiver)?;
                let method = &call.method;
                Some(Steps { down: true, ..adapt(steps, |code| quote!((#code).#method())) })
            }
            // std's own adaptor cannot start from the other end of every range.
            Expr::MethodCall(call) if call.method == "step_by" && call.args.len() == 1 => {
                let Expr::Range(range) = strip(&call.receiver) else { return None };
                if !matches!(range.limits, syn::RangeLimits::HalfOpen(_)) {
                    return None;
                }
                let Steps { code: Code(code), again, count, .. } = self.range(&call.receiver)?;
                let each = self.bound(&call.args[0]);
                let mut again = again?;
                again.extend(each.var());
                let count = match (count, literal(&each)) {
                    (Some(Count::Literal(count)), Some(each)) if each > 0 => {
                        Some(Count::Literal(count.div_ceil(each)))
                    }
                    _ => None,
                };
                let (krate, each) = (&self.krate, self.atom_tokens(&each));
                let code = Code(quote!(#krate::__private::stepped(#code, #each)));
                Some(Steps { code, again: Some(again), count, span: None, down: false })
            }
            Expr::Range(range) => {
                let (start, end) = (range.start.as_ref()?, range.end.as_ref()?);
                let (start, mut end) = (self.bound(start), self.bound(end));
                let closed = matches!(range.limits, syn::RangeLimits::Closed(_));
                let count = self.count(&start, &end, closed);
                if literal(&start).is_some() && literal(&end).is_some() {
                    end = self.typed_once(end, range.span());
                }
                let again = Some([&start, &end].into_iter().filter_map(|bound| bound.var()).collect());
                let (first, last) = (self.atom_tokens(&start), self.atom_tokens(&end));
                if closed && range.end.as_deref().is_some_and(|end| self.is_length(end)) {
                    let behind = self.computed(quote!(#last + 1), &[&end], range.span());
                    return Some(Steps { count, ..self.steps_between(start, behind) });
                }
                let limits = &range.limits;
                let span = (!closed).then_some((start, end));
                let down = false;
                Some(Steps { code: Code(quote!((#first #limits #last))), again, count, span, down })
            }
            _ => None,
        }
    }

    /// `a..`
    pub(super) fn endless(&mut self, expr: &Expr) -> Option<(Steps, Item)> {
        let Expr::Range(ExprRange { start: Some(start), end: None, .. }) = strip(expr) else { return None };
        let mut first = self.bound(start);
        if literal(&first).is_some() {
            first = self.typed_once(first, expr.span());
        }
        let code = self.atom_tokens(&first);
        Some((only(Code(quote!((#code..)))), Item::Endless(first)))
    }

    /// A literal as a variable of the function's own block, so that the counter of a loop has one type in both sweeps.
    fn typed_once(&mut self, literal: Atom, span: proc_macro2::Span) -> Atom {
        let value = Value::Atom(literal);
        match self.builder.outside_loops(0) {
            Some(at) => {
                let ident = quote::format_ident!("end", span = proc_macro2::Span::mixed_site());
                let key = format!("end {}", self.builder.func.vars.len());
                Atom::Var(self.builder.make_copy(at, key, ident, value, span))
            }
            None => Atom::Var(self.builder.define(value, Shape::Integer, span)),
        }
    }

    /// How many numbers there are between two constants.
    fn count(&self, start: &Atom, end: &Atom, closed: bool) -> Option<Count> {
        if let (Some(start), Some(end)) = (literal(start), literal(end)) {
            return Some(Count::Literal((end + usize::from(closed)).saturating_sub(start)));
        }
        let (start, end) = (self.constant(start)?, self.constant(end)?);
        let (krate, closed) = (&self.krate, proc_macro2::Literal::usize_unsuffixed(usize::from(closed)));
        let count = quote!(#krate::__private::count(#start as i128, #end as i128, #closed));
        Some(Count::Constant(count))
    }

    /// The code of a bound that rustc can evaluate: a literal or the name of a constant, but no generic parameter, which
    /// may stand in no constant expression.
    fn constant(&self, bound: &Atom) -> Option<TokenStream> {
        let Atom::Const(Code(code)) = bound else { return None };
        if literal(bound).is_some() {
            return Some(code.clone());
        }
        let path: syn::Path = syn::parse2(code.clone()).ok()?;
        let name = path.get_ident().filter(|_| self.sees_generics)?;
        let generic = self.generics.const_params().any(|param| param.ident == *name);
        (!generic).then(|| code.clone())
    }

    /// Whether a bound is the length of a list with a derivative: there is a number behind it.
    fn is_length(&self, bound: &Expr) -> bool {
        let Expr::MethodCall(call) = strip(bound) else { return false };
        call.method == "len" && call.args.is_empty() && self.carriers.carries(&call.receiver)
    }

    /// A bound of a range or a length: what it is when the loop starts.
    pub(in crate::lower) fn bound(&mut self, expr: &Expr) -> Atom {
        if let Expr::Path(path) = strip(expr) {
            if self.is_constant(path) {
                return Atom::Const(Code(path.to_token_stream()));
            }
        }
        let plain = match strip(expr) {
            Expr::Path(path) => path.path.get_ident().and_then(|ident| self.plain.get(&Name::of(ident))),
            _ => None,
        };
        let bound = plain.map(|var| Atom::Var(*var)).unwrap_or_else(|| self.operand(expr));
        if let Atom::Var(var) = bound {
            self.builder.learn(var, &Shape::Integer);
        }
        bound
    }

    /// `0..place.len()`, and the length.
    pub(in crate::lower) fn length(&mut self, place: &Place, span: proc_macro2::Span) -> (Steps, Atom) {
        let literal = match self.builder.func.place_shape(place) {
            Shape::Array(_, len) => len.to_string().parse().ok(),
            _ => None,
        };
        let count = literal.map(Count::Literal);
        let whole = self.place_tokens_at(place, span);
        let len = match &count {
            Some(count) => {
                // Its length says nothing of where it is.
                if place.path.iter().any(|step| matches!(step, Proj::Index(..) | Proj::Range(..))) {
                    self.builder.inert(quote!(let _ = &#whole;), span);
                }
                Atom::Const(Code(count.tokens()))
            }
            None => {
                let value = Value::Pure(Code(quote!(#whole.len())), super::super::pure::reads_of(place));
                Atom::Var(self.builder.define(value, Shape::Integer, span))
            }
        };
        (self.upwards(&len, count), len)
    }

    /// `0..len`
    pub(in crate::lower) fn upwards(&self, len: &Atom, count: Option<Count>) -> Steps {
        Steps { count, ..self.steps_between(zero(), len.clone()) }
    }

    /// `start..end`
    fn steps_between(&self, start: Atom, end: Atom) -> Steps {
        let (first, last) = (self.atom_tokens(&start), self.atom_tokens(&end));
        let again = [&start, &end].into_iter().filter_map(|bound| bound.var()).collect();
        let code = Code(quote!((#first..#last)));
        Steps { code, again: Some(again), count: None, span: Some((start, end)), down: false }
    }
}

/// The same steps behind an adaptor.
pub(super) fn adapt(steps: Steps, adaptor: impl FnOnce(TokenStream) -> TokenStream) -> Steps {
    Steps { code: Code(adaptor(steps.code.0)), ..steps }
}

/// The number that a bound is, if it is a literal.
pub(super) fn literal(bound: &Atom) -> Option<usize> {
    let Atom::Const(code) = bound else { return None };
    code.number()
}
