//! The tangent of each primitive: a sum of one term for each operand that varies.

use proc_macro2::Span;

use super::Tangent;
use crate::ir::{Atom, Shape, Value, VarId};
use crate::rules::{Factor, Op, Partial, Read, selection_of_tangents};

impl Tangent<'_> {
    /// The tangent of an operation; none where it is zero.
    pub(super) fn operation(
        &mut self,
        var: Option<VarId>,
        op: Op,
        atoms: &[Atom],
        shape: &Shape,
        span: Span,
    ) -> Option<Value> {
        let operation = Operation { var, op, atoms, shape, span };
        let tangents: Vec<Option<Atom>> = atoms
            .iter()
            .enumerate()
            .map(|(index, atom)| if op.varies_with(index) { self.atom(atom) } else { None })
            .collect();
        if let Some(power) = self.power(&operation) {
            return Some(power);
        }
        if let Some(selected) = self.selection(&operation, &tangents) {
            return Some(selected);
        }
        match (op, &tangents[..]) {
            (Op::Add, [Some(a), Some(b)]) => Some(Value::Op(Op::Add, vec![a.clone(), b.clone()], span)),
            (Op::Sub, [Some(a), Some(b)]) => Some(Value::Op(Op::Sub, vec![a.clone(), b.clone()], span)),
            (Op::Mul, [Some(a), Some(_)]) if atoms[0].var() == atoms[1].var() => {
                let once = self.product(&operation, a, 1);
                let once = self.temp(once, shape, span);
                Some(Value::Op(Op::Scale(Factor::TWO), vec![once], span))
            }
            (Op::Div, [a, b]) => self.quotient(&operation, a.as_ref(), b.as_ref()),
            (Op::GuardedMul, [ct, a, b]) => {
                let partial = self.partial_product(&operation, a.as_ref(), b.as_ref());
                let atoms = [atoms[0].clone(), partial.0];
                let operation = Operation { atoms: &atoms, ..operation };
                self.guarded_product(&operation, ct.as_ref(), partial.1.as_ref())
            }
            (Op::GuardedMul, [a, b]) => self.guarded_product(&operation, a.as_ref(), b.as_ref()),
            (Op::GuardedDiv, [a, b]) => self.quotient(&operation, a.as_ref(), b.as_ref()),
            (Op::Rule("guarded_both"), [a, b]) => {
                let both = |a: &Atom, b: &Atom| Value::Op(op, vec![a.clone(), b.clone()], span);
                let first = a.as_ref().map(|a| both(a, &atoms[1]));
                let second = b.as_ref().map(|b| both(&atoms[0], b));
                self.two_terms(first, second, shape, span)
            }
            _ => self.sum(&operation, &tangents),
        }
    }

    /// The tangent of a product that is a power, if what it is made of is at hand: `factor * d_base * rest`.
    fn power(&mut self, operation: &Operation) -> Option<Value> {
        let power = self.powers.get(&operation.var?).copied()?;
        let is_operand = |var| operation.atoms.iter().any(|atom| atom.var() == Some(var));
        if operation.op != Op::Mul || !is_operand(power.base) || !is_operand(power.rest) {
            return None;
        }
        let base = self.atom(&Atom::Var(power.base))?;
        let product = Value::Op(Op::Mul, vec![base, Atom::Var(power.rest)], operation.span);
        match Factor::of(power.factor) {
            Some(factor) if power.factor != 1.0 => {
                let product = self.temp(product, operation.shape, operation.span);
                Some(Value::Op(Op::Scale(factor), vec![product], operation.span))
            }
            _ => Some(product),
        }
    }

    /// The tangent of an operand that is selected, where both have one. Those in lanes are selected lane by lane.
    fn selection(&mut self, operation: &Operation, tangents: &[Option<Atom>]) -> Option<Value> {
        let (Op::Method(method), [Some(a), Some(b)], false) = (operation.op, tangents, self.lanes) else {
            return None;
        };
        let rule = selection_of_tangents(method)?;
        let operands = [self.operand(operation, 0), self.operand(operation, 1)];
        let atoms = operands.into_iter().chain([a.clone(), b.clone()]).collect();
        Some(Value::Op(Op::Rule(rule), atoms, operation.span))
    }

    /// The terms of the operands, added.
    fn sum(&mut self, operation: &Operation, tangents: &[Option<Atom>]) -> Option<Value> {
        let mut sum: Option<Value> = None;
        for (index, tangent) in tangents.iter().enumerate() {
            let Some(tangent) = tangent else { continue };
            let Some(term) = self.term(operation, index, tangent) else { continue };
            sum = Some(match sum {
                None => term,
                Some(before) => {
                    let before = self.temp(before, operation.shape, operation.span);
                    let term = self.temp(term, operation.shape, operation.span);
                    Value::Op(Op::Add, vec![before, term], operation.span)
                }
            });
        }
        sum
    }

    fn term(&mut self, operation: &Operation, index: usize, tangent: &Atom) -> Option<Value> {
        let Operation { op, shape, span, .. } = *operation;
        Some(match (op, op.plain_partial(index)) {
            (_, Some(Partial::Zero | Partial::Integer)) => return None,
            (_, Some(Partial::One)) | (Op::Add, _) => Value::Atom(tangent.clone()),
            (Op::Sub, _) if index == 0 => Value::Atom(tangent.clone()),
            (Op::Sub | Op::Neg, _) => Value::Op(Op::Neg, vec![tangent.clone()], span),
            (Op::Convert | Op::Scale(_), _) | (_, Some(Partial::Same)) => {
                Value::Op(op, vec![tangent.clone()], span)
            }
            (_, Some(Partial::Times(other))) => self.product(operation, tangent, other),
            (Op::Mul, _) => self.product(operation, tangent, 1 - index),
            (_, Some(Partial::Scaled(name, reads))) => {
                let reads = self.reads(operation, reads);
                let partial = self.factor(Value::Op(Op::Rule(name), reads, span), shape, span);
                Value::Op(Op::GuardedMul, vec![tangent.clone(), partial], span)
            }
            (_, Some(Partial::Selected(name, reads))) => {
                let mut reads = self.reads(operation, reads);
                reads.push(tangent.clone());
                Value::Op(Op::Rule(name), reads, span)
            }
            (_, Some(Partial::Over(..)))
            | (Op::Div | Op::Rem | Op::Method(_) | Op::Rule(_) | Op::GuardedMul | Op::GuardedDiv, None) => {
                unreachable!("internal error in `#[grad]`: no tangent of {op:?}")
            }
        })
    }

    /// `tangent * operand`
    fn product(&mut self, operation: &Operation, tangent: &Atom, other: usize) -> Value {
        let other = self.operand(operation, other);
        Value::Op(Op::Mul, vec![tangent.clone(), other], operation.span)
    }

    /// `a / b`: `(d_a - d_b * out) / b`; `-(d_b * out) * out` where `a` is 1.
    fn quotient(&mut self, operation: &Operation, a: Option<&Atom>, b: Option<&Atom>) -> Option<Value> {
        let Operation { op, shape, span, var, .. } = *operation;
        let by = self.operand(operation, 1);
        let op = if by.is_nonzero() { Op::Div } else { op.guarded() };
        let Some(b) = b else { return Some(Value::Op(op, vec![a?.clone(), by], span)) };
        let out = match var {
            Some(var) => Atom::Var(var),
            None => self.factor(Value::Op(operation.op, operation.atoms.to_vec(), span), shape, span),
        };
        let by_one = operation.atoms[0].reciprocal().and_then(|number| Factor::of(-number));
        if let (Op::Div, Some(factor)) = (operation.op, by_one) {
            let product = Value::Op(Op::GuardedMul, vec![b.clone(), out.clone(), out], span);
            let product = self.temp(product, shape, span);
            return Some(Value::Op(Op::Scale(factor), vec![product], span));
        }
        let moved = self.temp(Value::Op(Op::GuardedMul, vec![b.clone(), out], span), shape, span);
        let numerator = match a {
            Some(a) => Value::Op(Op::Sub, vec![a.clone(), moved], span),
            None => Value::Op(Op::Neg, vec![moved], span),
        };
        let numerator = self.temp(numerator, shape, span);
        Some(Value::Op(op, vec![numerator, by], span))
    }

    /// A partial that is a product of two operands behind the first, and its tangent.
    fn partial_product(
        &mut self,
        operation: &Operation,
        a: Option<&Atom>,
        b: Option<&Atom>,
    ) -> (Atom, Option<Atom>) {
        let Operation { shape, span, atoms, .. } = *operation;
        let times = |a: &Atom, b: &Atom| Value::Op(Op::Mul, vec![a.clone(), b.clone()], span);
        let partial = self.factor(times(&atoms[1], &atoms[2]), shape, span);
        let mut times = |a: &Atom, b: &Atom| self.temp(times(a, b), shape, span);
        let first = a.map(|a| times(a, &atoms[2]));
        let second = b.map(|b| times(&atoms[1], b));
        let tangent = match (first, second) {
            (Some(first), Some(second)) => {
                Some(self.temp(Value::Op(Op::Add, vec![first, second], span), shape, span))
            }
            (first, second) => first.or(second),
        };
        (partial, tangent)
    }

    /// `ct * partial` with a guard: the guard tests the cotangent in one term, its tangent in the other.
    fn guarded_product(
        &mut self,
        operation: &Operation,
        ct: Option<&Atom>,
        by: Option<&Atom>,
    ) -> Option<Value> {
        let Operation { shape, span, atoms, .. } = *operation;
        let first = ct.map(|ct| Value::Op(Op::GuardedMul, vec![ct.clone(), atoms[1].clone()], span));
        let second =
            by.map(|by| Value::Op(Op::Rule("guarded_both"), vec![atoms[0].clone(), by.clone()], span));
        self.two_terms(first, second, shape, span)
    }

    fn two_terms(
        &mut self,
        first: Option<Value>,
        second: Option<Value>,
        shape: &Shape,
        span: Span,
    ) -> Option<Value> {
        match (first, second) {
            (Some(first), Some(second)) => {
                let first = self.temp(first, shape, span);
                let second = self.temp(second, shape, span);
                Some(Value::Op(Op::Add, vec![first, second], span))
            }
            (first, second) => first.or(second),
        }
    }

    /// An operand as a rule reads it. The function's own read of it comes only after the operation.
    fn operand(&mut self, operation: &Operation, index: usize) -> Atom {
        let atom = &operation.atoms[index];
        let is_read = operation.var.is_some_and(|var| self.source.reads.contains_key(&(var, index)));
        match atom {
            Atom::Var(var) if is_read => self.factor(Value::Read(*var), operation.shape, operation.span),
            atom => atom.clone(),
        }
    }

    fn reads(&mut self, operation: &Operation, reads: &[Read]) -> Vec<Atom> {
        let mut atoms = Vec::new();
        for read in reads {
            atoms.push(match (read, operation.var) {
                (Read::Arg(index), _) => self.operand(operation, *index),
                (Read::Out, Some(var)) => Atom::Var(var),
                (Read::Out, None) => {
                    let value = Value::Op(operation.op, operation.atoms.to_vec(), operation.span);
                    self.factor(value, operation.shape, operation.span)
                }
            });
        }
        atoms
    }
}

/// An operation, and the variable it defines.
struct Operation<'a> {
    var: Option<VarId>,
    op: Op,
    atoms: &'a [Atom],
    shape: &'a Shape,
    span: Span,
}
