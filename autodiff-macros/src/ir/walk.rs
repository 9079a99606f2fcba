//! Reading a function: the variables that statements and values mention, and where blocks exit to.

use std::collections::BTreeSet;

use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use super::{
    Arg, Atom, Block, Call, Callee, Code, End, Func, Label, Loop, LoopHead, Passing, Place, Proj, Shape,
    Steps, Stmt, StmtKind, Value, VarId,
};
use crate::rules::Factor;

impl Atom {
    /// The variable it is, if it is one.
    pub(crate) fn var(&self) -> Option<VarId> {
        match self {
            Atom::Var(var) => Some(*var),
            Atom::Const(_) => None,
        }
    }

    /// Whether it is a literal other than zero, so that its quotients need no guard.
    pub(crate) fn is_nonzero(&self) -> bool {
        let Atom::Const(Code(code)) = self else { return false };
        let digits: String =
            code.to_string().chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E')).collect();
        digits
            .split(['e', 'E'])
            .next()
            .is_some_and(|mantissa| mantissa.contains(|c: char| c.is_ascii_digit() && c != '0'))
    }

    /// One over the literal it is, if that is exact.
    pub(crate) fn reciprocal(&self) -> Option<f64> {
        let number = self.factor()?.number();
        let is_power_of_two = number.to_bits().trailing_zeros() >= f64::MANTISSA_DIGITS - 1;
        is_power_of_two.then(|| number.recip())
    }

    /// The number it is, if it is a literal that can be a factor.
    pub(crate) fn factor(&self) -> Option<Factor> {
        fn number(expr: &Expr) -> Option<f64> {
            match expr {
                Expr::Paren(inner) => number(&inner.expr),
                Expr::Group(inner) => number(&inner.expr),
                Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => number(expr).map(|number| -number),
                Expr::Lit(ExprLit { lit: Lit::Float(literal), .. }) if literal.suffix() == "f32" => {
                    literal.base10_parse::<f32>().ok().map(f64::from)
                }
                Expr::Lit(ExprLit { lit: Lit::Float(literal), .. }) => literal.base10_parse().ok(),
                _ => None,
            }
        }
        let Atom::Const(Code(code)) = self else { return None };
        number(&syn::parse2(code.clone()).ok()?).and_then(Factor::of)
    }
}

impl Place {
    /// Calls `visit` with the variables of its indices.
    pub(crate) fn indices(&self, visit: &mut impl FnMut(VarId)) {
        for step in &self.path {
            match step {
                Proj::Index(index, _) => index.var().into_iter().for_each(&mut *visit),
                Proj::Range(start, end, _) => {
                    [start, end].into_iter().flatten().filter_map(Atom::var).for_each(&mut *visit);
                }
                Proj::Deref | Proj::Member(_) => {}
            }
        }
    }

    fn vars(&self, visit: &mut impl FnMut(VarId)) {
        visit(self.var);
        self.indices(visit);
    }
}

impl Arg {
    /// The variable whose value it hands over.
    pub(crate) fn root(&self) -> Option<VarId> {
        match self {
            Arg::Value(atom, _) => atom.var(),
            Arg::Shared(place, _) | Arg::Exclusive(place, _) => Some(place.var),
            Arg::Closure(..) => None,
        }
    }
}

impl Call {
    /// The variables that it may change.
    pub(crate) fn exclusive(&self) -> impl Iterator<Item = VarId> {
        self.args.iter().filter(|arg| matches!(arg, Arg::Exclusive(..))).filter_map(Arg::root)
    }

    fn vars(&self, visit: &mut impl FnMut(VarId)) {
        for arg in &self.args {
            match arg {
                Arg::Value(atom, _) => atom.var().into_iter().for_each(&mut *visit),
                Arg::Shared(place, _) | Arg::Exclusive(place, _) => place.vars(visit),
                Arg::Closure(..) => {}
            }
        }
    }
}

