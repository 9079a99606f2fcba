//! Iterators.
//!
//! An iterator over something that carries a derivative becomes one over its indices, adaptors and all
//! (`x.iter().enumerate().rev()` becomes `(0..x.len()).enumerate().rev()`), and the element a place (`x[k]`). So the IR
//! knows iterators without derivative only.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Pat, PatIdent};

use super::Lower;
use super::place::strip;
use super::rename::Name;
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, Count, Passing, Place, Role, Shape, Steps, Value, VarId};

/// What one step of an iterator gives.
pub(super) enum Item {
    /// Something without derivative.
    Inert,
    /// A number of a range.
    Counter,
    /// An element of a place, by value or by reference.
    Element(Place, Passing),
    /// A slice of a place: which elements belong to a step.
    Slice(Place, Slices, Atom, Passing),
    /// `(a, b)`, from `zip` and `enumerate`.
    Pair(Box<Item>, Box<Item>),
}

/// How an iterator over slices cuts them.
#[derive(Clone, Copy)]
pub(super) enum Slices {
    Windows,
    Chunks,
    ChunksExact,
}

/// A pattern of the user's for a step of an iterator over a place.
pub(super) struct Bound {
    pub(super) pattern: Pat,
    /// The variable over the steps, if it has one of its own.
    pub(super) index: Option<VarId>,
    pub(super) item: Item,
}

/// What the pattern of a loop binds.
#[derive(Default)]
pub(super) struct Names {
    /// The one number that everything is counted by.
    pub(super) index: Option<VarId>,
    /// More names for it.
    pub(super) copies: Vec<Pat>,
    pub(super) counters: Vec<PatIdent>,
    pub(super) inert: Vec<Pat>,
    pub(super) elements: Vec<Bound>,
}

