//! Conditions with a `let` beside others, where one of them carries a derivative or has effects on what does:
//!
//! ```text
//! if let Some(a) = v.first() && *a > 0.0 { then } else { otherwise }
//! 'if: { if let Some(a) = v.first() { if *a > 0.0 { break 'if { then } } } otherwise }
//! ```

use syn::{BinOp, Block, Expr, ExprBlock, ExprIf, ExprLoop, ExprWhile, Label, Lifetime, Stmt, Token};

use super::Lower;
use crate::ir::VarId;

impl Lower<'_> {
    /// An `if` with such a condition, as a block with a label; no label of the user's is a keyword.
    pub(super) fn chained_if(&mut self, expr: &ExprIf, target: Option<VarId>) -> bool {
        let Some(conditions) = self.chain_parts(&expr.cond) else { return false };
        let label =
            Lifetime { apostrophe: expr.if_token.span, ident: syn::Ident::new("if", expr.if_token.span) };
        let then = &expr.then_branch;
        let innermost: Block = syn::parse_quote!({ break #label #then; });
        let nested = conditions.into_iter().rev().fold(innermost, |then_branch, cond| {
            let one = ExprIf {
                cond: Box::new(cond.clone()),
                then_branch,
                else_branch: None,
                attrs: Vec::new(),
                ..expr.clone()
            };
            Block { brace_token: then.brace_token, stmts: vec![Stmt::Expr(Expr::If(one), None)] }
        });
        let mut block = nested;
        block
            .stmts
            .extend(expr.else_branch.iter().map(|(_, otherwise)| Stmt::Expr((**otherwise).clone(), None)));
        let label = Some(Label { name: label, colon_token: Token![:](expr.if_token.span) });
        self.scope(&ExprBlock { attrs: Vec::new(), label, block }, target);
        true
    }

    /// A `while` with such a condition, as a `loop` that starts with an `if`.
    pub(super) fn chained_while(&mut self, expr: &ExprWhile) -> bool {
        if self.chain_parts(&expr.cond).is_none() {
            return false;
        }
        let (cond, body, label) = (&expr.cond, &expr.body, &expr.label);
        let whole: ExprLoop = syn::parse_quote!(#label loop { if #cond #body else { break; } });
        self.endless_loop(&whole, None);
        true
    }

    /// The conditions of `a && let p = b && ..`, if it is one that cannot be kept as it is.
    fn chain_parts<'e>(&self, cond: &'e Expr) -> Option<Vec<&'e Expr>> {
        let mut parts = Vec::new();
        flatten(cond, &mut parts);
        let followed = |part: &&Expr| matches!(part, Expr::Let(part) if self.carriers.carries(&part.expr));
        let has_let = parts.len() > 1 && parts.iter().any(|part| matches!(part, Expr::Let(_)));
        let followed = has_let && (parts.iter().any(followed) || self.carriers.touches(cond));
        followed.then_some(parts)
    }
}

fn flatten<'e>(cond: &'e Expr, parts: &mut Vec<&'e Expr>) {
    match cond {
        Expr::Binary(e) if matches!(e.op, BinOp::And(_)) => {
            flatten(&e.left, parts);
            flatten(&e.right, parts);
        }
        part => parts.push(part),
    }
}
