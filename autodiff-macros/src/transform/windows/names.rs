//! What names in code stand for.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Block, Code, Func, Shape, Stmt, StmtKind, VarId};

/// The variables of a function by their names.
pub(in crate::transform) struct AllNames {
    one: BTreeMap<String, VarId>,
    /// A statement that was lowered once for each form of a reference defines its variables as often.
    several: BTreeMap<String, Vec<VarId>>,
    /// Those of which the type is not known.
    unknown: BTreeSet<VarId>,
}

/// The same as one loop means them.
pub(in crate::transform) struct Names<'f> {
    all: &'f AllNames,
    /// Which of several variables of one name.
    meant: BTreeMap<&'f str, VarId>,
}

impl AllNames {
    pub(in crate::transform) fn of(func: &Func) -> AllNames {
        let mut all: BTreeMap<String, Vec<VarId>> = BTreeMap::new();
        for var in func.vars() {
            all.entry(func.var(var).ident.to_string()).or_default().push(var);
        }
        let (one, several): (BTreeMap<_, _>, _) = all.into_iter().partition(|(_, vars)| vars.len() == 1);
        let one = one.into_iter().filter_map(|(name, vars)| Some((name, *vars.first()?))).collect();
        let unknown = func.vars().filter(|var| matches!(func.var(*var).shape, Shape::Unknown)).collect();
        AllNames { one, several, unknown }
    }

    /// Of several variables a loop means the one that it has to do with. If these are more, or none is seen, nobody knows.
    pub(in crate::transform) fn within(&self, body: &Block) -> Names<'_> {
        let mut mentioned = BTreeSet::new();
        if !self.several.is_empty() {
            body.each(&mut |stmt| {
                stmt.own_changes(&mut mentioned);
                define(stmt, &mut mentioned);
                stmt.reads(&mut |var| mentioned.extend([var]));
            });
        }
        let meant = self.several.iter().filter_map(|(name, vars)| {
            let mut here = vars.iter().filter(|var| mentioned.contains(var));
            here.next().filter(|_| here.next().is_none()).map(|var| (name.as_str(), *var))
        });
        Names { all: self, meant: meant.collect() }
    }
}

impl Names<'_> {
    /// Whether the type of a variable is known.
    pub(super) fn knows(&self, var: VarId) -> bool {
        !self.all.unknown.contains(&var)
    }

    /// Whether code is the name of a variable.
    pub(super) fn is(&self, var: VarId, code: &Code) -> bool {
        self.named(&code.0.to_string()) == Some(var)
    }

    /// The variable of this name.
    pub(super) fn named(&self, name: &str) -> Option<VarId> {
        self.all.one.get(name).or_else(|| self.meant.get(name)).copied()
    }
}

/// The variables that a statement itself defines.
pub(super) fn define(stmt: &Stmt, own: &mut BTreeSet<VarId>) {
    match &stmt.kind {
        StmtKind::Let(var, _) | StmtKind::Declare(var) | StmtKind::Bind(var, _) => own.extend([*var]),
        StmtKind::Split { var, pullback, .. } => own.extend([*var, *pullback]),
        StmtKind::Forward { var, along, pullback, .. } => {
            own.extend([*var]);
            own.extend(along.iter().chain(pullback.iter().map(|(pullback, _)| pullback)));
        }
        StmtKind::Restore(_, vars) | StmtKind::Replay(_, vars, _) | StmtKind::Unroll { vars, .. } => {
            own.extend(vars);
        }
        _ => {}
    }
}
