//! The tangent of each statement.

use proc_macro2::{Literal, Span};
use quote::ToTokens;
use syn::{Index, Member};

use super::Tangent;
use crate::ir::{
    Arg, Arm, Atom, Branch, Call, Callee, Code, Kept, Lending, Loop, Param, Passing, Place, Proj, Record,
    Role, Shape, Slot, Stmt, StmtKind, Value, VarId, Zero,
};
use crate::rules::Op;

impl Tangent<'_> {
    pub(super) fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            // The place changes, whether or not its value goes on.
            StmtKind::Let(
                var,
                value @ (Value::Pop(place, _)
                | Value::Replace(place, _)
                | Value::Take(place)
                | Value::Reset(place, _)),
            ) if self.varies(*var) || self.varies(place.var) => self.definition(*var, value, span),
            // What the user's own code bound may be of any type; its tangent is a cotangent of the same shape.
            StmtKind::Let(var, Value::ZeroLike(like)) if self.is_unknown(like) => {
                let mut tangent = Place::whole(self.tangent(like.var));
                let is_reference = |param: &Param| param.var == like.var && param.passing != Passing::Value;
                if self.source.params.iter().any(is_reference) {
                    tangent.path.push(Proj::Deref);
                }
                let zeros = Value::Zeros(tangent);
                self.stmt(&Stmt { kind: StmtKind::Let(*var, zeros), span });
            }
            StmtKind::Let(var, value) if self.varies(*var) => self.definition(*var, value, span),
            StmtKind::Declare(var) if self.varies(*var) => {
                let tangent = self.tangent(*var);
                self.stmts.push(stmt.clone());
                self.push(StmtKind::Declare(tangent), span);
            }
            StmtKind::Bind(var, place) if self.varies(*var) => {
                self.stmts.push(stmt.clone());
                let tangent = self.tangent(*var);
                let value = match place.as_ref().and_then(|place| self.place(place)) {
                    Some(place) => Value::Load(place),
                    None => self.zero(&Place::whole(*var), tangent),
                };
                self.push(StmtKind::Let(tangent, value), span);
            }
            StmtKind::Store { place, value, first } => {
                self.stmts.push(stmt.clone());
                if let Some(target) = self.place(place) {
                    let value = self.atom(value).unwrap_or_else(|| self.named_zero(place, span));
                    self.push(StmtKind::Store { place: target, value, first: *first }, span);
                }
            }
            StmtKind::Accumulate(place, value) => {
                if let Some(target) = self.place(place) {
                    let shape = self.source.place_shape(place);
                    if let Some(value) = self.value(None, value, &shape, span) {
                        self.push(StmtKind::Accumulate(target, value), span);
                    }
                }
                self.stmts.push(stmt.clone());
            }
            StmtKind::Let(_, Value::Kept(kept)) => {
                self.stmts.push(stmt.clone());
                if self.varies(kept.copies) {
                    self.keep_tangent(kept, span);
                }
            }
            StmtKind::Push(place, value) => {
                if let Some(target) = self.place(place) {
                    let value = self.atom(value).unwrap_or_else(|| self.zero_before(value, span));
                    self.push(StmtKind::Push(target, value), span);
                }
                self.stmts.push(stmt.clone());
            }
            StmtKind::Permute(place, order, args) => {
                if let Some(target) = self.place(place) {
                    self.push(StmtKind::Permute(target, *order, args.clone()), span);
                }
                self.stmts.push(stmt.clone());
            }
            StmtKind::Exchange(a, b) => {
                self.stmts.push(stmt.clone());
                if let (Some(a), Some(b)) = (self.place(a), self.place(b)) {
                    self.push(StmtKind::Exchange(a, b), span);
                }
            }
            StmtKind::Keep(frame, vars) => {
                let vars = self.with_tangents(vars);
                self.push(StmtKind::Keep(*frame, vars), span);
            }
            StmtKind::Branch(branch) => {
                let arms = branch
                    .arms
                    .iter()
                    .map(|arm| Arm { pattern: arm.pattern.clone(), body: self.block(&arm.body) });
                let arms = arms.collect();
                self.push(StmtKind::Branch(Branch { arms, ..branch.clone() }), span);
            }
            StmtKind::Scope(label, block) => {
                let block = self.block(block);
                self.push(StmtKind::Scope(*label, block), span);
            }
            StmtKind::Loop(inner) => {
                let body = self.block(&inner.body);
                let record = inner
                    .record
                    .as_ref()
                    .map(|record| Record { kept: self.with_tangents(&record.kept), ..record.clone() });
                self.push(StmtKind::Loop(Loop { body, record, ..inner.clone() }), span);
            }
            StmtKind::Replay(frame, vars, block) => {
                let vars = self.with_tangents(vars);
                let block = self.block(block);
                self.push(StmtKind::Replay(*frame, vars, block), span);
            }
            StmtKind::Restore(record, vars) => {
                let vars = self.with_tangents(vars);
                self.push(StmtKind::Restore(*record, vars), span);
            }
            StmtKind::Unroll { record, mark, vars, body } => {
                let vars = self.with_tangents(vars);
                let body = self.block(body);
                self.push(StmtKind::Unroll { record: *record, mark: *mark, vars, body }, span);
            }
            // The shape of a cotangent is that of its tangent.
            StmtKind::Let(..)
            | StmtKind::Declare(_)
            | StmtKind::Bind(..)
            | StmtKind::Inert(_)
            | StmtKind::Reshape { .. }
            | StmtKind::Settled(_) => {
                self.stmts.push(stmt.clone());
            }
            StmtKind::Clear(vars) => {
                let vars = self.with_tangents(vars);
                self.push(StmtKind::Clear(vars), span);
            }
            StmtKind::Frames(vars) => {
                let vars = self.with_tangents(vars);
                self.push(StmtKind::Frames(vars), span);
            }
            StmtKind::Split { var, pullback, call, lent } if !self.varies(*var) => {
                let (var, pullback, call, lent) = (*var, *pullback, call.clone(), lent.clone());
                self.push(StmtKind::Split { var, pullback, call, lent }, span);
            }
            StmtKind::Split { var, pullback, call, lent } => {
                let lent = call.args.iter().zip(lent).map(|(arg, lent)| {
                    // Lent together with its tangent or not at all.
                    let varies = arg.root().is_some_and(|root| self.varies(root));
                    if varies { *lent } else { Lending::Never }
                });
                let pullback = Some((*pullback, lent.collect()));
                self.call(*var, pullback, call, span);
            }
            StmtKind::Pull { pullback, seed, slots, tangents } => {
                self.pull(*pullback, seed, slots, tangents, span);
            }
            StmtKind::Forward { var, along, pullback, call, tangents } => {
                self.call_along((*var, along), pullback.clone(), call, tangents, span);
            }
        }
    }

    /// A copy of the tangent of an argument. Nobody asks where it is: where that of the argument is.
    fn keep_tangent(&mut self, kept: &Kept, span: Span) {
        let Some(place) = self.place(&kept.place) else { return };
        let copies = self.tangent(kept.copies);
        let part = self.named(Role::Residual, Shape::Unknown, span);
        self.push(StmtKind::Let(part, Value::Kept(Kept { copies, place, ..kept.clone() })), span);
    }

    /// Whether a place is a variable with a tangent, whose type may be any.
    fn is_unknown(&self, place: &Place) -> bool {
        let shape = &self.source.var(place.var).shape;
        let any = matches!(shape, Shape::Unknown | Shape::Tuple(_)) && !shape.is_static();
        any && place.path.is_empty() && self.varies(place.var)
    }

    /// Variables of a frame, each followed by its tangent.
    pub(super) fn with_tangents(&mut self, vars: &[VarId]) -> Vec<VarId> {
        let mut all = Vec::new();
        for var in vars {
            all.push(*var);
            if self.varies(*var) {
                all.push(self.tangent(*var));
            }
        }
        all
    }

    /// `let var = value`, and its tangent after it, or before it where the value is moved.
    fn definition(&mut self, var: VarId, value: &Value, span: Span) {
        let primal = StmtKind::Let(var, value.clone());
        let shape = self.source.var(var).shape.clone();
        // What `adjoint` leaves as a call stands where nothing comes back from.
        if let (Value::Call(call), None) = (value, &self.source.reverse) {
            return self.call(var, None, call, span);
        }
        self.push(primal, span);
        let tangent = self.tangent(var);
        let value = self.value(Some(var), value, &shape, span);
        let value = value.unwrap_or_else(|| self.zero(&Place::whole(var), tangent));
        self.push(StmtKind::Let(tangent, value), span);
    }

    /// The tangent of a value; none where it is zero. `var` is what the value defines.
    fn value(&mut self, var: Option<VarId>, value: &Value, shape: &Shape, span: Span) -> Option<Value> {
        match value {
            Value::Atom(atom) => self.atom(atom).map(Value::Atom),
            Value::Load(place) => self.place(place).map(Value::Load),
            Value::Take(place) => self.place(place).map(Value::Take),
            Value::Copy(place, method) => self.place(place).map(|place| Value::Copy(place, method.clone())),
            Value::Pop(place, unwrap) => self.place(place).map(|place| Value::Pop(place, unwrap.clone())),
            Value::Replace(place, new) => {
                let target = self.place(place)?;
                let new = self.atom(new).unwrap_or_else(|| self.named_zero(place, span));
                Some(Value::Replace(target, new))
            }
            // The primal statement has run: the place is zero now.
            Value::Reset(place, _) => {
                let target = self.place(place)?;
                let zero = self.temp(Value::Zeros(place.clone()), shape, span);
                Some(Value::Replace(target, zero))
            }
            Value::Op(op, atoms, _) => self.operation(var, *op, atoms, shape, span),
            Value::Tuple(atoms) => {
                let step = |index| Proj::Member(Member::Unnamed(Index::from(index)));
                self.parts(var, atoms, step, span).map(Value::Tuple)
            }
            Value::Array(atoms) => {
                let step = |index| {
                    let index = Literal::usize_unsuffixed(index).to_token_stream();
                    Proj::at(Atom::Const(Code(index)))
                };
                self.parts(var, atoms, step, span).map(Value::Array)
            }
            Value::List(path, atoms) => {
                let atoms: Option<Vec<Atom>> = var.map(|var| {
                    let parts = atoms.iter().enumerate().map(|(index, atom)| match self.atom(atom) {
                        Some(tangent) => tangent,
                        None => {
                            let index = Literal::usize_unsuffixed(index).to_token_stream();
                            let step = Proj::at(Atom::Const(Code(index)));
                            self.named_zero(&Place { var, path: vec![step] }, span)
                        }
                    });
                    parts.collect()
                });
                Some(Value::List(path.clone(), atoms?))
            }
            Value::Filled(path, elem, len) => {
                Some(Value::Filled(path.clone(), self.atom(elem)?, len.clone()))
            }
            Value::Repeat(atom, len) => Some(Value::Repeat(self.atom(atom)?, len.clone())),
            Value::Cast(atom, _) => Some(Value::Op(Op::Convert, vec![self.atom(atom)?], span)),
            Value::Read(read) => {
                let tangent = self.varies(*read).then(|| self.tangent(*read))?;
                Some(Value::Read(tangent))
            }
            Value::Sum(array, zero) => {
                let tangent = self.varies(*array).then(|| self.tangent(*array))?;
                Some(Value::Sum(tangent, *zero))
            }
            Value::Zeros(place) => self.place(place).map(Value::Zeros),
            // What the shape was kept for is used up.
            Value::Zero(Zero::Shaped { .. }) => var.map(|var| Value::Zeros(Place::whole(var))),
            Value::Zero(_) => Some(value.clone()),
            Value::Inert(_)
            | Value::Pure(..)
            | Value::Length(_)
            | Value::Reached { .. }
            | Value::ZeroLike(_)
            | Value::Call(_) => None,
            Value::Window(_)
            | Value::Cells(_)
            | Value::TwoRows(..)
            | Value::Pieces(_)
            | Value::Piece { .. }
            | Value::Strip(_)
            | Value::Kept(_) => {
                unreachable!("internal error in `#[grad]`: not before tangents")
            }
        }
    }

    /// The tangents of the parts of a tuple or array.
    fn parts(
        &mut self,
        var: Option<VarId>,
        atoms: &[Atom],
        step: impl Fn(usize) -> Proj,
        span: Span,
    ) -> Option<Vec<Atom>> {
        let var = var?;
        let mut parts = Vec::new();
        for (index, atom) in atoms.iter().enumerate() {
            let part = match self.atom(atom) {
                Some(tangent) => tangent,
                None => self.named_zero(&Place { var, path: vec![step(index)] }, span),
            };
            parts.push(part);
        }
        Some(parts)
    }

    fn call(&mut self, var: VarId, pullback: Option<(VarId, Vec<Lending>)>, call: &Call, span: Span) {
        self.call_along((var, &[]), pullback, call, &[], span);
    }

    /// A call that has tangents already, or none.
    fn call_along(
        &mut self,
        (var, along): (VarId, &[VarId]),
        pullback: Option<(VarId, Vec<Lending>)>,
        call: &Call,
        tangents: &[Vec<Option<Place>>],
        span: Span,
    ) {
        let mut own = match call.callee {
            Callee::Method(..) => vec![None],
            Callee::Path(_) => Vec::new(),
        };
        for arg in &call.args {
            own.push(match arg {
                Arg::Value(atom, _) => self.atom(atom).and_then(|atom| atom.var()).map(Place::whole),
                Arg::Shared(place, _) | Arg::Exclusive(place, _) => self.place(place),
                Arg::Closure(..) => None,
            });
        }
        let of_tangents = tangents.iter().map(|places| {
            let places = places.iter().map(|place| place.as_ref().and_then(|place| self.place(place)));
            places.collect()
        });
        let of_tangents: Vec<_> = of_tangents.collect();
        let tangents = tangents.iter().cloned().chain([own]).chain(of_tangents).collect();
        let of_all = [var].iter().chain(along).map(|var| self.tangent(*var)).collect();
        let along = [along.to_vec(), of_all].concat();
        self.push(StmtKind::Forward { var, along, pullback, call: call.clone(), tangents }, span);
    }

    /// The pullback of such a call: beside each slot one for the tangent of the cotangent.
    fn pull(
        &mut self,
        pullback: VarId,
        seed: &Atom,
        slots: &[Slot],
        tangents: &[(Atom, Vec<Slot>)],
        span: Span,
    ) {
        let mut all = tangents.to_vec();
        all.push(self.along_slots(seed, slots, span));
        for (seed, slots) in tangents {
            let of_tangents = self.along_slots(seed, slots, span);
            all.push(of_tangents);
        }
        let own = slots.iter().map(|slot| Slot {
            ct: slot.ct.clone(),
            lent: slot.lent.clone().filter(|place| self.varies(place.var)),
            fresh: slot.fresh,
        });
        let slots = own.collect();
        self.push(StmtKind::Pull { pullback, seed: seed.clone(), slots, tangents: all }, span);
    }

    /// The tangents of a seed and of slots.
    fn along_slots(&mut self, seed: &Atom, slots: &[Slot], span: Span) -> (Atom, Vec<Slot>) {
        let along = match (self.atom(seed), seed) {
            (Some(along), _) => along,
            (None, Atom::Var(seed)) => self.named_zero(&Place::whole(*seed), span),
            (None, seed) => seed.clone(),
        };
        let slots = slots.iter().map(|slot| {
            let ct = slot.ct.as_ref().and_then(|place| self.place(place));
            let fresh = slot.fresh && ct.is_some();
            Slot { ct, lent: slot.lent.as_ref().and_then(|place| self.place(place)), fresh }
        });
        (along, slots.collect())
    }
}
