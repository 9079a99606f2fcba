//! Numbers without derivative that are the same before a loop as behind it.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::visit::{self, Visit};
use syn::{Block, Expr, PatIdent, Stmt as Code};

use super::Parts;
use super::uses::each;
use crate::ir::{self, Shape, Stmt, StmtKind, VarId};

/// Macros that bind nothing.
const ASSERTIONS: [&str; 3] = ["assert", "assert_eq", "assert_ne"];

/// Whether code is `n as f64` or `x.len() as f64`, of a name that stands for one value in the whole function.
pub(super) fn is_known_count(parts: &Parts<'_>, code: &TokenStream) -> bool {
    let Ok(Expr::Cast(cast)) = syn::parse2(code.clone()) else { return false };
    let (of, is_len) = match &*cast.expr {
        Expr::MethodCall(call) if call.method == "len" && call.args.is_empty() => (&*call.receiver, true),
        expr => (expr, false),
    };
    let Expr::Path(path) = of else { return false };
    let Some(name) = path.path.get_ident() else { return false };
    let Some(bindings) = bindings(parts, name) else { return false };
    match (&variables(parts, name)[..], &bindings[..]) {
        ([var], []) => {
            let is_list =
                |shape: &Shape| matches!(shape, Shape::Array(..) | Shape::Slice(_) | Shape::List(_));
            is_fixed(parts, *var) && (!is_len || is_list(&parts.func.var(*var).shape))
        }
        // A constant, or a number of which there is one alone.
        ([], []) => !is_len,
        ([], [is_fixed]) => *is_fixed && !is_len,
        _ => false,
    }
}

/// The variables of a name.
fn variables(parts: &Parts<'_>, name: &Ident) -> Vec<VarId> {
    parts.func.vars().filter(|var| parts.func.var(*var).ident == *name).collect()
}

/// Whether a variable is a parameter that nothing changes.
fn is_fixed(parts: &Parts<'_>, var: VarId) -> bool {
    let own = parts.func.body.stmts.iter().chain([&parts.it]).chain(&parts.behind);
    let is_param = parts.func.params.iter().any(|param| param.var == var);
    is_param && parts.func.is_constant(var) && !own.into_iter().any(|stmt| stmt.changes().contains(&var))
}

/// Of each time that the user's own statements bind a name, whether it is by value and for good; `None` where this cannot
/// be seen, or where one does from the loop on.
fn bindings(parts: &Parts<'_>, name: &Ident) -> Option<Vec<bool>> {
    let mut look = Look { name, found: Some(Vec::new()) };
    each(&parts.func.body.stmts, &mut |stmt| look.statement(stmt));
    let mut late = false;
    let mut mention = |stmt: &Stmt| {
        if let StmtKind::Inert(ir::Code(code)) = &stmt.kind {
            late |= has_ident(code.clone(), name);
        }
    };
    each(std::slice::from_ref(&parts.it), &mut mention);
    each(&parts.behind, &mut mention);
    look.found.filter(|_| !late)
}

struct Look<'a> {
    name: &'a Ident,
    found: Option<Vec<bool>>,
}

impl Look<'_> {
    fn statement(&mut self, stmt: &Stmt) {
        let StmtKind::Inert(ir::Code(code)) = &stmt.kind else { return };
        match Block::parse_within.parse2(code.clone()) {
            Ok(stmts) => stmts.iter().for_each(|stmt| self.visit_stmt(stmt)),
            Err(_) if has_ident(code.clone(), self.name) => self.found = None,
            Err(_) => {}
        }
    }
}

impl<'ast> Visit<'ast> for Look<'_> {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        if pattern.ident == *self.name {
            let fixed = pattern.mutability.is_none() && pattern.by_ref.is_none();
            self.found.iter_mut().for_each(|found| found.push(fixed));
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_stmt(&mut self, stmt: &'ast Code) {
        // What a macro makes of a name cannot be seen.
        if let Code::Macro(mac) = stmt {
            let known =
                mac.mac.path.get_ident().is_some_and(|name| ASSERTIONS.iter().any(|known| name == known));
            if !known && has_ident(mac.mac.tokens.clone(), self.name) {
                self.found = None;
            }
        }
        visit::visit_stmt(self, stmt);
    }
}

fn has_ident(code: TokenStream, name: &Ident) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_ident(group.stream(), name),
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
