//! Indices that a loop keeps by hand: induction variables.
//!
//! ```text
//! let mut i = k;                          let mut i = k;
//!                                         let start = i;
//! for a in x {                            for at in 0..x.len() {
//!                                           let here = start + at;
//!   if i < y.len() { s += a * y[i]; }       if here < y.len() { s += x[at] * y[here]; }
//!   i += 1;                                 i += 1;
//! }                                       }
//! ```
//!
//! Both do the same if nothing else in the body changes `i` and nothing skips that it moves on. The second needs no record
//! of `i`. It has to be an index into something with a derivative before it moves on, so that it is certainly a `usize`.

use proc_macro2::{Ident, Span};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprIndex, Lifetime, Pat, PatIdent, Stmt};

use super::Lower;
use super::carriers::Carriers;
use super::rename::Name;
use super::unchanged::{Kind, Unchanged, is_in_arithmetic, literal, name, put_instead};
use crate::ir::{Atom, Code, Role, Shape, Steps, StmtKind, Value, VarId};

/// An index that a loop keeps by hand.
pub(super) struct Kept<'e> {
    name: &'e Ident,
    /// The statement that moves it on, and by how much.
    at: usize,
    by: usize,
    /// What it is before the loop.
    start: VarId,
}

/// How many of them are looked for in one loop, so that the time it takes does not grow with the square of its length.
const MOST: usize = 8;

impl Lower<'_> {
    /// The indices that a loop keeps, as they are before it; those that its own patterns bind are not.
    pub(super) fn kept_indices<'e>(
        &mut self,
        body: &'e Block,
        label: Option<&Lifetime>,
        patterns: &[&'e Pat],
    ) -> Vec<Kept<'e>> {
        let moved = body.stmts.iter().enumerate().filter_map(|(at, stmt)| Some((at, moved(stmt)?)));
        let moves = moved.take(MOST).filter_map(|(at, (name, by))| {
            let mut unchanged = Unchanged::new(name, Kind::Number, label);
            patterns.iter().for_each(|pat| unchanged.visit_pat(pat));
            unchanged.look(&body.stmts[..at]);
            let follows = self.is_index(name, &body.stmts[..at]) && !unchanged.skipped;
            unchanged.look(&body.stmts[at + 1..]);
            (follows && !unchanged.changes()).then_some((name, at, by))
        });
        let moves: Vec<_> = moves.collect();
        let kept = moves.into_iter().map(|(name, at, by)| {
            let start = Value::Inert(Code(quote!(#name)));
            Kept { name, at, by, start: self.builder.define(start, Shape::Integer, name.span()) }
        });
        kept.collect()
    }

    /// The number of a user's range, if it is certainly a `usize`.
    pub(super) fn number_of(&self, counters: &[PatIdent], body: &Block) -> Option<VarId> {
        let [counter] = counters else { return None };
        let number = self.plain.get(&Name::of(&counter.ident)).copied();
        number.filter(|_| self.is_index(&counter.ident, &body.stmts))
    }

    /// Whether a name is an index into a list with a derivative, and so certainly a `usize`.
    fn is_index(&self, name: &Ident, stmts: &[Stmt]) -> bool {
        struct Indices<'a>(&'a Carriers, &'a Ident, bool);
        impl<'ast> Visit<'ast> for Indices<'_> {
            fn visit_expr_index(&mut self, expr: &'ast ExprIndex) {
                self.2 |= is_in_arithmetic(self.1, &expr.index) && self.0.carries(&expr.expr);
                visit::visit_expr_index(self, expr);
            }
        }
        let mut indices = Indices(&self.carriers, name, false);
        stmts.iter().for_each(|stmt| indices.visit_stmt(stmt));
        indices.2
    }

    /// The body of a loop whose iterations are counted by `number`, which is `first` in the first of them.
    pub(super) fn keeping(&mut self, body: &Block, kept: &[Kept<'_>], (number, steps): (VarId, &Steps)) {
        let Some((first, last)) = steps.span.clone().filter(|_| !kept.is_empty()) else {
            return self.block(body, None);
        };
        let mut body = body.clone();
        for Kept { name, at, by, start } in kept {
            let [start_at, count, first, last] =
                [&Atom::Var(*start), &Atom::Var(number), &first, &last].map(|atom| self.atom_tokens(atom));
            let before = match (steps.down, first.to_string().as_str()) {
                (true, _) => quote!((#last - 1 - #count)),
                (false, "0") => count,
                (false, _) => quote!((#count - #first)),
            };
            let code = if *by == 1 { quote!(#start_at + #before) } else { quote!(#start_at + #before * #by) };
            let reads = [Some(*start), Some(number)].into_iter().flatten();
            let reads =
                reads.chain(steps.span.iter().flat_map(|(a, b)| [a.var(), b.var()]).flatten()).collect();
            let here = format_ident!("{name}_here", span = Span::mixed_site());
            let var = self.builder.user(&here, Role::User, Shape::Integer, false);
            self.builder.push(StmtKind::Let(var, Value::Pure(Code(code), reads)), name.span());
            let here = self.builder.func.var(var).ident.clone();
            self.locals.insert(Name::of(&here));
            self.plain.insert(Name::of(&here), var);
            body.stmts[..*at].iter_mut().for_each(|stmt| put_instead(name, &here, stmt));
        }
        self.block(&body, None);
    }
}

/// `i += 1;`
fn moved(stmt: &Stmt) -> Option<(&Ident, usize)> {
    let Stmt::Expr(Expr::Binary(e), Some(_)) = stmt else { return None };
    let (BinOp::AddAssign(_), by) = (&e.op, literal(&e.right)?) else { return None };
    Some((name(&e.left)?, by))
}
