//! Reverse mode: a function and its facts to the forward and the reverse sweep.
//!
//! ```text
//! forward                                   reverse, in the opposite order
//!   let t = a * b                             ct_a += ct_t * b; ct_b += ct_t * a
//!   let t = place                             ct_place += ct_t
//!   place = t                                 let c = take(ct_place); ct_t += c
//!   if c { A; keep frame } else { B }         replay frame { adjoint of A }
//!   let t, pullback = split g(x)              let c = 0; pull pullback(ct_t, &mut c); ct_x += c
//! ```
//!
//! Each block keeps its own frame: the values defined in it that its adjoint reads. A frame is stored where the block
//! has run to its end, or as far as the statement that may leave it; the adjoint of the block runs if and only if its
//! frame is there. So the reverse sweep never reads a value on a path that did not run, and needs no record of
//! conditions. Within a block every value has a name of its own and the frame is immutable, so that it never reads a
//! value that was overwritten.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use quote::{ToTokens, format_ident};
use syn::{Index, Member};

use crate::analyse::Facts;
use crate::ir::{
    Arg, Arm, Atom, Block, Branch, Call, Callee, Code, End, Func, ParamCotangent, Passing, Place, Proj,
    Reverse, Role, Shape, Stmt, StmtKind, Value, Var, VarId, Zero,
};
use crate::rules::{Op, Partial, Read};

/// The adjoint of a function: its forward sweep, which keeps what its reverse sweep needs.
pub(crate) fn adjoint(primal: &Func, facts: &Facts) -> Func {
    let mut out = primal.clone();
    let seed = out.fresh(variable("ct", Role::Cotangent, &Shape::Unknown));
    let mut adjoint = Adjoint {
        primal,
        facts,
        out,
        cotangents: BTreeMap::new(),
        zeros: BTreeMap::new(),
        reads: BTreeMap::new(),
        pullbacks: BTreeMap::new(),
        homes: BTreeMap::new(),
        frames: BTreeMap::new(),
        scopes: Vec::new(),
        temps: 0,
    };
    let reverse = adjoint.reverse(seed);
    let body = adjoint.forward(&primal.body, true);
    let mut func = adjoint.out;
    func.body = body;
    func.reverse = Some(reverse);
    func
}

struct Adjoint<'a> {
    primal: &'a Func,
    facts: &'a Facts,
    out: Func,
    /// The cotangents declared so far, by primal variable.
    cotangents: BTreeMap<VarId, VarId>,
    /// Residuals that hold a zero cotangent, by primal variable.
    zeros: BTreeMap<VarId, VarId>,
    /// Residuals that hold the float a variable is or refers to.
    reads: BTreeMap<VarId, VarId>,
    /// Pullbacks, by the variable of the call's value.
    pullbacks: BTreeMap<VarId, VarId>,
    /// For each variable the depth of the block that defines it.
    homes: BTreeMap<VarId, usize>,
    /// Frame and kept variables of each block, by its address in `primal`.
    frames: BTreeMap<usize, (VarId, Vec<VarId>)>,
    /// The reverse statements of the blocks being transformed, outermost first.
    scopes: Vec<Vec<Stmt>>,
    temps: u32,
}

fn variable(name: &str, role: Role, shape: &Shape) -> Var {
    let ident = format_ident!("{name}", span = Span::mixed_site());
    Var { ident, role, shape: shape.clone(), mutable: false, late: false, annotation: None }
}

fn address(block: &Block) -> usize {
    std::ptr::from_ref(block).addr()
}

