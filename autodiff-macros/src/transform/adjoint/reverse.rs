//! The adjoint of each statement and of each primitive.

use std::collections::BTreeSet;

use proc_macro2::Span;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Index, Member};

use super::{Adjoint, variable};
use crate::ir::{
    Arg, Atom, Call, Callee, Code, Place, Proj, Role, Shape, Slot, Stmt, StmtKind, Value, VarId, Zero,
};
use crate::rules::{Factor, Op, Partial, Read, UNSIGNED};

impl Adjoint<'_> {
    pub(super) fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Let(var, Value::Call(call)) if self.facts.active.contains(var) => {
                self.call(*var, call, span)
            }
            StmtKind::Let(var, Value::Pop(place, _)) => self.grow(*var, place, span),
            StmtKind::Let(var, Value::Replace(place, new)) => self.replace(*var, place, new, span),
            StmtKind::Push(place, value) => self.shrink(place, value, span),
            kind @ (StmtKind::Permute(..) | StmtKind::Exchange(..)) => self.rearrange(kind, span),
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
            StmtKind::Store { place, value, first: false }
                if self.facts.active.contains(&place.var) && self.is_reshaping(place, value) =>
            {
                self.reset(stmt, place, value);
            }
            StmtKind::Store { place, value, first } => self.store(place, value, *first, span),
            StmtKind::Branch(branch) => self.branch(branch, span),
            StmtKind::Scope(_, block) => self.scope(block, span),
            StmtKind::Loop(inner) => self.unroll(inner, span),
            StmtKind::Declare(_) | StmtKind::Bind(_, None) | StmtKind::Inert(_) => {}
            StmtKind::Split { .. }
            | StmtKind::Reshape { .. }
            | StmtKind::Accumulate(..)
            | StmtKind::Keep(..)
            | StmtKind::Replay(..)
            | StmtKind::Restore(..)
            | StmtKind::Frames(_)
            | StmtKind::Unroll { .. }
            | StmtKind::Pull { .. }
            | StmtKind::Settled(_)
            | StmtKind::Clear(_)
            | StmtKind::Forward { .. } => {
                unreachable!("internal error in `#[grad]`: the adjoint of an adjoint statement")
            }
        }
    }

    pub(super) fn store(&mut self, place: &Place, value: &Atom, first: bool, span: Span) {
        if !self.facts.active.contains(&place.var) || !self.cotangents.contains_key(&place.var) {
            return;
        }
        let target = self.cotangent_place(place);
        if first && value.var().is_none_or(|var| self.facts.rigid.contains(&var)) {
            self.contribute_atom(value, Value::Load(target), span);
        } else {
            let shape = self.primal.place_shape(place);
            let taken = self.temp(Value::Take(target), &shape, span);
            self.contribute_atom(value, Value::Atom(taken), span);
        }
    }

    pub(super) fn value(&mut self, var: VarId, value: &Value, ct: &Atom, span: Span) {
        let part = |step: Proj| match ct {
            Atom::Var(ct) => Value::Load(Place { var: *ct, path: vec![step] }),
            Atom::Const(code) => Value::Inert(code.clone()),
        };
        match value {
            Value::Atom(atom) => self.contribute_atom(atom, Value::Atom(ct.clone()), span),
            // The copy of an array is a `Vec`: element by element.
            Value::Copy(place, method) if method == "to_vec" => {
                let mut elements = place.clone();
                elements.path.push(Proj::Range(None, None, false));
                self.contribute(&elements, Value::Atom(ct.clone()), span);
            }
            Value::Load(place) | Value::Copy(place, _) => {
                self.contribute(place, Value::Atom(ct.clone()), span);
            }
            Value::Op(op, atoms, _) => self.op(var, *op, atoms, ct, span),
            Value::Tuple(atoms) => {
                for (index, atom) in atoms.iter().enumerate() {
                    let member = Member::Unnamed(Index::from(index));
                    self.contribute_atom(atom, part(Proj::Member(member)), span);
                }
            }
            Value::Array(atoms) | Value::List(_, atoms) => {
                for (index, atom) in atoms.iter().enumerate() {
                    let index = proc_macro2::Literal::usize_unsuffixed(index).to_token_stream();
                    let element = part(Proj::at(Atom::Const(Code(index))));
                    let rigid = atom.var().is_none_or(|var| self.facts.rigid.contains(&var));
                    let element = match element {
                        // Nothing but a copy can be read out of the middle.
                        Value::Load(place) if !rigid && self.is_active(atom) => {
                            self.out.vars[place.var.0 as usize].mutable = true;
                            Value::Take(place)
                        }
                        element => element,
                    };
                    self.contribute_atom(atom, element, span);
                }
            }
            Value::Repeat(atom, _) | Value::Filled(_, atom, _) => {
                if let (Atom::Var(ct), Atom::Var(elem)) = (ct, atom) {
                    let zero = self.zero(*elem);
                    self.contribute_atom(atom, Value::Sum(*ct, zero), span);
                }
            }
            Value::Cast(atom, _) => {
                // What is beside the float in the result of a call may be an integer, which its zero tells.
                if let Some(var) = atom.var().filter(|var| self.facts.active.contains(var)) {
                    if !matches!(self.primal.var(var).shape, Shape::Float(_)) {
                        self.declared(var);
                    }
                }
                self.contribute_atom(atom, Value::Op(Op::Convert, vec![ct.clone()], span), span)
            }
            Value::Inert(_)
            | Value::Pure(..)
            | Value::Call(_)
            | Value::Read(_)
            | Value::Pop(..)
            | Value::Replace(..) => {}
            Value::Zero(_)
            | Value::Zeros(_)
            | Value::ZeroLike(_)
            | Value::Length(_)
            | Value::Window(_)
            | Value::Kept(_)
            | Value::Cells(_)
            | Value::TwoRows(..)
            | Value::Pieces(_)
            | Value::Piece { .. }
            | Value::Strip(_)
            | Value::Reached { .. }
            | Value::Take(_)
            | Value::Reset(..)
            | Value::Sum(..) => {
                unreachable!("internal error in `#[grad]`: the adjoint of an adjoint value")
            }
        }
    }

    pub(super) fn op(&mut self, var: VarId, op: Op, atoms: &[Atom], ct: &Atom, span: Span) {
        if self.power(var, ct, span) {
            return;
        }
        for (index, atom) in atoms.iter().enumerate() {
            if !self.is_active(atom) || !op.varies_with(index) {
                continue;
            }
            let shape = self.primal.var(var).shape.clone();
            if index == 1 && self.past_root(var, ct, span) {
                continue;
            }
            let partial = if self.facts.second { op.plain_partial(index) } else { op.partial(index) };
            let value = match (op, partial) {
                (_, Some(Partial::Zero | Partial::Integer)) => continue,
                (_, Some(Partial::One)) | (Op::Add, _) => Value::Atom(ct.clone()),
                (Op::Sub, _) if index == 0 => Value::Atom(ct.clone()),
                (Op::Sub | Op::Neg, _) => Value::Op(Op::Neg, vec![ct.clone()], span),
                (_, Some(Partial::Same)) => Value::Op(op, vec![ct.clone()], span),
                (_, Some(Partial::Times(other))) => {
                    Value::Op(Op::Mul, vec![ct.clone(), self.operand(var, atoms, other)], span)
                }
                // `x * x`
                (Op::Mul, _) if atoms[0].var() == atoms[1].var() => {
                    if index == 1 {
                        continue;
                    }
                    let twice = self.scaled(ct.clone(), Factor::of(2.0), &shape, span);
                    Value::Op(Op::Mul, vec![twice, self.operand(var, atoms, 0)], span)
                }
                (Op::Mul, _) => {
                    Value::Op(Op::Mul, vec![ct.clone(), self.operand(var, atoms, 1 - index)], span)
                }
                (Op::Div, _) => self.divide(var, atoms, index, ct, span),
                (_, Some(Partial::Scaled(name, reads))) => {
                    let reads = self.reads_of(var, atoms, reads);
                    let partial = self.temp(Value::Op(Op::Rule(name), reads, span), &shape, span);
                    Value::Op(Op::GuardedMul, vec![ct.clone(), partial], span)
                }
                (_, Some(Partial::Over(factor, name, reads))) => {
                    let reads = self.reads_of(var, atoms, reads);
                    self.over(factor, name, reads, ct, &shape, span)
                }
                (_, Some(Partial::Selected(name, reads))) => {
                    let mut reads = self.reads_of(var, atoms, reads);
                    reads.push(ct.clone());
                    Value::Op(Op::Rule(name), reads, span)
                }
                (
                    Op::Rem
                    | Op::Method(_)
                    | Op::Rule(_)
                    | Op::GuardedMul
                    | Op::GuardedDiv
                    | Op::Convert
                    | Op::Scale(_),
                    None,
                ) => {
                    unreachable!("internal error in `#[grad]`: no rule for {op:?}")
                }
            };
            self.contribute_atom(atom, value, span);
        }
    }

    /// `a / b`: `ct / b` for `a`, `-(ct / b) * out` for `b`; `-(ct * out) * out` where `a` is 1.
    pub(super) fn divide(
        &mut self,
        out: VarId,
        atoms: &[Atom],
        index: usize,
        ct: &Atom,
        span: Span,
    ) -> Value {
        let shape = self.primal.var(out).shape.clone();
        let value = |op, atoms| Value::Op(op, atoms, span);
        if let Some(factor) = atoms[0].reciprocal().and_then(|number| Factor::of(-number)) {
            let atoms = vec![ct.clone(), Atom::Var(out), Atom::Var(out)];
            let product = self.temp(value(Op::GuardedMul, atoms), &shape, span);
            return value(Op::Scale(factor), vec![product]);
        }
        let by = self.operand(out, atoms, 1);
        let op = if by.is_nonzero() { Op::Div } else { Op::GuardedDiv };
        let quotient = Value::Op(op, vec![ct.clone(), by], span);
        if index == 0 {
            return quotient;
        }
        let quotient = self.temp(quotient, &shape, span);
        let product =
            self.temp(Value::Op(Op::GuardedMul, vec![quotient, Atom::Var(out)], span), &shape, span);
        Value::Op(Op::Neg, vec![product], span)
    }

    /// A power gives to its base at once; whether it is one.
    fn power(&mut self, var: VarId, ct: &Atom, span: Span) -> bool {
        let Some(power) = self.facts.powers.get(&var).copied() else { return false };
        let shape = self.primal.var(var).shape.clone();
        let scaled = self.scaled(ct.clone(), Factor::of(power.factor), &shape, span);
        let product = Value::Op(Op::Mul, vec![scaled, Atom::Var(power.rest)], span);
        self.contribute(&Place::whole(power.base), product, span);
        true
    }

    /// The divisor of a quotient gives to what is under its root at once; whether it is such a root.
    fn past_root(&mut self, var: VarId, ct: &Atom, span: Span) -> bool {
        let Some(root) = self.facts.roots.get(&var).copied() else { return false };
        let shape = self.primal.var(var).shape.clone();
        let product = Value::Op(Op::GuardedMul, vec![ct.clone(), Atom::Var(var)], span);
        let product = self.temp(product, &shape, span);
        let half = self.scaled(product, Factor::of(-0.5), &shape, span);
        let quotient = Value::Op(Op::GuardedDiv, vec![half, Atom::Var(root.number)], span);
        self.contribute(&Place::whole(root.of), quotient, span);
        true
    }

    /// `factor * ct / rule(reads)`
    fn over(
        &mut self,
        factor: Factor,
        name: &'static str,
        reads: Vec<Atom>,
        ct: &Atom,
        shape: &Shape,
        span: Span,
    ) -> Value {
        let is_positive = |atom: &Atom| atom.var().is_some_and(|var| self.facts.positive.contains(&var));
        let divisor = if UNSIGNED.contains(&name) && is_positive(&reads[0]) {
            reads[0].clone()
        } else {
            self.temp(Value::Op(Op::Rule(name), reads, span), shape, span)
        };
        let ct = self.scaled(ct.clone(), Some(factor), shape, span);
        Value::Op(Op::GuardedDiv, vec![ct, divisor], span)
    }

    /// A multiple of a cotangent.
    fn scaled(&mut self, ct: Atom, factor: Option<Factor>, shape: &Shape, span: Span) -> Atom {
        match factor {
            Some(factor) if factor.number() != 1.0 => {
                self.temp(Value::Op(Op::Scale(factor), vec![ct], span), shape, span)
            }
            _ => ct,
        }
    }

    pub(super) fn reads_of(&self, out: VarId, atoms: &[Atom], reads: &[Read]) -> Vec<Atom> {
        let read = |read: &Read| match read {
            Read::Arg(index) => self.operand(out, atoms, *index),
            Read::Out => Atom::Var(out),
        };
        reads.iter().map(read).collect()
    }

    pub(super) fn call(&mut self, var: VarId, call: &Call, span: Span) {
        let info = self.primal.var(var);
        let name = format!("pullback_{}", info.ident.unraw());
        let pullback = self.out.fresh(variable(&name, Role::Pullback, &Shape::Unknown, span));
        self.pullbacks.insert(var, pullback);
        let seed = Atom::Var(self.declared(var));
        let mut roots = BTreeSet::new();
        let mut slots = match call.callee {
            Callee::Method(..) => vec![Slot::default()],
            Callee::Path(_) => Vec::new(),
        };
        let mut after = Vec::new();
        for (at, arg) in call.args.iter().enumerate() {
            let lent = self.lent(var, at, call, span);
            let Some(root) = arg.root().filter(|root| self.facts.active.contains(root)) else {
                slots.push(Slot { lent, ..Slot::default() });
                continue;
            };
            match arg {
                Arg::Closure(..) => slots.push(Slot::default()),
                // The callee overwrites the slot of a value.
                Arg::Value(_, _) => {
                    let zero = Value::Zero(self.zero(root));
                    let shape = self.primal.var(root).shape.clone();
                    let slot = self.slot(zero, &shape, span);
                    slots.push(Slot { ct: slot.var().map(Place::whole), lent, fresh: false });
                    after.push((Place::whole(root), slot));
                }
                // It adds to the slot of a reference; two references to one variable need two slots.
                Arg::Shared(place, _) if !roots.insert(root) => {
                    let zero = self.second_zero(place);
                    let shape = self.primal.place_shape(place);
                    let fresh = matches!(zero, Value::Zero(zero) if self.is_fresh(zero));
                    let slot = self.slot(zero, &shape, span);
                    slots.push(Slot { ct: slot.var().map(Place::whole), lent, fresh });
                    after.push((place.clone(), slot));
                }
                Arg::Shared(place, _) | Arg::Exclusive(place, _) => {
                    roots.insert(root);
                    let mut fresh = false;
                    if matches!(arg, Arg::Shared(_, _)) && self.is_new(place) {
                        let zero = self.zero_to_add_to(root);
                        let ct = self.cotangent(root);
                        fresh = self.is_fresh(zero);
                        self.push(StmtKind::Let(ct, Value::Zero(zero)), span);
                    }
                    let place = self.cotangent_place(place);
                    slots.push(Slot { ct: Some(place), lent, fresh });
                }
            }
        }
        self.push(StmtKind::Pull { pullback, seed, slots, tangents: Vec::new() }, span);
        for (place, slot) in after {
            self.contribute(&place, Value::Atom(slot), span);
        }
    }

    /// Whether the callee, which may take an array for a slice, has to know that these are negative zeros.
    fn is_fresh(&self, zero: Zero) -> bool {
        matches!(zero, Zero::Neutral(var) if !matches!(self.primal.var(var).shape, Shape::Float(_)))
    }

    /// A zero for a second reference to a variable that a call has a reference to.
    fn second_zero(&mut self, place: &Place) -> Value {
        let whole = place.path.iter().all(|step| matches!(step, Proj::Deref));
        if whole && !self.reshaped.contains(&place.var) {
            return Value::Zero(self.zero_to_add_to(place.var));
        }
        if self.primal.place_shape(place).is_static() {
            return Value::Zero(Zero::Inferred);
        }
        Value::Zeros(self.cotangent_place(place))
    }
}