impl Value {
    /// Calls `visit` with every variable it reads.
    pub(crate) fn vars(&self, visit: &mut impl FnMut(VarId)) {
        let mut atom = |atom: &Atom| atom.var().into_iter().for_each(&mut *visit);
        match self {
            Value::Atom(a) | Value::Repeat(a, _) | Value::Cast(a, _) => atom(a),
            Value::Op(_, atoms, _) | Value::Tuple(atoms) | Value::Array(atoms) | Value::List(_, atoms) => {
                atoms.iter().for_each(atom);
            }
            Value::Filled(_, a, len) => [a, len].into_iter().for_each(atom),
            Value::Load(place)
            | Value::Take(place)
            | Value::Zeros(place)
            | Value::ZeroLike(place)
            | Value::Cells(place) => place.vars(visit),
            Value::Copy(place, _) | Value::Pop(place, _) => place.vars(visit),
            Value::TwoRows(place, rows) => {
                rows.iter().for_each(atom);
                place.vars(visit);
            }
            Value::Replace(place, new) => {
                atom(new);
                place.vars(visit);
            }
            Value::Reset(place, shape) => {
                visit(*shape);
                place.vars(visit);
            }
            Value::Call(call) => call.vars(visit),
            Value::Reached { of: (start, end), record, mark, .. } => {
                [start, end].into_iter().for_each(atom);
                [*record, *mark].into_iter().for_each(visit);
            }
            Value::Read(var) | Value::Length(var) | Value::Sum(var, _) => visit(*var),
            Value::Zero(super::Zero::Copied(var) | super::Zero::Shaped { shape: var, .. }) => visit(*var),
            Value::Pure(_, reads) => reads.iter().copied().for_each(visit),
            Value::Window(window) => {
                window.place.vars(visit);
                window.reads.iter().copied().for_each(&mut *visit);
                window.len.var().into_iter().for_each(visit);
            }
            Value::Kept(kept) => {
                visit(kept.copies);
                kept.place.vars(visit);
            }
            Value::Pieces(pieces) => {
                pieces.place.vars(visit);
                pieces.reads.iter().copied().for_each(visit);
            }
            Value::Piece { of, .. } => visit(*of),
            Value::Strip(strip) => {
                strip.of.vars(visit);
                visit(strip.number);
            }
            Value::Zero(_) | Value::Inert(_) => {}
        }
    }
}

impl Stmt {
    /// Calls `visit` with every variable that this statement itself reads, blocks inside it aside.
    pub(crate) fn reads(&self, visit: &mut impl FnMut(VarId)) {
        match &self.kind {
            StmtKind::Let(_, value) => value.vars(visit),
            StmtKind::Bind(_, place) => place.iter().for_each(|place| place.vars(visit)),
            StmtKind::Store { place, value, .. } => {
                place.indices(visit);
                value.var().into_iter().for_each(visit);
            }
            StmtKind::Split { call, .. } => call.vars(visit),
            StmtKind::Forward { call, tangents, .. } => {
                call.vars(visit);
                tangents.iter().flatten().flatten().for_each(|place| place.vars(visit));
            }
            StmtKind::Push(place, value) => {
                place.vars(visit);
                value.var().into_iter().for_each(visit);
            }
            StmtKind::Permute(place, _, args) => {
                place.vars(visit);
                args.iter().filter_map(Atom::var).for_each(visit);
            }
            StmtKind::Exchange(a, b) => [a, b].into_iter().for_each(|place| place.vars(visit)),
            StmtKind::Reshape { shape, place, .. } => {
                visit(*shape);
                place.vars(visit);
            }
            StmtKind::Accumulate(place, value) => {
                place.vars(visit);
                value.vars(visit);
            }
            StmtKind::Keep(_, vars) | StmtKind::Settled(vars) => vars.iter().copied().for_each(visit),
            StmtKind::Replay(frame, ..) => visit(*frame),
            StmtKind::Restore(record, _) => visit(*record),
            StmtKind::Unroll { record, mark, .. } => {
                visit(*record);
                visit(*mark);
            }
            StmtKind::Pull { pullback, seed, slots, tangents } => {
                visit(*pullback);
                let seeds = [seed].into_iter().chain(tangents.iter().map(|(seed, _)| seed));
                seeds.filter_map(Atom::var).for_each(&mut *visit);
                slots
                    .iter()
                    .chain(tangents.iter().flat_map(|(_, slots)| slots))
                    .flat_map(|slot| slot.ct.iter().chain(&slot.lent))
                    .for_each(|place| place.vars(visit));
            }
            StmtKind::Branch(branch) => branch.again.iter().flatten().copied().for_each(visit),
            StmtKind::Loop(inner) => {
                if let LoopHead::For(_, Steps { again: Some(reads), .. }) = &inner.head {
                    reads.iter().copied().for_each(visit);
                }
            }
            StmtKind::Declare(_) | StmtKind::Scope(..) | StmtKind::Inert(_) => {}
            StmtKind::Frames(_) | StmtKind::Clear(_) => {}
        }
    }

