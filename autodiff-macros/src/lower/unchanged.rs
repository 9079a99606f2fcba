//! Whether code leaves what a name means as it is: a number that counts, a list of which the length matters, a reference
//! that moves elsewhere.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, Lifetime, Stmt};

use super::carriers::is_compound;
use super::place::strip;
use super::rename::Name;

/// The name that an expression is.
pub(super) fn name(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Paren(e) => name(&e.expr),
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

/// The number that an expression is, if it is a literal.
pub(super) fn literal(expr: &Expr) -> Option<usize> {
    match strip(expr) {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => int.base10_parse().ok(),
        _ => None,
    }
}

/// Whether two names mean the same, as far as their spelling and the macro they are from tell.
pub(super) fn is_same(a: &Ident, b: &Ident) -> bool {
    Name::of(a) == Name::of(b)
}

/// What a name means.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// A number, which is copied wherever it goes.
    Number,
    /// What has a length that matters.
    List,
    /// A reference to a slice, of which it matters what it refers to.
    Slice,
}

/// What code does with a name. Whatever is not known to leave it as it is counts as a change.
pub(super) struct Unchanged<'a> {
    of: &'a Ident,
    kind: Kind,
    /// The label of the loop that the code is the body of.
    label: Option<&'a Lifetime>,
    /// How many loops are around the present position in the body.
    depth: usize,
    /// How often it stands somewhere, and how often where it stays as it is.
    found: usize,
    harmless: usize,
    /// It may mean something else, or be changed where it cannot be seen.
    hidden: bool,
    /// It is an index, or part of a sum that is one.
    pub(super) is_index: bool,
    /// The end of the body may be skipped: by `continue`, also in a macro, or in what a loop inside goes over.
    pub(super) skipped: bool,
}

impl<'a> Unchanged<'a> {
    pub(super) fn new(of: &'a Ident, kind: Kind, label: Option<&'a Lifetime>) -> Unchanged<'a> {
        Unchanged {
            of,
            kind,
            label,
            depth: 0,
            found: 0,
            harmless: 0,
            hidden: false,
            is_index: false,
            skipped: false,
        }
    }

    /// Whether it may mean something else, or have another value or length, after a while.
    pub(super) fn changes(&self) -> bool {
        self.hidden || self.found > self.harmless
    }

    pub(super) fn look(&mut self, body: &'a [Stmt]) {
        body.iter().for_each(|stmt| self.visit_stmt(stmt));
    }

    pub(super) fn look_at_conditions(&mut self, conditions: &[&'a Expr]) {
        // A chain that binds names cannot be negated.
        self.hidden |= conditions.iter().any(|other| matches!(other, Expr::Let(_)));
        conditions.iter().for_each(|other| self.visit_expr(other));
    }

    fn is(&self, expr: &Expr) -> bool {
        name(expr).is_some_and(|name| is_same(name, self.of))
    }

    /// The operands of an expression that the name may be without being changed.
    fn harmless<'e>(&self, expr: &'e Expr) -> Vec<&'e Expr> {
        let numbers = |exprs: Vec<&'e Expr>| if self.kind == Kind::Number { exprs } else { Vec::new() };
        let copies = |exprs: Vec<&'e Expr>| if self.kind == Kind::List { Vec::new() } else { exprs };
        match expr {
            Expr::Index(e) => [vec![&*e.expr], numbers(vec![&e.index])].concat(),
            Expr::Reference(e) if e.mutability.is_none() => vec![&e.expr],
            Expr::MethodCall(e) => {
                let receiver = leaves_as_it_is(&e.method).then_some(&*e.receiver);
                receiver.into_iter().chain(numbers(e.args.iter().collect())).collect()
            }
            Expr::Call(e) => copies(e.args.iter().collect()),
            Expr::Binary(e) if is_compound(&e.op) => numbers(vec![&e.right]),
            Expr::Binary(e) => numbers(vec![&e.left, &e.right]),
            Expr::Assign(e) => numbers(vec![&e.right]),
            Expr::Cast(e) => numbers(vec![&e.expr]),
            Expr::Range(e) => numbers(e.start.iter().chain(&e.end).map(|bound| &**bound).collect()),
            _ => Vec::new(),
        }
    }
}

