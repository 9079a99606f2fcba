//! Negations move outwards through products and quotients, into the sums that end them.
//!
//! ```text
//!   let n = -ct; let t = n * x; ct_x += t        let t = ct * x; ct_x -= t
//! ```
//!
//! No number changes, only how many negations there are: only those that are read once move.

use std::collections::BTreeMap;

use proc_macro2::Span;
use quote::format_ident;

use crate::ir::{Atom, Block, Func, Loop, Role, Shape, Stmt, StmtKind, Value, Var, VarId};
use crate::rules::Op;

/// The function with fewer negations.
pub(crate) fn signs(mut func: Func) -> Func {
    if let Some(mut reverse) = func.reverse.take() {
        let mut uses = BTreeMap::new();
        let mut count = |var: VarId| *uses.entry(var).or_insert(0) += 1;
        reverse.body.each(&mut |stmt| stmt.reads(&mut count));
        reverse.cotangents.iter().flatten().for_each(|ct| count(ct.var));
        let mut signs = Signs { func: &mut func, uses, negative: BTreeMap::new() };
        signs.block(&mut reverse.body);
        func.reverse = Some(reverse);
    }
    func
}

struct Signs<'a> {
    func: &'a mut Func,
    /// How often each variable is read in the reverse sweep.
    uses: BTreeMap<VarId, usize>,
    /// Variables that are the negative of another, and read once.
    negative: BTreeMap<VarId, VarId>,
}

impl Signs<'_> {
    fn block(&mut self, block: &mut Block) {
        let mut stmts = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            match &mut stmt.kind {
                StmtKind::Let(var, value) => {
                    self.positive(value, stmt.span, &mut stmts);
                    if let Value::Op(Op::Neg, atoms, _) = value {
                        let once = self.uses.get(var) == Some(&1) && !self.func.var(*var).mutable;
                        if let (true, Some(of)) = (once, atoms[0].var()) {
                            self.negative.insert(*var, of);
                        }
                    }
                }
                StmtKind::Accumulate(place, value)
                    if matches!(self.func.place_shape(place), Shape::Float(_)) =>
                {
                    self.positive(value, stmt.span, &mut stmts);
                }
                StmtKind::Replay(_, _, body)
                | StmtKind::Unroll { body, .. }
                | StmtKind::Loop(Loop { body, .. })
                | StmtKind::Scope(_, body) => self.inside(body),
                StmtKind::Branch(branch) => branch.arms.iter_mut().for_each(|arm| self.inside(&mut arm.body)),
                _ => {}
            }
            let alone = Block { stmts: vec![stmt], end: crate::ir::End::Fall };
            let changed = alone.changes();
            self.negative.retain(|_, of| !changed.contains(of));
            stmts.extend(alone.stmts);
        }
        block.stmts = stmts;
    }

    fn inside(&mut self, body: &mut Block) {
        // What was negated outside may change in an iteration before it is read.
        let outside = std::mem::take(&mut self.negative);
        self.block(body);
        self.negative = outside;
    }

    /// Takes the sign out of a value that is a product or quotient of a negative, or the negative itself.
    fn positive(&mut self, value: &mut Value, span: Span, stmts: &mut Vec<Stmt>) {
        let of = |atom: &Atom| atom.var().and_then(|var| self.negative.get(&var).copied());
        match value {
            Value::Atom(atom) => {
                if let Some(of) = of(atom) {
                    *value = Value::Op(Op::Neg, vec![Atom::Var(of)], span);
                }
            }
            Value::Op(Op::Neg, atoms, _) => {
                if let Some(of) = of(&atoms[0]) {
                    *value = Value::Atom(Atom::Var(of));
                }
            }
            Value::Op(op @ (Op::Mul | Op::Div | Op::Rule("double")), atoms, operands) => {
                let Some(of) = of(&atoms[0]) else { return };
                let shape = self.func.var(of).shape.clone();
                let mut atoms = atoms.clone();
                atoms[0] = Atom::Var(of);
                let product = self.named(Value::Op(*op, atoms, *operands), &shape, span, stmts);
                *value = Value::Op(Op::Neg, vec![Atom::Var(product)], span);
            }
            _ => {}
        }
    }

    fn named(&mut self, value: Value, shape: &Shape, span: Span, stmts: &mut Vec<Stmt>) -> VarId {
        let ident = format_ident!("positive", span = Span::mixed_site());
        let role = Role::Cotangent;
        let shape = shape.clone();
        let var = self.func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None });
        stmts.push(Stmt { kind: StmtKind::Let(var, value), span });
        var
    }
}
