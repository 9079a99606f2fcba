//! Whether running an expression changes something that carries a derivative, or leaves the expression.

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Macro, Token};

use super::Carriers;
use super::syntax::{is_compound, is_inert_macro, is_range_contains, is_stop_gradient, root, vec_elements};
use crate::lower::rename::macro_arguments;
use crate::rules;

/// What functions may be given without being taken to keep it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Asking {
    /// Nothing that carries.
    Nothing,
    /// What carries, and literals: there is nothing to keep it in.
    Alone,
    /// What carries beside anything.
    Anything,
}

/// Looks for changes to what carries a derivative, and for ways out.
pub(super) struct Touches<'a> {
    pub(super) carriers: &'a Carriers,
    pub(super) found: bool,
    pub(super) calls: Asking,
    /// Not inside `stop_gradient`, where a call may do as it likes.
    pub(super) followed: bool,
    /// Inside the arguments of a macro, where no assignment is followed.
    pub(super) in_macro: bool,
    /// Loops around the current position, inside the expression.
    pub(super) loops: usize,
}

impl<'a> Touches<'a> {
    pub(super) fn new(carriers: &'a Carriers) -> Touches<'a> {
        let calls = Asking::Nothing;
        Touches { carriers, found: false, calls, followed: true, in_macro: false, loops: 0 }
    }

    /// Whether a callee may keep something that carries.
    fn keeps(&self, args: &Punctuated<Expr, Token![,]>) -> bool {
        let carries = |arg| self.carriers.carries(arg);
        args.iter().any(carries)
            && match self.calls {
                Asking::Nothing => true,
                Asking::Alone => args.iter().any(|arg| !carries(arg) && !matches!(arg, Expr::Lit(_))),
                Asking::Anything => false,
            }
    }

    fn write(&mut self, place: &Expr) {
        match place {
            Expr::Tuple(places) => places.elems.iter().for_each(|place| self.write(place)),
            Expr::Array(places) => places.elems.iter().for_each(|place| self.write(place)),
            Expr::Paren(place) => self.write(&place.expr),
            place => self.found |= self.in_macro || root(place).is_some_and(|ident| self.carriers.has(ident)),
        }
    }
}

impl<'ast> Visit<'ast> for Touches<'_> {
    fn visit_expr_assign(&mut self, expr: &'ast syn::ExprAssign) {
        self.write(&expr.left);
        // Whatever the place is.
        self.found |= self.carriers.carries(&expr.right);
        visit::visit_expr_assign(self, expr);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        if is_compound(&expr.op) {
            self.write(&expr.left);
            self.found |= self.carriers.carries(&expr.right);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_reference(&mut self, expr: &'ast syn::ExprReference) {
        if expr.mutability.is_some() {
            self.found |= root(&expr.expr).is_some_and(|ident| self.carriers.has(ident));
        }
        visit::visit_expr_reference(self, expr);
    }

    /// An unknown method may take a receiver that carries by `&mut`.
    fn visit_expr_method_call(&mut self, expr: &'ast syn::ExprMethodCall) {
        if is_range_contains(expr) {
            return visit::visit_expr_method_call(self, expr);
        }
        if self.carriers.carries(&expr.receiver) {
            let name = expr.method.to_string();
            let pure = rules::INERT.contains(&name.as_str())
                || rules::find(&name, expr.args.len() + 1).is_some()
                || matches!(
                    name.as_str(),
                    "clone" | "sin_cos" | "split_at" | "iter" | "windows" | "chunks" | "chunks_exact"
                );
            self.found |= !pure;
        } else if self.followed && rules::find(&expr.method.to_string(), expr.args.len() + 1).is_none() {
            self.found |=
                self.calls != Asking::Anything && expr.args.iter().any(|arg| self.carriers.carries(arg));
        }
        visit::visit_expr_method_call(self, expr);
    }

    fn visit_expr_call(&mut self, expr: &'ast syn::ExprCall) {
        let followed = self.followed;
        self.followed &= !is_stop_gradient(&expr.func);
        // A callee may store what it is given where it is lost from sight.
        if self.followed && !self.carriers.is_float_function(&expr.func) {
            self.found |= self.keeps(&expr.args);
        }
        visit::visit_expr_call(self, expr);
        self.followed = followed;
    }

    fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
        self.found = true;
    }

    fn visit_expr_break(&mut self, expr: &'ast syn::ExprBreak) {
        self.found |= expr.label.is_some() || self.loops == 0;
        visit::visit_expr_break(self, expr);
    }

    fn visit_expr_continue(&mut self, expr: &'ast syn::ExprContinue) {
        self.found |= expr.label.is_some() || self.loops == 0;
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.loops += 1;
        visit::visit_expr_for_loop(self, expr);
        self.loops -= 1;
    }

    fn visit_expr_while(&mut self, expr: &'ast syn::ExprWhile) {
        self.loops += 1;
        visit::visit_expr_while(self, expr);
        self.loops -= 1;
    }

    fn visit_expr_loop(&mut self, expr: &'ast syn::ExprLoop) {
        self.loops += 1;
        visit::visit_expr_loop(self, expr);
        self.loops -= 1;
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if let Some(elements) = vec_elements(mac) {
            self.found |= elements.iter().any(|element| self.carriers.carries(element))
                || hides_write(mac, self.carriers);
            return;
        }
        self.found |= !is_inert_macro(mac) && self.carriers.mentioned(mac.tokens.clone());
        self.found |= is_inert_macro(mac) && hides_write(mac, self.carriers);
    }

    /// `return` inside a closure leaves the closure.
    fn visit_expr_closure(&mut self, expr: &'ast syn::ExprClosure) {
        self.found |= self.carriers.captured_by(expr);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Whether the arguments of a macro assign to, or borrow mutably, something that carries.
fn hides_write(mac: &Macro, carriers: &Carriers) -> bool {
    let mut touches = Touches { in_macro: true, ..Touches::new(carriers) };
    macro_arguments(mac).iter().flatten().for_each(|argument| touches.visit_expr(argument));
    touches.found
}

/// The values of every `break`, also of those inside of others.
#[derive(Default)]
pub(super) struct Breaks<'ast>(pub(super) Vec<&'ast Expr>);

impl<'ast> Visit<'ast> for Breaks<'ast> {
    fn visit_expr_break(&mut self, expr: &'ast syn::ExprBreak) {
        self.0.extend(expr.expr.as_deref());
        visit::visit_expr_break(self, expr);
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
