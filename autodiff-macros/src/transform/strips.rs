//! Reverse loops over elements that add up to a number have several sums.
//!
//! ```text
//!                                          let sum_0 = 0; .. let sum_3 = 0
//!                                          for strip in 0..n / 4 {
//!                                            let x4 = strip of x; let ct_y4 = strip of ct_y
//! for j in (0..n).rev() {                    sum_0 += ct_y4[0] * x4[0]; .. sum_3 += ct_y4[3] * x4[3]
//!   sum += ct_y[j] * x[j]                  }
//! }                                        sum += (sum_0 + sum_1) + (sum_2 + sum_3)
//!                                          for j in n / 4 * 4..n { sum += ct_y[j] * x[j] }
//! ```
//!
//! An addition to a sum waits for the one before, and rustc may not add up in another order. A cotangent may be added up in
//! any, as long as that is always the same.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, Span};
use quote::{ToTokens, format_ident, quote};
use syn::Pat;
use syn::ext::IdentExt;

use super::around::around_loops;
use super::windows::tokens;
use crate::ir::{
    Atom, Block, Code, Count, End, Func, Loop, LoopHead, Part, Place, Proj, Role, Shape, Steps, Stmt,
    StmtKind, Strip, Value, Var, VarId, Zero,
};
use crate::rules::Op;

/// How many elements at once.
const STRIP: usize = 4;

/// A loop with a constant number of iterations below this one is better unrolled by rustc.
const FEW: usize = 32;

/// Bodies with more statements have enough to do while an addition waits.
const LONGEST: usize = 24;

/// The function with several sums. After `windows`, by which elements are known.
pub(crate) fn strips(func: Func) -> Func {
    around_loops(func, |func, inner, span| {
        let plan = Plan::of(func, inner);
        (plan.map_or_else(Vec::new, |plan| Cutting::cut(func, inner, &plan, span)), None)
    })
}

/// A loop that can be cut into strips.
struct Plan {
    counter: VarId,
    end: Atom,
    /// The windows that it walks along, and whether it adds to them.
    slices: BTreeMap<VarId, bool>,
    /// The numbers that it adds to.
    sums: BTreeSet<VarId>,
    /// What it computes for that, and whether it is another value in each iteration.
    lets: Vec<(VarId, Value, bool)>,
    /// What it adds to what.
    adds: Vec<(Place, Value)>,
}

impl Plan {
    fn of(func: &Func, inner: &Loop) -> Option<Plan> {
        let LoopHead::For(_, Steps { span: Some((start, end)), count, .. }) = &inner.head else {
            return None;
        };
        let StmtKind::Bind(counter, None) = inner.body.stmts.first()?.kind else { return None };
        let from_zero = matches!(start, Atom::Const(code) if code.number() == Some(0));
        let long = match count {
            None => true,
            Some(Count::Literal(count)) => *count >= FEW,
            Some(Count::Constant(_)) => false,
        };
        let again = !inner.primal && inner.record.is_none() && inner.reserve.is_empty();
        let stmts = &inner.body.stmts[1..];
        if !(from_zero && long && again && inner.body.end == End::Fall && stmts.len() <= LONGEST) {
            return None;
        }
        let mut plan = Plan {
            counter,
            end: end.clone(),
            slices: BTreeMap::new(),
            sums: BTreeSet::new(),
            lets: Vec::new(),
            adds: Vec::new(),
        };
        let fits = plan.collect(stmts) && plan.fits(func) && plan.is_apart(func);
        (fits && !plan.sums.is_empty() && !plan.slices.is_empty()).then_some(plan)
    }

    /// What the loop adds, and what is read for that.
    fn collect(&mut self, stmts: &[Stmt]) -> bool {
        let mut needed = BTreeSet::new();
        for stmt in stmts.iter().rev() {
            match &stmt.kind {
                StmtKind::Accumulate(place, value) => {
                    value.vars(&mut |var| needed.extend([var]));
                    self.adds.push((place.clone(), value.clone()));
                }
                StmtKind::Let(var, value) if needed.contains(var) => {
                    value.vars(&mut |var| needed.extend([var]));
                    self.lets.push((*var, value.clone(), false));
                }
                // A number that is made of the counter.
                StmtKind::Let(_, Value::Pure(..)) => {}
                StmtKind::Let(_, value) if is_plain(value) => {}
                _ => return false,
            }
        }
        self.adds.reverse();
        self.lets.reverse();
        let mut varying = BTreeSet::from([self.counter]);
        for (var, value, varies) in &mut self.lets {
            value.vars(&mut |read| *varies |= varying.contains(&read));
            varying.extend(varies.then_some(*var));
        }
        true
    }

