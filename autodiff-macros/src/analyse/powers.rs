//! Products that are powers of one number, which are differentiated as such.
//!
//! ```text
//!   t0 = x * x        ct_x = 2 ct_t0 * x
//!   t1 = t0 * x       ct_x = 3 ct_t1 * t0          and not  ct_t0 = ct_t1 * x, ct_x = ct_t1 * t0, ct_x += 2 ct_t0 * x
//!   z0 = -0.5 * z
//!   z1 = z0 * z       ct_z = -ct_z1 * z
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Atom, Block, Func, Shape, StmtKind, Value, VarId};
use crate::rules::{Factor, Op};

/// How the cotangent of a power goes to its base: `ct_base += factor * ct * rest`.
#[derive(Clone, Copy)]
pub(crate) struct Power {
    pub(crate) base: VarId,
    pub(crate) rest: VarId,
    pub(crate) factor: f64,
}

/// The products that are powers, except those for which the power below is not at hand.
pub(crate) fn powers(func: &Func) -> BTreeMap<VarId, Power> {
    let mut walk = Walk {
        func,
        fixed: func.fixed(),
        monomials: BTreeMap::new(),
        at_hand: BTreeMap::new(),
        made: Vec::new(),
        powers: BTreeMap::new(),
    };
    walk.block(&func.body);
    walk.powers
}

/// `factor * base^exponent`
#[derive(Clone, Copy)]
struct Monomial {
    base: VarId,
    exponent: u16,
    factor: f64,
}

struct Walk<'a> {
    func: &'a Func,
    fixed: BTreeSet<VarId>,
    monomials: BTreeMap<VarId, Monomial>,
    /// The monomials of the blocks around, by base and exponent.
    at_hand: BTreeMap<(VarId, u16), Vec<VarId>>,
    /// The bases and exponents of these, in order.
    made: Vec<(VarId, u16)>,
    powers: BTreeMap<VarId, Power>,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block) {
        let outer = self.made.len();
        for stmt in &block.stmts {
            if let StmtKind::Let(var, Value::Op(op, atoms, _)) = &stmt.kind {
                self.operation(*var, *op, atoms);
            }
            stmt.blocks().into_iter().for_each(|inner| self.block(inner));
        }
        for key in self.made.drain(outer..) {
            self.at_hand.get_mut(&key).and_then(Vec::pop);
        }
    }

    fn operation(&mut self, var: VarId, op: Op, atoms: &[Atom]) {
        if !self.is_number(var) {
            return;
        }
        let Some(monomial) = self.monomial(op, atoms) else { return };
        if monomial.exponent > 1 && atoms.iter().all(|atom| atom.var().is_some()) {
            if let Some(power) = self.power(monomial) {
                self.powers.insert(var, power);
            }
        }
        self.monomials.insert(var, monomial);
        let key = (monomial.base, monomial.exponent);
        self.at_hand.entry(key).or_default().push(var);
        self.made.push(key);
    }

    fn is_number(&self, var: VarId) -> bool {
        self.fixed.contains(&var) && matches!(self.func.var(var).shape, Shape::Float(_))
    }

    fn monomial(&self, op: Op, atoms: &[Atom]) -> Option<Monomial> {
        match (op, atoms) {
            (Op::Neg, [a]) => self.operand(a).map(|a| Monomial { factor: -a.factor, ..a }),
            (Op::Mul, [a, b]) => match (a.factor(), b.factor()) {
                (Some(factor), None) => {
                    self.operand(b).map(|b| Monomial { factor: factor.number() * b.factor, ..b })
                }
                (None, Some(factor)) => {
                    self.operand(a).map(|a| Monomial { factor: a.factor * factor.number(), ..a })
                }
                _ => {
                    let (a, b) = (self.operand(a)?, self.operand(b)?);
                    let exponent = a.exponent.checked_add(b.exponent)?;
                    (a.base == b.base).then_some(Monomial {
                        base: a.base,
                        exponent,
                        factor: a.factor * b.factor,
                    })
                }
            },
            _ => None,
        }
    }

    fn operand(&self, atom: &Atom) -> Option<Monomial> {
        let var = atom.var().filter(|var| self.is_number(*var))?;
        let alone = Monomial { base: var, exponent: 1, factor: 1.0 };
        Some(self.monomials.get(&var).copied().unwrap_or(alone))
    }

    /// Of several variables that hold the power below, the one that leaves no factor, or else the latest.
    fn power(&self, of: Monomial) -> Option<Power> {
        let below = of.exponent - 1;
        let held = self.at_hand.get(&(of.base, below)).into_iter().flatten();
        let held = held.map(|var| (*var, self.monomials[var]));
        let alone = (below == 1).then_some((of.base, Monomial { exponent: 1, factor: 1.0, ..of }));
        let powers = alone.into_iter().chain(held).map(|(rest, other)| Power {
            base: of.base,
            rest,
            factor: of.factor * f64::from(of.exponent) / other.factor,
        });
        powers
            .filter(|power| Factor::of(power.factor).is_some())
            .max_by_key(|power| power.factor.abs() == 1.0)
    }
}
