//! Reverse loops that would only pass on zeros do not run.
//!
//! ```text
//!                                           if ct_d != -ct_d {
//! for j in .. { ct_c[j] += ct_d * x[j] }      for j in .. { ct_c[j] += ct_d * x[j] }
//!                                           }
//! ```
//!
//! Of `nearest.min(d)` all but one iteration have a cotangent of zero for `d`, and what a loop adds that is linear in its
//! cotangents is then zero. Only a zero differs from its negative in nothing, so that a NaN is passed on, in any float
//! type. Where the cotangent does not come from a choice between numbers, it is hardly ever zero, and not asked.

use std::collections::BTreeSet;

use quote::quote;

use crate::ir::{
    Arm, Atom, Block, Branch, Code, Func, Head, Loop, Role, Shape, Stmt, StmtKind, Value, VarId,
};
use crate::rules::{Op, Partial, is_selection};

/// More comparisons than this are not worth it.
const MOST: usize = 4;

/// The function with loops in its reverse sweep that run only where they have something to pass on.
pub(crate) fn skip(mut func: Func) -> Func {
    if let Some(mut reverse) = func.reverse.take() {
        let selected = selected(&reverse.body);
        block(&func, &selected, &mut reverse.body);
        func.reverse = Some(reverse);
    }
    func
}

fn block(func: &Func, selected: &BTreeSet<VarId>, body: &mut Block) {
    for stmt in &mut body.stmts {
        stmt.blocks_mut().into_iter().for_each(|body| block(func, selected, body));
        let StmtKind::Loop(inner) = &stmt.kind else { continue };
        let Some(incoming) = incoming(func, inner) else { continue };
        if incoming.is_disjoint(selected) || incoming.len() > MOST {
            continue;
        }
        let idents = incoming.iter().map(|var| &func.var(*var).ident);
        let tests = idents.map(|ct| quote!(#ct != -#ct));
        let head = Head::If(Code(quote!(#(#tests)||*)));
        let then = Block { stmts: vec![stmt.clone()], ..Block::empty() };
        let arms = [then, Block::empty()].map(|body| Arm { pattern: None, body }).into();
        stmt.kind = StmtKind::Branch(Branch { head, again: Some(incoming.into_iter().collect()), arms });
    }
}

/// The cotangents that come from a choice between numbers.
fn selected(body: &Block) -> BTreeSet<VarId> {
    let mut selected = BTreeSet::new();
    body.each(&mut |stmt| {
        let StmtKind::Let(var, value) = &stmt.kind else { return };
        let is_selected = match value {
            Value::Op(Op::Rule(name), ..) => is_selection(name),
            Value::Atom(Atom::Var(from)) => selected.contains(from),
            Value::Load(place) | Value::Take(place) => selected.contains(&place.var),
            _ => false,
        };
        selected.extend(is_selected.then_some(*var));
    });
    selected
}

/// The floats from outside a loop that all that it adds is linear in, if there is nothing else to it.
fn incoming(func: &Func, inner: &Loop) -> Option<BTreeSet<VarId>> {
    let mut linear = Linear { func, own: BTreeSet::new(), zeros: BTreeSet::new(), incoming: BTreeSet::new() };
    let runs = linear.iterations(inner);
    (runs && !linear.incoming.is_empty()).then_some(linear.incoming)
}

/// A loop, as it is if what comes in is zero.
struct Linear<'a> {
    func: &'a Func,
    /// Variables that are defined in it.
    own: BTreeSet<VarId>,
    /// Variables of these that are zero.
    zeros: BTreeSet<VarId>,
    /// Cotangents that it reads from outside.
    incoming: BTreeSet<VarId>,
}

impl Linear<'_> {
    fn iterations(&mut self, inner: &Loop) -> bool {
        // One that runs for the first time may panic.
        let adds_alone = inner.record.is_none() && inner.reserve.is_empty() && !inner.primal;
        adds_alone && self.block(&inner.body)
    }

    fn block(&mut self, block: &Block) -> bool {
        block.end == crate::ir::End::Fall && block.stmts.iter().all(|stmt| self.stmt(stmt))
    }

    /// Whether a statement has no effect but to add zeros.
    fn stmt(&mut self, stmt: &Stmt) -> bool {
        match &stmt.kind {
            StmtKind::Let(var, value) => {
                let zero = self.is_zero(value);
                self.own.insert(*var);
                self.zeros.extend(zero.then_some(*var));
                // A cotangent that something else is made of would have to be looked at.
                zero || (is_pure(value) && !self.reads_cotangent(value))
            }
            StmtKind::Bind(var, None) => {
                self.own.insert(*var);
                true
            }
            StmtKind::Accumulate(_, value) => self.is_zero(value),
            StmtKind::Store { place, value, .. } => {
                self.zeros.contains(&place.var) && self.is_zero(&Value::Atom(value.clone()))
            }
            StmtKind::Loop(inner) => self.iterations(inner),
            StmtKind::Branch(Branch { head: Head::If(_), again: Some(_), arms }) => {
                arms.iter().all(|arm| self.block(&arm.body))
            }
            StmtKind::Scope(None, block) => self.block(block),
            _ => false,
        }
    }

    /// Whether a variable is zero: a float from outside by assumption.
    fn zero(&mut self, var: VarId) -> bool {
        let info = self.func.var(var);
        let outside = !self.own.contains(&var);
        if outside && info.role == Role::Cotangent && matches!(info.shape, Shape::Float(_)) {
            self.incoming.insert(var);
            return true;
        }
        self.zeros.contains(&var)
    }

    fn is_zero(&mut self, value: &Value) -> bool {
        let mut atom = |at: usize, atoms: &[Atom]| atoms[at].var().is_some_and(|var| self.zero(var));
        match value {
            Value::Zero(_) => true,
            Value::Atom(Atom::Var(var)) => self.zero(*var),
            Value::Load(place) | Value::Take(place) => self.zero(place.var),
            Value::Op(op, atoms, _) => match op {
                Op::Neg | Op::Scale(_) | Op::Convert | Op::Div | Op::GuardedDiv | Op::GuardedMul => {
                    atom(0, atoms)
                }
                Op::Mul => atom(0, atoms) || atom(1, atoms),
                Op::Add | Op::Sub => atom(0, atoms) && atom(1, atoms),
                Op::Rule(name) => is_selection(name) && atom(atoms.len() - 1, atoms),
                Op::Method(rule) => rule.args[..] == [Partial::Same] && atom(0, atoms),
                Op::Rem => false,
            },
            _ => false,
        }
    }

    fn reads_cotangent(&self, value: &Value) -> bool {
        let mut reads = false;
        value.vars(&mut |var| reads |= self.func.var(var).role == Role::Cotangent);
        reads
    }
}

/// Whether a value has no effect.
fn is_pure(value: &Value) -> bool {
    matches!(
        value,
        Value::Atom(_) | Value::Load(_) | Value::Op(..) | Value::Pure(..) | Value::Read(_) | Value::Cast(..)
    )
}
