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
//! it is certainly a `usize`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Block, Expr, ExprWhile, Lifetime, Stmt, parse_quote, parse_quote_spanned};

use super::rename::Name;

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
    let Expr::Binary(less) = first else { return None };
    let (BinOp::Lt(_), Some(counter)) = (&less.op, name(&less.left)) else { return None };
    let end = &less.right;
    let (last, body) = expr.body.stmts.split_last()?;
    if !adds_one(last, counter) || !is_number(end) {
        return None;
    }
    let mut use_of =
        Use { of: counter, label: expr.label.as_ref().map(|label| &label.name), ..Use::new(counter) };
    body.iter().for_each(|stmt| use_of.visit_stmt(stmt));
    others.iter().for_each(|other| use_of.visit_expr(other));
    if use_of.changed || use_of.skipped || !use_of.is_index {
        return None;
    }
    let mut names = Names(Vec::new());
    names.visit_expr(end);
    for name in names.0 {
        let mut use_of = Use::new(name);
        body.iter().for_each(|stmt| use_of.visit_stmt(stmt));
        others.iter().for_each(|other| use_of.visit_expr(other));
        if is_same(name, counter) || use_of.changed || use_of.lent {
            return None;
        }
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

fn name(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Paren(e) => name(&e.expr),
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

/// Whether two names mean the same, as far as their spelling and the macro they are from tell.
fn is_same(a: &Ident, b: &Ident) -> bool {
    Name::of(a) == Name::of(b)
}

/// `counter += 1;`
fn adds_one(stmt: &Stmt, counter: &Ident) -> bool {
    let Stmt::Expr(Expr::Binary(e), Some(_)) = stmt else { return false };
    let one = matches!(&*e.right, Expr::Lit(lit) if matches!(&lit.lit, syn::Lit::Int(int) if int.base10_digits() == "1"));
    matches!(e.op, BinOp::AddAssign(_)) && name(&e.left).is_some_and(|left| is_same(left, counter)) && one
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
struct Names<'a>(Vec<&'a Ident>);

impl<'a> Visit<'a> for Names<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0.extend(name(expr));
        visit::visit_expr(self, expr);
    }
}

/// What a body does with a name.
struct Use<'a> {
    of: &'a Ident,
    /// The label of the loop that the body is of.
    label: Option<&'a Lifetime>,
    /// How many loops are around the present position in the body.
    depth: usize,
    /// It may get another value, or length, or mean something else.
    changed: bool,
    /// It is an argument as it is: behind a `&mut`, its length may change.
    lent: bool,
    /// It is an index, or part of a sum that is one.
    is_index: bool,
    /// The end of the body may be skipped.
    skipped: bool,
}

impl<'a> Use<'a> {
    fn new(of: &'a Ident) -> Use<'a> {
        Use { of, label: None, depth: 0, changed: false, lent: false, is_index: false, skipped: false }
    }

    fn is(&self, expr: &Expr) -> bool {
        name(expr).is_some_and(|name| is_same(name, self.of))
    }

    fn is_in_sum(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(e) => self.is_in_sum(&e.expr),
            Expr::Binary(e) if matches!(e.op, BinOp::Add(_) | BinOp::Sub(_)) => {
                self.is_in_sum(&e.left) || self.is_in_sum(&e.right)
            }
            expr => self.is(expr),
        }
    }
}

impl<'a> Visit<'a> for Use<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Assign(e) => self.changed |= self.is(&e.left) || matches!(*e.left, Expr::Tuple(_)),
            Expr::Binary(e) => {
                let assigns = !matches!(
                    e.op,
                    BinOp::Add(_)
                        | BinOp::Sub(_)
                        | BinOp::Mul(_)
                        | BinOp::Div(_)
                        | BinOp::Rem(_)
                        | BinOp::And(_)
                        | BinOp::Or(_)
                        | BinOp::Eq(_)
                        | BinOp::Lt(_)
                        | BinOp::Le(_)
                        | BinOp::Ne(_)
                        | BinOp::Ge(_)
                        | BinOp::Gt(_)
                );
                self.changed |= assigns && self.is(&e.left);
            }
            Expr::Reference(e) => self.changed |= e.mutability.is_some() && self.is(&e.expr),
            Expr::MethodCall(e) => {
                self.changed |= self.is(&e.receiver) && !leaves_length(&e.method);
                self.lent |= e.args.iter().any(|arg| self.is(arg));
            }
            Expr::Call(e) => self.lent |= e.args.iter().any(|arg| self.is(arg)),
            Expr::Closure(_) => self.changed |= mentions(quote!(#expr), self.of),
            Expr::Index(e) => self.is_index |= self.is_in_sum(&e.index),
            Expr::Continue(e) => {
                self.skipped |= match &e.label {
                    Some(label) => self.label.is_none_or(|own| own.ident == label.ident),
                    None => self.depth == 0,
                };
            }
            _ => {}
        }
        let is_loop = matches!(expr, Expr::While(_) | Expr::ForLoop(_) | Expr::Loop(_));
        self.depth += usize::from(is_loop);
        visit::visit_expr(self, expr);
        self.depth -= usize::from(is_loop);
    }

    fn visit_pat_ident(&mut self, pat: &'a syn::PatIdent) {
        self.changed |= is_same(&pat.ident, self.of);
        visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        self.changed |= mentions(mac.tokens.clone(), self.of);
    }
}

/// Methods of numbers, slices and `Vec`s that change neither a number nor a length.
fn leaves_length(method: &Ident) -> bool {
    const METHODS: &[&str] = &[
        "abs_diff",
        "clone",
        "copy_from_slice",
        "fill",
        "first",
        "get",
        "is_empty",
        "iter",
        "iter_mut",
        "last",
        "len",
        "max",
        "min",
        "pow",
        "swap",
        "to_vec",
        "windows",
    ];
    METHODS.iter().any(|name| method == name)
}

fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == *name,
        // `"{i}"`
        TokenTree::Literal(literal) => literal.to_string().contains(&name.to_string()),
        TokenTree::Punct(_) => false,
    })
}
