//! Which loops walk along a slice.

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    BinOp, Block, Expr, ExprBreak, ExprLet, ExprLoop, ExprWhile, Lifetime, Pat, PatSlice, Stmt, Token, UnOp,
};

use super::super::pattern::{always_matches, is_rest};
use super::super::place::strip;
use super::super::unchanged::{Kind, Unchanged, is_same, literal, name};

/// How a loop walks along a slice.
pub(super) struct Walk<'e> {
    /// What moves.
    pub(super) reference: &'e Ident,
    /// How many elements have to be there for another iteration.
    pub(super) count: usize,
    /// Their patterns, where they have some.
    pub(super) elements: Vec<&'e Pat>,
    /// The pattern of what is behind them.
    pub(super) rest: Option<&'e Pat>,
    /// The end it starts from.
    pub(super) side: Side,
    /// How many elements it moves on by.
    pub(super) by: usize,
}

/// An end of a slice.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Front,
    Back,
    /// Both at once, with one element at each.
    Both,
}

/// A loop along several slices at once, or along one.
pub(super) struct Walks<'e> {
    pub(super) all: Vec<Walk<'e>>,
    /// What else has to hold for another iteration.
    pub(super) others: Vec<&'e Expr>,
    /// The statements of an iteration.
    pub(super) body: &'e [Stmt],
}

impl<'e> Walks<'e> {
    /// The walks of a loop, if it is made of some: also where the first statements leave the loop at the end of a slice.
    pub(super) fn of(expr: &'e ExprWhile) -> Option<Walks<'e>> {
        let label = expr.label.as_ref().map(|label| &label.name);
        let (asked, others) = asked(&expr.cond);
        let stmts = &expr.body.stmts[..];
        // Other conditions come before the statements: they may panic, or change something.
        let first = if others.is_empty() { stmts } else { &[] };
        let more: Vec<Asked> = first.iter().map_while(|stmt| asked_else_left(stmt, label)).collect();
        let body = &stmts[more.len()..];
        let with_more = asked.iter().chain(&more).cloned().collect();
        let along = |asked, body| Walks::along(asked, others.clone(), body, label);
        along(with_more, body).or_else(|| along(asked, stmts))
    }

    fn along(
        asked: Vec<Asked<'e>>,
        others: Vec<&'e Expr>,
        body: &'e [Stmt],
        label: Option<&'e Lifetime>,
    ) -> Option<Walks<'e>> {
        let walks = asked.into_iter().map(|asked| Walk::of(asked, &others, body, label));
        let all: Vec<Walk> = walks.collect::<Option<_>>()?;
        let is_twice =
            |at: usize, walk: &Walk| all[..at].iter().any(|other| is_same(other.reference, walk.reference));
        let fits = match &all[..] {
            [] => false,
            [_] => true,
            several => {
                several.iter().enumerate().all(|(at, walk)| walk.side == Side::Front && !is_twice(at, walk))
            }
        };
        fits.then_some(Walks { all, others, body })
    }

    /// Whether the names mean the same wherever they stand in the body.
    fn have_their_names(&self, body: &Block) -> bool {
        let names = self.all.iter().flat_map(|walk| [Some(walk.reference), walk.rest.and_then(rest_name)]);
        !names.flatten().any(|name| rebinds(body, name))
    }
}

impl<'e> Walk<'e> {
    fn of(
        asked: Asked<'e>,
        others: &[&'e Expr],
        body: &'e [Stmt],
        label: Option<&'e Lifetime>,
    ) -> Option<Walk<'e>> {
        let Asked { reference, count, side, elements, rest } = asked;
        let advance = advance(reference, others, body, label)?;
        let to_rest = || Some(is_same(name(advance)?, rest_name(rest?)?));
        let (by, side) = match (moves_by(reference, advance), side) {
            (Some((by, to)), side) if side.is_none_or(|side| side == to) => (by, to),
            (None, Some(side)) if to_rest() == Some(true) => (count, side),
            _ => return None,
        };
        let in_step = (1..=count).contains(&by) && (by == 1 || by == count);
        let walks = in_step && elements.iter().all(|pat| always_matches(pat));
        walks.then_some(Walk { reference, count, elements, rest, side, by })
    }
}

