//! Negations and factors move outwards through products and quotients, into the sums that end them.
//!
//! ```text
//!   let n = -ct; let t = n * x; ct_x += t        let t = ct * x; ct_x -= t
//!   let d = 2 ct; ct_x += d * x                  let t = ct * x; ct_x += 2 t
//! ```
//!
//! Nothing becomes less by the second, but where `ct` is read elsewhere, too, it need not be copied first. Only what is
//! read once moves, or negations that sums swallow wherever they are read. Factors of the seed stay with it, which in a
//! companion is a number itself.

use std::collections::BTreeMap;

use proc_macro2::Span;
use quote::format_ident;

use super::uses::{seeds, uses};
use crate::ir::{Atom, Block, Func, Reverse, Role, Shape, Stmt, StmtKind, Value, Var, VarId};
use crate::rules::{Factor, Op};

/// The function with fewer negations.
pub(crate) fn outwards(mut func: Func) -> Func {
    if let Some(mut reverse) = func.reverse.take() {
        let (uses, seeds, ending) = (uses(&reverse), seeds(&reverse), ending(&func, &reverse));
        let mut outwards =
            Outwards { func: &mut func, uses, ending, seeds, multiples: BTreeMap::new(), in_loop: false };
        outwards.block(&mut reverse.body);
        func.reverse = Some(reverse);
    }
    func
}

struct Outwards<'a> {
    func: &'a mut Func,
    /// How often each variable is read in the reverse sweep.
    uses: BTreeMap<VarId, usize>,
    /// How often in a product that is a term of a sum.
    ending: BTreeMap<VarId, usize>,
    /// Variables that are a multiple of the seed.
    seeds: std::collections::BTreeSet<VarId>,
    /// Variables that are a multiple of another, and read once.
    multiples: BTreeMap<VarId, (VarId, f64)>,
    in_loop: bool,
}

impl Outwards<'_> {
    fn block(&mut self, block: &mut Block) {
        let mut stmts = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            match &mut stmt.kind {
                StmtKind::Let(var, value) if self.func.var(*var).role == Role::Cotangent => {
                    self.without(value, stmt.span, &mut stmts);
                    self.multiples.extend(self.multiple(*var, value).map(|multiple| (*var, multiple)));
                }
                StmtKind::Accumulate(place, value)
                    if matches!(self.func.place_shape(place), Shape::Float(_)) =>
                {
                    self.without(value, stmt.span, &mut stmts);
                }
                kind => {
                    let outside = self.in_loop;
                    self.in_loop |= matches!(kind, StmtKind::Loop(_) | StmtKind::Unroll { .. });
                    for body in stmt.blocks_mut() {
                        // What was a multiple outside may change in an iteration before it is read.
                        let outside = std::mem::take(&mut self.multiples);
                        self.block(body);
                        self.multiples = outside;
                    }
                    self.in_loop = outside;
                }
            }
            let changed = stmt.changes();
            self.multiples.retain(|_, (of, _)| !changed.contains(of));
            stmts.push(stmt);
        }
        block.stmts = stmts;
    }

    /// Of what a variable is a multiple, if its factor should move.
    fn multiple(&self, var: VarId, value: &Value) -> Option<(VarId, f64)> {
        let once = |var| self.uses.get(&var) == Some(&1);
        let ends = self.uses.get(&var) == self.ending.get(&var) && !self.seeds.contains(&var);
        if self.func.var(var).mutable {
            return None;
        }
        match value {
            Value::Op(Op::Neg, atoms, _) if once(var) || ends => Some((atoms[0].var()?, -1.0)),
            // In a loop it may be the same in all iterations, and rustc computes it before.
            Value::Op(Op::Scale(factor), atoms, _) if once(var) && !self.in_loop => {
                let of = atoms[0].var().filter(|of| !once(*of) && !self.seeds.contains(of))?;
                Some((of, factor.number()))
            }
            _ => None,
        }
    }

    /// Takes the factor out of a value that is a product or quotient of a multiple, or the multiple itself.
    fn without(&mut self, value: &mut Value, span: Span, stmts: &mut Vec<Stmt>) {
        let of = |atom: &Atom| atom.var().and_then(|var| self.multiples.get(&var).copied());
        match value {
            Value::Atom(atom) => {
                if let Some(scaled) = of(atom).and_then(|(of, factor)| times(factor, of, span)) {
                    *value = scaled;
                }
            }
            Value::Op(Op::Neg, atoms, operands) => {
                let scaled = of(&atoms[0]).and_then(|(of, factor)| times(-factor, of, *operands));
                *value = scaled.unwrap_or_else(|| value.clone());
            }
            Value::Op(Op::Scale(outer), atoms, operands) => {
                let outer = outer.number();
                let scaled = of(&atoms[0]).and_then(|(of, factor)| times(outer * factor, of, *operands));
                *value = scaled.unwrap_or_else(|| value.clone());
            }
            Value::Op(op @ (Op::Mul | Op::Div), atoms, operands) => {
                let Some((of, factor)) = of(&atoms[0]) else { return };
                let shape = self.func.var(of).shape.clone();
                let mut atoms = atoms.clone();
                atoms[0] = Atom::Var(of);
                let product = self.named(Value::Op(*op, atoms, *operands), &shape, span, stmts);
                *value = times(factor, product, span).unwrap_or_else(|| value.clone());
            }
            _ => {}
        }
    }

    fn named(&mut self, value: Value, shape: &Shape, span: Span, stmts: &mut Vec<Stmt>) -> VarId {
        let ident = format_ident!("product", span = Span::mixed_site());
        let role = Role::Cotangent;
        let shape = shape.clone();
        let var = self.func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None });
        self.uses.insert(var, 1);
        stmts.push(Stmt { kind: StmtKind::Let(var, value), span });
        var
    }
}

/// Whether contributions are added to a variable later.
fn is_sum(func: &Func, var: VarId) -> bool {
    func.var(var).mutable && func.var(var).role == Role::Cotangent
}

/// How often each variable is the first factor of a term of a sum.
fn ending(func: &Func, reverse: &Reverse) -> BTreeMap<VarId, usize> {
    let mut ending = BTreeMap::new();
    reverse.body.each(&mut |stmt| {
        let value = match &stmt.kind {
            StmtKind::Let(var, value) if is_sum(func, *var) => value,
            StmtKind::Accumulate(place, value) if matches!(func.place_shape(place), Shape::Float(_)) => value,
            _ => return,
        };
        if let Value::Op(Op::Mul | Op::Div, atoms, _) = value {
            atoms[0].var().into_iter().for_each(|var| *ending.entry(var).or_insert(0) += 1);
        }
    });
    ending
}

/// A multiple of a variable.
fn times(factor: f64, of: VarId, span: Span) -> Option<Value> {
    let atoms = vec![Atom::Var(of)];
    match factor {
        1.0 => Some(Value::Atom(Atom::Var(of))),
        -1.0 => Some(Value::Op(Op::Neg, atoms, span)),
        _ => Factor::of(factor).map(|factor| Value::Op(Op::Scale(factor), atoms, span)),
    }
}
