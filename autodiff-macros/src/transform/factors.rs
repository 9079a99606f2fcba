//! Sums of multiples become multiples of sums.
//!
//! ```text
//!   let d_a = 2 u; let d_b = 2 v; let d_c = d_a + d_b        let s = u + v; let d_c = 2 s
//! ```
//!
//! The tangent of a square is twice a product, so that of a sum of squares has a factor of two in each term. Only powers of
//! two move, none below one, and only where the multiples are read by the sum alone: then the numbers are the same to the
//! last bit, except that fewer of them overflow. In the forward sweep of a function that has no other.

use std::collections::{BTreeMap, BTreeSet};

use quote::format_ident;

use crate::ir::{Atom, Block, Func, Stmt, StmtKind, Value, Var, VarId};
use crate::rules::{Factor, Op};

/// A factor, and what it multiplies.
type Multiple = (Factor, VarId);

/// The function with fewer factors in its sums.
pub(crate) fn factors(mut func: Func) -> Func {
    if func.reverse.is_some() {
        return func;
    }
    let mut body = std::mem::replace(&mut func.body, Block::empty());
    let mut uses = BTreeMap::new();
    let mut count = |var: VarId| *uses.entry(var).or_insert(0) += 1;
    body.each(&mut |stmt| stmt.reads(&mut count));
    func.result.iter().filter_map(Atom::var).for_each(&mut count);
    func.tangents.iter().filter_map(|tangents| tangents.result).for_each(&mut count);
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
            if let Some((var, factor, terms, value)) = common(&stmt, &multiples) {
                gone.extend(terms);
                let sum = self.like(var);
                stmts.push(Stmt { kind: StmtKind::Let(sum, value), span: stmt.span });
                let multiple = Value::Op(Op::Scale(factor), vec![Atom::Var(sum)], stmt.span);
                stmt.kind = StmtKind::Let(var, multiple);
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

/// Of a sum or difference of multiples by one factor: its variable, the factor, the multiples, and the sum without it.
fn common(stmt: &Stmt, multiples: &BTreeMap<VarId, Multiple>) -> Option<(VarId, Factor, [VarId; 2], Value)> {
    let StmtKind::Let(var, Value::Op(op @ (Op::Add | Op::Sub), atoms, operator)) = &stmt.kind else {
        return None;
    };
    let terms = [atoms.first()?.var()?, atoms.get(1)?.var()?];
    let [(factor, a), (other, b)] = [multiples.get(&terms[0])?, multiples.get(&terms[1])?];
    let sum = Value::Op(*op, vec![Atom::Var(*a), Atom::Var(*b)], *operator);
    (factor == other).then_some((*var, *factor, terms, sum))
}
