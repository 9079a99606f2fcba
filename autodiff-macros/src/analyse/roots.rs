//! Quotients by a root that nothing else reads, whose derivative goes past the root.
//!
//! ```text
//!   r = q.sqrt()                              ct_q = -0.5 (ct_t * t) / q
//!   t = a / r                                 and not  ct_r = -(ct_t / r) * t, ct_q = 0.5 ct_r / |r|
//! ```

use std::collections::BTreeMap;

use crate::ir::{Atom, Block, Func, StmtKind, Value, VarId};
use crate::rules::Op;

/// What stands under the root.
#[derive(Clone, Copy)]
pub(crate) struct Root {
    /// The variable that gets a cotangent.
    pub(crate) of: VarId,
    /// The float it is or refers to.
    pub(crate) number: VarId,
}

/// The quotients by such a root, in the block that computes it.
pub(crate) fn roots(func: &Func) -> BTreeMap<VarId, Root> {
    let mut uses: BTreeMap<VarId, usize> = BTreeMap::new();
    let mut count = |var| *uses.entry(var).or_default() += 1;
    func.body.each(&mut |stmt| match &stmt.kind {
        // That is for the reverse sweep.
        StmtKind::Let(_, Value::Read(_)) => {}
        _ => stmt.reads(&mut count),
    });
    func.result.iter().filter_map(Atom::var).for_each(&mut count);
    let (mut roots, fixed) = (BTreeMap::new(), func.fixed());
    let mut visit = |block: &Block| {
        let mut under = BTreeMap::new();
        for stmt in &block.stmts {
            let StmtKind::Let(var, Value::Op(op, atoms, _)) = &stmt.kind else { continue };
            match (op, &atoms[..]) {
                (Op::Method(rule), [Atom::Var(of)]) if rule.name == "sqrt" && fixed.contains(of) => {
                    let number = func.reads.get(&(*var, 0)).copied().unwrap_or(*of);
                    under.insert(*var, Root { of: *of, number });
                }
                (Op::Div, [_, Atom::Var(root)]) if fixed.contains(root) && uses.get(root) == Some(&1) => {
                    roots.extend(under.get(root).map(|root| (*var, *root)));
                }
                _ => {}
            }
        }
    };
    visit(&func.body);
    func.body.each(&mut |stmt| stmt.blocks().into_iter().for_each(&mut visit));
    roots
}
