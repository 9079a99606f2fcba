//! What every function of the IR keeps to. Checked after each stage in debug builds of the macro.

use super::{Block, Change, End, Func, Label, Role, Scoped, StmtKind, VarId};

/// Panics, with the function's text, if it breaks a rule of the IR.
pub(crate) fn verify(func: &Func) {
    if cfg!(debug_assertions) {
        if let Err(why) = check(func) {
            panic!("internal error in `#[grad]`: {why}\n{func}");
        }
    }
}

/// The rules: a variable is defined once in its scope and before it is read, in a block around the reader; labels are those of
/// scopes around; a variable that is stored was declared or is mutable; nothing follows the statement that may exit
/// but the one scope with the rest.
fn check(func: &Func) -> Result<(), String> {
    let mut checker =
        Checker { func, scope: Scoped::default(), labels: vec![Label::FUNCTION], reverse: false };
    checker.extend(func.params.iter().map(|param| param.var));
    let frames = func
        .vars
        .iter()
        .enumerate()
        .filter(|(_, var)| matches!(var.role, Role::Frame | Role::Record | Role::Copies | Role::Shape));
    checker.extend(frames.map(|(index, _)| VarId(u32::try_from(index).unwrap_or(u32::MAX))));
    checker.extend(func.tangents.iter().flat_map(|tangents| tangents.params.iter().flatten().copied()));
    if func.together {
        checker.extend(func.reverse.iter().map(|reverse| reverse.seed));
    }
    checker.statements(&func.body)?;
    if let (Some(result), false) = (func.result.as_ref().and_then(super::Atom::var), func.together) {
        checker.is_visible(result)?;
    }
    for result in func.tangents.iter().filter_map(|tangents| tangents.result) {
        checker.is_visible(result)?;
    }
    if let Some(reverse) = &func.reverse {
        for var in reverse.kept.iter().filter(|_| !func.together) {
            checker.is_visible(*var)?;
        }
        checker.reverse = true;
        checker.extend([reverse.seed]);
        checker.extend(reverse.again.iter().copied());
        let params = reverse.cotangents.iter().flatten().filter(|ct| ct.in_place || ct.seeded);
        checker.extend(params.map(|ct| ct.var));
        for (seed, cotangents) in func.tangents.iter().filter_map(|tangents| tangents.reverse.as_ref()) {
            let params = cotangents.iter().flatten().filter(|ct| ct.in_place || ct.seeded);
            checker.extend(params.map(|ct| ct.var).chain([*seed]));
        }
        checker.statements(&reverse.body)?;
        for ct in reverse.cotangents.iter().flatten() {
            checker.is_visible(ct.var)?;
        }
    }
    Ok(())
}

struct Checker<'a> {
    func: &'a Func,
    scope: Scoped<VarId, ()>,
    labels: Vec<Label>,
    reverse: bool,
}

impl Checker<'_> {
    fn is_visible(&self, var: VarId) -> Result<(), String> {
        let name = &self.func.var(var).ident;
        if self.scope.contains(&var) {
            Ok(())
        } else {
            Err(format!("`{name}%{}` is read out of its scope", var.0))
        }
    }

    fn define(&mut self, var: VarId) -> Result<(), String> {
        // What the reverse sweep computes again has the name it had before, elsewhere; and the state of a loop that is run
        // again also where the function keeps what became of it.
        if self.scope.insert(var, ()).is_none() || (self.reverse && self.func.var(var).mutable) {
            Ok(())
        } else {
            Err(format!("`{}%{}` is defined twice", self.func.var(var).ident, var.0))
        }
    }

    fn block(&mut self, block: &Block) -> Result<(), String> {
        self.block_with(&[], block)
    }

    /// A block in which these are in scope.
    fn block_with(&mut self, vars: &[VarId], block: &Block) -> Result<(), String> {
        let outside = self.scope.mark();
        self.extend(vars.iter().copied());
        self.statements(block)?;
        self.scope.back_to(outside);
        Ok(())
    }

    fn extend(&mut self, vars: impl IntoIterator<Item = VarId>) {
        for var in vars {
            self.scope.insert(var, ());
        }
    }

    fn statements(&mut self, block: &Block) -> Result<(), String> {
        let exits = block.stmts.iter().position(super::Stmt::may_exit);
        if exits.is_some_and(|at| block.stmts.len() > at + 2) {
            return Err("statements follow one that may exit".to_owned());
        }
        for stmt in &block.stmts {
            let mut read = Ok(());
            stmt.reads(&mut |var| {
                if read.is_ok() {
                    read = self.is_visible(var);
                }
            });
            read?;
            match &stmt.kind {
                StmtKind::Let(var, _) | StmtKind::Declare(var) | StmtKind::Bind(var, _) => {
                    self.define(*var)?
                }
                StmtKind::Split { var, pullback, .. } => {
                    self.define(*var)?;
                    self.define(*pullback)?;
                }
                StmtKind::Forward { var, along, pullback, .. } => {
                    self.define(*var)?;
                    along.iter().try_for_each(|tangent| self.define(*tangent))?;
                    pullback.iter().try_for_each(|(pullback, _)| self.define(*pullback))?;
                }
                StmtKind::Store { place, first, .. } => {
                    self.is_visible(place.var)?;
                    let var = self.func.var(place.var);
                    if *first && !var.late {
                        return Err(format!("`{}` was not declared", var.ident));
                    }
                }
                StmtKind::Scope(label, inner) => {
                    self.labels.extend(label);
                    self.block(inner)?;
                    self.labels.truncate(self.labels.len() - usize::from(label.is_some()));
                }
                StmtKind::Branch(branch) => {
                    for arm in &branch.arms {
                        self.block(&arm.body)?;
                    }
                }
                StmtKind::Loop(inner) => {
                    self.labels.extend([inner.exit, inner.next]);
                    self.block(&inner.body)?;
                    self.labels.truncate(self.labels.len() - 2);
                }
                StmtKind::Restore(_, vars) => self.extend(vars.iter().copied()),
                StmtKind::Unroll { vars, body, .. } | StmtKind::Replay(_, vars, body) => {
                    self.block_with(vars, body)?;
                }
                StmtKind::Reshape { change, .. } => {
                    if let Change::New(Some(old)) = change {
                        self.define(*old)?;
                    }
                }
                StmtKind::Inert(_)
                | StmtKind::Frames(_)
                | StmtKind::Push(..)
                | StmtKind::Permute(..)
                | StmtKind::Exchange(..)
                | StmtKind::Accumulate(..)
                | StmtKind::Keep(..)
                | StmtKind::Settled(_)
                | StmtKind::Clear(_)
                | StmtKind::Pull { .. } => {}
            }
        }
        match block.end {
            End::Exit(label) if !self.labels.contains(&label) => {
                Err(format!("exit to label {} from outside it", label.0))
            }
            _ => Ok(()),
        }
    }
}