    /// The blocks inside it.
    pub(crate) fn blocks(&self) -> Vec<&Block> {
        match &self.kind {
            StmtKind::Branch(branch) => branch.arms.iter().map(|arm| &arm.body).collect(),
            StmtKind::Scope(_, block) | StmtKind::Replay(_, _, block) => vec![block],
            StmtKind::Loop(Loop { body, .. }) | StmtKind::Unroll { body, .. } => vec![body],
            _ => Vec::new(),
        }
    }

    /// The variables whose value it may change, with the blocks inside it.
    pub(crate) fn changes(&self) -> BTreeSet<VarId> {
        let mut changed: BTreeSet<VarId> = self.blocks().into_iter().flat_map(Block::changes).collect();
        self.own_changes(&mut changed);
        changed
    }

    /// The variables whose value it may change itself, blocks inside it aside.
    pub(crate) fn own_changes(&self, changed: &mut BTreeSet<VarId>) {
        match &self.kind {
            StmtKind::Accumulate(place, _)
            | StmtKind::Store { place, .. }
            | StmtKind::Push(place, _)
            | StmtKind::Permute(place, ..)
            | StmtKind::Reshape { place, .. }
            | StmtKind::Let(
                _,
                Value::Take(place)
                | Value::Pop(place, _)
                | Value::Replace(place, _)
                | Value::Reset(place, _)
                | Value::Cells(place)
                | Value::TwoRows(place, _),
            ) => {
                changed.insert(place.var);
            }
            StmtKind::Let(_, Value::Window(window)) if window.exclusive => {
                changed.insert(window.place.var);
            }
            StmtKind::Let(_, Value::Pieces(pieces)) if pieces.exclusive => {
                changed.insert(pieces.place.var);
            }
            StmtKind::Let(_, Value::Piece { of, .. }) => {
                changed.insert(*of);
            }
            StmtKind::Let(_, Value::Strip(strip)) if strip.exclusive => {
                changed.insert(strip.of.var);
            }
            StmtKind::Exchange(a, b) => changed.extend([a.var, b.var]),
            StmtKind::Split { call, .. } => changed.extend(call.exclusive()),
            StmtKind::Pull { slots, tangents, .. } => {
                let slots = slots.iter().chain(tangents.iter().flat_map(|(_, slots)| slots));
                changed.extend(slots.filter_map(|slot| slot.ct.as_ref()).map(|place| place.var));
            }
            _ => {}
        }
    }

