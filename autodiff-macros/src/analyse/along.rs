//! Along: the results of expensive operations in loops that walk along a slice whose gradient the companions return.
//!
//! Such a loop gives the gradient one number in each iteration. So it may keep the exponential of each element, one number
//! more, where another loop would compute it again to need memory that does not grow with the number of iterations.

use std::collections::BTreeSet;

use crate::ir::{Atom, Func, Loop, Passing, Place, Proj, Stmt, StmtKind, Value, VarId};

/// The variables of outermost loops that hold such results.
pub(crate) fn along(func: &Func) -> BTreeSet<VarId> {
    let mut found = BTreeSet::new();
    for stmt in &func.body.stmts {
        let StmtKind::Loop(inner) = &stmt.kind else { continue };
        if walks_along(func, inner) {
            found.extend(inner.body.stmts.iter().filter_map(|stmt| match &stmt.kind {
                StmtKind::Let(var, Value::Op(op, ..)) => (!op.is_cheap()).then_some(*var),
                _ => None,
            }));
        }
    }
    found
}

/// Whether a loop reads the element of its counter.
fn walks_along(func: &Func, inner: &Loop) -> bool {
    let is_counter = |stmt: &Stmt, index: &Atom| match stmt.kind {
        StmtKind::Bind(var, None) => index.var() == Some(var),
        _ => false,
    };
    let is_element = |place: &Place| match &place.path[..] {
        [Proj::Deref, Proj::Index(index)] => {
            is_wanted(func, place.var) && inner.body.stmts.iter().any(|stmt| is_counter(stmt, index))
        }
        _ => false,
    };
    inner
        .body
        .stmts
        .iter()
        .any(|stmt| matches!(&stmt.kind, StmtKind::Let(_, Value::Load(place)) if is_element(place)))
}

fn is_wanted(func: &Func, var: VarId) -> bool {
    func.params.iter().any(|param| param.var == var && param.wanted && param.passing == Passing::Shared)
}
