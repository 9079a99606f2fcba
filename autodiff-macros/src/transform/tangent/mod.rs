//! Forward mode: a function to the same function with a tangent beside each value that varies.
//!
//! ```text
//!   let t = a * b                 let t = a * b; let d_t = d_a * b + a * d_b
//!   let t = place                 let t = place; let d_t = d_place
//!   place = t                     place = t; d_place = d_t
//!   let t = g(x, &y)              forward t, d_t = g(x, &y) (d_x, d_y)
//!   place += ct                   d_place += d_ct; place += ct
//!   keep frame (a, b)             keep frame (a, b, d_a)
//! ```
//!
//! Conditions, loops, exits and code without derivative stay exactly as they are, so that the tangent is that of the
//! branch that ran. The transform takes every function of the IR, also one that `adjoint` has made: what adds to a
//! cotangent adds to its tangent too, and a frame keeps tangents beside values. And one that it has made itself: then
//! there are tangents in a second direction, also of the first tangents, which are the derivatives in both.

mod operation;
mod statement;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use quote::format_ident;
use syn::ext::IdentExt;

use crate::analyse::Power;
use crate::ir::{
    Atom, Block, Func, ParamCotangent, Place, Reverse, Role, Shape, Stmt, StmtKind, Tangents, Value, Var,
    VarId, Zero,
};

/// The function with tangents. `varied` are the variables that get one, `powers` the products that are powers.
pub(crate) fn tangent(func: &Func, varied: &BTreeSet<VarId>, powers: &BTreeMap<VarId, Power>) -> Func {
    transform(func, varied, powers, false)
}

/// The same with tangents in several directions at once: each is a number in each of some lanes. None where a shape is not
/// known, or where it calls a function that may have tangents in one direction alone.
pub(crate) fn tangent_in_lanes(
    func: &Func,
    varied: &BTreeSet<VarId>,
    powers: &BTreeMap<VarId, Power>,
    calls: bool,
) -> Option<Func> {
    let lanes = transform(func, varied, powers, true);
    let mut fits = true;
    lanes.body.each(&mut |stmt| match &stmt.kind {
        StmtKind::Forward { .. } => fits &= calls,
        StmtKind::Let(_, Value::ZeroLike(place)) => fits &= func.place_shape(place).is_known(),
        _ => {}
    });
    fits.then_some(lanes)
}

fn transform(func: &Func, varied: &BTreeSet<VarId>, powers: &BTreeMap<VarId, Power>, lanes: bool) -> Func {
    let (out, tangents, stmts) = (func.clone(), BTreeMap::new(), Vec::new());
    let mut tangent = Tangent { source: func, out, varied, powers, lanes, tangents, stmts };
    let params = func.params.iter().map(|param| Some(param.var).filter(|_| param.differentiated));
    let own = Tangents {
        params: params.collect(),
        lanes,
        result: func.result.as_ref().and_then(Atom::var),
        reverse: func.reverse.as_ref().map(|reverse| (reverse.seed, reverse.cotangents.clone())),
    };
    let given: Vec<Tangents> =
        [&own].into_iter().chain(&func.tangents).map(|values| tangent.of_all(values)).collect();
    let body = tangent.block(&func.body);
    let reverse = func.reverse.as_ref().map(|reverse| tangent.reverse(reverse));
    let mut out = tangent.out;
    out.body = body;
    out.tangents.extend(given);
    out.reverse = reverse;
    out
}

struct Tangent<'a> {
    source: &'a Func,
    out: Func,
    varied: &'a BTreeSet<VarId>,
    powers: &'a BTreeMap<VarId, Power>,
    /// Whether they are in lanes.
    lanes: bool,
    /// The tangents named so far, by variable.
    tangents: BTreeMap<VarId, VarId>,
    /// The block being built.
    stmts: Vec<Stmt>,
}

