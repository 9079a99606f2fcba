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
//! of `i`. It has to be an index into something with a derivative, so that it is certainly a `usize`. It may go down, and by
//! more than one, or by what a name means.

use proc_macro2::{Ident, Span};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprIndex, Lifetime, Pat, PatIdent, Stmt, parse_quote_spanned};

use super::Lower;
use super::carriers::Carriers;
use super::place::strip;
use super::rename::Name;
use super::unchanged::{Kind, Unchanged, is_in_arithmetic, is_same, literal, name, put_instead};
use crate::ir::{Atom, Code, Reach, Role, Shape, Steps, StmtKind, Stride, Value, VarId};

/// An index that a loop keeps by hand.
pub(super) struct Kept<'e> {
    /// The statement that moves it on.
    at: usize,
    moved: Moved<'e>,
    /// What it is before the loop.
    start: VarId,
    /// By how much it moves on.
    by: Atom,
    /// Whether the loop ends with it, so that it does move on.
    counts: bool,
    /// What is known of it as long as it has not moved.
    reach: Reach,
}

/// `name += by;`, `name -= by;`
pub(super) struct Moved<'e> {
    pub(super) name: &'e Ident,
    pub(super) way: Way,
    pub(super) by: By<'e>,
}

/// By how much an index moves on.
#[derive(Clone, Copy)]
pub(super) enum By<'e> {
    Number(usize),
    /// What this name means. It may be zero.
    Name(&'e Ident),
}

