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
//!
//! In a loop an iteration puts its frames at the end of the loop's record, and the reverse sweep takes them from there.
//! What `analyse::storage` found can be computed again is, at the start of the adjoint of its block; so a loop whose
//! iterations keep nothing has no record, and the reverse sweep counts it again from the other end. Where iterations are
//! independent, given their state at the start, it runs each of them forwards once more before it runs it backwards.

mod blocks;
mod copies;
mod cotangents;
mod prune;
mod replay;
mod residuals;
mod reverse;
mod shapes;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use quote::format_ident;
use syn::ext::IdentExt;

use crate::analyse::Facts;
use crate::ir::{
    Atom, Block, Count, End, Func, Kept, Label, ParamCotangent, Passing, Place, Record, Reserve, Reverse,
    Role, Shape, Stmt, StmtKind, Value, Var, VarId,
};

/// The adjoint of a function: its forward sweep, which keeps what its reverse sweep needs.
pub(crate) fn adjoint(primal: &Func, facts: &Facts) -> Func {
    let mut out = primal.clone();
    let seed = out.fresh(variable("ct", Role::Cotangent, &Shape::Unknown, primal.name.span()));
    let mut adjoint = Adjoint {
        primal,
        facts,
        out,
        cotangents: BTreeMap::new(),
        zeros: BTreeMap::new(),
        copies: copies(primal),
        lengths: BTreeMap::new(),
        reshaped: shapes::reshaped(primal, facts),
        shapes: BTreeMap::new(),
        olds: BTreeMap::new(),
        levels: BTreeMap::new(),
        pullbacks: BTreeMap::new(),
        kept_slices: BTreeMap::new(),
        homes: BTreeMap::new(),
        frames: BTreeMap::new(),
        records: BTreeMap::new(),
        marks: BTreeMap::new(),
        iterations: vec![Vec::new()],
        homes_of_records: vec![0],
        loops: Vec::new(),
        conditions: vec![0],
        reserves: BTreeMap::new(),
        starts: BTreeMap::new(),
        scopes: Vec::new(),
        exits: has_exits(&primal.body),
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
    /// Names of the values of branches, and the variables that were declared for these.
    copies: BTreeMap<VarId, VarId>,
    /// Residuals that hold the length of a `&mut` slice.
    lengths: BTreeMap<VarId, VarId>,
    /// Variables whose cotangent changes its shape.
    reshaped: BTreeSet<VarId>,
    /// The slots with their shapes, by primal variable.
    shapes: BTreeMap<VarId, VarId>,
    /// Residuals that hold the shape before a store, by the statement's address in `primal`.
    olds: BTreeMap<usize, VarId>,
    /// For each variable the index in `iterations` of the loop, or function, in which it is defined.
    levels: BTreeMap<VarId, usize>,
    /// Pullbacks, by the variable of the call's value.
    pullbacks: BTreeMap<VarId, VarId>,
    /// The copies of arguments and where each is among them, by the same variable and the number of the argument.
    kept_slices: BTreeMap<(VarId, usize), (VarId, Kept)>,
    /// For each variable the depth of the block that defines it.
    homes: BTreeMap<VarId, usize>,
    /// Frame and kept variables of each block, by its address in `primal`.
    frames: BTreeMap<usize, (VarId, Vec<VarId>)>,
    /// What the iterations of each loop keep, by the address of its body in `primal`.
    records: BTreeMap<usize, Record>,
    /// The lengths that records have before loops inside loops, by the same address.
    marks: BTreeMap<usize, VarId>,
    /// The frames of the function and of the loops being transformed, outermost first.
    iterations: Vec<Vec<VarId>>,
    /// The loops being transformed, and how many iterations each has at most, if that is constant.
    loops: Vec<(Label, Option<Count>)>,
    /// How many branches, and blocks that may be left out, are around each of them and around the present position.
    conditions: Vec<usize>,
    /// What loops reserve in records, by their exit.
    reserves: BTreeMap<Label, Vec<Reserve>>,
    /// For loops whose iterations are run again from a state, the values at the start of an iteration and the variables they
    /// are of, by the address of the body in `primal`.
    starts: BTreeMap<usize, Vec<(VarId, VarId)>>,
    /// Which of these belong to the function or to a loop whose iterations are run again: they hold the records.
    homes_of_records: Vec<usize>,
    /// Whether control leaves some statement early.
    exits: bool,
    /// The reverse statements of the blocks being transformed, outermost first.
    scopes: Vec<Vec<Stmt>>,
    temps: u32,
}

fn variable(name: &str, role: Role, shape: &Shape, span: Span) -> Var {
    let ident = format_ident!("{name}", span = Span::mixed_site().located_at(span));
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
            let seeded = param.passing == Passing::Exclusive;
            // What may end with another shape has a cotangent of its own.
            let in_place = match &shape {
                Shape::Slice(elem) => !seeded || elem.is_static(),
                Shape::List(_) => !seeded && !self.primal.var(param.var).mutable,
                _ => false,
            };
            if in_place || (seeded && param.differentiated) {
                self.cotangent(param.var);
            }
            if in_place && seeded {
                let name = format!("{}_len", self.primal.var(param.var).ident.unraw());
                let len =
                    self.out.fresh(variable(&name, Role::Residual, &Shape::Integer, Span::mixed_site()));
                self.lengths.insert(param.var, len);
            }
            // Its slot is never empty.
            let never_empty = matches!(shape, Shape::Slice(_) | Shape::List(_));
            cotangents.push((param, in_place, seeded, never_empty));
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
            .map(|(param, in_place, seeded, never_empty)| {
                let var = *self.cotangents.get(&param.var).filter(|_| param.differentiated)?;
                let len = self.lengths.get(&param.var).copied();
                Some(ParamCotangent {
                    var,
                    in_place,
                    seeded,
                    len,
                    zero: (seeded && !in_place && !never_empty).then(|| self.zero(param.var)),
                })
            })
            .collect();
        let mut kept = self.iterations.first().cloned().unwrap_or_default();
        let params: Vec<VarId> = self.primal.params.iter().map(|param| param.var).collect();
        kept.extend(params.iter().flat_map(|var| self.residuals(*var)));
        kept.extend(self.kept(body));
        let stmts = self.scopes.pop().unwrap_or_default();
        let again = params.into_iter().filter(|var| self.facts.storage.params.contains(var)).collect();
        Reverse { seed, cotangents, kept, again, body: Block { stmts, end: End::Fall } }
    }

    fn define(&mut self, block: &Block) {
        let depth = self.depth();
        for stmt in &block.stmts {
            if let StmtKind::Let(var, _) | StmtKind::Declare(var) | StmtKind::Bind(var, _) = &stmt.kind {
                self.homes.insert(*var, depth);
                self.levels.insert(*var, self.iterations.len() - 1);
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
}

fn has_exits(body: &Block) -> bool {
    let mut exits = false;
    body.each(&mut |stmt| exits |= stmt.may_exit());
    exits
}

/// Names of the values of branches, which were declared before them.
fn copies(func: &Func) -> BTreeMap<VarId, VarId> {
    let mut copies = BTreeMap::new();
    func.body.each(&mut |stmt| {
        let StmtKind::Let(var, Value::Load(Place { var: source, path })) = &stmt.kind else { return };
        let (info, from) = (func.var(*var), func.var(*source));
        let is_value = from.late && from.role == Role::Temp && info.role == Role::Temp;
        if path.is_empty() && is_value {
            copies.insert(*var, *source);
        }
    });
    copies
}
