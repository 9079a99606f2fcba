//! `while` loops that count are `for` loops.
//!
//! ```text
//! while i < n && c {             for at in i..n {
//!                                  if !c { break; }        // with `at` for `i`, as in the body
//!   body;                          body;
//!   i += 1;                        i = at + 1;
//! }                              }
//! ```
//!
//! Both do the same if the body changes neither `i` nor `n` and does not skip that `i` moves on. The second needs no
//! record of its indices, and the reverse sweep no check of them. `i` has to be an index somewhere in the body, so that
//! it is certainly a `usize`. The same holds of `i + 1 < n`, and of `loop { if i >= n { break; } .. }`. Downwards,
//!
//! ```text
//! while i > 0 && c {             for at in (0..i).rev() {
//!                                  let next = at + 1;
//!                                  if !c { break; }        // with `next` for `i`
//!   before;                        before;
//!   i -= 1;                        i = at;
//!   after;                         after;                  // with `at` for `i`
//! }                              }
//! ```
//!
//! One that moves on by more has as many iterations, and an index that is kept by hand ([`super::induction`]):
//!
//! ```text
//! while i + 1 < n {              for at in 0..times_up(i, n, 1, 2) {
//!   body;                          body;
//!   i += 2;                        i += 2;
//! }                              }
//! ```
//!
//! Not by what a name means: where that is zero, the loop ends with a panic if at all, which has to be the same.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    BinOp, Block, Expr, ExprLoop, ExprWhile, Local, Pat, Stmt, Token, parse_quote, parse_quote_spanned,
};

use super::induction::{By, Moved, Way, moved};
use super::place::strip;
use super::unchanged::{Kind, Unchanged, instead, is_same, literal, mentions, name};
use super::walks::leaves;

/// Rewrites the `while` loops of a function that count.
pub(super) fn count(body: &mut Block, krate: &syn::Path) {
    Counting { krate, found: 0, zeros: Vec::new() }.visit_block_mut(body);
}

/// How many zeros are looked for, so that the time it takes does not grow with the square of their number.
const MOST_ZEROS: usize = 4;

struct Counting<'a> {
    krate: &'a syn::Path,
    /// How many loops there are so far, each of which gets a name for its number that no other has.
    found: usize,
    /// The numbers that certainly are zero where the statement is that is visited, if it is a loop.
    zeros: Vec<Ident>,
}

impl VisitMut for Counting<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let outside = std::mem::take(&mut self.zeros);
        let mut zeros = Vec::new();
        for stmt in &mut block.stmts {
            let is_loop = matches!(stmt, Stmt::Expr(Expr::While(_) | Expr::Loop(_), _));
            self.zeros = if is_loop { zeros.clone() } else { Vec::new() };
            self.visit_stmt_mut(stmt);
            let tokens = if zeros.is_empty() { TokenStream::new() } else { stmt.to_token_stream() };
            zeros.retain(|name| !mentions(tokens.clone(), name));
            zeros.extend(defines_zero(stmt));
            zeros.drain(..zeros.len().saturating_sub(MOST_ZEROS));
        }
        self.zeros = outside;
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let at = format_ident!("at{}", self.found, span = Span::mixed_site());
        let counted = match expr {
            Expr::While(inner) => self.counted(inner, &at),
            Expr::Loop(inner) => left_first(inner).and_then(|written| self.counted(&written, &at)),
            _ => None,
        };
        if let Some(counted) = counted {
            *expr = counted;
            self.found += 1;
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// `let mut i = 0;`
fn defines_zero(stmt: &Stmt) -> Option<Ident> {
    let Stmt::Local(Local { pat: Pat::Ident(pat), init: Some(init), .. }) = stmt else { return None };
    (literal(&init.expr) == Some(0)).then(|| pat.ident.clone())
}

/// `loop { if i >= n { break; } .. }` as `while i < n { .. }`.
fn left_first(expr: &ExprLoop) -> Option<ExprWhile> {
    let (Stmt::Expr(Expr::If(first), _), rest) = expr.body.stmts.split_first()? else { return None };
    let own = expr.label.as_ref().map(|label| &label.name);
    let leave =
        Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: first.then_branch.clone() });
    let Expr::Binary(condition) = strip(&first.cond) else { return None };
    let op = match condition.op {
        BinOp::Ge(_) => BinOp::Lt(Token![<](condition.op.span())),
        BinOp::Le(_) => BinOp::Gt(Token![>](condition.op.span())),
        BinOp::Eq(_) => BinOp::Ne(Token![!=](condition.op.span())),
        _ => return None,
    };
    let goes_on = first.else_branch.is_none() && leaves(&leave, own);
    let span = expr.loop_token.span;
    goes_on.then(|| ExprWhile {
        attrs: expr.attrs.clone(),
        label: expr.label.clone(),
        while_token: Token![while](span),
        cond: Box::new(Expr::Binary(syn::ExprBinary { op, ..condition.clone() })),
        body: Block { brace_token: expr.body.brace_token, stmts: rest.to_vec() },
    })
}

