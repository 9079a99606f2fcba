//! Sums of multiples become multiples of sums, and products with multiples become multiples of products.
//!
//! ```text
//!   let d_a = 2 u; let d_b = 2 v; let d_c = d_a + d_b        let s = u + v; let d_c = 2 s
//!   let d_a = 2 u; let d_b = d_a * y; let d_c = 3 d_b        let s = u * y; let d_c = 6 s
//! ```
//!
//! The tangent of a square is twice a product, so that of a sum of squares has a factor of two in each term, and that of a
//! function of it one in each step. Only powers of two move, none below one, and only where the multiples are read by the
//! sum or the product alone: then the numbers are the same to the last bit, except that fewer of them overflow and that a
//! product below the smallest normal number is rounded before its factor. In the forward sweep of a function that has no
//! other.

use std::collections::{BTreeMap, BTreeSet};

use quote::format_ident;

use super::uses::used;
use crate::ir::{Atom, Block, Func, Stmt, StmtKind, Value, Var, VarId};
use crate::rules::{Factor, Op};

/// A factor, and what it multiplies.
type Multiple = (Factor, VarId);

/// The function with fewer factors.
pub(crate) fn factors(func: Func) -> Func {
    if func.reverse.is_some() {
        return func;
    }
    let (mut func, uses) = used(func);
    let mut body = std::mem::replace(&mut func.body, Block::empty());
    Factors { func: &mut func, uses }.block(&mut body);
    func.body = body;
    func
}

struct Factors<'a> {
    func: &'a mut Func,
    /// How often each variable is read.
    uses: BTreeMap<VarId, usize>,
}

impl Factors<'_> {
    fn block(&mut self, block: &mut Block) {
        let (mut multiples, mut gone) = (BTreeMap::new(), BTreeSet::new());
        let mut stmts = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            stmt.blocks_mut().into_iter().for_each(|inner| self.block(inner));
            if let Some(Lifted { var, factor, terms, value }) = lifted(&stmt, &multiples) {
                gone.extend(terms);
                let of = self.like(var);
                stmts.push(Stmt { kind: StmtKind::Let(of, value), span: stmt.span });
                let multiple = Value::Op(Op::Scale(factor), vec![Atom::Var(of)], stmt.span);
                stmt.kind = StmtKind::Let(var, multiple);
            } else if let Some((term, value)) = merged(&stmt, &multiples) {
                gone.insert(term);
                if let StmtKind::Let(_, old) = &mut stmt.kind {
                    *old = value;
                }
            }
            multiples.extend(self.multiple(&stmt));
            stmts.push(stmt);
        }
        stmts.retain(|stmt| !matches!(&stmt.kind, StmtKind::Let(var, _) if gone.contains(var)));
        block.stmts = stmts;
    }

    /// The variable that a statement makes a multiple, if it is read once.
    fn multiple(&self, stmt: &Stmt) -> Option<(VarId, Multiple)> {
        let StmtKind::Let(var, Value::Op(Op::Scale(factor), atoms, _)) = &stmt.kind else { return None };
        let of = atoms[0].var()?;
        let fits = self.func.is_constant(*var) && self.func.is_constant(of);
        let exact = factor.is_power_of_two() && factor.number().abs() >= 1.0;
        (fits && exact && self.uses.get(var) == Some(&1)).then_some((*var, (*factor, of)))
    }

    /// A variable of the same kind.
    fn like(&mut self, var: VarId) -> VarId {
        let Var { ident, role, shape, .. } = self.func.var(var).clone();
        let ident = format_ident!("d", span = ident.span());
        self.func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None })
    }
}

/// A sum or a product without the factor of its operands.
struct Lifted {
    var: VarId,
    factor: Factor,
    /// The multiples, which nobody reads any more.
    terms: Vec<VarId>,
    value: Value,
}

/// What becomes of a sum or difference of multiples by one factor, and of a product or quotient that begins with a multiple.
fn lifted(stmt: &Stmt, multiples: &BTreeMap<VarId, Multiple>) -> Option<Lifted> {
    let StmtKind::Let(var, Value::Op(op, atoms, operator)) = &stmt.kind else { return None };
    let term = atoms.first()?.var()?;
    let (factor, a) = multiples.get(&term)?;
    let mut operands = atoms.clone();
    operands[0] = Atom::Var(*a);
    let mut terms = vec![term];
    match op {
        Op::Add | Op::Sub => {
            let other = atoms.get(1)?.var()?;
            let (_, b) = multiples.get(&other).filter(|(other, _)| other == factor)?;
            operands[1] = Atom::Var(*b);
            terms.push(other);
        }
        Op::Mul | Op::Div | Op::GuardedMul | Op::GuardedDiv if factor.number().abs() <= LARGEST => {}
        _ => return None,
    }
    Some(Lifted { var: *var, factor: *factor, terms, value: Value::Op(*op, operands, *operator) })
}

/// A factor above moves out of no product: what the product may lose to underflow would become large.
const LARGEST: f64 = 16.0;

/// What becomes of a multiple of a multiple, which nobody reads any more.
fn merged(stmt: &Stmt, multiples: &BTreeMap<VarId, Multiple>) -> Option<(VarId, Value)> {
    let StmtKind::Let(_, Value::Op(Op::Scale(outer), atoms, operator)) = &stmt.kind else { return None };
    let term = atoms[0].var()?;
    let (inner, of) = multiples.get(&term)?;
    let factor = Factor::of(outer.number() * inner.number())?;
    Some((term, Value::Op(Op::Scale(factor), vec![Atom::Var(*of)], *operator)))
}