impl Tangent<'_> {
    /// What carries the tangents of what is carried in and out.
    fn of_all(&mut self, values: &Tangents) -> Tangents {
        let Tangents { params, lanes, result, reverse } = values;
        let params = params.iter().map(|var| self.of_varied(*var)).collect();
        let result = self.of_varied(*result);
        let reverse = reverse.as_ref().map(|(seed, cotangents)| {
            let cotangents = cotangents.iter().map(|ct| {
                let ct = (*ct).filter(|ct| self.varies(ct.var))?;
                Some(ParamCotangent { var: self.tangent(ct.var), ..ct })
            });
            let cotangents = cotangents.collect();
            (self.tangent(*seed), cotangents)
        });
        Tangents { params, lanes: *lanes, result, reverse }
    }

    /// The reverse sweep with tangents.
    fn reverse(&mut self, reverse: &Reverse) -> Reverse {
        let kept = self.with_tangents(&reverse.kept);
        Reverse { kept, body: self.block(&reverse.body), ..reverse.clone() }
    }

    /// The tangent of a variable, if it has one.
    fn of_varied(&mut self, var: Option<VarId>) -> Option<VarId> {
        var.filter(|var| self.varies(*var)).map(|var| self.tangent(var))
    }

    /// The tangent of a variable that has one.
    fn tangent(&mut self, var: VarId) -> VarId {
        if let Some(tangent) = self.tangents.get(&var) {
            return *tangent;
        }
        let Var { ident, role, shape, mutable, late, .. } = self.source.var(var).clone();
        let span = Span::mixed_site().located_at(ident.span());
        let ident = format_ident!("d_{}", ident.unraw(), span = span);
        let shape = self.shape(&shape);
        // What holds for cotangents that are added up, or are zero, holds for their tangents.
        let role = if matches!(role, Role::Cotangent | Role::Copies) { role } else { Role::Tangent };
        let tangent = self.out.fresh(Var { ident, role, shape, mutable, late, annotation: None });
        self.tangents.insert(var, tangent);
        tangent
    }

    /// The shape of the tangent of what has a shape.
    fn shape(&self, shape: &Shape) -> Shape {
        if self.lanes { shape.in_lanes() } else { shape.clone() }
    }

    fn varies(&self, var: VarId) -> bool {
        self.varied.contains(&var)
    }

    /// The tangent of an atom that has one.
    fn atom(&mut self, atom: &Atom) -> Option<Atom> {
        let var = atom.var().filter(|var| self.varies(*var))?;
        Some(Atom::Var(self.tangent(var)))
    }

    /// The tangent of a place that has one.
    fn place(&mut self, place: &Place) -> Option<Place> {
        let var = Some(place.var).filter(|var| self.varies(*var))?;
        Some(Place { var: self.tangent(var), path: place.path.clone() })
    }

    fn push(&mut self, kind: StmtKind, span: Span) {
        self.stmts.push(Stmt { kind, span });
    }

    /// A name for a tangent on the way to another.
    fn temp(&mut self, value: Value, shape: &Shape, span: Span) -> Atom {
        let var = self.named(Role::Tangent, self.shape(shape), span);
        self.push(StmtKind::Let(var, value), span);
        Atom::Var(var)
    }

    /// A name for a number that tangents are multiplied with.
    fn factor(&mut self, value: Value, shape: &Shape, span: Span) -> Atom {
        let var = self.named(Role::Temp, shape.clone(), span);
        self.push(StmtKind::Let(var, value), span);
        Atom::Var(var)
    }

    /// The zero tangent of what a place holds, for a variable of the same shape.
    fn zero(&self, of: &Place, var: VarId) -> Value {
        if self.out.var(var).shape.is_static() {
            Value::Zero(Zero::OfShape(var))
        } else {
            Value::ZeroLike(of.clone())
        }
    }

    /// A name for the zero tangent of an atom that is about to be moved.
    fn zero_before(&mut self, atom: &Atom, span: Span) -> Atom {
        match atom {
            Atom::Var(var) => self.named_zero(&Place::whole(*var), span),
            Atom::Const(_) => self.temp(Value::Zero(Zero::Inferred), &Shape::Unknown, span),
        }
    }

    /// A name for the zero tangent of what a place holds.
    fn named_zero(&mut self, of: &Place, span: Span) -> Atom {
        let shape = self.shape(&self.source.place_shape(of));
        let var = self.named(Role::Tangent, shape, span);
        self.push(StmtKind::Let(var, self.zero(of, var)), span);
        Atom::Var(var)
    }

    fn named(&mut self, role: Role, shape: Shape, span: Span) -> VarId {
        let ident = format_ident!("d", span = Span::mixed_site().located_at(span));
        self.out.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None })
    }

    fn block(&mut self, block: &Block) -> Block {
        let outer = std::mem::take(&mut self.stmts);
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
        Block { stmts: std::mem::replace(&mut self.stmts, outer), end: block.end }
    }
}
