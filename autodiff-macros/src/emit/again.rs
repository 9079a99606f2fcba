//! The statements of a reverse sweep, its guarded parts as what runs without guards first.
//!
//! Guards cost more than the products they guard, and almost never act. So a part with guards runs without them, and
//! again with them if that gave NaN:
//!
//! ```text
//! let (ct_x, ct_y) = {
//!     let (mut first_x, mut first_y, is_nan) = { ..without guards.. (ct_x, ct_y, ct_y != ct_y) };
//!     if is_nan { (first_x, first_y) = again(move || { ..with guards.. (ct_x, ct_y) }); }
//!     (first_x, first_y)
//! };
//! ```
//!
//! Where a guard would have acted, the product is NaN instead. An operation on a cotangent that is NaN gives NaN, or
//! what it would have given for any cotangent. What is checked is NaN if one of the guarded products is; if it is not,
//! no guard would have acted, and the second run would change nothing. In loops guards are selects, not branches, so that
//! they vectorise.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::carriers::checks;
use super::code::{Guards, Writer};
use super::names;
use crate::ir::{Atom, Block, Func, Reverse, Role, Shape, Stmt, StmtKind, Value, VarId, Zero};
use crate::rules::Op;

/// The statements of the reverse sweep.
pub(super) fn statements(writer: &Writer, reverse: &Reverse) -> TokenStream {
    if writer.recursion.is_some() {
        return writer.block(&reverse.body);
    }
    let free = Free::of(writer.func, reverse);
    let seeds = seeds(reverse);
    let results = reverse.cotangents.iter().flatten().map(|ct| ct.var).collect();
    let value = value_beside_sine(writer.func, reverse);
    Sweep { writer, free, seeds, value }.block(&reverse.body, results)
}

struct Sweep<'a> {
    writer: &'a Writer<'a>,
    free: Free<'a>,
    seeds: BTreeSet<VarId>,
    /// The value of a function that calls the sine.
    value: Option<VarId>,
}

