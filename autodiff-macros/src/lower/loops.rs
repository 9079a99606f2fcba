//! Loops, and the ways out of them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprBreak, ExprContinue, ExprForLoop, ExprLoop, ExprWhile, Lifetime, Pat};

use super::iterators::{Bound, Item, Names, Slicing};
use super::place::strip;
use super::rename::Name;
use super::{Lower, Target};
use crate::diagnostics::Refusal;
use crate::ir::{
    Arm, Atom, Branch, Code, Cut, End, Head, Label, Loop, LoopHead, Passing, Piece, Place, Proj, Role, Shape,
    StmtKind, Value, VarId,
};

impl Lower<'_> {
    pub(super) fn for_loop(&mut self, expr: &ExprForLoop) {
        self.note_untyped(&expr.pat, &expr.expr);
        let Some((mut steps, item)) = self.iterator(&expr.expr) else { return };
        let mut names = Names::default();
        let Some(pattern) = self.pattern(&expr.pat, &mut steps, item, &mut names) else { return };
        let label = expr.label.as_ref().map(|label| &label.name);
        let mut kept = if steps.span.is_some() {
            self.kept_indices(&expr.body, label, &[&expr.pat])
        } else {
            Vec::new()
        };
        let counting = self.counted_by(&expr.expr, &mut kept);
        let head = LoopHead::For(Box::new(Pat::Verbatim(pattern)), steps.clone());
        self.repeat(label, head, None, expr.span(), |lower| {
            // Counters first: the reverse sweep may count again.
            names.counters.iter().for_each(|name| lower.bind_counter(name));
            let indices =
                names.index.into_iter().chain(names.elements.iter().filter_map(|bound| bound.index));
            for index in indices {
                lower.count_by(index, expr.pat.span());
            }
            for pat in &names.copies {
                lower.copy_index(pat, names.index);
            }
            names.inert.iter().for_each(|pat| lower.bind_inert(pat, false));
            let number = || names.index.or_else(|| lower.number_of(&names.counters, &expr.body, counting));
            let number = (!kept.is_empty()).then(number).flatten();
            for bound in names.elements {
                lower.bind_step(bound, names.index);
            }
            match number {
                Some(number) => lower.keeping(&expr.body, &kept, (number, &steps)),
                None => lower.block(&expr.body, None),
            }
        });
    }

    /// A number of the loop's own steps.
    fn count_by(&mut self, index: VarId, span: proc_macro2::Span) {
        self.builder.push(StmtKind::Bind(index, None), span);
        let var = self.builder.func.var(index);
        if var.role == Role::User {
            let name = Name::of(&var.ident);
            self.locals.insert(name.clone());
            self.plain.insert(name, index);
        }
    }

    /// Another pattern for it.
    fn copy_index(&mut self, pat: &Pat, index: Option<VarId>) {
        let index = index.map(|index| self.atom_tokens(&Atom::Var(index)));
        self.builder.inert(quote!(let #pat = #index;), pat.span());
        self.bind_inert(pat, false);
    }

    /// What the user's pattern means in one step.
    fn bind_step(&mut self, bound: Bound, common: Option<VarId>) {
        let Bound { pattern, index, item } = bound;
        let Some(number) = index.or(common) else { return };
        let (item, index) = self.index_of(item, number, pattern.span());
        match item {
            Item::Element(mut place, passing) => {
                place.path.push(Proj::at(Atom::Var(index)));
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
            Item::Slice(place, slicing, passing) => {
                let place = self.piece(slicing, place, index, pattern.span());
                self.destructure(&pattern, place, Some(passing));
            }
            Item::Counter => {
                let code = self.atom_tokens(&Atom::Var(index));
                self.bind_number(&pattern, code, vec![index]);
            }
            Item::Number(start, end) => {
                let krate = &self.krate;
                let [first, last, at] = [&start, &end, &Atom::Var(index)].map(|atom| self.atom_tokens(atom));
                let code = quote!(#krate::__private::nth(#first..#last, #at));
                let reads = [start.var(), end.var(), Some(index)].into_iter().flatten().collect();
                self.bind_number(&pattern, code, reads);
            }
            Item::Endless(start) => {
                let krate = &self.krate;
                let [first, at] = [&start, &Atom::Var(index)].map(|atom| self.atom_tokens(atom));
                let code = quote!(#krate::__private::nth_from(#first, #at));
                let reads = [start.var(), Some(index)].into_iter().flatten().collect();
                if let Pat::Wild(_) = pattern {
                    // It may panic.
                    self.builder.inert(quote!(let _ = #code;), pattern.span());
                }
                self.bind_number(&pattern, code, reads);
            }
            Item::Inert | Item::Pair(..) | Item::At(..) => {}
        }
    }

    /// The piece of a slice with this number.
    pub(super) fn piece(
        &mut self,
        Slicing { cut, size, whole }: Slicing,
        mut place: Place,
        number: VarId,
        span: proc_macro2::Span,
    ) -> Place {
        let (at, each) = (self.atom_tokens(&Atom::Var(number)), self.atom_tokens(&size));
        let start = if cut == Cut::Windows { quote!(#at) } else { quote!(#at * #each) };
        let end = match whole.as_ref().map(|whole| self.atom_tokens(whole)) {
            Some(whole) => quote!(::core::cmp::Ord::min(#start + #each, #whole)),
            None => quote!(#start + #each),
        };
        let mut reads = vec![number];
        reads.extend(size.var());
        reads.extend(whole.and_then(|whole| whole.var()));
        let [start, end] = [start, end].map(|code| {
            let value = Value::Pure(Code(code), reads.clone());
            self.builder.define(value, Shape::Integer, span)
        });
        self.builder.func.pieces.insert(start, Piece { end, number, size, cut });
        place.path.push(Proj::Range(Some(Atom::Var(start)), Some(Atom::Var(end)), false));
        place
    }

    /// A pattern of the user's for a number that follows from the number of the step.
    fn bind_number(&mut self, pattern: &Pat, code: TokenStream, reads: Vec<VarId>) {
        match pattern {
            Pat::Wild(_) => {}
            Pat::Ident(name) if self.is_counter(name) => {
                let var = self.builder.user(&name.ident, Role::User, Shape::Integer, false);
                self.builder.push(StmtKind::Let(var, Value::Pure(Code(code), reads)), pattern.span());
                let name = Name::of(&name.ident);
                self.locals.insert(name.clone());
                self.plain.insert(name, var);
            }
            pattern => {
                self.builder.inert(quote!(let #pattern = #code;), pattern.span());
                self.bind_inert(pattern, false);
            }
        }
    }

    pub(super) fn while_loop(&mut self, expr: &ExprWhile) {
        let label = expr.label.as_ref().map(|label| &label.name);
        if self.walk(expr) || self.while_present(expr) || self.while_side_by_side(expr) {
            return;
        }
        if self.chained_while(expr) {
            return;
        }
        if let Expr::Let(scrutinee) = strip(&expr.cond) {
            if !self.carriers.is_inert(&scrutinee.expr) {
                return self.while_let(expr, scrutinee);
            }
        }
        if !self.carriers.touches(&expr.cond) {
            self.builder.forget_all();
            let (code, pats) = self.condition(&expr.cond);
            return self.repeat(label, LoopHead::While(code), None, expr.span(), |lower| {
                pats.iter().for_each(|pat| lower.bind_inert(pat, true));
                lower.block(&expr.body, None);
            });
        }
        // A condition with effects is the first statement of every iteration.
        self.repeat(label, LoopHead::Forever, None, expr.span(), |lower| {
            let (head, _) = lower.condition(&expr.cond);
            let exit = lower.loops_exit();
            let arms = lower.two_arms(|_| {}, |lower| lower.builder.end(End::Exit(exit)));
            let arms = arms.map(|body| Arm { pattern: None, body }).into();
            lower
                .builder
                .push(StmtKind::Branch(Branch { head: Head::If(head), again: None, arms }), expr.cond.span());
            lower.block(&expr.body, None);
        });
    }

    /// `while let pattern = scrutinee` over what carries a derivative is a `match` in a loop.
    fn while_let(&mut self, expr: &ExprWhile, scrutinee: &syn::ExprLet) {
        let label = expr.label.as_ref().map(|label| &label.name);
        self.repeat(label, LoopHead::Forever, None, expr.span(), |lower| {
            let exit = lower.loops_exit();
            lower.go_on_while(expr, scrutinee, exit, &[]);
        });
    }

    /// One iteration of it, once for each form of the references that it looks at; the body may move them.
    fn go_on_while(&mut self, expr: &ExprWhile, scrutinee: &syn::ExprLet, exit: Label, of_any_form: &[Name]) {
        let span = expr.cond.span();
        if let Some(name) = self.undecided(&scrutinee.expr) {
            let of_any_form = [of_any_form, std::slice::from_ref(&name)].concat();
            let each = |lower: &mut Self| lower.go_on_while(expr, scrutinee, exit, &of_any_form);
            return self.for_each_form(&name, &expr.cond, &each);
        }
        let body =
            |lower: &mut Self| lower.with_any_forms(of_any_form, |lower| lower.block(&expr.body, None));
        let leave = |lower: &mut Self| lower.builder.end(End::Exit(exit));
        self.match_or(&scrutinee.pat, &scrutinee.expr, span, body, leave);
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
        let ident = self.atom_tokens(&Atom::Var(index));
        let (len, _) = self.length(&place, span);
        let head = LoopHead::For(Box::new(Pat::Verbatim(ident)), len);
        place.path.push(Proj::at(Atom::Var(index)));
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
        self.builder.open_body(known);
        body(self);
        let (body, written) = self.builder.close_arm();
        self.builder.join(known, &written);
        self.labels.pop();
        self.builder.push(
            StmtKind::Loop(Loop { exit, next, head, body, record: None, reserve: Vec::new(), primal: true }),
            span,
        );
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
            (None, Some(target)) => self.store_unit(target, expr.span()),
            (None, None) => {}
        }
        self.builder.end(End::Exit(exit));
    }

    pub(super) fn go_on(&mut self, expr: &ExprContinue) {
        if let Some(Target { next: Some(next), .. }) = self.target(expr.label.as_ref()) {
            self.builder.end(End::Exit(next));
        }
    }
}
