//! Indices that a loop keeps by hand: induction variables.
//!
//! ```text
//! let mut i = k;                          let mut i = k;
//!                                         let start = i;
//! for a in x {                            for at in 0..x.len() {
//!                                           let here = start + at;
//!   if i < y.len() { s += a * y[i]; }       if here < y.len() { s += x[at] * y[here]; }
//!   i += 1;                                 i = here + 1;
//! }                                       }
//! ```
//!
//! Both do the same if nothing else in the body changes `i` and nothing skips that it moves on. The second needs no record
//! of `i`. It has to be an index somewhere before it moves on, so that it is certainly a `usize`.

use proc_macro2::{Ident, Span};
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{BinOp, Block, Expr, Lifetime, Pat, PatIdent, Stmt, parse_quote_spanned};

use super::Lower;
use super::rename::Name;
use super::unchanged::{Kind, Unchanged, is_same, literal, name, put_instead};
use crate::ir::{Atom, Code, Role, Shape, Steps, StmtKind, Value, VarId};

/// An index that a loop keeps by hand.
pub(super) struct Kept<'e> {
    name: &'e Ident,
    /// The statement that moves it on, and by how much.
    at: Position,
    by: usize,
    /// What it is before the loop.
    start: VarId,
}

/// A statement in the body of a loop, or in a block that is a statement of it.
#[derive(Clone, Copy)]
struct Position {
    at: usize,
    inside: Option<usize>,
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
        let moved = positions(body).filter_map(|(at, stmt)| Some((at, moved(stmt)?)));
        let moves = moved.take(MOST).filter_map(|(at, (name, by))| {
            let mut unchanged = Unchanged::new(name, Kind::Number, label);
            patterns.iter().for_each(|pat| unchanged.visit_pat(pat));
            let [before, after] = at.parts(body);
            before.into_iter().for_each(|stmts| unchanged.look(stmts));
            let follows = unchanged.is_index && !unchanged.skipped;
            after.into_iter().for_each(|stmts| unchanged.look(stmts));
            (follows && !unchanged.changes()).then_some((name, at, by))
        });
        let kept = moves.map(|(name, at, by)| {
            let start = Value::Inert(Code(quote!(#name)));
            Kept { name, at, by, start: self.builder.define(start, Shape::Integer, name.span()) }
        });
        kept.collect()
    }

    /// The number of a user's range, if it is certainly a `usize`.
    pub(super) fn number_of(&self, counters: &[PatIdent], body: &Block) -> Option<VarId> {
        let [counter] = counters else { return None };
        let copies = positions(body).filter_map(|(_, stmt)| copy_of(stmt, &counter.ident));
        let mut names = std::iter::once(&counter.ident).chain(copies);
        let is_index = names.any(|name| {
            let mut uses = Unchanged::new(name, Kind::Number, None);
            uses.look(&body.stmts);
            uses.is_index
        });
        self.plain.get(&Name::of(&counter.ident)).copied().filter(|_| is_index)
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
            let (before, moves) = at.split(&mut body);
            before.into_iter().flatten().for_each(|stmt| put_instead(name, &here, stmt));
            let by = syn::Index::from(*by);
            *moves = parse_quote_spanned!(moves.span()=> #name = #here + #by;);
        }
        self.block(&body, None);
    }
}

/// The statements that every iteration comes to that is not left before.
fn positions(body: &Block) -> impl Iterator<Item = (Position, &Stmt)> {
    body.stmts.iter().enumerate().flat_map(|(at, stmt)| {
        let inside = plain_block(stmt).into_iter().flat_map(|block| block.stmts.iter().enumerate());
        let inside = inside.map(move |(inner, stmt)| (Position { at, inside: Some(inner) }, stmt));
        std::iter::once((Position { at, inside: None }, stmt)).chain(inside)
    })
}

fn plain_block(stmt: &Stmt) -> Option<&Block> {
    match stmt {
        Stmt::Expr(Expr::Block(expr), _) if expr.label.is_none() => Some(&expr.block),
        _ => None,
    }
}

impl Position {
    /// What is before it in a body, and what behind it.
    fn parts(self, body: &Block) -> [[&[Stmt]; 2]; 2] {
        let block = self.inside.and_then(|at| Some((at, plain_block(&body.stmts[self.at])?)));
        let (before, after) = (&body.stmts[..self.at], &body.stmts[self.at + 1..]);
        match block {
            Some((at, block)) => [[before, &block.stmts[..at]], [&block.stmts[at + 1..], after]],
            None => [[before, &[]], [after, &[]]],
        }
    }

    /// What is before it, and the statement, to change.
    fn split(self, body: &mut Block) -> ([&mut [Stmt]; 2], &mut Stmt) {
        let (before, from) = body.stmts.split_at_mut(self.at);
        match (self.inside, &mut from[0]) {
            (Some(at), Stmt::Expr(Expr::Block(expr), _)) => {
                let (inside, from) = expr.block.stmts.split_at_mut(at);
                ([before, inside], &mut from[0])
            }
            (_, stmt) => ([before, &mut []], stmt),
        }
    }
}

/// `let copy = name;`
fn copy_of<'e>(stmt: &'e Stmt, of: &Ident) -> Option<&'e Ident> {
    let Stmt::Local(local) = stmt else { return None };
    let (Pat::Ident(copy), Some(init)) = (&local.pat, &local.init) else { return None };
    is_same(name(&init.expr)?, of).then_some(&copy.ident)
}

/// `i += 1;`
fn moved(stmt: &Stmt) -> Option<(&Ident, usize)> {
    let Stmt::Expr(Expr::Binary(e), Some(_)) = stmt else { return None };
    let (BinOp::AddAssign(_), by) = (&e.op, literal(&e.right)?) else { return None };
    Some((name(&e.left)?, by))
}
