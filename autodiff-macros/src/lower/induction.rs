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
//! more than one, by what a name means, or by a number that changes evenly ([`super::even`]).

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprIndex, Lifetime, Pat, PatIdent, Stmt, parse_quote_spanned};

use super::Lower;
use super::carriers::{Carriers, bindings};
use super::even::{Even, Evenly};
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
    step: Step,
    /// What is known of it as long as it has not moved.
    reach: Reach,
}

/// By how much an index moves on.
enum Step {
    /// Always by the same.
    Same(Atom),
    /// By more each time, or less: by `first` where the counter is zero.
    Even { counter: Option<Ident>, first: VarId, slope: i64 },
}

/// `name += by;`, `name -= by;`
pub(super) struct Moved<'e> {
    pub(super) name: &'e Ident,
    pub(super) way: Way,
    pub(super) by: By<'e>,
}

/// What says by how much an index moves on.
#[derive(Clone, Copy)]
pub(super) enum By<'e> {
    Number(usize),
    /// What this name means. It may be zero.
    Name(&'e Ident),
    Value(&'e Expr),
}

/// What the body of a loop tells of it.
enum Progress {
    Same(usize),
    /// It changes evenly, if this counts the iterations.
    Even(Option<Ident>, Even),
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
        let moves = moves.take(MOST).filter_map(|(at, moved)| {
            let mut unchanged = Unchanged::new(moved.name, Kind::Number, label);
            patterns.iter().for_each(|pat| unchanged.visit_pat(pat));
            unchanged.look(&body.stmts[..at]);
            let follows = self.is_index(moved.name, &body.stmts) && !unchanged.skipped;
            unchanged.look(&body.stmts[at + 1..]);
            let by = match moved.by {
                // What does not move has no pieces.
                By::Number(0) => return None,
                By::Number(by) => Progress::Same(by),
                By::Name(_) | By::Value(_) => self.even(&moved, (body, at), label, patterns)?,
            };
            (follows && !unchanged.changes()).then_some((at, moved, by))
        });
        let moves: Vec<_> = moves.collect();
        let kept = moves.into_iter().map(|(at, moved, by)| {
            let name = moved.name;
            let start = Value::Inert(Code(quote!(#name)));
            let start = self.builder.define(start, Shape::Integer, name.span());
            let step = match by {
                Progress::Same(by) => Step::Same(Atom::number(by)),
                Progress::Even(counter, Even { first, slope }) => {
                    let first = self.code(first);
                    let first = self.builder.define(Value::Inert(first), Shape::Integer, name.span());
                    match slope {
                        0 => Step::Same(Atom::Var(first)),
                        _ => Step::Even { counter, first, slope },
                    }
                }
            };
            Kept { at, moved, start, step, reach: Reach::Anywhere }
        });
        kept.collect()
    }

    /// By how much an index moves on, if that changes evenly, and what it is counted by.
    fn even(
        &self,
        moved: &Moved<'_>,
        (body, at): (&Block, usize),
        label: Option<&Lifetime>,
        patterns: &[&Pat],
    ) -> Option<Progress> {
        let evenly = Evenly::new(&self.carriers, patterns, (body, at), label);
        let counters = patterns.iter().flat_map(|pat| bindings(pat, false)).take(MOST);
        let counters = counters.filter(|pat| pat.mutability.is_none()).map(|pat| Some(&pat.ident));
        std::iter::once(None).chain(counters).find_map(|counter| {
            let even = match moved.by {
                By::Name(name) => evenly.counted_by(counter).named(name),
                By::Value(value) => evenly.counted_by(counter).number(value),
                By::Number(_) => None,
            };
            Some(Progress::Even(counter.cloned(), even?))
        })
    }

    /// Whether a range is that of a counting loop ([`super::counting`]), whose condition tells of the index that it keeps.
    pub(super) fn counted_by(&mut self, range: &Expr, kept: &mut [Kept<'_>]) -> bool {
        let Some((up, args)) = times_of(range) else { return false };
        let [start, end, ahead, _] = &args[..] else { return true };
        let of_it =
            kept.iter_mut().find(|kept| counter(start).is_some_and(|name| is_same(kept.moved.name, name)));
        let ahead = literal(ahead).and_then(|ahead| i64::try_from(ahead).ok());
        let Some(kept) = of_it else { return true };
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
                let is_in = |index: &Expr| is_in_arithmetic(self.1, index);
                let is_bound = match strip(&expr.index) {
                    Expr::Range(range) => range.start.iter().chain(&range.end).any(|bound| is_in(bound)),
                    index => is_in(index),
                };
                self.2 |= is_bound && self.0.carries(&expr.expr);
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
        for Kept { at, moved: Moved { name, way, by: moved_by }, start, step, reach } in kept {
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
            let one_by_one = matches!(moved_by, By::Number(1));
            let (way_there, by) = match step {
                Step::Same(by) if one_by_one => (before, by),
                Step::Same(by) => {
                    let by_tokens = self.atom_tokens(by);
                    (quote!(#before * #by_tokens), by)
                }
                Step::Even { counter, first, slope } => {
                    let counts = |counter: &Ident| self.plain.get(&Name::of(counter)) == Some(&number);
                    if !from_zero || !counter.as_ref().is_some_and(counts) {
                        continue;
                    }
                    (progression(&self.atom_tokens(&Atom::Var(*first)), *slope, &before), &Atom::Var(*first))
                }
            };
            let code = match (step, way) {
                (Step::Same(_), _) => quote!(#start_at #op #way_there),
                (_, Way::Up) => quote!(::core::primitive::usize::wrapping_add(#start_at, #way_there)),
                (_, Way::Down) => quote!(::core::primitive::usize::wrapping_sub(#start_at, #way_there)),
            };
            let reads = [Some(*start), Some(number), by.var()].into_iter().flatten();
            let reads =
                reads.chain(steps.span.iter().flat_map(|(a, b)| [a.var(), b.var()]).flatten()).collect();
            let here = format_ident!("{name}_here", span = Span::mixed_site());
            let var = self.builder.user(&here, Role::User, Shape::Integer, false);
            self.builder.push(StmtKind::Let(var, Value::Pure(Code(code), reads)), name.span());
            // Of what may not move there are no pieces.
            if let (true, Step::Same(Atom::Const(by)), false) = (from_zero, step, one_by_one) {
                let stride = Stride {
                    number,
                    from: Code(start_at),
                    by: by.clone(),
                    back: *way == Way::Down,
                    reads: vec![*start],
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
            let by = match moved_by {
                By::Number(by) => Literal::usize_unsuffixed(*by).to_token_stream(),
                By::Name(by) => by.to_token_stream(),
                By::Value(by) => quote!((#by)),
            };
            let define: Stmt = parse_quote_spanned!(name.span()=> let #there = #here #op #by;);
            moved.extend(used.then_some((*at + 1, define)));
        }
        moved.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        moved.into_iter().for_each(|(at, define)| body.stmts.insert(at, define));
        self.block(&body, None);
    }
}

/// The sum of `first`, `first + slope`, .. of so many numbers, without overflow checks.
fn progression(first: &TokenStream, slope: i64, count: &TokenStream) -> TokenStream {
    let usize = quote!(::core::primitive::usize);
    let more = Literal::u64_unsuffixed(slope.unsigned_abs());
    let rise = quote!(#usize::wrapping_mul(#usize::wrapping_mul(#count, #usize::wrapping_sub(#count, 1)) / 2, #more));
    let even = quote!(#usize::wrapping_mul(#first, #count));
    match slope < 0 {
        true => quote!(#usize::wrapping_sub(#even, #rise)),
        false => quote!(#usize::wrapping_add(#even, #rise)),
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
        None => name(&e.right).map_or(By::Value(&e.right), By::Name),
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
