//! What transforms want to know about a function, in tables beside it.

mod activity;
mod finality;
mod independence;
mod live;
mod positive;
mod powers;
mod quiet;
mod record;
mod rigid;
mod roots;
mod storage;
mod varied;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Func, Label, Passing, Stmt, VarId};
use crate::parse::Analyses;

pub(crate) use self::live::Live;
pub(crate) use self::powers::Power;
pub(crate) use self::quiet::quiet;
pub(crate) use self::roots::Root;
pub(crate) use self::storage::{Storage, branch_id, runs_whole};

pub(crate) use self::varied::varied;

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
    /// The adjoint is for tangents: without the forms that are cheaper, but of which only the value is right at poles.
    pub(crate) second: bool,
    /// Variables that get a tangent: the active ones; all varied ones where activity is switched off.
    pub(crate) tangent: BTreeSet<VarId>,
}

/// Runs every analysis that is switched on; one that is off answers "everything".
pub(crate) fn analyse(func: &Func, on: Analyses) -> Facts {
    let (powers, roots) = (powers::powers(func), roots::roots(func));
    let positive = positive::positive(func).into_keys().collect();
    with_forms(func, on, (powers, roots, positive), false)
}

/// The same for an adjoint that `tangent` takes.
pub(crate) fn analyse_second(func: &Func, on: Analyses) -> Facts {
    with_forms(func, on, (powers::powers(func), BTreeMap::new(), BTreeSet::new()), true)
}

/// The same facts where the iterations of one loop run backwards as soon as they have run.
pub(crate) fn analyse_together(func: &Func, facts: Facts, together: Label) -> Facts {
    Facts { storage: storage::storage_together(func, &facts.record, together), ..facts }
}

/// The function as one of the parameters that its own companions differentiate, and the variables that get a tangent
/// then. None where these are all, and where one that is left out gets a tangent from them.
pub(crate) fn of_wanted(func: &Func, wanted: &[bool], on: Analyses) -> Option<(Func, BTreeSet<VarId>)> {
    let mut own = func.clone();
    let mut left_out = Vec::new();
    for (param, wanted) in own.params.iter_mut().zip(wanted) {
        if param.differentiated && !wanted {
            param.differentiated = false;
            left_out.push((param.var, param.passing));
        }
    }
    let tangents = if on.activity { activity::activity(&own) } else { varied::varied(&own) };
    let gets_one =
        |(var, passing): &(VarId, Passing)| *passing == Passing::Exclusive || tangents.contains(var);
    let fits = !left_out.is_empty() && !left_out.iter().any(gets_one);
    fits.then_some((own, tangents))
}

/// What makes derivatives cheaper.
type Forms = (BTreeMap<VarId, Power>, BTreeMap<VarId, Root>, BTreeSet<VarId>);

fn with_forms(func: &Func, on: Analyses, (powers, roots, positive): Forms, second: bool) -> Facts {
    let active = if on.activity { activity::activity(func) } else { activity::everything(func) };
    let mut rigid = rigid::rigid(func);
    if !on.activity {
        // The cotangent of what nothing useful reads has no type but that of its value.
        let useful = activity::useful(func);
        rigid.retain(|var| func.var(*var).shape.is_static() || useful.contains(var));
    }
    let (record, storage) = if on.recording {
        let record = record::record(func, &active, &powers, &roots);
        let storage = storage::storage(func, &record);
        (record, storage)
    } else {
        let record = record::everything(func, &active, &powers, &roots);
        let storage = storage::everything(&record);
        (record, storage)
    };
    let tangent = if on.activity { active.clone() } else { varied::varied(func) };
    Facts { active, record, powers, roots, positive, rigid, storage, second, tangent }
}

/// Applies `step` to all statements until the set grows no more.
fn until_stable(func: &Func, set: &mut BTreeSet<VarId>, step: &mut impl FnMut(&Stmt, &mut BTreeSet<VarId>)) {
    let mut stmts = Vec::new();
    func.body.each(&mut |stmt| stmts.push(stmt));
    func.reverse.iter().for_each(|reverse| reverse.body.each(&mut |stmt| stmts.push(stmt)));
    loop {
        let before = set.len();
        // Whichever way facts travel, one of these carries them through a whole function.
        stmts.iter().for_each(|stmt| step(stmt, set));
        stmts.iter().rev().for_each(|stmt| step(stmt, set));
        if set.len() == before {
            return;
        }
    }
}
