//! Numbers that change by the same from one iteration to the next: `n - j - 1` where `j` counts the iterations.
//!
//! An index that moves on by such a number, as in a triangular matrix whose columns stand one behind the other, is at
//!
//! ```text
//! start + first * t + slope * t (t - 1) / 2
//! ```
//!
//! in iteration `t`, the sum of an arithmetic progression.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprRange, Lifetime, Local, Pat, PatIdent, RangeLimits, Stmt};

use super::carriers::Carriers;
use super::place::strip;
use super::unchanged::{Kind, Unchanged, is_same, literal, name};

/// How many definitions in the body are looked through.
const MOST_DEFINITIONS: usize = 4;

/// A number of the first iteration, and by how much it is greater in each that follows. Numbers are added modulo 2^64 (or
/// 2^32), as they may be less than zero.
#[derive(Clone)]
pub(super) struct Even {
    pub(super) first: TokenStream,
    pub(super) slope: i64,
}

impl Even {
    fn fixed(first: TokenStream) -> Even {
        Even { first, slope: 0 }
    }

    fn plus(self, other: Even) -> Option<Even> {
        let (a, b) = (self.first, other.first);
        let first = quote!(::core::primitive::usize::wrapping_add(#a, #b));
        Some(Even { first, slope: self.slope.checked_add(other.slope)? })
    }

    fn minus(self, other: Even) -> Option<Even> {
        let (a, b) = (self.first, other.first);
        let first = quote!(::core::primitive::usize::wrapping_sub(#a, #b));
        Some(Even { first, slope: self.slope.checked_sub(other.slope)? })
    }
}

/// What is known of the names in the body of a loop.
#[derive(Clone, Copy)]
pub(super) struct Evenly<'a> {
    carriers: &'a Carriers,
    patterns: &'a [&'a Pat],
    body: &'a Block,
    label: Option<&'a Lifetime>,
    /// Counts the iterations from zero.
    counter: Option<&'a Ident>,
    /// The statement of the body that the number stands in: what is defined before it counts.
    at: usize,
    /// How many definitions may still be looked through.
    depth: usize,
}

impl<'a> Evenly<'a> {
    pub(super) fn new(
        carriers: &'a Carriers,
        patterns: &'a [&'a Pat],
        (body, at): (&'a Block, usize),
        label: Option<&'a Lifetime>,
    ) -> Evenly<'a> {
        Evenly { carriers, patterns, body, label, counter: None, at, depth: MOST_DEFINITIONS }
    }

    pub(super) fn counted_by(self, counter: Option<&'a Ident>) -> Evenly<'a> {
        Evenly { counter, ..self }
    }

    /// An expression as such a number.
    pub(super) fn number(self, expr: &Expr) -> Option<Even> {
        match strip(expr) {
            Expr::Lit(_) => literal(expr).map(|_| Even::fixed(strip(expr).to_token_stream())),
            Expr::Binary(e) => match e.op {
                BinOp::Add(_) => self.number(&e.left)?.plus(self.number(&e.right)?),
                BinOp::Sub(_) => self.number(&e.left)?.minus(self.number(&e.right)?),
                BinOp::Mul(_) => {
                    self.multiple(&e.left, &e.right).or_else(|| self.multiple(&e.right, &e.left))
                }
                _ => None,
            },
            Expr::MethodCall(e) if e.method == "len" && e.args.is_empty() => self.length(name(&e.receiver)?),
            path => self.named(name(path)?),
        }
    }

    fn multiple(self, times: &Expr, of: &Expr) -> Option<Even> {
        let (times, Even { first, slope }) = (literal(times)?, self.number(of)?);
        let slope = slope.checked_mul(i64::try_from(times).ok()?)?;
        Some(Even { first: quote!(::core::primitive::usize::wrapping_mul(#times, #first)), slope })
    }

    pub(super) fn named(self, name: &Ident) -> Option<Even> {
        if self.counter.is_some_and(|counter| is_same(counter, name)) {
            return self.is_fixed_inside(name).then(|| Even { first: quote!(0_usize), slope: 1 });
        }
        match self.definition(name) {
            Some((init, inside)) => inside.number(init),
            // It may be a reference to a number.
            None => self.is_fixed(name, Kind::Number).then(|| Even::fixed(quote!((0_usize + #name)))),
        }
    }

    /// The length of a list, or of a part of one that is defined in the body.
    fn length(self, list: &Ident) -> Option<Even> {
        let Some((init, inside)) = self.definition(list) else {
            return self.is_fixed(list, Kind::List).then(|| Even::fixed(quote!(#list.len())));
        };
        let Expr::Reference(reference) = strip(init) else { return None };
        let Expr::Index(part) = strip(&reference.expr) else { return None };
        let Expr::Range(ExprRange { start, limits: RangeLimits::HalfOpen(_), end, .. }) = strip(&part.index)
        else {
            return None;
        };
        let end = match end {
            Some(end) => inside.number(end)?,
            None => inside.length(name(&part.expr)?)?,
        };
        match start {
            Some(start) => end.minus(inside.number(start)?),
            None => Some(end),
        }
    }

    /// What a name is defined as in the body, if it has one meaning there, and what is known of the names in that.
    fn definition(self, of: &Ident) -> Option<(&'a Expr, Evenly<'a>)> {
        let defines = |local: &'a Local| {
            let pat = match &local.pat {
                Pat::Type(pat) => &*pat.pat,
                pat => pat,
            };
            let Pat::Ident(PatIdent { by_ref: None, mutability: None, ident, subpat: None, .. }) = pat else {
                return None;
            };
            local.init.as_ref().filter(|init| is_same(ident, of) && init.diverge.is_none())
        };
        let mut found = self.body.stmts[..self.at].iter().enumerate().filter_map(|(at, stmt)| match stmt {
            Stmt::Local(local) => Some((at, defines(local)?)),
            _ => None,
        });
        let (at, only) = found.next()?;
        let depth = self.depth.checked_sub(1)?;
        (how_often(of, self.body) == 1).then_some((&*only.expr, Evenly { at, depth, ..self }))
    }

    /// Whether a name from outside of the loop means the same in all iterations.
    fn is_fixed(self, of: &Ident, kind: Kind) -> bool {
        let mut unchanged = Unchanged::new(of, kind, self.label);
        self.patterns.iter().for_each(|pat| unchanged.visit_pat(pat));
        unchanged.look(&self.body.stmts);
        !unchanged.changes() && (kind == Kind::List || !self.carriers.has(of))
    }

    /// Whether the body leaves a name as it is that the loop binds.
    fn is_fixed_inside(self, of: &Ident) -> bool {
        let mut unchanged = Unchanged::new(of, Kind::Number, self.label);
        unchanged.look(&self.body.stmts);
        !unchanged.changes()
    }
}

/// How often a name is bound in a body.
fn how_often(of: &Ident, body: &Block) -> usize {
    struct Bound<'a>(&'a Ident, usize);
    impl<'ast> Visit<'ast> for Bound<'_> {
        fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
            self.1 += usize::from(is_same(&pat.ident, self.0));
            visit::visit_pat_ident(self, pat);
        }
    }
    let mut bound = Bound(of, 0);
    bound.visit_block(body);
    bound.1
}
