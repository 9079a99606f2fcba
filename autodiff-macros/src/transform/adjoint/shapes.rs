//! Variables whose cotangent changes its shape: a `Vec` that grows and shrinks.
//!
//! The forward sweep keeps a zero cotangent beside such a variable, in a slot of the iteration (or function) that the
//! variable belongs to, and lets it follow every change. So at the end of the variable's life, however it ends, the
//! slot holds the zero that its cotangent starts from in the reverse sweep, which undoes the changes one by one:
//!
//! ```text
//! forward                                         reverse
//!   v.push(t)         shape grows                   let c = pop(ct_v); ct_t += c
//!   let t = v.pop()   shape shrinks                 push(ct_v, ct_t)
//!   v = t             old = shape; shape = zero     let c = ct_v; ct_v = old; ct_t += c
//!   swap(v, w)        shapes follow                 swap(ct_v, ct_w)
//!   g(&mut v)         shape follows                 pull g(ct_v), which undoes what g did
//! ```

use std::collections::BTreeSet;

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::{Adjoint, variable};
use crate::analyse::Facts;
use crate::ir::{
    Arg, Atom, Change, Func, Permutation, Place, Proj, Role, Shape, Stmt, StmtKind, Value, VarId,
};

/// The variables that may end with a cotangent of another shape than they began with.
pub(super) fn reshaped(func: &Func, facts: &Facts) -> BTreeSet<VarId> {
    let mut set = BTreeSet::new();
    func.body.each(&mut |stmt| {
        // What a variable is declared for it gets once.
        if matches!(stmt.kind, StmtKind::Store { first: true, .. }) {
            return;
        }
        for (place, _) in changes(stmt, None, func, facts) {
            if !func.var(place.var).shape.is_static() {
                set.insert(place.var);
            }
        }
    });
    set
}

/// The places whose shape a statement may change, and how. `old` gets the shape of what a store replaces.
fn changes(stmt: &Stmt, old: Option<VarId>, func: &Func, facts: &Facts) -> Vec<(Place, Change)> {
    let part = |place: &Place, index: &Atom| {
        let mut place = place.clone();
        place.path.push(Proj::at(index.clone()));
        place
    };
    match &stmt.kind {
        StmtKind::Push(place, _) => vec![(place.clone(), Change::Grown)],
        StmtKind::Let(_, Value::Pop(place, _)) => vec![(place.clone(), Change::Shrunk)],
        StmtKind::Let(_, Value::Replace(place, _)) => vec![(place.clone(), Change::Any)],
        StmtKind::Exchange(a, b) => vec![(a.clone(), Change::Any), (b.clone(), Change::Any)],
        StmtKind::Permute(place, ..) if has_rigid_elements(&func.place_shape(place)) => Vec::new(),
        StmtKind::Permute(place, Permutation::Swap, args) => {
            args.iter().map(|index| (part(place, index), Change::Any)).collect()
        }
        StmtKind::Permute(place, ..) => vec![(place.clone(), Change::Any)],
        StmtKind::Store { place, first: true, .. } => vec![(place.clone(), Change::New(None))],
        StmtKind::Store { place, value, .. } if is_reshaping(place, value, func, facts) => {
            vec![(place.clone(), Change::New(old))]
        }
        StmtKind::Let(_, Value::Call(call)) => call
            .args
            .iter()
            .filter_map(|arg| match arg {
                Arg::Exclusive(place, _) => Some(place),
                Arg::Value(..) | Arg::Shared(..) | Arg::Closure(..) => None,
            })
            .filter(|place| {
                let shape = func.place_shape(place);
                let fixed = matches!(shape, Shape::Slice(_)) && has_rigid_elements(&shape);
                !(fixed || shape.is_static())
            })
            .map(|place| (place.clone(), Change::Any))
            .collect(),
        _ => Vec::new(),
    }
}

fn has_rigid_elements(shape: &Shape) -> bool {
    match shape {
        Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => elem.is_static(),
        _ => false,
    }
}

/// Whether a store may put something of another shape into a place.
fn is_reshaping(place: &Place, value: &Atom, func: &Func, facts: &Facts) -> bool {
    let rigid = value.var().is_none_or(|var| facts.rigid.contains(&var))
        || func.place_shape(place).is_static()
        || (place.path.is_empty() && facts.rigid.contains(&place.var));
    !rigid
}

