//! What transforms want to know about a function, in tables beside it.

mod activity;
mod finality;
mod independence;
mod record;
mod rigid;
mod storage;
mod varied;

use std::collections::BTreeSet;

use crate::ir::{Func, Stmt, VarId};
use crate::parse::Analyses;

pub(crate) use self::storage::{Storage, branch_id, runs_whole};

pub(crate) use self::varied::varied;

/// The tables.
pub(crate) struct Facts {
    /// Variables whose cotangent can be other than zero and matters to the caller: varied and useful.
    pub(crate) active: BTreeSet<VarId>,
    /// Variables whose primal value the reverse sweep reads.
    pub(crate) record: BTreeSet<VarId>,
    /// Variables whose type alone tells the shape of their cotangent.
    pub(crate) rigid: BTreeSet<VarId>,
    /// Where it has these values from.
    pub(crate) storage: Storage,
    /// Variables that get a tangent: the active ones; all varied ones where activity is switched off.
    pub(crate) tangent: BTreeSet<VarId>,
}

/// Runs every analysis that is switched on; one that is off answers "everything".
pub(crate) fn analyse(func: &Func, on: Analyses) -> Facts {
    let active = if on.activity { activity::activity(func) } else { activity::everything(func) };
    let rigid = rigid::rigid(func);
    let (record, storage) = if on.recording {
        let record = record::record(func, &active);
        let storage = storage::storage(func, &record);
        (record, storage)
    } else {
        let record = record::everything(func, &active);
        let storage = storage::everything(&record);
        (record, storage)
    };
    let tangent = if on.activity { active.clone() } else { varied::varied(func) };
    Facts { active, record, rigid, storage, tangent }
}

/// Applies `step` to all statements until the set grows no more.
fn until_stable(func: &Func, set: &mut BTreeSet<VarId>, step: &mut impl FnMut(&Stmt, &mut BTreeSet<VarId>)) {
    loop {
        let before = set.len();
        func.body.each(&mut |stmt| step(stmt, set));
        if let Some(reverse) = &func.reverse {
            reverse.body.each(&mut |stmt| step(stmt, set));
        }
        if set.len() == before {
            return;
        }
    }
}
