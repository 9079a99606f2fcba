//! What transforms want to know about a function, in tables beside it.

mod activity;
mod record;
mod rigid;

use std::collections::BTreeSet;

use crate::ir::{Func, VarId};
use crate::parse::Analyses;

/// The tables.
pub(crate) struct Facts {
    /// Variables whose cotangent can be other than zero and matters to the caller: varied and useful.
    pub(crate) active: BTreeSet<VarId>,
    /// Variables whose primal value the reverse sweep reads.
    pub(crate) record: BTreeSet<VarId>,
    /// Variables whose type alone tells the shape of their cotangent.
    pub(crate) rigid: BTreeSet<VarId>,
}

/// Runs every analysis that is switched on; one that is off answers "everything".
pub(crate) fn analyse(func: &Func, on: Analyses) -> Facts {
    let active = if on.activity { activity::activity(func) } else { activity::everything(func) };
    let record = if on.recording { record::record(func, &active) } else { record::everything(func, &active) };
    Facts { active, record, rigid: rigid::rigid(func) }
}