impl Adjoint<'_> {
    /// The slot with the shape of a variable.
    pub(super) fn shape(&mut self, var: VarId) -> VarId {
        if let Some(shape) = self.shapes.get(&var) {
            return *shape;
        }
        let info = self.primal.var(var);
        let name = format!("shape_{}", info.ident.unraw());
        let shape = self.out.fresh(variable(&name, Role::Shape, &Shape::Unknown, info.ident.span()));
        self.shapes.insert(var, shape);
        let level = self.levels.get(&var).copied().unwrap_or(0);
        if let Some(iteration) = self.iterations.get_mut(level) {
            iteration.push(shape);
        }
        shape
    }

    /// The adjoint of a store after which the place may have another shape.
    pub(super) fn reset(&mut self, stmt: &Stmt, place: &Place, value: &Atom) {
        let span = stmt.span;
        self.shape(place.var);
        let target = self.cotangent_place(place);
        let name = format!("{}_old", self.primal.var(place.var).ident.unraw());
        let old = self.out.fresh(variable(&name, Role::Residual, &Shape::Unknown, span));
        self.olds.insert(std::ptr::from_ref(stmt).addr(), old);
        let taken = self.temp(Value::Reset(target, old), &self.primal.place_shape(place), span);
        self.contribute_atom(value, Value::Atom(taken), span);
    }

    pub(super) fn is_reshaping(&self, place: &Place, value: &Atom) -> bool {
        is_reshaping(place, value, self.primal, self.facts)
    }

    /// The adjoint of `place.push(value)`.
    pub(super) fn shrink(&mut self, place: &Place, value: &Atom, span: Span) {
        if !self.facts.active.contains(&place.var) {
            return;
        }
        let target = self.cotangent_place(place);
        let shape = self.primal.place_shape(place).project(&Proj::at(value.clone()));
        let last = self.temp(Value::Pop(target, None), &shape, span);
        self.contribute_atom(value, Value::Atom(last), span);
    }

    /// The adjoint of `let var = place.pop()`: what nobody read had a cotangent of zero.
    pub(super) fn grow(&mut self, var: VarId, place: &Place, span: Span) {
        if !self.facts.active.contains(&place.var) {
            return;
        }
        let target = self.cotangent_place(place);
        let ct = self.declared(var);
        self.push(StmtKind::Push(target, Atom::Var(ct)), span);
    }

    /// The adjoint of `let var = replace(place, new)`, which is its own.
    pub(super) fn replace(&mut self, var: VarId, place: &Place, new: &Atom, span: Span) {
        if !self.facts.active.contains(&place.var) {
            return;
        }
        let target = self.cotangent_place(place);
        let old = Atom::Var(self.declared(var));
        let taken = self.temp(Value::Replace(target, old), &self.primal.place_shape(place), span);
        self.contribute_atom(new, Value::Atom(taken), span);
    }

    /// The adjoint of what only moves values about.
    pub(super) fn rearrange(&mut self, kind: &StmtKind, span: Span) {
        let kind = match kind {
            StmtKind::Permute(place, order, args) if self.facts.active.contains(&place.var) => {
                StmtKind::Permute(self.cotangent_place(place), order.inverse(), args.clone())
            }
            StmtKind::Exchange(a, b) if self.facts.active.contains(&a.var) => {
                StmtKind::Exchange(self.cotangent_place(a), self.cotangent_place(b))
            }
            _ => return,
        };
        self.push(kind, span);
    }

    /// Behind a statement of the forward sweep: the shapes follow.
    pub(super) fn follow(&self, stmt: &Stmt, stmts: &mut Vec<Stmt>) {
        if let StmtKind::Let(var, _) | StmtKind::Bind(var, _) = &stmt.kind {
            self.first_shape(*var, stmt.span, stmts);
        }
        let old = self.olds.get(&std::ptr::from_ref(stmt).addr()).copied();
        for (place, change) in changes(stmt, old, self.primal, self.facts) {
            if let Some(shape) = self.shapes.get(&place.var) {
                let kind = StmtKind::Reshape { shape: *shape, place, change };
                stmts.push(Stmt { kind, span: stmt.span });
            }
        }
    }

    /// A variable has its first value now.
    pub(super) fn first_shape(&self, var: VarId, span: Span, stmts: &mut Vec<Stmt>) {
        if let Some(shape) = self.shapes.get(&var) {
            let change = Change::New(None);
            let kind = StmtKind::Reshape { shape: *shape, place: Place::whole(var), change };
            stmts.push(Stmt { kind, span });
        }
    }
}
