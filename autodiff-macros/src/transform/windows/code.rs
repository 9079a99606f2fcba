//! What the code of numbers and lengths says.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{BinOp, Expr, ExprIf, Lit, Pat, RangeLimits, Stmt, Token, UnOp};

use crate::ir::{Atom, Code, Func};

/// The text of code, without what changes no length: parentheses, references and their opposite.
pub(super) fn text(expr: &Expr) -> String {
    match expr {
        Expr::Paren(e) => text(&e.expr),
        Expr::Group(e) => text(&e.expr),
        Expr::Reference(e) => text(&e.expr),
        Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => text(&e.expr),
        Expr::Field(e) => format!("{}.{}", text(&e.base), e.member.to_token_stream()),
        Expr::Index(e) => format!("{}[{}]", text(&e.expr), text(&e.index)),
        Expr::Range(e) if matches!(e.limits, RangeLimits::HalfOpen(_)) => {
            let bound = |bound: &Option<Box<Expr>>| bound.as_ref().map_or(String::new(), |bound| text(bound));
            format!("{}..{}", bound(&e.start), bound(&e.end))
        }
        // What the macro calls to have a slice of whatever has elements.
        Expr::Call(e) if e.args.len() == 1 && ends_in(&e.func, "elements", &["__private"]) => {
            text(&e.args[0])
        }
        Expr::MethodCall(e) if e.args.is_empty() => format!("{}.{}", text(&e.receiver), e.method),
        other => other.to_token_stream().to_string(),
    }
}

pub(super) fn atom_code(func: &Func, atom: &Atom) -> TokenStream {
    match atom {
        Atom::Var(var) => func.var(*var).ident.to_token_stream(),
        Atom::Const(Code(code)) => code.clone(),
    }
}

pub(super) fn number(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(int) => int.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

/// `Ord::min`, `cmp::min`
pub(super) fn is_min(function: &Expr) -> bool {
    ends_in(function, "min", &["Ord", "cmp"])
}

/// Whether a path ends in a name of something of one of these names.
pub(super) fn ends_in(function: &Expr, name: &str, of: &[&str]) -> bool {
    let Expr::Path(path) = function else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (last, before) = (names.next(), names.next());
    last.as_deref() == Some(name) && before.is_some_and(|before| of.contains(&before.as_str()))
}

/// The difference that is cut off at zero in `if a < b { 0 } else { a - b }`.
pub(super) fn cut_off(expr: &ExprIf) -> Option<(&Expr, &Expr)> {
    let (Expr::Binary(condition), Some((_, instead))) = (&*expr.cond, &expr.else_branch) else { return None };
    let Expr::Block(instead) = &**instead else { return None };
    let ([Stmt::Expr(zero, None)], [Stmt::Expr(Expr::Binary(difference), None)]) =
        (&expr.then_branch.stmts[..], &instead.block.stmts[..])
    else {
        return None;
    };
    let same = |a: &Expr, b: &Expr| a.to_token_stream().to_string() == b.to_token_stream().to_string();
    let is_cut_off = matches!((&condition.op, &difference.op), (BinOp::Lt(_), BinOp::Sub(_)))
        && number(zero) == Some(0)
        && same(&condition.left, &difference.left)
        && same(&condition.right, &difference.right);
    is_cut_off.then_some((&*difference.left, &*difference.right))
}

/// What `let name = ..;` gives a name.
pub(super) fn named(Code(code): &Code) -> Option<(String, Expr)> {
    let Ok(Stmt::Local(local)) = syn::parse2(code.clone()) else { return None };
    let (Pat::Ident(pat), Some(init)) = (local.pat, local.init) else { return None };
    let constant = pat.mutability.is_none() && pat.by_ref.is_none() && pat.subpat.is_none();
    (constant && init.diverge.is_none()).then(|| (pat.ident.to_string(), *init.expr))
}

/// What `copied!(&name)` is a copy of.
pub(super) fn copied(expr: Expr) -> Expr {
    let Expr::Macro(e) = &expr else { return expr };
    let is_copy = e.mac.path.segments.last().is_some_and(|segment| segment.ident == "copied");
    match syn::parse2(e.mac.tokens.clone()) {
        Ok(Expr::Reference(of)) if is_copy => *of.expr,
        _ => expr,
    }
}

/// The sides of `assert_eq!(a, b)` and `assert!(a == b)`.
pub(super) fn asserted(code: &Code) -> Option<(Expr, Expr)> {
    let stmt = syn::parse2::<Stmt>(code.0.clone()).ok()?;
    let mac = match stmt {
        Stmt::Macro(stmt) => stmt.mac,
        Stmt::Expr(Expr::Macro(expr), _) => expr.mac,
        _ => return None,
    };
    let args = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
    let mut args = args.into_iter();
    if mac.path.is_ident("assert_eq") {
        return Some((args.next()?, args.next()?));
    }
    match args.next()? {
        Expr::Binary(e) if mac.path.is_ident("assert") && matches!(e.op, BinOp::Eq(_)) => {
            Some((*e.left, *e.right))
        }
        _ => None,
    }
}
