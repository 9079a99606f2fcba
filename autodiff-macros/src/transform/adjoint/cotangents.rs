//! Cotangents: where they are declared, and what is added to them.

use proc_macro2::Span;

use super::{Adjoint, variable};
use crate::ir::{Atom, Place, Proj, Role, Shape, Stmt, StmtKind, Value, VarId, Zero};
use crate::rules::Op;

impl Adjoint<'_> {
    pub(super) fn is_active(&self, atom: &Atom) -> bool {
        atom.var().is_some_and(|var| self.facts.active.contains(&var))
    }

    /// The name of a variable's cotangent, which is now declared.
    pub(super) fn cotangent(&mut self, var: VarId) -> VarId {
        let info = self.primal.var(var);
        let span = info.ident.span();
        let name = format!("ct_{}", syn::ext::IdentExt::unraw(&info.ident));
        let ct = self.out.fresh(variable(&name, Role::Cotangent, &info.shape, span));
        self.cotangents.insert(var, ct);
        self.out.cotangents.insert(ct, var);
        ct
    }

    /// The cotangent of a variable, declared as zero in the variable's own block if it is not yet.
    pub(super) fn declared(&mut self, var: VarId) -> VarId {
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
    pub(super) fn cotangent_place(&mut self, place: &Place) -> Place {
        let var = self.declared(place.var);
        self.out.vars[var.0 as usize].mutable = true;
        let path = place.path.iter().filter(|step| !matches!(step, Proj::Deref)).cloned().collect();
        Place { var, path }
    }

    /// Whether a place is a whole variable of this block, and nothing has contributed to it.
    pub(super) fn is_new(&self, place: &Place) -> bool {
        let is_whole = place.path.iter().all(|step| matches!(step, Proj::Deref));
        let at_home = self.homes.get(&place.var) == Some(&self.depth());
        is_whole && at_home && !self.cotangents.contains_key(&place.var)
    }

    /// A zero for a callee to add to, in a fresh slot.
    pub(super) fn zero_to_add_to(&mut self, var: VarId) -> Zero {
        if self.primal.var(var).shape.is_static() { Zero::Neutral(var) } else { self.zero(var) }
    }

    /// `ct_place += value`
    pub(super) fn contribute(&mut self, place: &Place, value: Value, span: Span) {
        if !self.facts.active.contains(&place.var) {
            return;
        }
        if self.is_new(place) {
            let ct = self.cotangent(place.var);
            self.push(StmtKind::Let(ct, value), span);
        } else {
            // A guarded product has a name, by which it can be checked.
            let guarded = matches!(value, Value::Op(Op::GuardedMul | Op::GuardedDiv, ..));
            let shape = self.primal.place_shape(place);
            let value = if guarded { Value::Atom(self.temp(value, &shape, span)) } else { value };
            let place = self.cotangent_place(place);
            self.push(StmtKind::Accumulate(place, value), span);
        }
    }

    pub(super) fn contribute_atom(&mut self, atom: &Atom, value: Value, span: Span) {
        if let Atom::Var(var) = atom {
            self.contribute(&Place::whole(*var), value, span);
        }
    }

    pub(super) fn temp(&mut self, value: Value, shape: &Shape, span: Span) -> Atom {
        let name = format!("c{}", self.temps);
        self.temps += 1;
        let var = self.out.fresh(variable(&name, Role::Cotangent, shape, span));
        self.push(StmtKind::Let(var, value), span);
        Atom::Var(var)
    }

    /// A place for a callee to put a cotangent.
    pub(super) fn slot(&mut self, zero: Value, shape: &Shape, span: Span) -> Atom {
        let slot = self.temp(zero, shape, span);
        if let Atom::Var(var) = slot {
            self.out.vars[var.0 as usize].mutable = true;
        }
        slot
    }
}