impl By<'_> {
    /// Whether the body of a loop leaves it as it is.
    fn is_fixed(
        self,
        carriers: &Carriers,
        patterns: &[&Pat],
        body: &Block,
        label: Option<&Lifetime>,
    ) -> bool {
        let By::Name(name) = self else { return true };
        let mut unchanged = Unchanged::new(name, Kind::Number, label);
        patterns.iter().for_each(|pat| unchanged.visit_pat(pat));
        unchanged.look(&body.stmts);
        !carriers.has(name) && !unchanged.changes()
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    Up,
    Down,
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
        let moves = body.stmts.iter().enumerate().filter_map(|(at, stmt)| Some((at, moved(stmt)?)));
        let moves = moves.take(MOST).filter(|(at, moved)| {
            let mut unchanged = Unchanged::new(moved.name, Kind::Number, label);
            patterns.iter().for_each(|pat| unchanged.visit_pat(pat));
            unchanged.look(&body.stmts[..*at]);
            let moves = !matches!(moved.by, By::Number(0));
            let follows = moves && self.is_index(moved.name, &body.stmts) && !unchanged.skipped;
            unchanged.look(&body.stmts[at + 1..]);
            let fixed = moved.by.is_fixed(&self.carriers, patterns, body, label);
            follows && fixed && !unchanged.changes()
        });
        let moves: Vec<_> = moves.collect();
        let kept = moves.into_iter().map(|(at, moved)| {
            let name = moved.name;
            let start = Value::Inert(Code(quote!(#name)));
            let start = self.builder.define(start, Shape::Integer, name.span());
            let by = match moved.by {
                By::Number(by) => Atom::number(by),
                By::Name(by) => {
                    // It may be a reference to the number.
                    let by = Value::Inert(Code(quote!(0_usize + #by)));
                    Atom::Var(self.builder.define(by, Shape::Integer, name.span()))
                }
            };
            Kept { at, moved, start, by, counts: false, reach: Reach::Anywhere }
        });
        kept.collect()
    }

    /// Whether a range is that of a counting loop ([`super::counting`]), whose condition tells of the index that it keeps.
    pub(super) fn counted_by(&mut self, range: &Expr, kept: &mut [Kept<'_>]) -> bool {
        let Some((up, args)) = times_of(range) else { return false };
        let [start, end, ahead, _] = &args[..] else { return true };
        let of_it =
            kept.iter_mut().find(|kept| counter(start).is_some_and(|name| is_same(kept.moved.name, name)));
        let ahead = literal(ahead).and_then(|ahead| i64::try_from(ahead).ok());
        let Some(kept) = of_it else { return true };
        kept.counts = true;
        if let (Some(ahead), true) = (ahead, up) {
            kept.reach = Reach::Between { least: 0, ahead, end: self.bound(end) };
        }
        true
    }

    /// The number of a user's range, if it is certainly a `usize`, as that of `counting` loops is.
    pub(super) fn number_of(&self, counters: &[PatIdent], body: &Block, counting: bool) -> Option<VarId> {
        let [counter] = counters else { return None };
        let number = self.plain.get(&Name::of(&counter.ident)).copied();
        number.filter(|_| counting || self.is_index(&counter.ident, &body.stmts))
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
        let mut moved = Vec::new();
        for Kept { at, moved: Moved { name, way, by: moved_by }, start, by, counts, reach } in kept {
            let [start_at, count, first, last] =
                [&Atom::Var(*start), &Atom::Var(number), &first, &last].map(|atom| self.atom_tokens(atom));
            let from_zero = !steps.down && first.to_string() == "0";
            let before = match (steps.down, from_zero) {
                (true, _) => quote!((#last - 1 - #count)),
                (false, true) => count,
                (false, false) => quote!((#count - #first)),
            };
            let op = match way {
                Way::Up => quote!(+),
                Way::Down => quote!(-),
            };
            let by_tokens = self.atom_tokens(by);
            let one_by_one = matches!(moved_by, By::Number(1));
            let code = if one_by_one {
                quote!(#start_at #op #before)
            } else {
                quote!(#start_at #op #before * #by_tokens)
            };
            let reads = [Some(*start), Some(number), by.var()].into_iter().flatten();
            let reads =
                reads.chain(steps.span.iter().flat_map(|(a, b)| [a.var(), b.var()]).flatten()).collect();
            let here = format_ident!("{name}_here", span = Span::mixed_site());
            let var = self.builder.user(&here, Role::User, Shape::Integer, false);
            self.builder.push(StmtKind::Let(var, Value::Pure(Code(code), reads)), name.span());
            // Of what may not move there are no pieces.
            if from_zero && !one_by_one && (*counts || by.var().is_none()) {
                let stride = Stride {
                    number,
                    from: Code(start_at),
                    by: Code(match by {
                        Atom::Var(_) => quote!(::core::cmp::Ord::max(#by_tokens, 1)),
                        Atom::Const(_) => by_tokens.clone(),
                    }),
                    back: *way == Way::Down,
                    reads: [Some(*start), by.var()].into_iter().flatten().collect(),
                    reach: reach.clone(),
                };
                self.builder.func.strides.insert(var, stride);
            }
            let here = self.builder.func.var(var).ident.clone();
            self.locals.insert(Name::of(&here));
            self.plain.insert(Name::of(&here), var);
            let there = format_ident!("{here}_moved", span = Span::mixed_site());
            let (before, after) = body.stmts.split_at_mut(*at);
            for stmt in before {
                put_instead(name, &here, stmt);
            }
            let used = after[1..].iter_mut().fold(false, |used, stmt| put_instead(name, &there, stmt) | used);
            let define: Stmt = parse_quote_spanned!(name.span()=> let #there = #here #op #by_tokens;);
            moved.extend(used.then_some((*at + 1, define)));
        }
        moved.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        moved.into_iter().for_each(|(at, define)| body.stmts.insert(at, define));
        self.block(&body, None);
    }
}

/// `i += 1;`
pub(super) fn moved(stmt: &Stmt) -> Option<Moved<'_>> {
    let Stmt::Expr(Expr::Binary(e), Some(_)) = stmt else { return None };
    let way = match e.op {
        BinOp::AddAssign(_) => Way::Up,
        BinOp::SubAssign(_) => Way::Down,
        _ => return None,
    };
    let by = match literal(&e.right) {
        Some(by) => By::Number(by),
        None => By::Name(name(&e.right)?),
    };
    Some(Moved { name: name(&e.left)?, way, by })
}

/// The arguments in `0..times_up(i, n, 1, 2)` and its like, and whether that counts up.
fn times_of(range: &Expr) -> Option<(bool, Vec<&Expr>)> {
    let Expr::Range(range) = strip(range) else { return None };
    let Expr::Call(call) = strip(range.end.as_ref()?) else { return None };
    let Expr::Path(function) = &*call.func else { return None };
    let mut names = function.path.segments.iter().rev().map(|segment| &segment.ident);
    let (last, before) = (names.next()?, names.next()?);
    let known = before == "__private" && (last == "times_down" || last == "times_up");
    known.then(|| (last == "times_up", call.args.iter().collect()))
}

/// `i`, `i + 1 - 1`
fn counter(start: &Expr) -> Option<&Ident> {
    match strip(start) {
        Expr::Binary(e) => counter(&e.left),
        start => name(start),
    }
}
