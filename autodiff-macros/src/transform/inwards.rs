//! Literal factors move inwards, to where they meet others.
//!
//! ```text
//!   let h = 0.5 * ct                          let h = ct
//!   let q = h / r                             let q = h / r
//!   let d = 2.0 * q                           let d = q
//! ```
//!
//! Only through values that are read once, and only if there is something to meet. Numbers change by their rounding at
//! most, and not where the factors are powers of two.

use std::collections::BTreeMap;

use super::uses::uses;
use crate::ir::{Atom, Block, Func, Role, Shape, StmtKind, Value, VarId};
use crate::rules::{Factor, Op};

/// Through how many values a factor moves.
const FARTHEST: usize = 64;

/// The function with fewer literal factors.
pub(crate) fn inwards(mut func: Func) -> Func {
    let Some(mut reverse) = func.reverse.take() else { return func };
    let uses = uses(&reverse);
    let mut inwards = Inwards { func: &func, uses, values: BTreeMap::new() };
    inwards.read(&mut reverse.body);
    let values = inwards.values;
    write(&mut reverse.body, &values);
    func.reverse = Some(reverse);
    func
}

struct Inwards<'a> {
    func: &'a Func,
    uses: BTreeMap<VarId, usize>,
    /// What the variables that do not change are defined as.
    values: BTreeMap<VarId, Value>,
}

impl Inwards<'_> {
    fn read(&mut self, block: &mut Block) {
        for stmt in &mut block.stmts {
            match &mut stmt.kind {
                StmtKind::Let(var, value) if self.func.var(*var).role == Role::Cotangent => {
                    *value = self.simpler(value.clone());
                    if self.is_number(*var) {
                        self.values.insert(*var, value.clone());
                    }
                }
                StmtKind::Accumulate(_, value) => *value = self.simpler(value.clone()),
                _ => stmt.blocks_mut().into_iter().for_each(|body| self.read(body)),
            }
        }
    }

    fn is_number(&self, var: VarId) -> bool {
        self.func.is_constant(var) && matches!(self.func.var(var).shape, Shape::Float(_))
    }

    /// A multiple as such, or without its factor if that could be moved.
    fn simpler(&mut self, value: Value) -> Value {
        let Some((factor, Atom::Var(of))) = multiple(&value) else { return value };
        if self.push(of, factor) {
            return Value::Atom(Atom::Var(of));
        }
        self.scaled(factor, of, &value).unwrap_or(value)
    }

    /// Multiplies a variable by a factor that disappears in another one, not far away.
    fn push(&mut self, mut var: VarId, factor: f64) -> bool {
        for _ in 0..FARTHEST {
            let Some(value) = self.values.get(&var).filter(|_| self.uses.get(&var) == Some(&1)) else {
                return false;
            };
            if let Some((other, Atom::Var(of))) = multiple(value) {
                let scaled = self.scaled(factor * other, of, value);
                return scaled.map(|scaled| self.values.insert(var, scaled)).is_some();
            }
            let next = match value {
                Value::Atom(atom) => atom.var(),
                Value::Op(Op::Mul | Op::Div | Op::GuardedMul | Op::GuardedDiv, atoms, _) => atoms[0].var(),
                _ => None,
            };
            let Some(next) = next else { return false };
            var = next;
        }
        false
    }

    fn scaled(&self, factor: f64, of: VarId, like: &Value) -> Option<Value> {
        let Value::Op(_, _, span) = like else { return None };
        let atoms = vec![Atom::Var(of)];
        match factor {
            1.0 => Some(Value::Atom(Atom::Var(of))),
            -1.0 => Some(Value::Op(Op::Neg, atoms, *span)),
            _ => Factor::of(factor).map(|factor| Value::Op(Op::Scale(factor), atoms, *span)),
        }
    }
}

/// What a value is a multiple of.
fn multiple(value: &Value) -> Option<(f64, Atom)> {
    let Value::Op(op, atoms, _) = value else { return None };
    match (op, &atoms[..]) {
        (Op::Neg, [a]) => Some((-1.0, a.clone())),
        (Op::Scale(factor), [a]) => Some((factor.number(), a.clone())),
        (Op::Mul, [a, b]) => match (a.factor(), b.factor()) {
            (None, Some(factor)) => Some((factor.number(), a.clone())),
            (Some(factor), None) => Some((factor.number(), b.clone())),
            _ => None,
        },
        (Op::Div, [a, b]) => b.reciprocal().map(|factor| (factor, a.clone())),
        _ => None,
    }
}

fn write(block: &mut Block, values: &BTreeMap<VarId, Value>) {
    for stmt in &mut block.stmts {
        if let StmtKind::Let(var, value) = &mut stmt.kind {
            if let Some(new) = values.get(var) {
                *value = new.clone();
            }
        }
        stmt.blocks_mut().into_iter().for_each(|body| write(body, values));
    }
}