impl Counting<'_> {
    /// The `for` loop that does the same, with this name for the number of the iteration.
    fn counted(&self, expr: &ExprWhile, at: &Ident) -> Option<Expr> {
        let mut conditions = Vec::new();
        conjuncts(&expr.cond, &mut conditions);
        let (first, others) = conditions.split_first()?;
        let Expr::Binary(bound) = strip(first) else { return None };
        let (left, right) = (&*bound.left, &*bound.right);
        let counting = Counted { expr, at, others, krate: self.krate };
        match bound.op {
            BinOp::Ne(_) if literal(right) == Some(0) => counting.down(left, 1),
            // From zero, one by one.
            BinOp::Ne(_) => {
                let is_zero = |name: &Ident| self.zeros.iter().any(|zero| is_same(zero, name));
                let one_by_one = |name| matches!(counting.around(name, Way::Up), Some((_, By::Number(1))));
                name(left).filter(|name| is_zero(name) && one_by_one(name))?;
                counting.up(left, (right, 0))
            }
            BinOp::Lt(_) => counting.between(left, right, 0),
            BinOp::Le(_) => counting.between(left, right, 1),
            BinOp::Gt(_) => counting.between(right, left, 0),
            BinOp::Ge(_) => counting.between(right, left, 1),
            _ => None,
        }
    }
}

/// A loop that may count.
struct Counted<'e> {
    expr: &'e ExprWhile,
    /// The number of the iteration.
    at: &'e Ident,
    /// The conditions after the first.
    others: &'e [&'e Expr],
    krate: &'e syn::Path,
}

impl<'e> Counted<'e> {
    /// While `less` is less than `greater + more`.
    fn between(&self, less: &'e Expr, greater: &'e Expr, more: usize) -> Option<Expr> {
        match literal(less) {
            Some(number) => self.down(greater, number.saturating_add(1).checked_sub(more)?),
            None => self.up(less, (greater, more)),
        }
    }