impl Sweep<'_> {
    /// The statements of a block, and the variables that are read behind it.
    fn block(&self, block: &Block, results: BTreeSet<VarId>) -> TokenStream {
        let stmts = &block.stmts;
        // The statement that mentions each variable last.
        let mut last: BTreeMap<VarId, usize> = BTreeMap::new();
        for (at, stmt) in stmts.iter().enumerate() {
            last.extend(stmt.mentions().into_iter().map(|var| (var, at)));
        }
        let mut out = TokenStream::new();
        let mut at = 0;
        while at < stmts.len() {
            // As far as what runs only once.
            let end = (at..stmts.len()).find(|at| !self.free.may_run_twice(&stmts[*at]));
            let end = end.unwrap_or(stmts.len());
            while let Some(part) = checks(stmts, at..end, &self.seeds) {
                out.extend(stmts[at..part.range.start].iter().map(|stmt| self.writer.stmt(stmt)));
                at = part.range.end;
                let later = |var| results.contains(&var) || last.get(&var).is_some_and(|last| *last >= at);
                out.extend(self.twice(&stmts[part.range], &part.vars, later));
            }
            out.extend(stmts[at..end].iter().map(|stmt| self.writer.stmt(stmt)));
            out.extend(stmts.get(end).map(|stmt| self.once(stmt)));
            at = end + 1;
        }
        out
    }

    fn once(&self, stmt: &Stmt) -> TokenStream {
        match &stmt.kind {
            StmtKind::Replay(frame, vars, body) => {
                // Behind it anything may be read that does not end with it.
                let body = self.block(body, changes(body.stmts.iter()));
                self.writer.replay(*frame, vars, &body)
            }
            _ => self.writer.stmt(stmt),
        }
    }

    /// Some statements without guards, and again with them if that gave NaN; and whether a variable is read behind them.
    fn twice(&self, stmts: &[Stmt], checked: &[VarId], is_read: impl Fn(VarId) -> bool) -> TokenStream {
        let Writer { func, krate, .. } = *self.writer;
        let defined: BTreeSet<VarId> = stmts.iter().filter_map(defines).collect();
        let changed = changes(stmts.iter());
        let copies = changed.difference(&defined).map(|var| {
            let var = self.writer.ident(*var);
            quote!(let mut #var = #var;)
        });
        let copies: TokenStream = copies.collect();
        let plain = Writer { guards: Cell::new(Guards::None), ..Writer::of(func, krate) };
        let first: TokenStream = stmts.iter().map(|stmt| plain.stmt(stmt)).collect();
        let second: TokenStream = stmts.iter().map(|stmt| self.writer.stmt(stmt)).collect();
        let results = (&defined | &changed).into_iter().filter(|var| is_read(*var));
        let results: Vec<VarId> = results.collect();
        let idents: Vec<_> = results.iter().map(|var| self.writer.ident(*var)).collect();
        let runs: Vec<_> = idents.iter().map(|ident| names::local(&format!("first_{ident}"))).collect();
        // What was there before is assigned, since a block may end before it is read.
        let (mut patterns, mut own, mut assigned) = (Vec::new(), Vec::new(), TokenStream::new());
        for ((var, ident), run) in results.iter().zip(&idents).zip(&runs) {
            if defined.contains(var) {
                let mutable = func.var(*var).mutable.then(|| quote!(mut));
                patterns.push(quote!(#mutable #ident));
                own.push(run);
            } else {
                assigned.extend(quote!(#ident = #run;));
            }
        }
        let (is_nan, check) = (names::local("is_nan"), self.check(checked));
        // Each number by itself, because rustc keeps a tuple of many in memory.
        quote! {
            let (#(#patterns,)*) = {
                let (#(mut #runs,)* #is_nan) = { #copies #first (#(#idents,)* #check) };
                if #is_nan {
                    (#(#runs,)*) = #krate::__private::again(move || { #copies #second (#(#idents,)*) });
                }
                #assigned
                (#(#own,)*)
            };
        }
    }

    /// Whether one of the variables is NaN. rustc compares two of them at once.
    fn check(&self, vars: &[VarId]) -> TokenStream {
        // rustc would move the sine of a value behind the check, away from its cosine, and call both.
        let tests = vars.iter().chain(&self.value).map(|var| {
            let ident = self.writer.ident(*var);
            quote!(#ident != #ident)
        });
        quote!(#(#tests)||*)
    }
}

fn defines(stmt: &Stmt) -> Option<VarId> {
    match &stmt.kind {
        StmtKind::Let(var, _) => Some(*var),
        _ => None,
    }
}

/// The variables that statements change.
fn changes<'a>(stmts: impl Iterator<Item = &'a Stmt>) -> BTreeSet<VarId> {
    stmts.flat_map(Stmt::changes).collect()
}

/// What can be copied and has no effect, so that it can run twice.
struct Free<'a> {
    func: &'a Func,
    /// The results of operations, which are floats.
    numbers: BTreeSet<VarId>,
    /// Cotangents that are references to what the caller owns.
    lent: BTreeSet<VarId>,
}

impl<'a> Free<'a> {
    fn of(func: &'a Func, reverse: &Reverse) -> Free<'a> {
        let mut numbers = BTreeSet::from([reverse.seed]);
        for body in [&func.body, &reverse.body] {
            body.each(&mut |stmt| {
                if let StmtKind::Let(var, Value::Op(..) | Value::Read(_)) = &stmt.kind {
                    numbers.insert(*var);
                }
            });
        }
        let lent = reverse.cotangents.iter().flatten().filter(|ct| ct.in_place).map(|ct| ct.var);
        Free { func, numbers, lent: lent.collect() }
    }

    fn is_copied(&self, var: VarId) -> bool {
        let info = self.func.var(var);
        let known =
            info.role == Role::Frame || matches!(info.shape, Shape::Integer) || info.shape.is_static();
        (known || self.numbers.contains(&var)) && !self.lent.contains(&var)
    }

    fn may_run_twice(&self, stmt: &Stmt) -> bool {
        let is_pure = match &stmt.kind {
            StmtKind::Let(_, value) | StmtKind::Accumulate(_, value) => match value {
                Value::Op(op, ..) => !matches!(op, Op::Method(_)),
                Value::Zero(Zero::OfShape(_) | Zero::Neutral(_) | Zero::Inferred) => true,
                Value::Atom(_) | Value::Load(_) | Value::Take(_) => true,
                _ => false,
            },
            StmtKind::Store { .. } => true,
            _ => false,
        };
        is_pure && stmt.mentions().iter().all(|var| self.is_copied(*var))
    }
}

/// Variables that are the seed or its negative. In a companion the seed is 1, and rustc drops the guards.
fn seeds(reverse: &Reverse) -> BTreeSet<VarId> {
    let mut seeds = BTreeSet::from([reverse.seed]);
    reverse.body.each(&mut |stmt| match &stmt.kind {
        StmtKind::Let(var, Value::Atom(atom)) if atom.var().is_some_and(|from| seeds.contains(&from)) => {
            seeds.insert(*var);
        }
        StmtKind::Let(var, Value::Load(place)) if place.path.is_empty() && seeds.contains(&place.var) => {
            seeds.insert(*var);
        }
        StmtKind::Let(var, Value::Op(Op::Neg | Op::Scale(_), atoms, _))
            if atoms[0].var().is_some_and(|from| seeds.contains(&from)) =>
        {
            seeds.insert(*var);
        }
        StmtKind::Accumulate(place, _) | StmtKind::Store { place, .. } => {
            seeds.remove(&place.var);
        }
        _ => {}
    });
    seeds
}

/// The value of a function that calls the sine, where that is known before the reverse sweep.
fn value_beside_sine(func: &Func, reverse: &Reverse) -> Option<VarId> {
    let mut has_sine = false;
    func.body.each(&mut |stmt| {
        if let StmtKind::Let(_, Value::Op(Op::Method(rule), ..)) = &stmt.kind {
            has_sine |= matches!(rule.name, "sin" | "cos");
        }
    });
    let value = func.result.as_ref().and_then(Atom::var).filter(|_| has_sine)?;
    let mut later = false;
    reverse.body.each(&mut |stmt| later |= defines(stmt) == Some(value));
    (!later && matches!(func.var(value).shape, Shape::Float(_))).then_some(value)
}