/// What has to hold for another iteration: that a slice has so many elements.
#[derive(Clone)]
struct Asked<'e> {
    reference: &'e Ident,
    count: usize,
    /// The end they are at, where there are patterns for them.
    side: Option<Side>,
    elements: Vec<&'e Pat>,
    rest: Option<&'e Pat>,
}

/// What a condition asks of slices first, and what it asks after that.
fn asked(condition: &Expr) -> (Vec<Asked<'_>>, Vec<&Expr>) {
    match strip(condition) {
        Expr::Binary(e) if matches!(e.op, BinOp::And(_)) => {
            let (mut first, mut others) = asked(&e.left);
            if others.is_empty() {
                let (more, after) = asked(&e.right);
                first.extend(more);
                others = after;
            } else {
                others.push(&e.right);
            }
            (first, others)
        }
        Expr::Let(ExprLet { pat, expr, .. }) => match of_pattern(pat, expr) {
            Some(asked) => (asked, Vec::new()),
            None => (Vec::new(), vec![condition]),
        },
        other => match at_least(other) {
            Some(asked) => (vec![asked], Vec::new()),
            None => (Vec::new(), vec![condition]),
        },
    }
}

/// What a pattern asks of slices, if it asks nothing else.
fn of_pattern<'e>(pat: &'e Pat, scrutinee: &'e Expr) -> Option<Vec<Asked<'e>>> {
    match (pat, strip(scrutinee)) {
        (Pat::Slice(slice), scrutinee) => Some(vec![of_slice(name(scrutinee)?, slice)?]),
        (Pat::Tuple(pats), Expr::Tuple(exprs)) if pats.elems.len() == exprs.elems.len() => {
            let both = pats.elems.iter().zip(&exprs.elems);
            let asked = both.map(|(pat, expr)| of_pattern(pat, expr)).collect::<Option<Vec<_>>>()?;
            Some(asked.into_iter().flatten().collect())
        }
        (pat, scrutinee) => Some(vec![of_option(pat, scrutinee)?]),
    }
}

/// `let [a, rest @ ..] = r else { break };`
fn asked_else_left<'e>(stmt: &'e Stmt, own: Option<&Lifetime>) -> Option<Asked<'e>> {
    let Stmt::Local(local) = stmt else { return None };
    let init = local.init.as_ref()?;
    let (_, diverge) = init.diverge.as_ref()?;
    let asked = of_pattern(&local.pat, &init.expr).filter(|_| leaves(diverge, own))?;
    <[Asked; 1]>::try_from(asked).ok().map(|[asked]| asked)
}

/// `[a, rest @ ..] = r`
fn of_slice<'e>(reference: &'e Ident, slice: &'e PatSlice) -> Option<Asked<'e>> {
    let all: Vec<&Pat> = slice.elems.iter().collect();
    let (side, rest, elements) = match &all[..] {
        [elements @ .., rest] if is_rest(rest) => (Side::Front, *rest, elements.to_vec()),
        [rest, elements @ ..] if is_rest(rest) => (Side::Back, *rest, elements.to_vec()),
        [first, rest, last] if is_rest(rest) => (Side::Both, *rest, vec![*first, *last]),
        _ => return None,
    };
    let rest = match rest {
        Pat::Rest(_) => None,
        rest => Some(rest_name(rest).map(|_| rest)?),
    };
    Some(Asked { reference, count: elements.len(), side: Some(side), elements, rest })
}

/// `Some((a, rest)) = r.split_first()`, `Some(a) = r.first()`
fn of_option<'e>(pat: &'e Pat, scrutinee: &'e Expr) -> Option<Asked<'e>> {
    let Pat::TupleStruct(some) = pat else { return None };
    let Expr::MethodCall(call) = strip(scrutinee) else { return None };
    let (reference, method) = (name(&call.receiver)?, call.method.to_string());
    if some.path.segments.last()?.ident != "Some" || some.elems.len() != 1 || !call.args.is_empty() {
        return None;
    }
    let (element, rest) = match (method.contains("split"), &some.elems[0]) {
        (true, Pat::Tuple(both)) if both.elems.len() == 2 => (&both.elems[0], Some(&both.elems[1])),
        (false, element) => (element, None),
        _ => return None,
    };
    let side = match method.trim_end_matches("_mut") {
        "first" | "split_first" => Side::Front,
        "last" | "split_last" => Side::Back,
        _ => return None,
    };
    let rest = rest.filter(|rest| !matches!(rest, Pat::Wild(_)));
    let nameable = rest.is_none_or(|rest| rest_name(rest).is_some() && always_matches(rest));
    nameable.then(|| Asked { reference, count: 1, side: Some(side), elements: vec![element], rest })
}