impl<'a> Visit<'a> for Unchanged<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let depth = self.depth;
        match expr {
            Expr::Path(_) => self.found += usize::from(self.is(expr)),
            Expr::Closure(_) => self.hidden |= mentions(quote!(#expr), self.of),
            Expr::Index(e) => self.is_index |= is_in_arithmetic(self.of, &e.index),
            Expr::Continue(e) => {
                self.skipped |= match &e.label {
                    Some(label) => self.label.is_none_or(|own| own.ident == label.ident),
                    None => self.depth == 0,
                };
            }
            _ => {}
        }
        self.harmless += self.harmless(expr).into_iter().filter(|operand| self.is(operand)).count();
        if let Expr::ForLoop(e) = expr {
            self.visit_pat(&e.pat);
            // Not in the loop yet.
            self.visit_expr(&e.expr);
            self.depth += 1;
            self.visit_block(&e.body);
        } else {
            self.depth += usize::from(matches!(expr, Expr::While(_) | Expr::Loop(_)));
            visit::visit_expr(self, expr);
        }
        self.depth = depth;
    }

    fn visit_local(&mut self, local: &'a syn::Local) {
        let copied = match (&local.pat, &local.init) {
            (syn::Pat::Ident(pat), Some(init)) => pat.by_ref.is_none() && self.is(&init.expr),
            _ => false,
        };
        self.harmless += usize::from(copied && self.kind == Kind::Number);
        visit::visit_local(self, local);
    }

    fn visit_pat_ident(&mut self, pat: &'a syn::PatIdent) {
        self.hidden |= is_same(&pat.ident, self.of);
        visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        self.hidden |= mentions(mac.tokens.clone(), self.of);
        self.skipped |= mentions(mac.tokens.clone(), &Ident::new("continue", Span::call_site()));
    }

    fn visit_item(&mut self, _: &'a syn::Item) {
        self.hidden = true;
    }
}

/// Whether an expression is a name, or arithmetic with it, of the same type.
pub(super) fn is_in_arithmetic(of: &Ident, expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_in_arithmetic(of, &e.expr),
        Expr::Binary(e)
            if matches!(
                e.op,
                BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_)
            ) =>
        {
            is_in_arithmetic(of, &e.left) || is_in_arithmetic(of, &e.right)
        }
        Expr::Binary(e) if matches!(e.op, BinOp::Shr(_)) => is_in_arithmetic(of, &e.left),
        Expr::MethodCall(e) if ["max", "min", "saturating_sub"].iter().any(|name| e.method == name) => {
            is_in_arithmetic(of, &e.receiver)
        }
        expr => name(expr).is_some_and(|name| is_same(name, of)),
    }
}

/// Statements with another name in the place of one, as far as they do not say what the name means.
pub(super) fn instead(of: &Ident, here: &Ident, stmts: impl IntoIterator<Item = Stmt>) -> Vec<Stmt> {
    let mut stmts: Vec<Stmt> = stmts.into_iter().collect();
    for stmt in &mut stmts {
        put_instead(of, here, stmt);
    }
    stmts
}

/// The same in one statement: whether it has the name.
pub(super) fn put_instead(of: &Ident, here: &Ident, stmt: &mut Stmt) -> bool {
    struct Instead<'a>(&'a Ident, &'a Ident, bool);
    impl VisitMut for Instead<'_> {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            match name(expr).is_some_and(|name| is_same(name, self.0)) {
                true => {
                    let mut here = self.1.clone();
                    here.set_span(here.span().located_at(expr.span()));
                    *expr = syn::parse_quote!(#here);
                    self.2 = true;
                }
                false => visit_mut::visit_expr_mut(self, expr),
            }
        }
    }
    let mut instead = Instead(of, here, false);
    instead.visit_stmt_mut(stmt);
    instead.2
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
        "saturating_sub",
        "swap",
        "to_vec",
        "windows",
    ];
    METHODS.iter().any(|name| method == name)
}

pub(super) fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == *name,
        // `"{i}"`
        TokenTree::Literal(literal) => literal.to_string().contains(&name.to_string()),
        TokenTree::Punct(_) => false,
    })
}
