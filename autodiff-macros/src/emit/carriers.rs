//! Which variables tell, by being NaN, that a guarded product was.
//!
//! A sum, a difference, a product and a quotient are NaN if an operand is, so that a variable further on can stand for
//! several guards:
//!
//! ```text
//!   let c = guarded_div ct, w                 carried by c
//!   let d = guarded_mul c, u                  carried by d, and so is the first one
//!   ct_x += d                                 both carried by ct_x, too
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::ir::{Atom, Stmt, StmtKind, Value, VarId};
use crate::rules::Op;

/// Consecutive statements with guards, and the variables to check behind the last of them.
pub(super) struct Checks {
    pub(super) range: Range<usize>,
    pub(super) vars: Vec<VarId>,
}

/// Guards so many statements apart are checked apart: what is checked together is emitted twice together.
const APART: usize = 24;

/// No more statements than this are checked together.
const MOST: usize = 96;

/// The first statements in a range whose guards can be checked together. Guards of the seed alone need no check.
pub(super) fn checks(stmts: &[Stmt], range: Range<usize>, seeds: &BTreeSet<VarId>) -> Option<Checks> {
    let mut from = range.start;
    loop {
        let first = from + stmts[from..range.end].iter().position(|stmt| has_guard(stmt, Some(seeds)))?;
        // Guards of the seed just before cost nothing more.
        let mut start = first;
        for at in (from..first).rev().take_while(|at| first - at <= APART) {
            if has_guard(&stmts[at], None) {
                start = at;
            }
        }
        let mut end = first + 1;
        let mut last = first;
        while end < range.end && end - last <= APART && end - start < MOST {
            if has_guard(&stmts[end], None) {
                last = end;
            }
            end += 1;
        }
        if let Some(checks) = cover(stmts, start..end) {
            return Some(checks);
        }
        from = first + 1;
    }
}

fn has_guard(stmt: &Stmt, except: Option<&BTreeSet<VarId>>) -> bool {
    match &stmt.kind {
        StmtKind::Let(_, value) | StmtKind::Accumulate(_, value) => match value {
            Value::Op(Op::GuardedMul | Op::GuardedDiv, atoms, _) => {
                let is_seed = |ct: VarId| except.is_some_and(|seeds| seeds.contains(&ct));
                !atoms[0].var().is_some_and(is_seed)
            }
            _ => false,
        },
        _ => false,
    }
}

/// As few variables as can be found that carry every guard in some statements.
fn cover(stmts: &[Stmt], range: Range<usize>) -> Option<Checks> {
    let mut carriers = Carriers { of: BTreeMap::new(), changed: BTreeMap::new(), guards: 0 };
    for (at, stmt) in stmts[range.clone()].iter().enumerate() {
        carriers.stmt(stmt, at);
    }
    let vars = carriers.one_or_two().or_else(|| carriers.many())?;
    let last = vars.iter().map(|var| carriers.changed[var]).max()?;
    Some(Checks { range: range.start..range.start + last + 1, vars })
}

struct Carriers {
    /// The guards that each variable carries.
    of: BTreeMap<VarId, BTreeSet<usize>>,
    /// The statement that changed it last.
    changed: BTreeMap<VarId, usize>,
    guards: usize,
}

impl Carriers {
    /// The earliest that carries everything, or two: one comparison tells whether one of two numbers is NaN.
    fn one_or_two(&self) -> Option<Vec<VarId>> {
        let carries_all = |a: &BTreeSet<usize>, b: &BTreeSet<usize>| {
            a.len() + b.len() >= self.guards && (a | b).len() == self.guards
        };
        let pairs = self.of.iter().flat_map(|(a, of_a)| {
            let others = self.of.range(*a..).filter(move |(_, of_b)| carries_all(of_a, of_b));
            others.map(move |(b, _)| (*a, *b))
        });
        let (a, b) = pairs.min_by_key(|(a, b)| (a != b, self.changed[a].max(self.changed[b])))?;
        Some(if a == b { vec![a] } else { vec![a, b] })
    }

    /// As few as can be found that carry everything.
    fn many(&self) -> Option<Vec<VarId>> {
        let mut open: BTreeSet<usize> = (0..self.guards).collect();
        let mut vars = Vec::new();
        while !open.is_empty() {
            // The earliest of those that carry most.
            let (var, carried) = self.of.iter().max_by_key(|(var, carried)| {
                (carried.intersection(&open).count(), std::cmp::Reverse(self.changed[*var]))
            })?;
            if carried.is_disjoint(&open) {
                return None;
            }
            open.retain(|guard| !carried.contains(guard));
            vars.push(*var);
        }
        Some(vars)
    }

    fn stmt(&mut self, stmt: &Stmt, at: usize) {
        match &stmt.kind {
            StmtKind::Let(var, value) => {
                let carried = self.value(value);
                if let Value::Take(place) = value {
                    self.of.remove(&place.var);
                }
                self.add(*var, carried, at);
            }
            StmtKind::Accumulate(place, value) => {
                let carried = self.value(value);
                self.add(place.var, if place.path.is_empty() { carried } else { BTreeSet::new() }, at);
            }
            // The first contribution to a zero.
            StmtKind::Store { place, value, .. } => {
                let carried = self.atom(value);
                self.add(place.var, if place.path.is_empty() { carried } else { BTreeSet::new() }, at);
            }
            _ => {}
        }
    }

    fn add(&mut self, var: VarId, carried: BTreeSet<usize>, at: usize) {
        self.changed.insert(var, at);
        if !carried.is_empty() {
            self.of.entry(var).or_default().extend(carried);
        }
    }

    fn value(&mut self, value: &Value) -> BTreeSet<usize> {
        match value {
            Value::Atom(atom) => self.atom(atom),
            Value::Load(place) | Value::Take(place) if place.path.is_empty() => self.var(place.var),
            Value::Op(op, atoms, _) => {
                let mut carried = BTreeSet::new();
                if is_strict(*op) {
                    atoms.iter().for_each(|atom| carried.extend(self.atom(atom)));
                }
                if matches!(op, Op::GuardedMul | Op::GuardedDiv) {
                    carried.insert(self.guards);
                    self.guards += 1;
                }
                carried
            }
            _ => BTreeSet::new(),
        }
    }

    fn atom(&self, atom: &Atom) -> BTreeSet<usize> {
        atom.var().map(|var| self.var(var)).unwrap_or_default()
    }

    fn var(&self, var: VarId) -> BTreeSet<usize> {
        self.of.get(&var).cloned().unwrap_or_default()
    }
}

/// Whether the result is NaN if an operand is, without guards.
fn is_strict(op: Op) -> bool {
    match op {
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Neg => true,
        Op::Scale(_) | Op::GuardedMul | Op::GuardedDiv | Op::Convert => true,
        Op::Rem | Op::Method(_) | Op::Rule(_) => false,
    }
}
