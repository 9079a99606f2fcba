//! What transforms want to know about a function, in tables beside it.

mod activity;
mod finality;
mod independence;
mod positive;
mod powers;
mod record;
mod rigid;
mod roots;
mod storage;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Func, VarId};
use crate::parse::Analyses;

pub(crate) use self::powers::Power;
pub(crate) use self::roots::Root;
pub(crate) use self::storage::{Storage, branch_id, runs_whole};

/// The tables.
pub(crate) struct Facts {
    /// Variables whose cotangent can be other than zero and matters to the caller: varied and useful.
    pub(crate) active: BTreeSet<VarId>,
    /// Variables whose primal value the reverse sweep reads.
    pub(crate) record: BTreeSet<VarId>,
    /// Products that are powers of one variable.
    pub(crate) powers: BTreeMap<VarId, Power>,
    /// Quotients by a root that nothing else reads.
    pub(crate) roots: BTreeMap<VarId, Root>,
    /// Variables that are never -0.
    pub(crate) positive: BTreeSet<VarId>,
    /// Variables whose type alone tells the shape of their cotangent.
    pub(crate) rigid: BTreeSet<VarId>,
    /// Where it has these values from.
    pub(crate) storage: Storage,
}

/// Runs every analysis that is switched on; one that is off answers "everything".
pub(crate) fn analyse(func: &Func, on: Analyses) -> Facts {
    let active = if on.activity { activity::activity(func) } else { activity::everything(func) };
    let rigid = rigid::rigid(func);
    let (powers, roots) = (powers::powers(func), roots::roots(func));
    let positive = positive::positive(func).into_keys().collect();
    let (record, storage) = if on.recording {
        let record = record::record(func, &active, &powers, &roots);
        let storage = storage::storage(func, &record);
        (record, storage)
    } else {
        let record = record::everything(func, &active, &powers, &roots);
        let storage = storage::everything(&record);
        (record, storage)
    };
    Facts { active, record, powers, roots, positive, rigid, storage }
}
