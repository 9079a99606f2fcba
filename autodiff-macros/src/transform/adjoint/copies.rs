//! Copies of arguments that change after a call, and which its pullback reads.
//!
//! ```text
//! for .. {                                 let copies = []
//!     y = g(&x); x[i] = ..;                for .. { let part = kept x in copies; y = split g(&x); x[i] = .. }
//! }                                        for .. { pull(.. &copies[part]) }
//! ```
//!
//! All calls at one place have their copies in one list. A callee that made its own would take a piece of the heap for
//! each call, which costs more than what a small function does. With tangents there is a second list, of copies of the
//! argument's tangent, which are where those of the argument are: they are as long and made at the same time.

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::{Adjoint, variable};
use crate::ir::{
    Arg, Atom, Call, Callee, Kept, Lending, Place, Proj, Role, Shape, Stmt, StmtKind, Value, VarId,
};

impl Adjoint<'_> {
    /// What the pullback of a call is lent for one argument.
    pub(super) fn lent(&mut self, var: VarId, at: usize, call: &Call, span: Span) -> Option<Place> {
        let place = match &call.args[at] {
            Arg::Shared(place, _) => place,
            Arg::Exclusive(place, _) if self.facts.active.contains(&place.var) => place,
            Arg::Exclusive(..) | Arg::Value(..) | Arg::Closure(..) => return None,
        };
        if self.facts.storage.lent.contains(&(var, at)) {
            return Some(place.clone());
        }
        let Callee::Path(callee) = &call.callee else { return None };
        // An argument is lent together with its tangent or not at all.
        let has_tangent = !self.facts.second || self.facts.active.contains(&place.var);
        if !(has_tangent && Callee::has_namespace(callee) && self.facts.storage.copied.contains(&(var, at))) {
            return None;
        }
        let name = self.primal.var(place.var).ident.unraw();
        let copies = variable(&format!("{name}_copies"), Role::Copies, &Shape::Unknown, span);
        let copies = self.out.fresh(copies);
        let home = self.home_of_records();
        self.iterations[home].push(copies);
        let part = variable(&format!("{name}_part"), Role::Residual, &Shape::Unknown, span);
        let part = self.out.fresh(part);
        let mut place = place.clone();
        if !matches!(place.path.last(), Some(Proj::Range(..))) {
            place.path.push(Proj::Range(None, None, false));
        }
        let kept = Kept { copies, place, callee: callee.clone(), at };
        self.kept_slices.insert((var, at), (part, kept));
        Some(Place { var: copies, path: vec![Proj::at(Atom::Var(part))] })
    }

    /// Where the copies for one call are.
    pub(super) fn parts(&self, var: VarId) -> impl Iterator<Item = VarId> {
        self.kept_slices.range((var, 0)..=(var, usize::MAX)).map(|(_, (part, _))| *part)
    }

    /// The forward half of a call, behind the copies.
    pub(super) fn split(&self, var: VarId, call: &Call, span: Span, stmts: &mut Vec<Stmt>) -> StmtKind {
        for (_, (part, kept)) in self.kept_slices.range((var, 0)..=(var, usize::MAX)) {
            stmts.push(Stmt { kind: StmtKind::Let(*part, Value::Kept(kept.clone())), span });
        }
        let lending = |at| match () {
            () if self.facts.storage.lent.contains(&(var, at)) => Lending::Again,
            () if self.kept_slices.contains_key(&(var, at)) => Lending::Kept,
            () => Lending::Never,
        };
        let lent = (0..call.args.len()).map(lending).collect();
        StmtKind::Split { var, pullback: self.pullbacks[&var], call: call.clone(), lent }
    }
}
