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

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use quote::{ToTokens, format_ident};

use crate::ir::{
    Atom, Block, Func, Loop, Place, Proj, Role, Scoped, Stmt, StmtKind, Value, Var, VarId, Zero,
};

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
        let mut simplify = Simplify { func: &mut func, branches };
        simplify.block(&mut reverse.body, &mut Zeros::default());
        func.reverse = Some(reverse);
    }
    func
}

struct Simplify<'a> {
    func: &'a mut Func,
    /// The branch to which the frame of an arm belongs, by any number of its own.
    branches: BTreeMap<VarId, usize>,
}

/// The cotangents that were declared as zero, and the places in them that may have changed since.
#[derive(Default)]
struct Zeros {
    /// The number of its declaration, for each.
    declared: Scoped<VarId, usize>,
    /// The ways to the places, behind that number.
    touched: Scoped<(usize, Vec<Step>), ()>,
    /// How many were declared.
    count: usize,
}

/// A step on the way to a place, as far as it is known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Any,
    Element(usize),
    Member(String),
}

/// What some arms of a branch change, of what was zero before them.
#[derive(Default)]
struct Changes {
    gone: BTreeSet<VarId>,
    touched: BTreeSet<(usize, Vec<Step>)>,
}

impl Step {
    fn of(step: &Proj) -> Step {
        match step {
            Proj::Index(Atom::Const(code), _) => code.number().map_or(Step::Any, Step::Element),
            Proj::Member(member) => Step::Member(member.to_token_stream().to_string()),
            Proj::Index(Atom::Var(_), _) | Proj::Range(..) | Proj::Deref => Step::Any,
        }
    }

    /// Whether two places may be the same after these steps.
    fn meets(&self, other: &Step) -> bool {
        match (self, other) {
            (Step::Element(a), Step::Element(b)) => a == b,
            (Step::Member(a), Step::Member(b)) => a == b,
            _ => true,
        }
    }
}

impl Zeros {
    fn declare(&mut self, var: VarId) {
        self.count += 1;
        self.declared.insert(var, self.count);
    }

    fn is_zero(&self, place: &Place) -> bool {
        // A slice is added to element by element.
        if matches!(place.path.last(), Some(Proj::Range(..))) {
            return false;
        }
        let Some(number) = self.declared.get(&place.var).copied() else { return false };
        let way: Vec<Step> = place.path.iter().map(Step::of).collect();
        let overlaps = |other: &[Step]| other.iter().zip(&way).all(|(a, b)| a.meets(b));
        // Of elements and fields, those that are this one.
        let start = match way.first() {
            None | Some(Step::Any) => None,
            Some(known) => Some((number, vec![known.clone()])),
        };
        let is_any = |way: &[Step]| matches!(way.first(), None | Some(Step::Any));
        let (all, none) = ((number, Vec::new()), (number + 1, Vec::new()));
        let unknown = self
            .touched
            .from(&all)
            .take_while(|((other, way), _)| *other == number && (start.is_none() || is_any(way)));
        let known =
            self.touched.from(start.as_ref().unwrap_or(&none)).take_while(|((other, other_way), _)| {
                start.is_some() && *other == number && other_way.first() == way.first()
            });
        !unknown.chain(known).any(|((_, other), _)| overlaps(other))
    }

    fn touch(&mut self, place: &Place) {
        if let Some(number) = self.declared.get(&place.var).copied() {
            self.touched.insert((number, place.path.iter().map(Step::of).collect()), ());
        }
    }

    /// What an arm does, which is taken back: another arm starts from the same.
    fn arm(&mut self, changes: &mut Changes, run: impl FnOnce(&mut Zeros)) {
        let before = (self.declared.mark(), self.touched.mark());
        run(self);
        for (var, (first, last)) in self.declared.back_to(before.0) {
            changes.gone.extend((first.is_some() && first != last).then_some(var));
        }
        changes.touched.extend(self.touched.back_to(before.1).into_keys());
    }

    /// Behind all the arms.
    fn meet(&mut self, changes: Changes) {
        changes.gone.iter().for_each(|var| _ = self.declared.remove(var));
        changes.touched.into_iter().for_each(|way| _ = self.touched.insert(way, ()));
    }
}

impl Simplify<'_> {
    fn block(&mut self, block: &mut Block, zeros: &mut Zeros) {
        // The branch whose arms are being replayed, and what those before did.
        let mut arms: Option<(usize, Changes)> = None;
        let mut stmts = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            let branch = match &stmt.kind {
                StmtKind::Replay(frame, ..) => self.branches.get(frame).copied(),
                _ => None,
            };
            let declares =
                matches!(stmt.kind, StmtKind::Let(_, Value::Zero(Zero::OfShape(_) | Zero::Inferred)));
            if let Some((_, changes)) = arms.take_if(|(open, _)| !declares && branch != Some(*open)) {
                zeros.meet(changes);
            }
            match &mut stmt.kind {
                StmtKind::Let(var, Value::Zero(Zero::OfShape(_) | Zero::Inferred)) => zeros.declare(*var),
                StmtKind::Replay(_, _, body) => {
                    let (_, mut changes) = arms.take().unwrap_or_default();
                    zeros.arm(&mut changes, |zeros| self.block(body, zeros));
                    match branch {
                        Some(branch) => arms = Some((branch, changes)),
                        None => zeros.meet(changes),
                    }
                }
                StmtKind::Branch(branch) => {
                    let mut changes = Changes::default();
                    for arm in &mut branch.arms {
                        zeros.arm(&mut changes, |zeros| self.block(&mut arm.body, zeros));
                    }
                    zeros.meet(changes);
                }
                StmtKind::Scope(_, body) => self.block(body, zeros),
                // What an iteration adds to from outside, another has added to already.
                StmtKind::Unroll { body, .. } | StmtKind::Loop(Loop { body, .. }) => {
                    body.changes().iter().for_each(|var| _ = zeros.declared.remove(var));
                    self.block(body, zeros);
                }
                StmtKind::Accumulate(place, value) if zeros.is_zero(place) => {
                    zeros.touch(place);
                    let value = self.named(place, value.clone(), stmt.span, &mut stmts);
                    stmt.kind = StmtKind::Store { place: place.clone(), value, first: false };
                }
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
                ) => zeros.touch(place),
                StmtKind::Exchange(a, b) => [a, b].into_iter().for_each(|place| zeros.touch(place)),
                StmtKind::Pull { slots, .. } => {
                    slots.iter().filter_map(|slot| slot.ct.as_ref()).for_each(|place| zeros.touch(place));
                }
                _ => {}
            }
            stmts.push(stmt);
        }
        if let Some((_, changes)) = arms {
            zeros.meet(changes);
        }
        block.stmts = stmts;
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
