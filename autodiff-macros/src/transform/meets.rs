//! Guards of tangents that cannot have an effect become plain products and quotients.
//!
//! A guard makes zero of a zero tangent and an infinite or NaN partial. Where everything that is made of that zero meets a
//! factor that is not finite either, NaN comes of it as it would of the NaN:
//!
//! ```text
//!   let r = 1.0 / s; let d_r = guarded_mul(d_s, r, r)         let d_r = d_s * r * r
//!   let c = r * r; let d_c = 2 d_r * r                        is NaN where r is not finite
//! ```
//!
//! In the forward sweep of a function that has no other.

use std::collections::BTreeMap;

use quote::format_ident;

use super::unguard::{Event, Graph};
use crate::ir::{Atom, Block, Func, Stmt, StmtKind, Value, Var, VarId};
use crate::rules::Op;

/// The function with fewer guards.
pub(super) fn meets(mut func: Func) -> Func {
    if func.reverse.is_some() {
        return func;
    }
    let graph = Graph::of_forward(&func);
    let mut uses = BTreeMap::new();
    func.body.each(&mut |stmt| collect(&func, stmt, &mut uses));
    let results = func.tangents.iter().filter_map(|tangents| tangents.result);
    for result in func.result.iter().filter_map(Atom::var).chain(results) {
        uses.entry(result).or_insert_with(Vec::new).push(Use::Seen);
    }
    let mut body = std::mem::replace(&mut func.body, Block::empty());
    Meets { func: &mut func, graph, uses }.block(&mut body);
    func.body = body;
    func
}

/// What is done with a number.
enum Use {
    /// This is made of it, and is zero or NaN where it is zero, and NaN where it is NaN.
    Into(VarId),
    /// The same by a product with a factor.
    Times(VarId, Atom),
    /// Anything else.
    Seen,
}

/// The uses of what a statement reads.
fn collect(func: &Func, stmt: &Stmt, uses: &mut BTreeMap<VarId, Vec<Use>>) {
    let mut add = |var: VarId, made: Use| uses.entry(var).or_default().push(made);
    let (made, value) = match &stmt.kind {
        StmtKind::Let(made, value) if func.is_constant(*made) => (*made, value),
        _ => return stmt.reads(&mut |var| add(var, Use::Seen)),
    };
    match value {
        Value::Atom(Atom::Var(of)) => add(*of, Use::Into(made)),
        Value::Op(Op::Mul, atoms, _) => {
            let [a, b] = [&atoms[0], &atoms[1]];
            for (of, by) in [(a, b), (b, a)] {
                of.var().into_iter().for_each(|of| add(of, Use::Times(made, by.clone())));
            }
        }
        Value::Op(Op::Neg | Op::Scale(_) | Op::Div | Op::GuardedMul | Op::GuardedDiv, atoms, _) => {
            atoms[0].var().into_iter().for_each(|of| add(of, Use::Into(made)));
            atoms[1..].iter().filter_map(Atom::var).for_each(|of| add(of, Use::Seen));
        }
        value => value.vars(&mut |var| add(var, Use::Seen)),
    }
}

struct Meets<'a> {
    func: &'a mut Func,
    graph: Graph,
    uses: BTreeMap<VarId, Vec<Use>>,
}

impl Meets<'_> {
    fn block(&mut self, block: &mut Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            stmt.blocks_mut().into_iter().for_each(|inner| self.block(inner));
            let StmtKind::Let(var, Value::Op(op @ (Op::GuardedMul | Op::GuardedDiv), atoms, span)) =
                &mut stmt.kind
            else {
                block.stmts.push(stmt);
                continue;
            };
            let partials: Vec<Atom> = atoms[1..].to_vec();
            if partials.iter().all(|partial| self.is_met(*op, partial, *var)) {
                if let [first, _] = &partials[..] {
                    // The product of the first two has a name.
                    let product = Value::Op(Op::Mul, vec![atoms[0].clone(), first.clone()], *span);
                    let name = self.like(*var);
                    block.stmts.push(Stmt { kind: StmtKind::Let(name, product), span: stmt.span });
                    atoms.splice(..2, [Atom::Var(name)]);
                }
                *op = if *op == Op::GuardedDiv { Op::Div } else { Op::Mul };
            }
            block.stmts.push(stmt);
        }
    }

    /// Whether what is made of a guarded product is NaN wherever a partial of it would have made it NaN.
    fn is_met(&mut self, op: Op, partial: &Atom, var: VarId) -> bool {
        let event = self.graph.spoils(op, partial);
        self.func.is_constant(var) && self.hidden(event, var, 0)
    }

    fn hidden(&mut self, event: Event, var: VarId, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let uses = self.uses.remove(&var).unwrap_or_default();
        let all = uses.iter().all(|made| match made {
            Use::Seen => false,
            Use::Into(made) => self.hidden(event, *made, depth + 1),
            Use::Times(made, by) => self.graph.spoilt(event, by) || self.hidden(event, *made, depth + 1),
        });
        self.uses.insert(var, uses);
        all
    }

    /// A variable of the same kind.
    fn like(&mut self, var: VarId) -> VarId {
        let Var { ident, role, shape, .. } = self.func.var(var).clone();
        let ident = format_ident!("d", span = ident.span());
        self.func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None })
    }
}

/// How many values a tangent may go through: each has a few uses, and all are asked.
const DEEPEST: usize = 6;
