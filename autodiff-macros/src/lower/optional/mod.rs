//! `Option`s of what carries a derivative, taken apart where they arise: `while let Some(v) = stack.pop()`.
//!
//! There is no `Option` in the IR. A condition takes its place (`!stack.is_empty()`), and in the arm where it holds the
//! value is a pop, or an element of a place.

mod source;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat};

use super::Lower;
use super::carriers::{is_part, root};
use super::place::strip;
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, Passing, Place, Proj, Value};
use source::Part;
pub(super) use source::Source;

impl Lower<'_> {
    /// Whether the value of an expression is an `Option` of something that carries a derivative.
    pub(super) fn is_optional(&self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = strip(expr) else { return false };
        let name = call.method.to_string();
        let by_name = match (name.as_str(), call.args.len()) {
            ("copied" | "cloned", 0) => return self.is_optional(&call.receiver),
            ("pop", 0) => true,
            (name, 0) => is_part(name),
            ("get" | "get_mut", 1) => !matches!(strip(&call.args[0]), Expr::Range(_)),
            _ => false,
        };
        by_name && root(&call.receiver).is_some_and(|ident| self.binding(ident).is_some())
    }

    /// Such an expression taken apart. Nothing of the user's code runs where it is none.
    pub(super) fn optional(&mut self, expr: &Expr) -> Option<Source> {
        if !self.is_optional(expr) {
            return None;
        }
        let Expr::MethodCall(call) = strip(expr) else { return None };
        let name = call.method.to_string();
        if matches!(name.as_str(), "copied" | "cloned") {
            let source = self.optional(&call.receiver)?;
            let (option, method) = (&source.option, &call.method);
            return Some(Source { behind: None, option: quote!(#option.#method()), ..source });
        }
        let exclusive = name.ends_with("_mut");
        let behind = Some(if exclusive { Passing::Exclusive } else { Passing::Shared });
        let place = self.place(&call.receiver)?;
        if (exclusive || name == "pop") && !self.assignable_place(&place, &call.receiver) {
            return None;
        }
        let (krate, span) = (self.krate.clone(), call.method.span());
        let tokens = self.place_tokens(&place);
        let elements = quote_spanned!(span=> #krate::__private::elements(&#tokens));
        let mut present = quote_spanned!(span=> !#elements.is_empty());
        let shared = syn::Ident::new(name.trim_end_matches("_mut"), span);
        let mut option = quote!(#elements.#shared());
        let zero = || Atom::Const(Code(quote!(0)));
        let part = match name.trim_end_matches("_mut") {
            "pop" => {
                option = quote!(#elements.last().cloned());
                Part::Popped(place)
            }
            "first" => Part::Element(place, zero()),
            "last" => Part::Last(place),
            "split_first" => Part::SplitFirst(place),
            "split_last" => Part::SplitLast(place),
            _ => {
                let index = self.position(&call.args[0]);
                let tokens = self.atom_tokens(&index);
                present = quote_spanned!(span=> #tokens < #elements.len());
                option = quote!(#elements.get(#tokens));
                Part::Element(place, index)
            }
        };
        let behind = if name == "pop" { None } else { behind };
        Some(Source { present, option, part, behind })
    }

    /// `Some(pattern)` bound to the value, where it is there.
    pub(super) fn bind_present(&mut self, pat: &Pat, source: Source, span: Span) {
        let Source { part, behind, .. } = source;
        self.note_matched(pat);
        match part {
            Part::Popped(place) => {
                let value = self.popped(place, quote!(.unwrap()), span);
                self.bind_atom(pat, value);
            }
            Part::Element(mut place, index) => {
                place.path.push(Proj::at(index));
                self.destructure(pat, place, behind);
            }
            Part::Last(place) => {
                let place = self.element_before_end(place, 1, span);
                self.destructure(pat, place, behind);
            }
            Part::SplitFirst(place) => {
                let steps = self.split_steps(&place, true, span);
                self.bind_split(pat, place, steps, behind);
            }
            Part::SplitLast(place) => {
                let steps = self.split_steps(&place, false, span);
                self.bind_split(pat, place, steps, behind);
            }
        }
    }

    fn bind_split(&mut self, pat: &Pat, place: Place, steps: [Proj; 2], behind: Option<Passing>) {
        match pat {
            Pat::Wild(_) => {}
            Pat::Paren(inner) => self.bind_split(&inner.pat, place, steps, behind),
            Pat::Tuple(pair) if pair.elems.len() == 2 => {
                for (pat, step) in pair.elems.iter().zip(steps) {
                    let mut part = place.clone();
                    part.path.push(step);
                    self.destructure(pat, part, behind);
                }
            }
            pat => self.diag.refuse(pat, Refusal::Pattern),
        }
    }

    /// The value of `place.pop()` unwrapped.
    pub(super) fn popped(&mut self, place: Place, unwrap: TokenStream, span: Span) -> Atom {
        let value = Value::Pop(place, Some(Code(unwrap)));
        let shape = self.value_shape(&value);
        let Value::Pop(place, _) = &value else { return self.unit_atom() };
        self.builder.forget(place.var);
        Atom::Var(self.builder.define(value, shape, span))
    }

    /// `x.last().unwrap()`, a reference to an element; `x.as_slice()`, one to all of them.
    pub(super) fn alias_of_part(&mut self, call: &ExprMethodCall) -> Option<(Place, Passing)> {
        let name = call.method.to_string();
        match (name.as_str(), call.args.len()) {
            ("as_slice" | "as_ref" | "as_mut_slice" | "as_mut", 0)
                if self.carriers.carries(&call.receiver) =>
            {
                let mut place = self.place(&call.receiver)?;
                place.path.push(Proj::Range(None, None, false));
                let passing = if name.contains("mut") { Passing::Exclusive } else { Passing::Shared };
                return Some((place, passing));
            }
            ("unwrap", 0) | ("expect", 1) => {}
            _ => return None,
        }
        let Expr::MethodCall(inner) = strip(&call.receiver) else { return None };
        // Asked by name: what `optional` has lowered may have effects, which must not run again elsewhere.
        let name = inner.method.to_string();
        if matches!(name.as_str(), "pop" | "copied" | "cloned") || name.starts_with("split_") {
            return None;
        }
        let Source { part, behind, .. } = self.optional(&call.receiver)?;
        let passing = behind?;
        let (place, index) = match part {
            Part::Element(place, index) => (place, Some(index)),
            Part::Last(place) => (place, None),
            Part::Popped(_) | Part::SplitFirst(_) | Part::SplitLast(_) => return None,
        };
        self.check_present(call, inner, &place, index.as_ref());
        let element = match index {
            Some(index) => Place { path: [place.path, vec![Proj::at(index)]].concat(), ..place },
            None => self.element_before_end(place, 1, call.span()),
        };
        Some((element, passing))
    }

    /// The user's own words, so that what panics is the same.
    fn check_present(
        &mut self,
        call: &ExprMethodCall,
        part: &ExprMethodCall,
        place: &Place,
        index: Option<&Atom>,
    ) {
        let (krate, tokens, span) = (self.krate.clone(), self.place_tokens(place), part.method.span());
        let shared = syn::Ident::new(part.method.to_string().trim_end_matches("_mut"), span);
        let argument = index.filter(|_| shared == "get").map(|index| self.atom_tokens(index));
        let unwrap = self.unwrapping(call);
        let check = quote_spanned!(span=> #krate::__private::elements(&#tokens).#shared(#argument)#unwrap;);
        self.builder.inert(quote!(let _ = #check), call.span());
    }

    /// The two parts of `x.split_first().unwrap()`.
    pub(super) fn split_end(&mut self, call: &ExprMethodCall) -> Option<([Place; 2], Passing)> {
        let unwraps =
            matches!((call.method.to_string().as_str(), call.args.len()), ("unwrap", 0) | ("expect", 1));
        let Expr::MethodCall(inner) = strip(&call.receiver) else { return None };
        if !unwraps || !inner.method.to_string().starts_with("split_") {
            return None;
        }
        let Source { part, behind, .. } = self.optional(&call.receiver)?;
        let (place, first) = match part {
            Part::SplitFirst(place) => (place, true),
            Part::SplitLast(place) => (place, false),
            Part::Popped(_) | Part::Element(..) | Part::Last(_) => return None,
        };
        self.check_present(call, inner, &place, None);
        let steps = self.split_steps(&place, first, call.span());
        Some((steps.map(|step| Place { path: [place.path.clone(), vec![step]].concat(), ..place }), behind?))
    }

    /// The element at one end, and the rest.
    fn split_steps(&mut self, place: &Place, first: bool, span: Span) -> [Proj; 2] {
        if first {
            let [zero, one] = [quote!(0), quote!(1)].map(|index| Atom::Const(Code(index)));
            return [Proj::at(zero), Proj::Range(Some(one), None, false)];
        }
        let last = self.index_from_end(place, 1, span);
        [Proj::at(last.clone()), Proj::Range(None, Some(last), false)]
    }

    /// `.unwrap()` or `.expect(..)`, where the user wrote it.
    fn unwrapping(&mut self, call: &ExprMethodCall) -> TokenStream {
        let (dot, method) = (&call.dot_token, &call.method);
        let mut arguments = TokenStream::new();
        let inner = self.kept_arguments(&call.args);
        call.paren_token.surround(&mut arguments, |tokens| tokens.extend(inner));
        quote!(#dot #method #arguments)
    }

    /// Methods of an `Option`: `v.pop().unwrap()`, `x.first().copied().unwrap_or(0.0)`, `x.last().is_some()`.
    pub(super) fn optional_method(&mut self, e: &ExprMethodCall) -> Option<Value> {
        let name = e.method.to_string();
        match (name.as_str(), e.args.len()) {
            ("unwrap", 0) | ("expect", 1) => {
                let Expr::MethodCall(inner) = strip(&e.receiver) else { return None };
                match inner.method.to_string().as_str() {
                    "pop" => {
                        let Part::Popped(place) = self.optional(&e.receiver)?.part else { return None };
                        let unwrap = self.unwrapping(e);
                        Some(Value::Atom(self.popped(place, unwrap, e.span())))
                    }
                    // By value, from behind a reference.
                    "copied" | "cloned" => {
                        let mut direct = e.clone();
                        direct.receiver = inner.receiver.clone();
                        let (place, _) = self.alias_of_part(&direct)?;
                        Some(Value::Atom(self.load(place, &e.receiver)))
                    }
                    _ => None,
                }
            }
            ("is_some" | "is_none", 0) => {
                let Source { present, .. } = self.optional(&e.receiver)?;
                let code = if name == "is_some" { present } else { quote!(!(#present)) };
                Some(Value::Inert(Code(code)))
            }
            ("unwrap_or", 1) | ("unwrap_or_default", 0) => {
                let source = self.optional(&e.receiver)?;
                // A copy would do for what cannot be written alone.
                if let (Some(Passing::Exclusive), Expr::MethodCall(part)) =
                    (source.behind, strip(&e.receiver))
                {
                    let refused = Refusal::Optional(part.method.to_string());
                    return Some(Value::Atom(self.refused_at(&part.method, refused)));
                }
                let zero = syn::parse_quote!(::core::default::Default::default());
                let otherwise = match (source.behind, e.args.first().map(strip)) {
                    (Some(_), Some(Expr::Reference(reference))) => &*reference.expr,
                    (_, Some(otherwise)) => otherwise,
                    (_, None) => &zero,
                };
                if !e.args.is_empty() && super::stmt::has_effects(otherwise) {
                    return Some(Value::Atom(self.refused_at(otherwise, Refusal::NestedEffect)));
                }
                let (target, span) = (self.declare_value(e.span()), e.span());
                self.choose(
                    source,
                    span,
                    |lower, source| {
                        let value = lower.present_value(source, &e.receiver);
                        lower.check_alternative(otherwise);
                        lower.builder.store(Place::whole(target), value, true, span);
                    },
                    |lower| lower.expr_into(otherwise, target),
                );
                Some(Value::Atom(Atom::Var(self.builder.read(target, span))))
            }
            _ => None,
        }
    }

    /// What stands in for a value that is there after all is computed, too: an index in it may not be there.
    fn check_alternative(&mut self, otherwise: &Expr) {
        if may_index(otherwise.to_token_stream()) {
            let value = self.atom(otherwise);
            let value = self.atom_tokens(&value);
            self.builder.inert(quote!(let _ = #value;), otherwise.span());
        }
    }

    /// `*x.first().unwrap_or(&0.0)`
    pub(super) fn behind_option(&mut self, expr: &Expr) -> Option<Value> {
        let Expr::Unary(deref) = expr else { return None };
        let Expr::MethodCall(call) = strip(&deref.expr) else { return None };
        (call.method == "unwrap_or").then(|| self.optional_method(call))?
    }

    /// `let r = x.first().unwrap_or(&0.0)`: what it refers to cannot change, so that a copy will do.
    pub(super) fn reference_or(&mut self, expr: &Expr) -> Option<(Place, Passing)> {
        let Expr::MethodCall(call) = strip(expr) else { return None };
        let [Expr::Reference(_)] = call.args.iter().map(strip).collect::<Vec<_>>()[..] else { return None };
        if call.method != "unwrap_or" || !self.is_optional(&call.receiver) {
            return None;
        }
        let Value::Atom(Atom::Var(var)) = self.optional_method(call)? else { return None };
        Some((Place::whole(var), Passing::Shared))
    }

    /// The value itself, which is no slice.
    fn present_value(&mut self, source: Source, expr: &Expr) -> Atom {
        match source.part {
            Part::Popped(place) => self.popped(place, quote!(.unwrap()), expr.span()),
            Part::Element(mut place, index) => {
                place.path.push(Proj::at(index));
                self.load(place, expr)
            }
            Part::Last(place) => {
                let place = self.element_before_end(place, 1, expr.span());
                self.load(place, expr)
            }
            Part::SplitFirst(_) | Part::SplitLast(_) => self.refused(expr, Refusal::Pattern),
        }
    }

    /// What is popped, for nothing.
    pub(super) fn discard(&mut self, source: &Source, span: Span) {
        if let Some(place) = source.popped().cloned() {
            let pop = |lower: &mut Self, _| {
                lower.popped(place, quote!(.unwrap()), span);
            };
            self.choose(source.clone(), span, pop, |_| {});
        }
    }

    /// `place.pop();`
    pub(super) fn drop_last(&mut self, expr: &Expr) -> bool {
        let is_pop = matches!(strip(expr), Expr::MethodCall(call) if call.method == "pop");
        let Some(source) = Some(expr).filter(|_| is_pop).and_then(|expr| self.optional(expr)) else {
            return false;
        };
        self.choose(
            source,
            expr.span(),
            |lower, source| {
                lower.present_value(source, expr);
            },
            |_| {},
        );
        true
    }
}

/// Whether there are brackets in code.
fn may_index(code: TokenStream) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket || may_index(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
