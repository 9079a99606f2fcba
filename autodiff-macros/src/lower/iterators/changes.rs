//! What changes while an iterator is made.

use syn::visit::{self, Visit};
use syn::{Expr, ExprClosure};

use super::super::Lower;
use super::super::carriers::is_compound;
use crate::rules;

/// Methods that make iterators, and of what these are made.
const MAKE: &[&str] = &[
    "as_slice",
    "chain",
    "chunks",
    "chunks_exact",
    "chunks_exact_mut",
    "chunks_mut",
    "cloned",
    "copied",
    "cycle",
    "enumerate",
    "filter",
    "flat_map",
    "flatten",
    "into_iter",
    "is_empty",
    "iter",
    "iter_mut",
    "keys",
    "len",
    "map",
    "rev",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
    "values",
    "windows",
    "zip",
];

impl Lower<'_> {
    /// How often something may change while an iterator is made. What closures do, they do later.
    pub(super) fn changes(&self, expr: &Expr) -> usize {
        let mut changes = Changes { lower: self, found: 0 };
        changes.visit_expr(expr);
        changes.found
    }
}

struct Changes<'a, 'b> {
    lower: &'a Lower<'b>,
    found: usize,
}

impl<'ast> Visit<'ast> for Changes<'_, '_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        let changes = match expr {
            Expr::Assign(_) => true,
            Expr::Binary(e) => is_compound(&e.op),
            Expr::Call(e) => {
                // A closure, or what is lent something.
                let lends = |arg: &Expr| matches!(arg, Expr::Reference(arg) if arg.mutability.is_some());
                self.lower.is_local(&e.func) || e.args.iter().any(lends)
            }
            Expr::MethodCall(e) => {
                let name = e.method.to_string();
                !MAKE.contains(&name.as_str()) && rules::find(&name, e.args.len() + 1).is_none()
            }
            _ => false,
        };
        self.found += usize::from(changes);
        visit::visit_expr(self, expr);
    }

    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
}