impl Lower<'_> {
    /// An iterator without derivative, and what it gives.
    pub(super) fn iterator(&mut self, expr: &Expr) -> Option<(Steps, Item)> {
        if self.carriers.is_inert(expr) {
            return Some(match self.range(expr) {
                Some(steps) => (steps, Item::Counter),
                None => (
                    Steps { code: self.code(expr), again: None, count: None, span: None, down: false },
                    Item::Inert,
                ),
            });
        }
        match strip(expr) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let method = &call.method;
                match (name.as_str(), call.args.first()) {
                    ("iter", None) => self.elements(&call.receiver, Passing::Shared),
                    ("iter_mut", None) => self.elements(&call.receiver, Passing::Exclusive),
                    ("into_iter", None) => self.iterator(&call.receiver),
                    (
                        "windows" | "chunks" | "chunks_mut" | "chunks_exact" | "chunks_exact_mut",
                        Some(size),
                    ) => self.slices(&call.receiver, &name, size),
                    ("copied" | "cloned", None) => {
                        let (steps, item) = self.iterator(&call.receiver)?;
                        Some((steps, by_value(item)))
                    }
                    ("enumerate", None) => {
                        let (steps, item) = self.iterator(&call.receiver)?;
                        let counter = if steps.again.is_some() { Item::Counter } else { Item::Inert };
                        // Elements are counted by their index already.
                        let span = steps.span.clone().filter(|_| is_upwards(&steps));
                        let steps = Steps { span, ..adapt(steps, |code| quote!(#code.#method())) };
                        Some((steps, Item::Pair(Box::new(counter), Box::new(item))))
                    }
                    ("rev", None) => {
                        let (steps, item) = self.iterator(&call.receiver)?;
                        let down = !steps.down;
                        Some((Steps { down, ..adapt(steps, |code| quote!(#code.#method())) }, item))
                    }
                    ("skip" | "take" | "step_by", Some(count)) => {
                        let (mut steps, item) = self.iterator(&call.receiver)?;
                        let count = self.bound(count);
                        steps.again.iter_mut().for_each(|reads| reads.extend(count.var()));
                        steps.count = None;
                        steps.span = None;
                        let count = self.atom_tokens(&count);
                        Some((adapt(steps, |code| quote!(#code.#method(#count))), item))
                    }
                    ("zip", Some(other)) => {
                        let (first, one) = self.iterator(&call.receiver)?;
                        let (second, two) = self.iterator(other)?;
                        let together = self.together(&first, &second, call.span());
                        // Not every range of the user's knows its length, as running from the other end takes.
                        let counters = matches!(one, Item::Counter) || matches!(two, Item::Counter);
                        let again = match (first.again, second.again) {
                            (Some(mut reads), Some(more)) if !counters => {
                                reads.extend(more);
                                Some(reads)
                            }
                            _ => None,
                        };
                        let (count, span) = match together {
                            Some((count, span)) => (count, Some(span)),
                            None => (first.count.or(second.count), None),
                        };
                        let (first, second) = (first.code.0, second.code.0);
                        let code = Code(quote!(#first.#method(#second)));
                        let steps = Steps { code, again, count, span, down: false };
                        Some((steps, Item::Pair(Box::new(one), Box::new(two))))
                    }
                    _ if has_no_place(expr) => self.elements(expr, Passing::Value),
                    _ => {
                        self.diag.refuse(&call.method, Refusal::Iterator(name));
                        None
                    }
                }
            }
            Expr::Reference(e) if e.mutability.is_some() => self.elements(&e.expr, Passing::Exclusive),
            Expr::Reference(e) => self.elements(&e.expr, Passing::Shared),
            place => match self.alias(place) {
                Some((_, passing)) => self.elements(place, passing),
                None => self.elements(place, Passing::Value),
            },
        }
    }

    /// `a..b`, `a..=b`, and these from the other end.
    fn range(&mut self, expr: &Expr) -> Option<Steps> {
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
                let limits = &range.limits;
                let (first, last) = (self.atom_tokens(&start), self.atom_tokens(&end));
                let span = (!closed).then_some((start, end));
                let down = false;
                Some(Steps { code: Code(quote!((#first #limits #last))), again, count, span, down })
            }
            _ => None,
        }
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

    /// A bound of a range or a length: what it is when the loop starts.
    fn bound(&mut self, expr: &Expr) -> Atom {
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
    pub(super) fn length(&mut self, place: &Place, span: proc_macro2::Span) -> (Steps, Atom) {
        let literal = match self.builder.func.place_shape(place) {
            Shape::Array(_, len) => len.to_string().parse().ok(),
            _ => None,
        };
        let count = literal.map(Count::Literal);
        let len = match &count {
            Some(count) => Atom::Const(Code(count.tokens())),
            None => {
                let whole = self.place_tokens(place);
                let value = Value::Pure(Code(quote!(#whole.len())), super::pure::reads_of(place));
                Atom::Var(self.builder.define(value, Shape::Integer, span))
            }
        };
        (self.upwards(&len, count), len)
    }

    /// `0..len`
    fn upwards(&self, len: &Atom, count: Option<Count>) -> Steps {
        let tokens = self.atom_tokens(len);
        let start = Atom::Const(Code(quote!(0)));
        Steps {
            code: Code(quote!((0..#tokens))),
            again: Some(len.var().into_iter().collect()),
            count,
            span: Some((start, len.clone())),
            down: false,
        }
    }

    /// How many steps two places have together, and their numbers, where each walks up from its start.
    fn together(
        &mut self,
        first: &Steps,
        second: &Steps,
        at: proc_macro2::Span,
    ) -> Option<(Option<Count>, (Atom, Atom))> {
        if !is_upwards(first) || !is_upwards(second) {
            return None;
        }
        let ((start, a), (_, b)) = (first.span.clone()?, second.span.clone()?);
        if let (Some(Count::Literal(m)), Some(Count::Literal(n))) = (&first.count, &second.count) {
            let (count, end) = if m < n { (*m, a) } else { (*n, b) };
            return Some((Some(Count::Literal(count)), (start, end)));
        }
        let reads = [&a, &b].into_iter().filter_map(|bound| bound.var()).collect();
        let (a, b) = (self.atom_tokens(&a), self.atom_tokens(&b));
        let least = Value::Pure(Code(quote!(::core::cmp::Ord::min(#a, #b))), reads);
        let least = Atom::Var(self.builder.define(least, Shape::Integer, at));
        Some((first.count.clone().or(second.count.clone()), (start, least)))
    }

    fn elements(&mut self, expr: &Expr, passing: Passing) -> Option<(Steps, Item)> {
        let place = match self.place(expr) {
            Some(place) => place,
            // `for v in [a, b]`
            None if has_no_place(expr) => self.operand_place(expr),
            None => {
                let why = match self.cursor_named(expr) {
                    Some(_) => Refusal::SeveralPlaces,
                    None => Refusal::Iterator("this iterator".into()),
                };
                self.diag.refuse(expr, why);
                return None;
            }
        };
        let place = if passing == Passing::Value { self.as_it_is(place, expr) } else { place };
        let (steps, _) = self.length(&place, expr.span());
        Some((steps, Item::Element(place, passing)))
    }

    /// An array that a loop takes by value, which the loop may change while it runs over what the array was.
    fn as_it_is(&mut self, place: Place, expr: &Expr) -> Place {
        let shape = self.builder.func.place_shape(&place);
        let changes = self.builder.func.var(place.var).mutable;
        if !changes || matches!(shape, Shape::List(_) | Shape::Slice(_)) {
            return place;
        }
        Place::whole(self.builder.define(Value::Load(place), shape, expr.span()))
    }

    /// Steps over slices, as many as std's iterators have.
    fn slices(&mut self, expr: &Expr, name: &str, size: &Expr) -> Option<(Steps, Item)> {
        let passing = if name.ends_with("_mut") { Passing::Exclusive } else { Passing::Shared };
        let slices = match name.trim_end_matches("_mut") {
            "windows" => Slices::Windows,
            "chunks" => Slices::Chunks,
            _ => Slices::ChunksExact,
        };
        let Some(place) = self.place(expr) else {
            self.diag.refuse(expr, Refusal::Iterator("this iterator".into()));
            return None;
        };
        let size = self.position(size);
        let (whole, count) = (self.place_tokens(&place), self.atom_tokens(&size));
        let (what, steps) = match slices {
            Slices::Windows => {
                ("window size must be non-zero", quote!((#whole.len() + 1).saturating_sub(#count)))
            }
            Slices::Chunks => ("chunk size must be non-zero", quote!(#whole.len().div_ceil(#count))),
            Slices::ChunksExact => ("chunk size must be non-zero", quote!(#whole.len() / #count)),
        };
        self.builder.inert(quote!(::core::assert!(#count != 0, #what);), expr.span());
        let mut reads = super::pure::reads_of(&place);
        reads.extend(size.var());
        let steps = self.builder.define(Value::Pure(Code(steps), reads), Shape::Integer, expr.span());
        let steps = self.upwards(&Atom::Var(steps), None);
        Some((steps, Item::Slice(place, slices, size, passing)))
    }

    /// The pattern over indices.
    pub(super) fn pattern(
        &mut self,
        pat: &Pat,
        steps: &mut Steps,
        item: Item,
        names: &mut Names,
    ) -> Option<TokenStream> {
        let Some((start, end)) = steps.span.clone().filter(|_| !matches!(item, Item::Counter)) else {
            return self.pattern_of(pat, item, names);
        };
        steps.again = Some([&start, &end].into_iter().filter_map(|bound| bound.var()).collect());
        let (start, end) = (self.atom_tokens(&start), self.atom_tokens(&end));
        let rev = steps.down.then(|| quote!(.rev()));
        steps.code = Code(quote!((#start..#end)#rev));
        // One number counts everything.
        let index = match self.flat(pat, item, names)? {
            Some(name) => self.builder.user(&name.ident, Role::User, Shape::Integer, false),
            None => self.builder.temp(Shape::Integer, pat.span()),
        };
        names.index = Some(index);
        Some(self.builder.func.var(index).ident.to_token_stream())
    }

    /// Collects what a pattern binds to the same number of each step; returns the user's name for it.
    fn flat(&mut self, pat: &Pat, item: Item, names: &mut Names) -> Option<Option<PatIdent>> {
        match (pat, item) {
            (Pat::Paren(inner), item) => self.flat(&inner.pat, item, names),
            (Pat::Ident(name), Item::Counter) if self.is_counter(name) => Some(Some(name.clone())),
            (pat, Item::Inert | Item::Counter) => {
                names.copies.push(pat.clone());
                Some(None)
            }
            (Pat::Tuple(tuple), Item::Pair(first, second)) if tuple.elems.len() == 2 => {
                let first = self.flat(&tuple.elems[0], *first, names)?;
                let second = self.flat(&tuple.elems[1], *second, names)?;
                if let (Some(_), Some(other)) = (&first, &second) {
                    names.copies.push(Pat::Ident(other.clone()));
                }
                Some(first.or(second))
            }
            (pat, item @ (Item::Element(..) | Item::Slice(..))) => {
                names.elements.push(Bound { pattern: pat.clone(), index: None, item });
                Some(None)
            }
            (pat, Item::Pair(..)) => {
                self.diag.refuse(pat, Refusal::Pattern);
                None
            }
        }
    }

    /// Whether a name can stand for a counter in the IR.
    fn is_counter(&self, name: &PatIdent) -> bool {
        name.by_ref.is_none()
            && name.mutability.is_none()
            && name.subpat.is_none()
            && !self.carriers.has(&name.ident)
    }

    fn pattern_of(&mut self, pat: &Pat, item: Item, names: &mut Names) -> Option<TokenStream> {
        match (pat, item) {
            (Pat::Paren(inner), item) => self.pattern_of(&inner.pat, item, names),
            (Pat::Ident(name), Item::Counter) if self.is_counter(name) => {
                names.counters.push(name.clone());
                Some(pat.to_token_stream())
            }
            (pat, Item::Inert | Item::Counter) => {
                names.inert.push(pat.clone());
                Some(pat.to_token_stream())
            }
            (Pat::Tuple(tuple), Item::Pair(first, second)) if tuple.elems.len() == 2 => {
                let first = self.pattern_of(&tuple.elems[0], *first, names)?;
                let second = self.pattern_of(&tuple.elems[1], *second, names)?;
                Some(quote!((#first, #second)))
            }
            (pat, item @ (Item::Element(..) | Item::Slice(..))) => {
                let index = self.builder.temp(Shape::Integer, pat.span());
                let ident = self.builder.func.var(index).ident.to_token_stream();
                names.elements.push(Bound { pattern: pat.clone(), index: Some(index), item });
                Some(ident)
            }
            (pat, Item::Pair(..)) => {
                self.diag.refuse(pat, Refusal::Pattern);
                None
            }
        }
    }
}

/// A list that is made on the spot: `[a, b]`, `vec![a; 3]`, `g(x)`, `row.clone()`.
fn has_no_place(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Array(_) | Expr::Repeat(_) | Expr::Call(_) | Expr::Macro(_) => true,
        Expr::MethodCall(call) => ["clone", "to_owned", "to_vec"].iter().any(|name| call.method == name),
        _ => false,
    }
}

/// Whether steps count one number up from 0.
fn is_upwards(steps: &Steps) -> bool {
    !steps.down && steps.span.as_ref().is_some_and(|(start, _)| literal(start) == Some(0))
}

/// The same steps behind an adaptor.
fn adapt(steps: Steps, adaptor: impl FnOnce(TokenStream) -> TokenStream) -> Steps {
    Steps { code: Code(adaptor(steps.code.0)), ..steps }
}

/// The number that a bound is, if it is a literal.
fn literal(bound: &Atom) -> Option<usize> {
    let Atom::Const(Code(code)) = bound else { return None };
    syn::parse2::<syn::LitInt>(code.clone()).ok()?.base10_parse().ok()
}

fn by_value(item: Item) -> Item {
    match item {
        Item::Element(place, _) => Item::Element(place, Passing::Value),
        Item::Pair(first, second) => Item::Pair(Box::new(by_value(*first)), Box::new(by_value(*second))),
        item => item,
    }
}
