//! `while` loops that count are `for` loops.
//!
//! ```text
//! while i < n && c {             for at in i..n {
//!                                  {
//!                                    let i = at;
//!                                    if !c { break; }
//!   body;                            body;
//!                                  }
//!   i += 1;                        i = at + 1;
//! }                              }
//! ```
//!
//! Both do the same if the body changes neither `i` nor `n` and does not skip its last statement. The second needs no
//! record of its indices, and the reverse sweep no check of them. `i` has to be an index somewhere in the body, so that
//! it is certainly a `usize`. Downwards,
//!
//! ```text
//! while i > 0 {                  for at in (0..i).rev() {
//!   i -= 1;                        i = at;
//!                                  {
//!                                    let i = at;
//!   body;                            body;
//!                                  }
//! }                              }
//! ```

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Block, Expr, ExprWhile, Stmt, parse_quote, parse_quote_spanned};

use super::unchanged::{Kind, Unchanged, is_same, literal, name};

/// Rewrites the `while` loops of a function that count.
pub(super) fn count(body: &mut Block) {
    Counting.visit_block_mut(body);
}

struct Counting;

impl VisitMut for Counting {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::While(inner) = expr {
            if let Some(counted) = counted(inner) {
                *expr = counted;
            }
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The `for` loop that does the same.
fn counted(expr: &ExprWhile) -> Option<Expr> {
    let mut conditions = Vec::new();
    conjuncts(&expr.cond, &mut conditions);
    let (first, others) = conditions.split_first()?;
    let Expr::Binary(bound) = first else { return None };
    match bound.op {
        BinOp::Lt(_) => counted_up(expr, (&bound.left, &bound.right), others),
        BinOp::Gt(_) if others.is_empty() && literal(&bound.right) == Some(0) => {
            counted_down(expr, &bound.left)
        }
        _ => None,
    }
}

fn counted_up(expr: &ExprWhile, (counter, end): (&Expr, &Expr), others: &[&Expr]) -> Option<Expr> {
    let counter = name(counter)?;
    let (last, body) = expr.body.stmts.split_last()?;
    if moves(last, counter) != Some(Direction::Up) || !is_number(end) {
        return None;
    }
    let label = expr.label.as_ref().map(|label| &label.name);
    let unchanged = |name, kind| {
        let mut unchanged = Unchanged::new(name, kind, label);
        unchanged.look(body);
        unchanged.look_at_conditions(others);
        Some(unchanged).filter(|unchanged| !unchanged.changes())
    };
    unchanged(counter, Kind::Number).filter(|counter| counter.is_index && !counter.skipped)?;
    let mut names = Names(Vec::new());
    names.visit_expr(end);
    for (name, kind) in names.0 {
        unchanged(name, kind).filter(|_| !is_same(name, counter))?;
    }
    let (label, at) = (&expr.label, format_ident!("at", span = Span::mixed_site()));
    let leave = others.iter().map(|other| -> Stmt { parse_quote!(if !(#other) { break; }) });
    Some(parse_quote_spanned! {expr.while_token.span=>
        #label for #at in #counter..#end {
            {
                let #counter = #at;
                #(#leave)*
                #(#body)*
            }
            #counter = #at + 1;
        }
    })
}

fn counted_down(expr: &ExprWhile, counter: &Expr) -> Option<Expr> {
    let counter = name(counter)?;
    let (first, body) = expr.body.stmts.split_first()?;
    if moves(first, counter) != Some(Direction::Down) {
        return None;
    }
    let mut unchanged = Unchanged::new(counter, Kind::Number, None);
    unchanged.look(body);
    if unchanged.changes() || !unchanged.is_index {
        return None;
    }
    let (label, at) = (&expr.label, format_ident!("at", span = Span::mixed_site()));
    Some(parse_quote_spanned! {expr.while_token.span=>
        #label for #at in (0..#counter).rev() {
            #counter = #at;
            {
                let #counter = #at;
                #(#body)*
            }
        }
    })
}

fn conjuncts<'a>(expr: &'a Expr, all: &mut Vec<&'a Expr>) {
    match expr {
        Expr::Paren(e) => conjuncts(&e.expr, all),
        Expr::Binary(e) if matches!(e.op, BinOp::And(_)) => {
            conjuncts(&e.left, all);
            conjuncts(&e.right, all);
        }
        other => all.push(other),
    }
}

#[derive(PartialEq)]
enum Direction {
    Up,
    Down,
}

/// `counter += 1;`, `counter -= 1;`
fn moves(stmt: &Stmt, counter: &Ident) -> Option<Direction> {
    let Stmt::Expr(Expr::Binary(e), Some(_)) = stmt else { return None };
    let direction = match e.op {
        BinOp::AddAssign(_) => Direction::Up,
        BinOp::SubAssign(_) => Direction::Down,
        _ => return None,
    };
    let by_one = is_same(name(&e.left)?, counter) && literal(&e.right) == Some(1);
    by_one.then_some(direction)
}

/// Whether code is made of numbers, names, lengths and arithmetic.
fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Paren(e) => is_number(&e.expr),
        Expr::Binary(e) => {
            let arithmetic = matches!(e.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_));
            arithmetic && is_number(&e.left) && is_number(&e.right)
        }
        Expr::MethodCall(e) => e.method == "len" && e.args.is_empty() && name(&e.receiver).is_some(),
        path => name(path).is_some(),
    }
}

/// The names in an expression.
struct Names<'a>(Vec<(&'a Ident, Kind)>);

impl<'a> Visit<'a> for Names<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::MethodCall(e) => self.0.extend(name(&e.receiver).map(|name| (name, Kind::List))),
            Expr::Paren(_) | Expr::Binary(_) => visit::visit_expr(self, expr),
            expr => self.0.extend(name(expr).map(|name| (name, Kind::Number))),
        }
    }
}