    /// Whether each statement is one that strips can have.
    fn fits(&mut self, func: &Func) -> bool {
        let (lets, adds) = (self.lets.clone(), self.adds.clone());
        let is_own = |var: VarId| lets.iter().any(|(own, ..)| *own == var);
        lets.iter().all(|(var, value, varies)| {
            let fits = match value {
                Value::Load(place) if *varies => self.walks(func, place, false),
                Value::Load(place) => {
                    let mut own = is_own(place.var);
                    place.indices(&mut |index| own |= is_own(index));
                    !own
                }
                value => is_plain(value) && value_reads(value) != Some(self.counter),
            };
            fits && !func.var(*var).mutable
        }) && adds.iter().all(|(place, value)| {
            let is_sum = place.path.is_empty() && !func.windows.contains_key(&place.var);
            self.sums.extend(is_sum.then_some(place.var));
            let is_float = matches!(func.place_shape(place), Shape::Float(_));
            is_float && is_plain(value) && (is_sum || self.walks(func, place, true))
        })
    }

    /// Whether a place is the element of a window that an iteration is at, or a part of it.
    fn walks(&mut self, func: &Func, place: &Place, added: bool) -> bool {
        let [Proj::Index(Atom::Var(at), _), rest @ ..] = &place.path[..] else { return false };
        let fixed = rest.iter().all(|step| matches!(step, Proj::Member(_) | Proj::Index(Atom::Const(_), _)));
        *self.slices.entry(place.var).or_default() |= added;
        *at == self.counter && fixed && func.windows.contains_key(&place.var)
    }

    /// Whether it reads nothing of what it adds to.
    fn is_apart(&self, func: &Func) -> bool {
        let added: BTreeSet<VarId> = self.adds.iter().map(|(place, _)| root(func, place.var)).collect();
        let mut apart = true;
        let values =
            self.lets.iter().map(|(_, value, _)| value).chain(self.adds.iter().map(|(_, value)| value));
        values.for_each(|value| value.vars(&mut |var| apart &= !added.contains(&root(func, var))));
        apart
    }
}

/// A copy, or an operation that is no call.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Atom(_) | Value::Load(_) => true,
        Value::Op(op, ..) => op.is_cheap() && *op != Op::Convert,
        _ => false,
    }
}

/// The variable that a value is a copy of.
fn value_reads(value: &Value) -> Option<VarId> {
    match value {
        Value::Atom(atom) => atom.var(),
        _ => None,
    }
}

/// The variable that a window is a part of.
fn root(func: &Func, mut var: VarId) -> VarId {
    while let Some(part) = func.windows.get(&var) {
        var = part.of;
    }
    var
}

/// A loop that is being cut.
struct Cutting<'a> {
    func: &'a mut Func,
    span: Span,
    /// The strip of each window.
    strips: BTreeMap<VarId, VarId>,
    /// What each variable of the loop is for each element of a strip.
    own: BTreeMap<VarId, [VarId; STRIP]>,
}