impl Adjoint<'_> {
    // The whole function.

    fn reverse(&mut self, seed: VarId) -> Reverse {
        self.scopes.push(Vec::new());
        for param in &self.primal.params {
            self.homes.insert(param.var, 0);
        }
        let mut cotangents = Vec::new();
        for param in self.primal.params.clone() {
            let shape = self.primal.var(param.var).shape.clone();
            let in_place = matches!(shape, Shape::Slice(_) | Shape::List(_));
            let seeded = param.passing == Passing::Exclusive;
            if in_place || (seeded && param.differentiated) {
                self.cotangent(param.var);
            }
            cotangents.push((param, in_place, seeded));
        }
        let body = &self.primal.body;
        self.define(body);
        if let Some(result) = self.primal.result.as_ref().and_then(Atom::var) {
            self.contribute(&Place::whole(result), Value::Atom(Atom::Var(seed)), Span::mixed_site());
        }
        for stmt in body.stmts.iter().rev() {
            self.stmt(stmt);
        }
        let cotangents = cotangents
            .into_iter()
            .map(|(param, in_place, seeded)| {
                let var = *self.cotangents.get(&param.var).filter(|_| param.differentiated)?;
                Some(ParamCotangent { var, in_place, seeded, zero: self.zero(param.var) })
            })
            .collect();
        let mut kept: Vec<VarId> = self.frames.values().map(|(frame, _)| *frame).collect();
        kept.sort_unstable();
        let params: Vec<VarId> = self.primal.params.iter().map(|param| param.var).collect();
        kept.extend(params.iter().flat_map(|var| self.residuals(*var)));
        kept.extend(self.kept(body));
        let stmts = self.scopes.pop().unwrap_or_default();
        Reverse { seed, cotangents, kept, body: Block { stmts, end: End::Fall } }
    }

    fn define(&mut self, block: &Block) {
        let depth = self.depth();
        for stmt in &block.stmts {
            if let StmtKind::Let(var, _) | StmtKind::Declare(var) | StmtKind::Bind(var, _) = &stmt.kind {
                self.homes.insert(*var, depth);
            }
        }
    }

    fn depth(&self) -> usize {
        self.scopes.len().saturating_sub(1)
    }

    fn push(&mut self, kind: StmtKind, span: Span) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(Stmt { kind, span });
        }
    }

    // What is kept.

    /// What the reverse sweep reads of a variable.
    fn residuals(&self, var: VarId) -> Vec<VarId> {
        let mut residuals = Vec::new();
        match self.reads.get(&var) {
            Some(read) => residuals.push(*read),
            None if self.facts.record.contains(&var) => residuals.push(var),
            None => {}
        }
        residuals.extend(self.zeros.get(&var));
        residuals.extend(self.pullbacks.get(&var));
        residuals
    }

    fn kept(&self, block: &Block) -> Vec<VarId> {
        let mut kept = Vec::new();
        for stmt in &block.stmts {
            if let StmtKind::Let(var, _) | StmtKind::Bind(var, _) = &stmt.kind {
                kept.extend(self.residuals(*var));
            }
        }
        kept
    }

    /// An operand of a rule: the variable itself if it is known to be a number, otherwise what it reads as.
    fn operand(&mut self, atom: &Atom) -> Atom {
        let Atom::Var(var) = atom else { return atom.clone() };
        match self.primal.var(*var).shape {
            Shape::Float(_) | Shape::Integer => atom.clone(),
            _ => {
                let name = format!("{}_read", self.primal.var(*var).ident);
                let out = &mut self.out;
                let read = *self
                    .reads
                    .entry(*var)
                    .or_insert_with(|| out.fresh(variable(&name, Role::Residual, &Shape::Unknown)));
                Atom::Var(read)
            }
        }
    }

    fn zero(&mut self, var: VarId) -> Zero {
        let info = self.primal.var(var);
        if info.shape.is_static() {
            return Zero::OfShape(var);
        }
        if info.late {
            return Zero::Inferred;
        }
        let name = format!("{}_zero", info.ident);
        let out = &mut self.out;
        let zero = self
            .zeros
            .entry(var)
            .or_insert_with(|| out.fresh(variable(&name, Role::Residual, &Shape::Unknown)));
        Zero::Copied(*zero)
    }

    // Cotangents.

    fn is_active(&self, atom: &Atom) -> bool {
        atom.var().is_some_and(|var| self.facts.active.contains(&var))
    }

    /// The name of a variable's cotangent, which is now declared.
    fn cotangent(&mut self, var: VarId) -> VarId {
        let info = self.primal.var(var);
        let name = format!("ct_{}", syn::ext::IdentExt::unraw(&info.ident));
        let ct = self.out.fresh(variable(&name, Role::Cotangent, &info.shape));
        self.cotangents.insert(var, ct);
        ct
    }

    /// The cotangent of a variable, declared as zero in the variable's own block if it is not yet.
    fn declared(&mut self, var: VarId) -> VarId {
        if let Some(ct) = self.cotangents.get(&var) {
            return *ct;
        }
        let zero = self.zero(var);
        let ct = self.cotangent(var);
        let home = self.homes.get(&var).copied().unwrap_or(0);
        if let Some(scope) = self.scopes.get_mut(home) {
            scope.push(Stmt { kind: StmtKind::Let(ct, Value::Zero(zero)), span: Span::mixed_site() });
        }
        ct
    }

    /// The cotangent of a place.
    fn cotangent_place(&mut self, place: &Place) -> Place {
        let var = self.declared(place.var);
        self.out.vars[var.0 as usize].mutable = true;
        let path = place.path.iter().filter(|step| !matches!(step, Proj::Deref)).cloned().collect();
        Place { var, path }
    }

    /// `ct_place += value`
    fn contribute(&mut self, place: &Place, value: Value, span: Span) {
        if !self.facts.active.contains(&place.var) {
            return;
        }
        let is_whole = place.path.iter().all(|step| matches!(step, Proj::Deref));
        let at_home = self.homes.get(&place.var) == Some(&self.depth());
        if is_whole && at_home && !self.cotangents.contains_key(&place.var) {
            let ct = self.cotangent(place.var);
            self.push(StmtKind::Let(ct, value), span);
        } else {
            let place = self.cotangent_place(place);
            self.push(StmtKind::Accumulate(place, value), span);
        }
    }

    fn contribute_atom(&mut self, atom: &Atom, value: Value, span: Span) {
        if let Atom::Var(var) = atom {
            self.contribute(&Place::whole(*var), value, span);
        }
    }

    fn temp(&mut self, value: Value, shape: &Shape, span: Span) -> Atom {
        let name = format!("c{}", self.temps);
        self.temps += 1;
        let var = self.out.fresh(variable(&name, Role::Cotangent, shape));
        self.push(StmtKind::Let(var, value), span);
        Atom::Var(var)
    }

    /// A place for a callee to put a cotangent.
    fn slot(&mut self, zero: Value, shape: &Shape, span: Span) -> Atom {
        let slot = self.temp(zero, shape, span);
        if let Atom::Var(var) = slot {
            self.out.vars[var.0 as usize].mutable = true;
        }
        slot
    }

    // Statements.

    fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Let(var, Value::Call(call)) if self.facts.active.contains(var) => {
                self.call(*var, call, span)
            }
            StmtKind::Let(var, value) => {
                if let Some(ct) = self.cotangents.get(var).copied() {
                    self.value(*var, value, &Atom::Var(ct), span);
                }
            }
            StmtKind::Bind(var, Some(place)) => {
                if let Some(ct) = self.cotangents.get(var).copied() {
                    self.contribute(place, Value::Atom(Atom::Var(ct)), span);
                }
            }
            StmtKind::Store { place, value, first } => self.store(place, value, *first, span),
            StmtKind::Branch(branch) => branch.arms.iter().rev().for_each(|arm| self.block(&arm.body, span)),
            StmtKind::Scope(_, block) => self.block(block, span),
            StmtKind::Declare(_) | StmtKind::Bind(_, None) | StmtKind::Inert(_) => {}
            StmtKind::Split { .. }
            | StmtKind::Accumulate(..)
            | StmtKind::Keep(..)
            | StmtKind::Replay(..)
            | StmtKind::Pull { .. } => {
                unreachable!("internal error in `#[grad]`: the adjoint of an adjoint statement")
            }
        }
    }

    fn block(&mut self, block: &Block, span: Span) {
        let leaves = block.end != End::Diverge || block.stmts.iter().any(Stmt::may_exit);
        if !leaves {
            return;
        }
        self.scopes.push(Vec::new());
        self.define(block);
        for stmt in block.stmts.iter().rev() {
            self.stmt(stmt);
        }
        let stmts = self.scopes.pop().unwrap_or_default();
        if stmts.is_empty() {
            return;
        }
        let name = format!("frame{}", self.frames.len());
        let frame = self.out.fresh(variable(&name, Role::Frame, &Shape::Unknown));
        let kept = self.kept(block);
        self.frames.insert(address(block), (frame, kept.clone()));
        self.push(StmtKind::Replay(frame, kept, Block { stmts, end: End::Fall }), span);
    }

    fn store(&mut self, place: &Place, value: &Atom, first: bool, span: Span) {
        if !self.facts.active.contains(&place.var) || !self.cotangents.contains_key(&place.var) {
            return;
        }
        let target = self.cotangent_place(place);
        if first {
            self.contribute_atom(value, Value::Load(target), span);
        } else {
            let shape = self.primal.place_shape(place);
            let taken = self.temp(Value::Take(target), &shape, span);
            self.contribute_atom(value, Value::Atom(taken), span);
        }
    }

    fn value(&mut self, var: VarId, value: &Value, ct: &Atom, span: Span) {
        let part = |step: Proj| match ct {
            Atom::Var(ct) => Value::Load(Place { var: *ct, path: vec![step] }),
            Atom::Const(code) => Value::Inert(code.clone()),
        };
        match value {
            Value::Atom(atom) => self.contribute_atom(atom, Value::Atom(ct.clone()), span),
            Value::Load(place) => self.contribute(place, Value::Atom(ct.clone()), span),
            Value::Op(op, atoms, _) => self.op(var, *op, atoms, ct, span),
            Value::Tuple(atoms) => {
                for (index, atom) in atoms.iter().enumerate() {
                    let member = Member::Unnamed(Index::from(index));
                    self.contribute_atom(atom, part(Proj::Member(member)), span);
                }
            }
            Value::Array(atoms) => {
                for (index, atom) in atoms.iter().enumerate() {
                    let index = proc_macro2::Literal::usize_unsuffixed(index).to_token_stream();
                    self.contribute_atom(atom, part(Proj::Index(Atom::Const(Code(index)))), span);
                }
            }
            Value::Repeat(atom, _) => {
                if let (Atom::Var(ct), Atom::Var(elem)) = (ct, atom) {
                    let zero = self.zero(*elem);
                    self.contribute_atom(atom, Value::Sum(*ct, zero), span);
                }
            }
            Value::Cast(atom, _) => {
                self.contribute_atom(atom, Value::Op(Op::Convert, vec![ct.clone()], span), span)
            }
            Value::Inert(_) | Value::Call(_) => {}
            Value::Zero(_) | Value::ZeroLike(_) | Value::Read(_) | Value::Take(_) | Value::Sum(..) => {
                unreachable!("internal error in `#[grad]`: the adjoint of an adjoint value")
            }
        }
    }

    fn op(&mut self, var: VarId, op: Op, atoms: &[Atom], ct: &Atom, span: Span) {
        for (index, atom) in atoms.iter().enumerate() {
            if !self.is_active(atom) || !op.varies_with(index) {
                continue;
            }
            let shape = self.primal.var(var).shape.clone();
            let value = match (op, op.partial(index)) {
                (_, Some(Partial::Zero | Partial::Integer)) => continue,
                (_, Some(Partial::One)) | (Op::Add, _) => Value::Atom(ct.clone()),
                (Op::Sub, _) if index == 0 => Value::Atom(ct.clone()),
                (Op::Sub | Op::Neg, _) => Value::Op(Op::Neg, vec![ct.clone()], span),
                (_, Some(Partial::Same)) => Value::Op(op, vec![ct.clone()], span),
                (_, Some(Partial::Times(other))) => {
                    Value::Op(Op::Mul, vec![ct.clone(), self.operand(&atoms[other])], span)
                }
                (Op::Mul, _) => Value::Op(Op::Mul, vec![ct.clone(), self.operand(&atoms[1 - index])], span),
                (Op::Div, _) => self.divide(var, &atoms[1], index, ct, span),
                (_, Some(Partial::Scaled(name, reads))) => {
                    let reads = self.reads_of(var, atoms, reads);
                    let partial = self.temp(Value::Op(Op::Rule(name), reads, span), &shape, span);
                    Value::Op(Op::GuardedMul, vec![ct.clone(), partial], span)
                }
                (_, Some(Partial::Selected(name, reads))) => {
                    let mut reads = self.reads_of(var, atoms, reads);
                    reads.push(ct.clone());
                    Value::Op(Op::Rule(name), reads, span)
                }
                (
                    Op::Rem | Op::Method(_) | Op::Rule(_) | Op::GuardedMul | Op::GuardedDiv | Op::Convert,
                    None,
                ) => {
                    unreachable!("internal error in `#[grad]`: no rule for {op:?}")
                }
            };
            self.contribute_atom(atom, value, span);
        }
    }

    /// `a / b`: `ct / b` for `a`, `-(ct / b) * out` for `b`.
    fn divide(&mut self, out: VarId, divisor: &Atom, index: usize, ct: &Atom, span: Span) -> Value {
        let shape = self.primal.var(out).shape.clone();
        let by = self.operand(divisor);
        // A literal divisor is never zero.
        let op = if matches!(by, Atom::Const(_)) { Op::Div } else { Op::GuardedDiv };
        let quotient = Value::Op(op, vec![ct.clone(), by], span);
        if index == 0 {
            return quotient;
        }
        let quotient = self.temp(quotient, &shape, span);
        let out = self.operand(&Atom::Var(out));
        let product = self.temp(Value::Op(Op::GuardedMul, vec![quotient, out], span), &shape, span);
        Value::Op(Op::Neg, vec![product], span)
    }

    fn reads_of(&mut self, out: VarId, atoms: &[Atom], reads: &[Read]) -> Vec<Atom> {
        let read = |adjoint: &mut Self, read: &Read| match read {
            Read::Arg(index) => adjoint.operand(&atoms[*index]),
            Read::Out => adjoint.operand(&Atom::Var(out)),
        };
        reads.iter().map(|which| read(self, which)).collect()
    }

    fn call(&mut self, var: VarId, call: &Call, span: Span) {
        let info = self.primal.var(var);
        let name = format!("pullback_{}", info.ident);
        let pullback = self.out.fresh(variable(&name, Role::Pullback, &Shape::Unknown));
        self.pullbacks.insert(var, pullback);
        let seed = Atom::Var(self.declared(var));
        let mut roots = BTreeSet::new();
        let mut slots = match call.callee {
            Callee::Method(..) => vec![None],
            Callee::Path(_) => Vec::new(),
        };
        let mut after = Vec::new();
        for arg in &call.args {
            let Some(root) = arg.root().filter(|root| self.facts.active.contains(root)) else {
                slots.push(None);
                continue;
            };
            match arg {
                // The callee overwrites the slot of a value.
                Arg::Value(_) => {
                    let zero = Value::Zero(self.zero(root));
                    let shape = self.primal.var(root).shape.clone();
                    let slot = self.slot(zero, &shape, span);
                    slots.push(slot.var().map(Place::whole));
                    after.push((Place::whole(root), slot));
                }
                // It adds to the slot of a reference; two references to one variable need two slots.
                Arg::Shared(place) if !roots.insert(root) => {
                    let whole = place.path.iter().all(|step| matches!(step, Proj::Deref));
                    let zero = if whole { self.zero(root) } else { Zero::Inferred };
                    let shape = self.primal.place_shape(place);
                    let slot = self.slot(Value::Zero(zero), &shape, span);
                    slots.push(slot.var().map(Place::whole));
                    after.push((place.clone(), slot));
                }
                Arg::Shared(place) | Arg::Exclusive(place) => {
                    roots.insert(root);
                    let place = self.cotangent_place(place);
                    slots.push(Some(place));
                }
            }
        }
        self.push(StmtKind::Pull { pullback, seed, slots }, span);
        for (place, slot) in after {
            self.contribute(&place, Value::Atom(slot), span);
        }
    }

    // The forward sweep.

    fn forward(&mut self, block: &Block, outermost: bool) -> Block {
        let mut stmts = Vec::new();
        let mut keep = self.frames.get(&address(block)).cloned();
        if outermost {
            for param in &self.primal.params {
                self.residual_stmts(param.var, &mut stmts);
            }
        }
        for stmt in &block.stmts {
            if let Some((frame, kept)) = keep.take_if(|_| stmt.may_exit()) {
                stmts.push(Stmt { kind: StmtKind::Keep(frame, kept), span: stmt.span });
            }
            let kind = match &stmt.kind {
                StmtKind::Let(var, Value::Call(call)) if self.pullbacks.contains_key(var) => {
                    StmtKind::Split { var: *var, pullback: self.pullbacks[var], call: call.clone() }
                }
                StmtKind::Branch(branch) => {
                    let arms = branch.arms.iter().map(|arm| Arm {
                        pattern: arm.pattern.clone(),
                        body: self.forward(&arm.body, false),
                    });
                    let arms = arms.collect();
                    StmtKind::Branch(Branch { head: branch.head.clone(), arms })
                }
                StmtKind::Scope(label, block) => StmtKind::Scope(*label, self.forward(block, false)),
                other => other.clone(),
            };
            stmts.push(Stmt { kind, span: stmt.span });
            if let StmtKind::Let(var, _) | StmtKind::Bind(var, _) = &stmt.kind {
                self.residual_stmts(*var, &mut stmts);
            }
        }
        if let Some((frame, kept)) = keep {
            stmts.push(Stmt { kind: StmtKind::Keep(frame, kept), span: Span::mixed_site() });
        }
        Block { stmts, end: block.end }
    }

    fn residual_stmts(&self, var: VarId, stmts: &mut Vec<Stmt>) {
        let span = Span::mixed_site();
        if let Some(read) = self.reads.get(&var) {
            stmts.push(Stmt { kind: StmtKind::Let(*read, Value::Read(var)), span });
        }
        if let Some(zero) = self.zeros.get(&var) {
            stmts.push(Stmt { kind: StmtKind::Let(*zero, Value::ZeroLike(var)), span });
        }
    }
}
