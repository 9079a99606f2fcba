//! What the forward sweep keeps, and the forward sweep that keeps it.

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::{Adjoint, address, variable};
use crate::ir::{
    Arm, Atom, Block, Branch, Code, Loop, Place, Role, Shape, Stmt, StmtKind, Value, Var, VarId, Zero,
};

impl Adjoint<'_> {
    /// What the reverse sweep reads of a variable.
    pub(super) fn residuals(&self, var: VarId) -> Vec<VarId> {
        let mut residuals = Vec::new();
        if self.facts.storage.stored.contains(&var) {
            residuals.push(var);
        }
        residuals.extend(self.zeros.get(&var));
        residuals.extend(self.lengths.get(&var));
        residuals.extend(self.pullbacks.get(&var));
        residuals.extend(self.parts(var));
        residuals
    }

    pub(super) fn kept(&self, block: &Block) -> Vec<VarId> {
        let mut kept = Vec::new();
        for stmt in &block.stmts {
            match &stmt.kind {
                StmtKind::Let(var, _) | StmtKind::Bind(var, _) => kept.extend(self.residuals(*var)),
                StmtKind::Loop(inner) => kept.extend(self.marks.get(&address(&inner.body))),
                StmtKind::Declare(var) => kept.extend(self.zeros.get(var)),
                StmtKind::Store { .. } => kept.extend(self.olds.get(&std::ptr::from_ref(stmt).addr())),
                _ => {}
            }
        }
        kept
    }

    /// The values of a block that its adjoint computes again.
    pub(super) fn again(&self, block: &Block) -> Vec<Stmt> {
        let is_again = |stmt: &&Stmt| match &stmt.kind {
            StmtKind::Let(var, _) => self.facts.storage.again.contains(var),
            _ => false,
        };
        block.stmts.iter().filter(is_again).map(|stmt| self.with_numbers(stmt)).collect()
    }

    /// A statement that reads the numbers that are kept, instead of what they were read from.
    fn with_numbers(&self, stmt: &Stmt) -> Stmt {
        let mut stmt = stmt.clone();
        if let StmtKind::Let(var, Value::Op(_, atoms, _)) = &mut stmt.kind {
            for (at, atom) in atoms.iter_mut().enumerate() {
                let number = self.primal.reads.get(&(*var, at));
                if let Some(number) = number.filter(|number| self.facts.storage.instead.contains(number)) {
                    *atom = Atom::Var(*number);
                }
            }
        }
        stmt
    }

    /// Operand `index` of the operation that defines `var`, as a rule reads it.
    pub(super) fn operand(&self, var: VarId, atoms: &[Atom], index: usize) -> Atom {
        self.primal.reads.get(&(var, index)).map_or_else(|| atoms[index].clone(), |read| Atom::Var(*read))
    }

    pub(super) fn zero(&mut self, var: VarId) -> Zero {
        let info = self.primal.var(var);
        if info.shape.is_static() {
            return Zero::OfShape(var);
        }
        // Where control may leave early, a frame may be kept before a declared variable has its value.
        let late = info.late;
        let unsettled = late && (info.mutable || self.exits);
        if unsettled && self.facts.rigid.contains(&var) {
            return Zero::Inferred;
        }
        if unsettled || self.reshaped.contains(&var) {
            return Zero::Shaped { shape: self.shape(var), late };
        }
        if let Some(source) = self.copies.get(&var).copied() {
            return self.zero(source);
        }
        let span = info.ident.span();
        let name = format!("{}_zero", info.ident.unraw());
        let out = &mut self.out;
        let zero = self.zeros.entry(var).or_insert_with(|| {
            out.fresh(Var { late, ..variable(&name, Role::Residual, &Shape::Unknown, span) })
        });
        Zero::Copied(*zero)
    }

    pub(super) fn forward(&mut self, block: &Block, outermost: bool) -> Block {
        let mut stmts = Vec::new();
        let mut keep = self.frames.get(&address(block)).cloned();
        if outermost {
            for param in &self.primal.params {
                self.residual_stmts(param.var, &mut stmts);
                self.first_shape(param.var, Span::mixed_site(), &mut stmts);
            }
        }
        for stmt in &block.stmts {
            self.mark(stmt, &mut stmts);
            if let Some((frame, kept)) = keep.take_if(|_| stmt.may_exit()) {
                stmts.push(Stmt { kind: StmtKind::Keep(frame, kept), span: stmt.span });
            }
            let kind = match &stmt.kind {
                StmtKind::Let(var, Value::Call(call)) if self.pullbacks.contains_key(var) => {
                    self.split(*var, call, stmt.span, &mut stmts)
                }
                StmtKind::Branch(branch) => {
                    let arms = branch.arms.iter().map(|arm| Arm {
                        pattern: arm.pattern.clone(),
                        body: self.forward(&arm.body, false),
                    });
                    let arms = arms.collect();
                    StmtKind::Branch(Branch { arms, ..branch.clone() })
                }
                StmtKind::Loop(inner) => StmtKind::Loop(Loop {
                    body: match self.facts.storage.replayed.contains_key(&inner.exit) {
                        true => self.start_iterations(inner, stmt.span),
                        false => self.forward(&inner.body, false),
                    },
                    record: self.records.get(&address(&inner.body)).cloned(),
                    reserve: self.reserves.get(&inner.exit).cloned().unwrap_or_default(),
                    ..inner.clone()
                }),
                StmtKind::Scope(label, block) => StmtKind::Scope(*label, self.forward(block, false)),
                other => other.clone(),
            };
            let like = self.late_zero(stmt, &mut stmts);
            stmts.push(Stmt { kind, span: stmt.span });
            stmts.extend(like);
            match &stmt.kind {
                StmtKind::Let(var, _) | StmtKind::Bind(var, _) => self.residual_stmts(*var, &mut stmts),
                StmtKind::Declare(var) => {
                    if let Some(zero) = self.zeros.get(var) {
                        stmts.push(Stmt { kind: StmtKind::Declare(*zero), span: stmt.span });
                    }
                }
                _ => {}
            }
            self.follow(stmt, &mut stmts);
        }
        if let Some((frame, kept)) = keep {
            stmts.push(Stmt { kind: StmtKind::Keep(frame, kept), span: Span::mixed_site() });
        }
        Block { stmts, end: block.end }
    }

    /// A loop inside a loop finds the end of its own iterations by the length of its record before.
    fn mark(&self, stmt: &Stmt, stmts: &mut Vec<Stmt>) {
        let StmtKind::Loop(inner) = &stmt.kind else { return };
        let at = address(&inner.body);
        if let (Some(mark), Some(record)) = (self.marks.get(&at), self.records.get(&at)) {
            stmts.push(Stmt { kind: StmtKind::Let(*mark, Value::Length(record.var)), span: stmt.span });
        }
    }

    /// A declared variable gets its value, so its zero gets one too: from the value, if it has a name, before it is moved.
    /// Returns what follows.
    fn late_zero(&mut self, stmt: &Stmt, stmts: &mut Vec<Stmt>) -> Vec<Stmt> {
        let StmtKind::Store { place, value, first } = &stmt.kind else { return Vec::new() };
        let Some(zero) = self.zeros.get(&place.var).copied().filter(|_| *first) else { return Vec::new() };
        let span = stmt.span;
        let name = format!("{}_like", self.primal.var(place.var).ident.unraw());
        let like = self.out.fresh(variable(&name, Role::Residual, &Shape::Unknown, span));
        let source = value.var().unwrap_or(place.var);
        let kind = StmtKind::Let(like, Value::ZeroLike(Place::whole(source)));
        let make = Stmt { kind, span };
        let kind = StmtKind::Store { place: Place::whole(zero), value: Atom::Var(like), first: true };
        let store = Stmt { kind, span };
        if source == place.var {
            return vec![make, store];
        }
        stmts.push(make);
        vec![store]
    }

    pub(super) fn residual_stmts(&self, var: VarId, stmts: &mut Vec<Stmt>) {
        let span = Span::mixed_site();
        if let Some(len) = self.lengths.get(&var) {
            let slice = &self.primal.var(var).ident;
            stmts.push(Stmt {
                kind: StmtKind::Let(*len, Value::Inert(Code(quote::quote!(#slice.len())))),
                span,
            });
        }
        if let Some(zero) = self.zeros.get(&var) {
            stmts.push(Stmt { kind: StmtKind::Let(*zero, Value::ZeroLike(Place::whole(var))), span });
        }
    }
}