    /// While `counter`, or `counter + ahead`, is less than `end + more`.
    fn up(&self, counter: &'e Expr, (end, more): (&'e Expr, usize)) -> Option<Expr> {
        let (counter, ahead) = plus(counter)?;
        // Nothing is known of `i <= n`, as there may be no number behind `n`.
        let less = ahead.checked_sub(more)?;
        let ([before, after], by) = self.around(counter, Way::Up)?;
        if !is_number(end) {
            return None;
        }
        let mut names = Names(Vec::new());
        names.visit_expr(end);
        // Behind the greatest number there is none, and the condition panics: no length is that great.
        if more > 0 && names.0.iter().any(|(_, kind)| *kind == Kind::Number) {
            return None;
        }
        for (name, kind) in names.0 {
            self.unchanged(name, kind, before, after).filter(|_| !is_same(name, counter))?;
        }
        let span = self.expr.cond.span();
        let [ahead, less] = [ahead, less].map(|number| (number > 0).then(|| number_at(number, span)));
        // Where it is too great to add to, that panics as it does in the condition.
        let start: Expr = match ahead {
            None => parse_quote!(#counter),
            Some(ahead) => parse_quote_spanned!(span=> (#counter + #ahead - #ahead)),
        };
        let By::Number(by) = by else { return None };
        if by > 1 {
            let less = less.unwrap_or_else(|| number_at(0, span));
            let by = number_at(by, span).to_token_stream();
            return Some(self.strided("times_up", quote!(#start, #end, #less), by));
        }
        let end: Expr = match less {
            None => end.clone(),
            Some(less) => parse_quote_spanned!(span=> (if #end < #less { 0 } else { #end - #less })),
        };
        let (label, at) = (&self.expr.label, self.at);
        let before = instead(counter, at, leave(self.others).into_iter().chain(before.iter().cloned()));
        Some(parse_quote_spanned! {self.expr.while_token.span=>
            #label for #at in #start..#end {
                #(#before)*
                #counter = #at + 1;
                #(#after)*
            }
        })
    }

    /// While `counter` is at least `least`.
    fn down(&self, counter: &'e Expr, least: usize) -> Option<Expr> {
        let counter = name(counter)?;
        let ([before, after], By::Number(by)) = self.around(counter, Way::Down)? else { return None };
        if least < by {
            return None;
        }
        if (by, least) != (1, 1) {
            let [least, by] = [least, by].map(|number| number_at(number, self.expr.cond.span()));
            return Some(self.strided("times_down", quote!(#counter, #least), by.to_token_stream()));
        }
        let (label, at) = (&self.expr.label, self.at);
        let next = format_ident!("next_{at}", span = Span::mixed_site());
        let before: Vec<Stmt> = leave(self.others).into_iter().chain(before.iter().cloned()).collect();
        let define: Option<Stmt> = (!before.is_empty()).then(|| parse_quote!(let #next = #at + 1;));
        let before = instead(counter, &next, before);
        let after = instead(counter, at, after.iter().cloned());
        Some(parse_quote_spanned! {self.expr.while_token.span=>
            #label for #at in (0..#counter).rev() {
                #define
                #(#before)*
                #counter = #at;
                #(#after)*
            }
        })
    }

    /// The loop with as many iterations. Its counter is then an index that is kept by hand ([`super::induction`]).
    fn strided(&self, times: &str, of: TokenStream, by: TokenStream) -> Expr {
        let (krate, label, at) = (self.krate, &self.expr.label, self.at);
        let times = Ident::new(times, Span::mixed_site());
        let (leave, body) = (leave(self.others), &self.expr.body.stmts);
        parse_quote_spanned! {self.expr.while_token.span=>
            #label for #at in 0..#krate::__private::#times(#of, #by) {
                #(#leave)*
                #(#body)*
            }
        }
    }

    /// The statements before the one that moves the counter, which nothing skips, and those after it, if they leave it as it
    /// is; and by how much it moves.
    fn around(&self, counter: &'e Ident, way: Way) -> Option<([&'e [Stmt]; 2], By<'e>)> {
        let stmts = &self.expr.body.stmts;
        let moved = |stmt| moves(stmt, counter).filter(|(to, by)| *to == way && !matches!(by, By::Number(0)));
        let (at, (_, by)) = stmts.iter().enumerate().find_map(|(at, stmt)| Some((at, moved(stmt)?)))?;
        let (before, after) = (&stmts[..at], &stmts[at + 1..]);
        let counter = self.unchanged(counter, Kind::Number, before, after)?;
        (counter.is_index && !counter.skipped).then_some(([before, after], by))
    }

    /// What the body does with a name, if it leaves it as it is; whether something skips the end of the part `before`.
    fn unchanged(
        &self,
        name: &'e Ident,
        kind: Kind,
        before: &'e [Stmt],
        after: &'e [Stmt],
    ) -> Option<Unchanged<'e>> {
        let mut unchanged = Unchanged::new(name, kind, self.expr.label.as_ref().map(|label| &label.name));
        unchanged.look_at_conditions(self.others);
        unchanged.look(before);
        let skipped = unchanged.skipped;
        unchanged.look(after);
        unchanged.skipped = skipped;
        Some(unchanged).filter(|unchanged| !unchanged.changes())
    }
}

/// Leaves the loop where a condition does not hold.
fn leave(conditions: &[&Expr]) -> Vec<Stmt> {
    conditions.iter().map(|other| parse_quote!(if !(#other) { break; })).collect()
}

/// `counter`, `counter + 2`
fn plus(expr: &Expr) -> Option<(&Ident, usize)> {
    match strip(expr) {
        Expr::Binary(e) if matches!(e.op, BinOp::Add(_)) => Some((name(&e.left)?, literal(&e.right)?)),
        expr => Some((name(expr)?, 0)),
    }
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

/// `counter += 1;`, `counter -= k;`
fn moves<'e>(stmt: &'e Stmt, counter: &Ident) -> Option<(Way, By<'e>)> {
    let Moved { name, way, by } = moved(stmt)?;
    is_same(name, counter).then_some((way, by))
}

/// A number where the user wrote one.
fn number_at(number: usize, span: Span) -> Literal {
    let mut literal = Literal::usize_unsuffixed(number);
    literal.set_span(span);
    literal
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
