//! Loops.
//!
//! An iterator over something that carries a derivative becomes one over its indices, adaptors and all
//! (`x.iter().enumerate().rev()` becomes `(0..x.len()).enumerate().rev()`), and the element a place (`x[k]`). So the IR
//! knows iterators without derivative only.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprBreak, ExprContinue, ExprForLoop, ExprLoop, ExprWhile, Lifetime, Pat};

use super::place::strip;
use super::{Lower, Target};
use crate::diagnostics::Refusal;
use crate::ir::{
    Arm, Atom, Branch, Code, End, Head, Label, Loop, LoopHead, Passing, Place, Proj, Shape, StmtKind, Value,
    VarId,
};

/// What one step of an iterator gives.
enum Item {
    /// Something without derivative.
    Inert,
    /// An element of a place, by value or by reference.
    Element(Place, Passing),
    /// A slice of a place: which elements belong to a step.
    Slice(Place, Slices, Atom, Passing),
    /// `(a, b)`, from `zip` and `enumerate`.
    Pair(Box<Item>, Box<Item>),
}

/// How an iterator over slices cuts them.
#[derive(Clone, Copy)]
enum Slices {
    Windows,
    Chunks,
    ChunksExact,
}

/// A pattern of the user's for a step of an iterator over a place.
struct Bound {
    pattern: Pat,
    /// The variable over the steps.
    index: VarId,
    item: Item,
}

