//! What transforms want to know about a function, in tables beside it.

mod activity;
mod record;
mod varied;

use std::collections::BTreeSet;

use crate::ir::{Func, Stmt, VarId};
use crate::parse::Analyses;

/// The tables.
pub(crate) struct Facts {
    /// Variables whose cotangent can be other than zero and matters to the caller: varied and useful.
    pub(crate) active: BTreeSet<VarId>,
    /// Variables whose primal value the reverse sweep reads.
    pub(crate) record: BTreeSet<VarId>,
    /// Variables that get a tangent: the active ones; all varied ones where activity is switched off.
    pub(crate) tangent: BTreeSet<VarId>,
}

/// Runs every analysis that is switched on; one that is off answers "everything".
pub(crate) fn analyse(func: &Func, on: Analyses) -> Facts {
    let active = if on.activity { activity::activity(func) } else { activity::everything(func) };
    let record = if on.recording { record::record(func, &active) } else { record::everything(func, &active) };
    let tangent = if on.activity { active.clone() } else { varied::varied(func) };
    Facts { active, record, tangent }
}

/// Applies `step` to all statements until the set grows no more.
fn until_stable(func: &Func, set: &mut BTreeSet<VarId>, step: &mut impl FnMut(&Stmt, &mut BTreeSet<VarId>)) {
    loop {
        let before = set.len();
        func.body.each(&mut |stmt| step(stmt, set));
        if set.len() == before {
            return;
        }
    }
}