    /// Calls `visit` with it and every statement inside it, outer ones first.
    pub(crate) fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Stmt)) {
        visit(self);
        self.blocks().into_iter().for_each(|block| block.each(visit));
    }

    /// The variables that it reads or changes, with the blocks inside it.
    pub(crate) fn mentions(&self) -> BTreeSet<VarId> {
        let mut mentioned = self.changes();
        self.each(&mut |stmt| stmt.reads(&mut |var| mentioned.extend([var])));
        mentioned
    }

    /// The blocks inside it.
    pub(crate) fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match &mut self.kind {
            StmtKind::Branch(branch) => branch.arms.iter_mut().map(|arm| &mut arm.body).collect(),
            StmtKind::Scope(_, block) | StmtKind::Replay(_, _, block) => vec![block],
            StmtKind::Loop(Loop { body, .. }) | StmtKind::Unroll { body, .. } => vec![body],
            _ => Vec::new(),
        }
    }

    /// Whether control can leave it to a label outside it.
    pub(crate) fn may_exit(&self) -> bool {
        self.exits_beyond(&mut Vec::new())
    }

    fn exits_beyond(&self, inside: &mut Vec<Label>) -> bool {
        let depth = inside.len();
        match &self.kind {
            StmtKind::Scope(Some(label), _) => inside.push(*label),
            StmtKind::Loop(inner) => inside.extend([inner.exit, inner.next]),
            _ => {}
        }
        let exits = self.blocks().iter().any(|block| {
            matches!(block.end, End::Exit(label) if !inside.contains(&label))
                || block.stmts.iter().any(|stmt| stmt.exits_beyond(inside))
        });
        inside.truncate(depth);
        exits
    }
}

impl Block {
    /// Whether something in it exits to this label.
    pub(crate) fn leaves_to(&self, label: Label) -> bool {
        self.end == End::Exit(label)
            || self.stmts.iter().any(|stmt| stmt.blocks().iter().any(|block| block.leaves_to(label)))
    }

    /// The variables whose value it may change.
    pub(crate) fn changes(&self) -> BTreeSet<VarId> {
        let mut changed = BTreeSet::new();
        self.each(&mut |stmt| stmt.own_changes(&mut changed));
        changed
    }

    /// Calls `visit` with every statement in it, outer ones first.
    pub(crate) fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Stmt)) {
        self.stmts.iter().for_each(|stmt| stmt.each(visit));
    }
}

impl Func {
    /// Whether it may call itself: it is said to, or calls something of its name, by whichever path.
    pub(crate) fn may_recur(&self) -> bool {
        let mut found = self.recursive;
        self.body.each(&mut |stmt| {
            if let StmtKind::Let(_, Value::Call(call))
            | StmtKind::Split { call, .. }
            | StmtKind::Forward { call, .. } = &stmt.kind
            {
                let last = match &call.callee {
                    Callee::Path(path) => path.path.segments.last().map(|last| &last.ident),
                    Callee::Method(_, method, _) => Some(method),
                };
                found |= last == Some(&self.name);
            }
        });
        found
    }

    /// Whether a variable is assigned at its definition alone.
    pub(crate) fn is_constant(&self, var: VarId) -> bool {
        let var = self.var(var);
        !var.mutable && !var.late
    }

    /// The variables that have one value from their definition on, also behind a reference.
    pub(crate) fn fixed(&self) -> BTreeSet<VarId> {
        let mut changed = self.body.changes();
        changed.extend(self.reverse.iter().flat_map(|reverse| reverse.body.changes()));
        let exclusive = self.params.iter().filter(|param| param.passing == Passing::Exclusive);
        changed.extend(exclusive.map(|param| param.var));
        let mut called = |stmt: &Stmt| {
            if let StmtKind::Let(_, Value::Call(call))
            | StmtKind::Split { call, .. }
            | StmtKind::Forward { call, .. } = &stmt.kind
            {
                changed.extend(call.exclusive());
            }
            // The tangents of what a callee changes are among those that it is given.
            if let StmtKind::Forward { tangents, .. } = &stmt.kind {
                changed.extend(tangents.iter().flatten().flatten().map(|place| place.var));
            }
        };
        self.body.each(&mut called);
        self.reverse.iter().for_each(|reverse| reverse.body.each(&mut called));
        self.vars().filter(|var| self.is_constant(*var) && !changed.contains(var)).collect()
    }

    /// What is known of the type of a place.
    pub(crate) fn place_shape(&self, place: &Place) -> Shape {
        place.path.iter().fold(self.var(place.var).shape.clone(), |shape, step| shape.project(step))
    }

    /// What is known of the type of an atom.
    pub(crate) fn atom_shape(&self, atom: &Atom) -> Shape {
        atom.var().map_or(Shape::Unknown, |var| self.var(var).shape.clone())
    }
}