/// What the reference becomes, in the only statement that moves it and that no iteration skips.
fn advance<'e>(
    reference: &'e Ident,
    others: &[&'e Expr],
    body: &'e [Stmt],
    label: Option<&'e Lifetime>,
) -> Option<&'e Expr> {
    let moved = |stmt: &'e Stmt| match stmt {
        Stmt::Expr(Expr::Assign(e), _) => {
            name(&e.left).is_some_and(|left| is_same(left, reference)).then_some(&*e.right)
        }
        _ => None,
    };
    let (at, to) = body.iter().enumerate().find_map(|(at, stmt)| Some((at, moved(stmt)?)))?;
    let (before, after) = (&body[..at], &body[at + 1..]);
    let mut unchanged = Unchanged::new(reference, Kind::Slice, label);
    unchanged.look_at_conditions(others);
    unchanged.look(before);
    let skipped = unchanged.skipped;
    unchanged.look(after);
    (!skipped && !unchanged.changes()).then_some(to)
}

/// `&r[2..]`, `&r[..r.len() - 1]`, `&r[1..r.len() - 1]`: by how many elements, and at which end.
fn moves_by(reference: &Ident, to: &Expr) -> Option<(usize, Side)> {
    let Expr::Reference(e) = strip(to) else { return None };
    let Expr::Index(e) = strip(&e.expr) else { return None };
    let Expr::Range(range) = strip(&e.index) else { return None };
    let of_it = name(&e.expr).is_some_and(|of| is_same(of, reference));
    match (&range.start, &range.end) {
        (Some(start), None) if of_it => Some((literal(start)?, Side::Front)),
        (None, Some(end)) if of_it && matches!(range.limits, syn::RangeLimits::HalfOpen(_)) => {
            Some((from_end(reference, end)?, Side::Back))
        }
        (Some(start), Some(end)) if of_it && matches!(range.limits, syn::RangeLimits::HalfOpen(_)) => {
            (literal(start)? == 1 && from_end(reference, end)? == 1).then_some((2, Side::Both))
        }
        _ => None,
    }
}

/// `r.len() - 1`
pub(in crate::lower) fn from_end(reference: &Ident, expr: &Expr) -> Option<usize> {
    let Expr::Binary(e) = strip(expr) else { return None };
    (matches!(e.op, BinOp::Sub(_)) && asks(reference, &e.left, "len")).then(|| literal(&e.right))?
}

/// `r.len()`, `r.is_empty()`
fn asks(reference: &Ident, expr: &Expr, what: &str) -> bool {
    let Expr::MethodCall(call) = strip(expr) else { return false };
    call.method == what
        && call.args.is_empty()
        && name(&call.receiver).is_some_and(|of| is_same(of, reference))
}

/// `rest @ ..`
fn rest_name(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.mutability.is_none() => Some(&pat.ident),
        _ => None,
    }
}

/// Writes loops that walk along a slice as `while let` where they are not:
///
/// ```text
/// loop { let [a, rest @ ..] = r else { break }; .. }          while let [a, rest @ ..] = r { .. }
/// loop { match r { [a, rest @ ..] => { .. } [] => break } }   while let [a, rest @ ..] = r { .. }
/// ```
pub(in crate::lower) fn as_while_let(body: &mut Block) {
    struct Loops;
    impl VisitMut for Loops {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            visit_mut::visit_expr_mut(self, expr);
            let Expr::Loop(inner) = expr else { return };
            let Some(written) = left_first(inner) else { return };
            if Walks::of(&written).is_some_and(|walks| walks.have_their_names(&written.body)) {
                *expr = Expr::While(written);
            }
        }

        fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    }
    Loops.visit_block_mut(body);
}