impl Cutting<'_> {
    /// Leaves what does not fill a strip to the loop; returns the loop over strips.
    fn cut(func: &mut Func, inner: &mut Loop, plan: &Plan, span: Span) -> Vec<Stmt> {
        let mut cutting = Cutting { func, span, strips: BTreeMap::new(), own: BTreeMap::new() };
        let LoopHead::For(_, steps) = &mut inner.head else { return Vec::new() };
        let (count, rest, mut stmts) = cutting.counts(&plan.end);
        let (first, last) = (cutting.func.var(rest).ident.clone(), tokens(cutting.func, &plan.end));
        // Upwards the end of the loop says that there is an element.
        (steps.code, steps.down) = (Code(quote!(#first..#last)), false);
        steps.again.iter_mut().for_each(|reads| reads.push(rest));
        steps.span = Some((Atom::Var(rest), plan.end.clone()));
        let strip = cutting.fresh("strip", Role::Residual, Shape::Integer, false);
        let mut body = vec![Stmt { kind: StmtKind::Bind(strip, None), span }];
        for (slice, added) in &plan.slices {
            body.push(cutting.strip(*slice, *added, strip));
        }
        for sum in &plan.sums {
            let lanes = cutting.lanes(*sum, true);
            stmts.extend(lanes.map(|lane| cutting.set(lane, Value::Zero(Zero::Neutral(lane)))));
        }
        body.extend(cutting.body(plan));
        let (ident, to) = (&cutting.func.var(strip).ident, &cutting.func.var(count).ident);
        let zero = Atom::Const(Code(quote!(0)));
        let steps = Steps {
            code: Code(quote!(0..#to)),
            again: Some(vec![count]),
            count: None,
            span: Some((zero, Atom::Var(count))),
            down: false,
        };
        let head = LoopHead::For(Box::new(Pat::Verbatim(ident.to_token_stream())), steps);
        let body = Block { stmts: body, end: End::Fall };
        stmts.push(Stmt { kind: StmtKind::Loop(Loop { head, body, ..inner.clone() }), span });
        for sum in &plan.sums {
            stmts.extend(cutting.total(*sum));
        }
        stmts
    }

    /// How many strips there are, and where what is left begins.
    fn counts(&mut self, end: &Atom) -> (VarId, VarId, Vec<Stmt>) {
        let (len, size) = (tokens(self.func, end), Literal::usize_unsuffixed(STRIP));
        let count = self.fresh("strips", Role::Residual, Shape::Integer, false);
        let rest = self.fresh("rest", Role::Residual, Shape::Integer, false);
        let strips = self.func.var(count).ident.clone();
        let stmts = vec![
            self.set(count, Value::Pure(Code(quote!(#len / #size)), end.var().into_iter().collect())),
            self.set(rest, Value::Pure(Code(quote!(#strips * #size)), vec![count])),
        ];
        (count, rest, stmts)
    }

    /// The strip of a window that an iteration is at.
    fn strip(&mut self, slice: VarId, added: bool, number: VarId) -> Stmt {
        let cells = self.func.windows.get(&slice).is_some_and(|part| part.cells);
        let info = self.func.var(slice);
        let (name, role, shape) = (info.ident.unraw(), info.role, info.shape.clone());
        let exclusive = added && !cells;
        let strip = self.fresh(&format!("{name}_strip"), role, shape, exclusive);
        self.func.windows.insert(strip, Part { of: slice, cells });
        self.strips.insert(slice, strip);
        self.set(strip, Value::Strip(Strip { of: Place::whole(slice), number, size: STRIP, exclusive }))
    }

    /// The statements of an iteration, for each element of a strip: first all that it computes.
    fn body(&mut self, plan: &Plan) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        for (var, value, varies) in &plan.lets {
            if *varies {
                let lanes = self.lanes(*var, false);
                for (at, lane) in lanes.into_iter().enumerate() {
                    let value = self.at(value, at);
                    stmts.push(self.set(lane, value));
                }
            } else {
                let info = self.func.var(*var).clone();
                let once = self.func.fresh(info);
                let value = self.at(value, 0);
                self.own.insert(*var, [once; STRIP]);
                stmts.push(self.set(once, value));
            }
        }
        for (place, value) in &plan.adds {
            for at in 0..STRIP {
                let (place, value) = (self.place(place, at), self.at(value, at));
                stmts.push(Stmt { kind: StmtKind::Accumulate(place, value), span: self.span });
            }
        }
        stmts
    }

    /// A value of the iteration at this element of a strip.
    fn at(&self, value: &Value, at: usize) -> Value {
        let atom = |atom: &Atom| match atom {
            Atom::Var(var) => Atom::Var(self.own.get(var).map_or(*var, |lanes| lanes[at])),
            Atom::Const(_) => atom.clone(),
        };
        match value {
            Value::Atom(of) => Value::Atom(atom(of)),
            Value::Op(op, atoms, span) => Value::Op(*op, atoms.iter().map(atom).collect(), *span),
            Value::Load(place) => Value::Load(self.place(place, at)),
            other => other.clone(),
        }
    }

    fn place(&self, place: &Place, at: usize) -> Place {
        if let Some(strip) = self.strips.get(&place.var) {
            let index = Proj::at(Atom::Const(Code(Literal::usize_unsuffixed(at).to_token_stream())));
            let path = [index].into_iter().chain(place.path[1..].iter().cloned()).collect();
            return Place { var: *strip, path };
        }
        let var = self.own.get(&place.var).map_or(place.var, |lanes| lanes[at]);
        Place { var, path: place.path.clone() }
    }

    /// One variable for each element of a strip.
    fn lanes(&mut self, of: VarId, mutable: bool) -> [VarId; STRIP] {
        let info = self.func.var(of).clone();
        let lanes = std::array::from_fn(|at| {
            let ident = format_ident!("{}_{at}", info.ident.unraw(), span = Span::mixed_site());
            let role = if info.role == Role::User { Role::Temp } else { info.role };
            self.func.fresh(Var { ident, role, mutable, late: false, ..info.clone() })
        });
        self.own.insert(of, lanes);
        lanes
    }

    /// Adds the sums up.
    fn total(&mut self, sum: VarId) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        let mut terms = self.own[&sum].to_vec();
        while terms.len() > 1 {
            let pairs: Vec<VarId> = terms
                .chunks(2)
                .map(|pair| {
                    let (role, shape) = (Role::Cotangent, self.func.var(sum).shape.clone());
                    let total = self.fresh("total", role, shape, false);
                    let atoms = pair.iter().map(|var| Atom::Var(*var)).collect();
                    stmts.push(self.set(total, Value::Op(Op::Add, atoms, self.span)));
                    total
                })
                .collect();
            terms = pairs;
        }
        let total = Value::Atom(Atom::Var(terms[0]));
        stmts.push(Stmt { kind: StmtKind::Accumulate(Place::whole(sum), total), span: self.span });
        stmts
    }

    fn set(&self, var: VarId, value: Value) -> Stmt {
        Stmt { kind: StmtKind::Let(var, value), span: self.span }
    }

    fn fresh(&mut self, name: &str, role: Role, shape: Shape, mutable: bool) -> VarId {
        let ident = format_ident!("{name}", span = Span::mixed_site());
        self.func.fresh(Var { ident, role, shape, mutable, late: false, annotation: None })
    }
}
