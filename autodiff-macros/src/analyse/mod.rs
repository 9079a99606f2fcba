//! What transforms want to know about a function, in tables beside it.

mod activity;
mod positive;
mod powers;
mod record;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Func, VarId};
use crate::parse::Analyses;

pub(crate) use powers::Power;

/// The tables.
pub(crate) struct Facts {
    /// Variables whose cotangent can be other than zero and matters to the caller: varied and useful.
    pub(crate) active: BTreeSet<VarId>,
    /// Variables whose primal value the reverse sweep reads.
    pub(crate) record: BTreeSet<VarId>,
    /// Products that are powers of one variable.
    pub(crate) powers: BTreeMap<VarId, Power>,
    /// Variables that are never -0.
    pub(crate) positive: BTreeSet<VarId>,
}

/// Runs every analysis that is switched on; one that is off answers "everything".
pub(crate) fn analyse(func: &Func, on: Analyses) -> Facts {
    let active = if on.activity { activity::activity(func) } else { activity::everything(func) };
    let powers = powers::powers(func);
    let record = if on.recording {
        record::record(func, &active, &powers)
    } else {
        record::everything(func, &active, &powers)
    };
    let positive = positive::positive(func).into_keys().collect();
    Facts { active, record, powers, positive }
}
