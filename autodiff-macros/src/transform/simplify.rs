//! The first contribution to a cotangent that is still zero is stored, not added.
//!
//! ```text
//!   let ct_a = zero                           let ct_a = zero
//!   ct_a[0] += x * y                          let c = x * y; ct_a[0] = c
//!   ct_a[0] += z                              ct_a[0] += z
//! ```
//!
//! No compiler may drop the addition itself, because zero plus -0 is zero. The arms of one branch exclude each other,
//! so that each of them may be the first.

use std::collections::BTreeMap;

use proc_macro2::Span;
use quote::{ToTokens, format_ident};

use crate::ir::{Atom, Block, Func, Loop, Place, Proj, Role, Stmt, StmtKind, Value, Var, VarId, Zero};

/// The function with fewer additions.
pub(crate) fn simplify(mut func: Func) -> Func {
    let mut branches = BTreeMap::new();
    func.body.each(&mut |stmt| {
        if let StmtKind::Branch(branch) = &stmt.kind {
            let count = branches.len();
            for stmt in branch.arms.iter().flat_map(|arm| &arm.body.stmts) {
                if let StmtKind::Keep(frame, _) = &stmt.kind {
                    branches.insert(*frame, count);
                }
            }
        }
    });
    if let Some(mut reverse) = func.reverse.take() {
        let mut simplify = Simplify { func: &mut func, branches, changes: 0 };
        simplify.block(&mut reverse.body, &mut Zeros::default());
        func.reverse = Some(reverse);
    }
    func
}

struct Simplify<'a> {
    func: &'a mut Func,
    /// The branch to which the frame of an arm belongs, by any number of its own.
    branches: BTreeMap<VarId, usize>,
    /// How many changes of cotangents have been seen.
    changes: usize,
}

/// The cotangents that were declared as zero, each with the places in it that may have changed since, by the number of
/// the change: where arms meet again, what changed before them is the same in all.
#[derive(Clone, Default)]
struct Zeros(BTreeMap<VarId, BTreeMap<usize, Place>>);

impl Zeros {
    fn is_zero(&self, place: &Place) -> bool {
        // A slice is added to element by element.
        let slice = matches!(place.path.last(), Some(Proj::Range(..)));
        !slice
            && self
                .0
                .get(&place.var)
                .is_some_and(|touched| !touched.values().any(|other| overlap(other, place)))
    }

    fn touch(&mut self, change: usize, place: &Place) {
        if let Some(touched) = self.0.get_mut(&place.var) {
            touched.insert(change, place.clone());
        }
    }

    /// What is zero in both.
    fn meet(&mut self, other: &Zeros) {
        self.0.retain(|var, touched| {
            let others = other.0.get(var);
            touched.extend(others.into_iter().flatten().map(|(change, place)| (*change, place.clone())));
            others.is_some()
        });
    }
}

impl Simplify<'_> {
    fn block(&mut self, block: &mut Block, zeros: &mut Zeros) {
        // The branch whose arms are being replayed, and what was zero before the first of them.
        let mut arms: Option<(usize, Zeros)> = None;
        let mut stmts = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            match &mut stmt.kind {
                StmtKind::Let(var, Value::Zero(Zero::OfShape(_) | Zero::Inferred)) => {
                    zeros.0.insert(*var, BTreeMap::new());
                    arms.iter_mut().for_each(|(_, entry)| drop(entry.0.insert(*var, BTreeMap::new())));
                }
                StmtKind::Replay(frame, _, body) => {
                    let branch = self.branches.get(frame).copied();
                    let entry = match (arms.take(), branch) {
                        (Some((open, entry)), Some(branch)) if open == branch => entry,
                        _ => zeros.clone(),
                    };
                    let mut inside = entry.clone();
                    self.block(body, &mut inside);
                    zeros.meet(&inside);
                    arms = branch.map(|branch| (branch, entry));
                }
                StmtKind::Branch(branch) => {
                    arms = None;
                    let entry = zeros.clone();
                    for arm in &mut branch.arms {
                        let mut inside = entry.clone();
                        self.block(&mut arm.body, &mut inside);
                        zeros.meet(&inside);
                    }
                }
                StmtKind::Scope(_, body) => {
                    arms = None;
                    self.block(body, zeros);
                }
                // What an iteration adds to from outside, another has added to already.
                StmtKind::Unroll { body, .. } | StmtKind::Loop(Loop { body, .. }) => {
                    arms = None;
                    for var in body.changes() {
                        zeros.0.remove(&var);
                    }
                    self.block(body, zeros);
                }
                StmtKind::Accumulate(place, value) if zeros.is_zero(place) => {
                    arms = None;
                    self.touch(zeros, place);
                    let value = self.named(place, value.clone(), stmt.span, &mut stmts);
                    stmt.kind = StmtKind::Store { place: place.clone(), value, first: false };
                }
                other => {
                    arms = None;
                    match other {
                        StmtKind::Accumulate(place, _)
                        | StmtKind::Store { place, .. }
                        | StmtKind::Push(place, _)
                        | StmtKind::Permute(place, ..)
                        | StmtKind::Let(
                            _,
                            Value::Take(place)
                            | Value::Pop(place, _)
                            | Value::Replace(place, _)
                            | Value::Reset(place, _),
                        ) => self.touch(zeros, place),
                        StmtKind::Exchange(a, b) => {
                            [a, b].into_iter().for_each(|place| self.touch(zeros, place))
                        }
                        StmtKind::Pull { slots, .. } => {
                            slots
                                .iter()
                                .filter_map(|slot| slot.ct.as_ref())
                                .for_each(|place| self.touch(zeros, place));
                        }
                        _ => {}
                    }
                }
            }
            stmts.push(stmt);
        }
        block.stmts = stmts;
    }

    fn touch(&mut self, zeros: &mut Zeros, place: &Place) {
        self.changes += 1;
        zeros.touch(self.changes, place);
    }

    /// A value as an atom.
    fn named(&mut self, place: &Place, value: Value, span: Span, stmts: &mut Vec<Stmt>) -> Atom {
        match value {
            Value::Atom(atom) => atom,
            value => {
                let ident = format_ident!("first", span = Span::mixed_site());
                let shape = self.func.place_shape(place);
                let role = Role::Cotangent;
                let var = self.func.fresh(Var {
                    ident,
                    role,
                    shape,
                    mutable: false,
                    late: false,
                    annotation: None,
                });
                stmts.push(Stmt { kind: StmtKind::Let(var, value), span });
                Atom::Var(var)
            }
        }
    }
}

/// Whether two places of one variable may share a part: they differ at no step where both are constant.
fn overlap(a: &Place, b: &Place) -> bool {
    a.path.iter().zip(&b.path).all(|(a, b)| match (a, b) {
        (Proj::Member(a), Proj::Member(b)) => a == b,
        (Proj::Index(Atom::Const(a), _), Proj::Index(Atom::Const(b), _)) => {
            let (a, b) = (literal(a), literal(b));
            a.is_none() || b.is_none() || a == b
        }
        _ => true,
    })
}

/// The number of an index that is a literal.
fn literal(code: &crate::ir::Code) -> Option<usize> {
    let literal: syn::LitInt = syn::parse2(code.0.to_token_stream()).ok()?;
    literal.base10_parse().ok()
}