/// `loop { let pattern = r else { break }; .. }` and `loop { match r { pattern => .., _ => break } }` as `while let`.
fn left_first(expr: &ExprLoop) -> Option<ExprWhile> {
    let own = expr.label.as_ref().map(|label| &label.name);
    let (pat, scrutinee, stmts) = match &expr.body.stmts[..] {
        [Stmt::Local(local), rest @ ..] => {
            let init = local.init.as_ref()?;
            let (_, diverge) = init.diverge.as_ref()?;
            leaves(diverge, own).then(|| (&local.pat, &init.expr, rest.to_vec()))?
        }
        [Stmt::Expr(Expr::Match(e), _)] => {
            let [first, second] = &e.arms[..] else { return None };
            let is_empty = |pat: &Pat| match pat {
                Pat::Slice(slice) => slice.elems.is_empty(),
                Pat::Ident(pat) => pat.ident == "None",
                _ => false,
            };
            let arm = match () {
                () if leaves(&second.body, own) && !matches!(second.pat, Pat::Guard(_)) => first,
                // The other has to be all that is left.
                () if leaves(&first.body, own) && is_empty(&first.pat) => second,
                () => return None,
            };
            let stmts = match &*arm.body {
                Expr::Block(block) if block.label.is_none() => block.block.stmts.clone(),
                other => vec![Stmt::Expr(other.clone(), Some(Default::default()))],
            };
            (&arm.pat, &e.expr, stmts)
        }
        _ => return None,
    };
    let span = expr.loop_token.span;
    let cond = ExprLet {
        attrs: Vec::new(),
        let_token: Token![let](span),
        pat: Box::new(pat.clone()),
        eq_token: Token![=](span),
        expr: scrutinee.clone(),
    };
    Some(ExprWhile {
        attrs: expr.attrs.clone(),
        label: expr.label.clone(),
        while_token: Token![while](span),
        cond: Box::new(Expr::Let(cond)),
        body: Block { brace_token: expr.body.brace_token, stmts },
    })
}

/// Whether an expression is `break` out of the loop it is in the body of.
pub(in crate::lower) fn leaves(expr: &Expr, own: Option<&Lifetime>) -> bool {
    match expr {
        Expr::Break(ExprBreak { expr: None, label, .. }) => {
            label.as_ref().is_none_or(|label| own.is_some_and(|own| own.ident == label.ident))
        }
        Expr::Block(block) if block.label.is_none() => {
            matches!(&block.block.stmts[..], [Stmt::Expr(only, _)] if leaves(only, own))
        }
        _ => false,
    }
}

/// How many elements there are where a condition holds, and no fewer: `!r.is_empty()`, `r.len() > 1`, `2 <= r.len()`.
fn at_least(condition: &Expr) -> Option<Asked<'_>> {
    let asked = |expr| match strip(expr) {
        Expr::MethodCall(call) => name(&call.receiver),
        _ => None,
    };
    let (reference, count) = match condition {
        Expr::Unary(e) if matches!(e.op, UnOp::Not(_)) => {
            let reference = asked(&e.expr)?;
            (asks(reference, &e.expr, "is_empty")).then_some((reference, 1))?
        }
        Expr::Binary(e) => {
            let (len, bound, op) = match (asked(&e.left), asked(&e.right)) {
                (Some(_), None) => (&e.left, literal(&e.right)?, &e.op),
                (None, Some(_)) => (&e.right, literal(&e.left)?, &e.op),
                _ => return None,
            };
            let on_left = asked(&e.left).is_some();
            let reference = asked(len).filter(|reference| asks(reference, len, "len"))?;
            let count = match (op, on_left) {
                (BinOp::Gt(_), true) | (BinOp::Lt(_), false) => bound.checked_add(1)?,
                (BinOp::Ge(_), true) | (BinOp::Le(_), false) => bound,
                (BinOp::Ne(_), _) if bound == 0 => 1,
                _ => return None,
            };
            (reference, count)
        }
        _ => return None,
    };
    (count > 0).then(|| Asked { reference, count, side: None, elements: Vec::new(), rest: None })
}

/// Whether a pattern somewhere in a block gives a name another meaning.
fn rebinds(body: &Block, of: &Ident) -> bool {
    struct Rebinds<'a>(&'a Ident, bool);
    impl<'ast> Visit<'ast> for Rebinds<'_> {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.1 |= is_same(&pat.ident, self.0);
            visit::visit_pat_ident(self, pat);
        }
    }
    let mut rebinds = Rebinds(of, false);
    rebinds.visit_block(body);
    rebinds.1
}