impl Lower<'_> {
    pub(super) fn for_loop(&mut self, expr: &ExprForLoop) {
        let Some((iterator, item)) = self.iterator(&expr.expr) else { return };
        let (mut elements, mut inert) = (Vec::new(), Vec::new());
        let Some(pattern) = self.pattern(&expr.pat, item, &mut elements, &mut inert) else { return };
        let head = LoopHead::For(Box::new(Pat::Verbatim(pattern)), Code(iterator));
        let label = expr.label.as_ref().map(|label| &label.name);
        self.repeat(label, head, None, expr.span(), |lower| {
            inert.iter().for_each(|pat| lower.bind_inert(pat, false));
            elements.into_iter().for_each(|bound| lower.bind_step(bound));
            lower.block(&expr.body, None);
        });
    }

    /// What the user's pattern means in one step.
    fn bind_step(&mut self, bound: Bound) {
        let Bound { pattern, index, item } = bound;
        self.builder.push(StmtKind::Bind(index, None), pattern.span());
        match item {
            Item::Element(mut place, passing) => {
                place.path.push(Proj::Index(Atom::Var(index)));
                let behind = (passing != Passing::Value).then_some(passing);
                let shape = self.builder.func.place_shape(&place);
                if behind.is_none() && !shape.is_static() && !matches!(shape, Shape::Unknown) {
                    // The loop would move a `Vec` out.
                    let value = self.cloned(place, pattern.span());
                    self.bind_atom(&pattern, value);
                } else {
                    self.destructure(&pattern, place, behind);
                }
            }
            Item::Slice(mut place, slices, size, passing) => {
                let (step, size) = (self.atom_tokens(&Atom::Var(index)), self.atom_tokens(&size));
                let whole = self.place_tokens(&place);
                let (start, end) = match slices {
                    Slices::Windows => (quote!(#step), quote!(#step + #size)),
                    Slices::Chunks => {
                        (quote!(#step * #size), quote!((#step * #size + #size).min(#whole.len())))
                    }
                    Slices::ChunksExact => (quote!(#step * #size), quote!(#step * #size + #size)),
                };
                let bounds = [start, end].map(|code| {
                    Atom::Var(self.builder.define(Value::Inert(Code(code)), Shape::Integer, pattern.span()))
                });
                let [start, end] = bounds.map(Some);
                place.path.push(Proj::Range(start, end, false));
                self.destructure(&pattern, place, Some(passing));
            }
            Item::Inert | Item::Pair(..) => {}
        }
    }

    pub(super) fn while_loop(&mut self, expr: &ExprWhile) {
        let label = expr.label.as_ref().map(|label| &label.name);
        if !self.carriers.touches(&expr.cond) {
            self.builder.forget_all();
            let (code, pats) = self.condition(&expr.cond);
            return self.repeat(label, LoopHead::While(code), None, expr.span(), |lower| {
                pats.iter().for_each(|pat| lower.bind_inert(pat, true));
                lower.block(&expr.body, None);
            });
        }
        if self.while_present(expr) {
            return;
        }
        // A condition with effects is the first statement of every iteration.
        self.repeat(label, LoopHead::Forever, None, expr.span(), |lower| {
            let (head, _) = lower.condition(&expr.cond);
            let exit = lower.loops_exit();
            let known = lower.builder.known();
            lower.builder.open_arm(&known);
            let (then, _) = lower.builder.close_arm();
            lower.builder.open_arm(&known);
            lower.builder.end(End::Exit(exit));
            let (otherwise, written) = lower.builder.close_arm();
            lower.builder.join(known, &written);
            let arms = [then, otherwise].into_iter().map(|body| Arm { pattern: None, body }).collect();
            lower.builder.push(StmtKind::Branch(Branch { head: Head::If(head), arms }), expr.cond.span());
            lower.block(&expr.body, None);
        });
    }

    pub(super) fn endless_loop(&mut self, expr: &ExprLoop, target: Option<VarId>) {
        let label = expr.label.as_ref().map(|label| &label.name);
        self.repeat(label, LoopHead::Forever, target, expr.span(), |lower| lower.block(&expr.body, None));
    }

    /// `for k in 0..place.len()`, with the place of each element.
    pub(super) fn for_each_index(
        &mut self,
        mut place: Place,
        span: proc_macro2::Span,
        body: impl FnOnce(&mut Self, Place),
    ) {
        let index = self.builder.temp(Shape::Integer, span);
        let (whole, ident) = (self.place_tokens(&place), self.atom_tokens(&Atom::Var(index)));
        let head = LoopHead::For(Box::new(Pat::Verbatim(ident)), Code(quote!(0..#whole.len())));
        place.path.push(Proj::Index(Atom::Var(index)));
        self.repeat(None, head, None, span, |lower| {
            lower.builder.push(StmtKind::Bind(index, None), span);
            body(lower, place);
        });
    }

    pub(super) fn repeat(
        &mut self,
        label: Option<&Lifetime>,
        head: LoopHead,
        target: Option<VarId>,
        span: proc_macro2::Span,
        body: impl FnOnce(&mut Self),
    ) {
        let (exit, next) = (self.builder.label(), self.builder.label());
        let name = label.map(|label| label.ident.clone());
        self.labels.push(Target { name, exit, next: Some(next), value: target });
        self.builder.forget_all();
        let known = self.builder.known();
        self.builder.open_arm(&known);
        body(self);
        let (body, written) = self.builder.close_arm();
        self.builder.join(known, &written);
        self.labels.pop();
        self.builder.push(StmtKind::Loop(Loop { exit, next, head, body, record: None }), span);
    }

    pub(super) fn loops_exit(&self) -> Label {
        self.labels.last().map_or(Label::FUNCTION, |target| target.exit)
    }

    // Exits.

    /// The scope or loop that a `break` or `continue` means.
    fn target(&mut self, name: Option<&Lifetime>) -> Option<Target> {
        let found = self.labels.iter().rev().find(|target| match name {
            Some(name) => target.name.as_ref() == Some(&name.ident),
            None => target.next.is_some(),
        });
        if let (None, Some(name)) = (found, name) {
            self.diag.refuse(name, Refusal::UnknownLabel(name.to_string()));
        }
        found.cloned()
    }

    pub(super) fn break_out(&mut self, expr: &ExprBreak) {
        let Some(Target { exit, value: target, .. }) = self.target(expr.label.as_ref()) else { return };
        match (&expr.expr, target) {
            (Some(value), Some(target)) => self.expr_into(value, target),
            (Some(value), None) => self.effect(value),
            (None, _) => {}
        }
        self.builder.end(End::Exit(exit));
    }

    pub(super) fn go_on(&mut self, expr: &ExprContinue) {
        if let Some(Target { next: Some(next), .. }) = self.target(expr.label.as_ref()) {
            self.builder.end(End::Exit(next));
        }
    }

    // Iterators.

    /// The code of an iterator without derivative, and what it gives.
    fn iterator(&mut self, expr: &Expr) -> Option<(TokenStream, Item)> {
        if self.carriers.is_inert(expr) {
            return Some((self.code(expr).0, Item::Inert));
        }
        match strip(expr) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let method = &call.method;
                match (name.as_str(), call.args.first()) {
                    ("iter", None) => self.elements(&call.receiver, Passing::Shared),
                    ("iter_mut", None) => self.elements(&call.receiver, Passing::Exclusive),
                    ("into_iter", None) => self.iterator(&call.receiver),
                    ("windows" | "chunks" | "chunks_mut" | "chunks_exact" | "chunks_exact_mut", Some(size)) => {
                        self.slices(call, &name, size)
                    }
                    ("copied" | "cloned", None) => {
                        let (code, item) = self.iterator(&call.receiver)?;
                        Some((code, by_value(item)))
                    }
                    ("enumerate", None) => {
                        let (code, item) = self.iterator(&call.receiver)?;
                        Some((quote!(#code.#method()), Item::Pair(Box::new(Item::Inert), Box::new(item))))
                    }
                    ("rev", None) => {
                        let (code, item) = self.iterator(&call.receiver)?;
                        Some((quote!(#code.#method()), item))
                    }
                    ("skip" | "take" | "step_by", Some(count)) => {
                        let (code, item) = self.iterator(&call.receiver)?;
                        let count = self.code(count).0;
                        Some((quote!(#code.#method(#count)), item))
                    }
                    ("zip", Some(other)) => {
                        let (code, first) = self.iterator(&call.receiver)?;
                        let (other, second) = self.iterator(other)?;
                        Some((quote!(#code.#method(#other)), Item::Pair(Box::new(first), Box::new(second))))
                    }
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

    /// `0..place.len()`
    fn elements(&mut self, expr: &Expr, passing: Passing) -> Option<(TokenStream, Item)> {
        let place = match self.place(expr) {
            Some(place) => place,
            // `for v in [a, b]`
            None if matches!(strip(expr), Expr::Array(_) | Expr::Repeat(_) | Expr::Call(_)) => {
                self.operand_place(expr)
            }
            None => {
                self.diag.refuse(expr, Refusal::Iterator("this iterator".into()));
                return None;
            }
        };
        let tokens = self.place_tokens(&place);
        Some((quote!((0..#tokens.len())), Item::Element(place, passing)))
    }

    /// Steps over slices, as many as std's iterators have.
    fn slices(&mut self, call: &syn::ExprMethodCall, name: &str, size: &Expr) -> Option<(TokenStream, Item)> {
        let expr = &*call.receiver;
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
        Some((quote!((0..#steps)), Item::Slice(place, slices, size, passing)))
    }

    /// The pattern over indices; the user's patterns for elements go to `elements`, others to `inert`.
    fn pattern(
        &mut self,
        pat: &Pat,
        item: Item,
        elements: &mut Vec<Bound>,
        inert: &mut Vec<Pat>,
    ) -> Option<TokenStream> {
        match (pat, item) {
            (Pat::Paren(inner), item) => self.pattern(&inner.pat, item, elements, inert),
            (pat, Item::Inert) => {
                inert.push(pat.clone());
                Some(pat.to_token_stream())
            }
            (Pat::Tuple(tuple), Item::Pair(first, second)) if tuple.elems.len() == 2 => {
                let first = self.pattern(&tuple.elems[0], *first, elements, inert)?;
                let second = self.pattern(&tuple.elems[1], *second, elements, inert)?;
                Some(quote!((#first, #second)))
            }
            (pat, item @ (Item::Element(..) | Item::Slice(..))) => {
                let index = self.builder.temp(Shape::Integer, pat.span());
                let ident = self.builder.func.var(index).ident.to_token_stream();
                elements.push(Bound { pattern: pat.clone(), index, item });
                Some(ident)
            }
            (pat, Item::Pair(..)) => {
                self.diag.refuse(pat, Refusal::Pattern);
                None
            }
        }
    }
}

fn by_value(item: Item) -> Item {
    match item {
        Item::Element(place, _) => Item::Element(place, Passing::Value),
        Item::Pair(first, second) => Item::Pair(Box::new(by_value(*first)), Box::new(by_value(*second))),
        item => item,
    }
}
