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
    let mut use_of = Use { label: expr.label.as_ref().map(|label| &label.name), ..Use::new(counter, true) };
    use_of.look(body, others);
    if use_of.changes() || use_of.skipped || !use_of.is_index {
        return None;
    }
    let mut names = Names(Vec::new());
    names.visit_expr(end);
    for (name, is_number) in names.0 {
        let mut use_of = Use::new(name, is_number);
        use_of.look(body, others);
        if is_same(name, counter) || use_of.changes() {
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

/// The names in an expression, and whether they are numbers rather than what has a length.
struct Names<'a>(Vec<(&'a Ident, bool)>);

impl<'a> Visit<'a> for Names<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::MethodCall(e) => self.0.extend(name(&e.receiver).map(|name| (name, false))),
            Expr::Paren(_) | Expr::Binary(_) => visit::visit_expr(self, expr),
            expr => self.0.extend(name(expr).map(|name| (name, true))),
        }
    }
}

/// What a body does with a name. Whatever is not known to leave it as it is counts as a change.
struct Use<'a> {
    of: &'a Ident,
    /// The label of the loop that the body is of.
    label: Option<&'a Lifetime>,
    /// It is a number, which is copied wherever it goes, and no list of which the length matters.
    is_number: bool,
    /// How many loops are around the present position in the body.
    depth: usize,
    /// How often it stands somewhere, and how often where it stays as it is.
    found: usize,
    harmless: usize,
    /// It may mean something else, or be changed where it cannot be seen.
    hidden: bool,
    /// It is an index, or part of a sum that is one.
    is_index: bool,
    /// The end of the body may be skipped.
    skipped: bool,
}

impl<'a> Use<'a> {
    /// Whether it may have another value, or length, after a while.
    fn changes(&self) -> bool {
        self.hidden || self.found > self.harmless
    }

    fn new(of: &'a Ident, is_number: bool) -> Use<'a> {
        Use {
            of,
            label: None,
            is_number,
            depth: 0,
            found: 0,
            harmless: 0,
            hidden: false,
            is_index: false,
            skipped: false,
        }
    }

    fn look(&mut self, body: &'a [Stmt], conditions: &[&'a Expr]) {
        // A chain that binds names cannot be negated.
        self.hidden |= conditions.iter().any(|other| matches!(other, Expr::Let(_)));
        body.iter().for_each(|stmt| self.visit_stmt(stmt));
        conditions.iter().for_each(|other| self.visit_expr(other));
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

    /// The operands of an expression that the name may be without being changed.
    fn harmless<'e>(&self, expr: &'e Expr) -> Vec<&'e Expr> {
        let numbers = |exprs: Vec<&'e Expr>| if self.is_number { exprs } else { Vec::new() };
        match expr {
            Expr::Index(e) => [vec![&*e.expr], numbers(vec![&e.index])].concat(),
            Expr::Reference(e) if e.mutability.is_none() => vec![&e.expr],
            Expr::MethodCall(e) => {
                let receiver = leaves_as_it_is(&e.method).then_some(&*e.receiver);
                receiver.into_iter().chain(numbers(e.args.iter().collect())).collect()
            }
            Expr::Call(e) => numbers(e.args.iter().collect()),
            Expr::Binary(e) if is_assignment(&e.op) => numbers(vec![&e.right]),
            Expr::Binary(e) => numbers(vec![&e.left, &e.right]),
            Expr::Assign(e) => numbers(vec![&e.right]),
            Expr::Cast(e) => numbers(vec![&e.expr]),
            Expr::Range(e) => numbers(e.start.iter().chain(&e.end).map(|bound| &**bound).collect()),
            _ => Vec::new(),
        }
    }
}

impl<'a> Visit<'a> for Use<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Path(_) => self.found += usize::from(self.is(expr)),
            Expr::Closure(_) => self.hidden |= mentions(quote!(#expr), self.of),
            Expr::Index(e) => self.is_index |= self.is_in_sum(&e.index),
            Expr::Continue(e) => {
                self.skipped |= match &e.label {
                    Some(label) => self.label.is_none_or(|own| own.ident == label.ident),
                    None => self.depth == 0,
                };
            }
            _ => {}
        }
        self.harmless += self.harmless(expr).into_iter().filter(|operand| self.is(operand)).count();
        let is_loop = matches!(expr, Expr::While(_) | Expr::ForLoop(_) | Expr::Loop(_));
        self.depth += usize::from(is_loop);
        visit::visit_expr(self, expr);
        self.depth -= usize::from(is_loop);
    }

    fn visit_local(&mut self, local: &'a syn::Local) {
        let copied = match (&local.pat, &local.init) {
            (syn::Pat::Ident(pat), Some(init)) => pat.by_ref.is_none() && self.is(&init.expr),
            _ => false,
        };
        self.harmless += usize::from(copied && self.is_number);
        visit::visit_local(self, local);
    }

    fn visit_pat_ident(&mut self, pat: &'a syn::PatIdent) {
        self.hidden |= is_same(&pat.ident, self.of);
        visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        self.hidden |= mentions(mac.tokens.clone(), self.of);
    }

    fn visit_item(&mut self, _: &'a syn::Item) {
        self.hidden = true;
    }
}

fn is_assignment(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

/// Methods of numbers, slices and `Vec`s that change neither a number nor a length.
fn leaves_as_it_is(method: &Ident) -> bool {
    const METHODS: &[&str] = &[
        "abs_diff",
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
