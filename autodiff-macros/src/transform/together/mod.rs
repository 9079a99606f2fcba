//! A loop whose iterations run backwards as soon as they have run forwards.
//!
//! ```text
//! for p in points { let r = f(p, w); s += r * r }        let ct_s = 0.5
//! return 0.5 * s                                         for p in points { let r = f(p, w); s += r * r;
//!   ct_s = 0.5 * ct                                          ct_r = 2 ct_s * r; ct_w += ..; }
//!   for p in points.rev() { ct_r = 2 ct_s * r; .. }      return 0.5 * s
//! ```
//!
//! What an iteration keeps lives as long as the iteration. It takes that the cotangents that the loop reads are known
//! before it, as that of a sum is, and that an iteration hands nothing on to the one before it: that the cotangents of
//! what they share are zero in between. Where this cannot be seen it is looked at in each iteration, and the function
//! gives up where it is not so.

mod counts;
mod uses;

use std::collections::BTreeSet;

use self::counts::is_known_count;
use self::uses::{each, uses, uses_of};
use crate::ir::{
    Block, Code, Func, Label, LoopHead, Passing, Reverse, Role, Shape, Stmt, StmtKind, Value, VarId, Zero,
};

/// The loop of a function's own that is worth it, by its exit: the deepest of those that keep something.
pub(crate) fn candidate(adjoint: &Func, replayed: impl Fn(Label) -> bool) -> Option<Label> {
    let exits = adjoint.body.stmts.iter().any(Stmt::may_exit);
    let exclusive = adjoint.params.iter().any(|param| param.passing == Passing::Exclusive);
    if exits || exclusive {
        return None;
    }
    let loops = adjoint.body.stmts.iter().filter_map(|stmt| match &stmt.kind {
        StmtKind::Loop(inner) => Some((stmt, inner)),
        _ => None,
    });
    let keeps = |stmt: &Stmt| {
        let mut keeps = false;
        let mut look = |stmt: &Stmt| {
            if let StmtKind::Loop(inner) = &stmt.kind {
                keeps |= inner.record.is_some() || replayed(inner.exit);
            }
        };
        look(stmt);
        stmt.blocks().into_iter().for_each(|block| block.each(&mut look));
        keeps
    };
    let worth = loops.filter(|(stmt, inner)| {
        matches!(inner.head, LoopHead::For(..))
            && !inner.body.leaves_to(inner.exit)
            && !inner.body.leaves_to(inner.next)
            && keeps(stmt)
    });
    worth.max_by_key(|(stmt, _)| depth(stmt)).map(|(_, inner)| inner.exit)
}

fn depth(stmt: &Stmt) -> usize {
    let inside = stmt.blocks().into_iter().flat_map(|block| &block.stmts).map(depth);
    inside.max().unwrap_or(0) + usize::from(matches!(stmt.kind, StmtKind::Loop(_)))
}

/// Whether a number decides what of the adjoint runs, as in `nearest.min(d)`: right behind the iteration the processor
/// would have to wait for it.
pub(crate) fn waits(func: &Func) -> bool {
    let mut waits = false;
    let is_cotangent = |var: &VarId| func.var(*var).role == Role::Cotangent;
    func.reverse.iter().for_each(|reverse| {
        each(&reverse.body.stmts, &mut |stmt| {
            if let StmtKind::Branch(branch) = &stmt.kind {
                waits |= branch.again.as_ref().is_some_and(|reads| reads.iter().any(is_cotangent));
            }
        });
    });
    waits
}

/// What runs until that loop is over.
pub(crate) fn until(primal: &Func, exit: Label) -> &[Stmt] {
    let is_it = |stmt: &Stmt| matches!(&stmt.kind, StmtKind::Loop(inner) if inner.exit == exit);
    let end = primal.body.stmts.iter().position(is_it).map_or(0, |at| at + 1);
    &primal.body.stmts[..end]
}

/// Both sweeps as one, around the loop `exit`, whose adjoint runs its iterations forwards first; `None` if they have to
/// be two.
pub(crate) fn together(func: Func, exit: Label) -> Option<Func> {
    let mut func = super::sums::sums(func);
    let mut reverse = func.reverse.take()?;
    let is_it = |stmt: &Stmt| matches!(&stmt.kind, StmtKind::Loop(inner) if inner.exit == exit);
    let at = reverse.body.stmts.iter().position(is_it)?;
    let forward_at = func.body.stmts.iter().position(is_it)?;
    let last = reverse.body.stmts.split_off(at + 1);
    let it = reverse.body.stmts.pop()?;
    let first = std::mem::take(&mut reverse.body.stmts);
    let mut behind = func.body.stmts.split_off(forward_at);
    behind.remove(0);
    let mut parts = Parts { func: &func, reverse: &reverse, first, behind, it, last };
    let body = parts.arrange()?;
    func.together = true;
    func.reverse = Some(Reverse { body, ..reverse });
    Some(func)
}

/// The statements around the loop.
struct Parts<'a> {
    func: &'a Func,
    reverse: &'a Reverse,
    /// The adjoint of what follows it, and what its own adjoint declares.
    first: Vec<Stmt>,
    /// What follows it.
    behind: Vec<Stmt>,
    it: Stmt,
    /// The adjoint of what stands before it.
    last: Vec<Stmt>,
}

impl Parts<'_> {
    fn arrange(&mut self) -> Option<Block> {
        let StmtKind::Loop(inner) = &self.it.kind else { return None };
        let mark = |stmt: &Stmt| matches!(&stmt.kind, StmtKind::Settled(vars) if vars.is_empty());
        let start = inner.body.stmts.iter().position(mark)?;
        let (uses, adjoint) = (uses(self.func, &inner.body, start), &inner.body.stmts[start..]);
        // What the adjoint of an iteration took back, the next iteration would miss.
        let takes_back =
            |var: &VarId| self.func.var(*var).role != Role::Cotangent && !is_defined_in(&inner.body, *var);
        if adjoint.iter().any(|stmt| stmt.changes().iter().any(takes_back)) {
            return None;
        }
        let mut before = Before { parts: self, first: BTreeSet::new(), behind: BTreeSet::new() };
        let (mut shared, mut fresh) = (Vec::new(), Vec::new());
        for (var, used) in uses.iter().filter(|(var, _)| !is_defined_in(&inner.body, **var)) {
            if used.takes || (used.reads && used.adds) {
                if !is_scratch(&self.func.var(*var).shape) || !goes_through(adjoint, *var) {
                    return None;
                }
                match before.zero(*var)? {
                    Zero::Shaped { late: false, .. } => fresh.push(*var),
                    _ => shared.push(*var),
                }
            } else if used.adds {
                before.start_of_sum(*var)?;
            } else {
                before.value(*var)?;
            }
        }
        let Before { first: early, behind: early_behind, .. } = before;
        if fresh.iter().any(|var| self.last.iter().any(|stmt| stmt.mentions().contains(var))) {
            return None;
        }
        let mut stmts = Vec::new();
        let mut later = Vec::new();
        let mut declared = Vec::new();
        for (at, stmt) in std::mem::take(&mut self.behind).into_iter().enumerate() {
            if early_behind.contains(&at) { stmts.push(stmt) } else { later.push(stmt) }
        }
        for (at, stmt) in std::mem::take(&mut self.first).into_iter().enumerate() {
            let is_fresh = matches!(&stmt.kind, StmtKind::Let(var, _) if fresh.contains(var));
            match () {
                () if is_fresh => declared.push(stmt),
                () if early.contains(&at) || matches!(stmt.kind, StmtKind::Frames(_)) => stmts.push(stmt),
                () => later.push(stmt),
            }
        }
        let span = self.it.span;
        let StmtKind::Loop(inner) = &mut self.it.kind else { return None };
        inner.body.stmts.splice(start..=start, declared);
        shared.extend(fresh);
        if !shared.is_empty() {
            inner.body.stmts.push(Stmt { kind: StmtKind::Settled(shared), span });
        }
        stmts.push(self.it.clone());
        stmts.append(&mut later);
        stmts.append(&mut self.last);
        Some(Block { stmts, ..Block::empty() })
    }
}

/// What has to run before the loop, by its index.
struct Before<'a, 'b> {
    parts: &'a Parts<'b>,
    first: BTreeSet<usize>,
    behind: BTreeSet<usize>,
}

impl Before<'_, '_> {
    /// Where the adjoint of what follows the loop defines a cotangent, or anything.
    fn definition(stmts: &[Stmt], var: VarId) -> Option<(usize, &Value)> {
        stmts.iter().enumerate().find_map(|(at, stmt)| match &stmt.kind {
            StmtKind::Let(defined, value) if *defined == var => Some((at, value)),
            _ => None,
        })
    }

    /// The mentions of a cotangent in the adjoint of what follows the loop, its definition aside.
    fn elsewhere(&self, var: VarId, except: Option<usize>) -> impl Iterator<Item = &Stmt> {
        let stmts = self.parts.first.iter().enumerate();
        stmts
            .filter(move |(at, stmt)| Some(*at) != except && stmt.mentions().contains(&var))
            .map(|(_, stmt)| stmt)
    }

    /// A cotangent that is zero until the loop comes, and how it is made.
    fn zero(&mut self, var: VarId) -> Option<Zero> {
        let (at, value) = Self::definition(&self.parts.first, var)?;
        let Value::Zero(zero) = value else { return None };
        let zero = *zero;
        if self.elsewhere(var, Some(at)).next().is_some() {
            return None;
        }
        match zero {
            Zero::Copied(of) => self.value(of)?,
            Zero::OfShape(_) | Zero::Neutral(_) | Zero::Inferred => {}
            Zero::Shaped { late, .. } => (!late).then_some(())?,
        }
        self.first.insert(at);
        Some(zero)
    }

    /// A cotangent to which others only add as well.
    fn start_of_sum(&mut self, var: VarId) -> Option<()> {
        let only_adds = |stmt: &Stmt| {
            let used = uses_of(std::slice::from_ref(stmt), &self.parts.behind, var);
            !used.takes && !used.reads
        };
        let definition = Self::definition(&self.parts.first, var);
        if !self.elsewhere(var, definition.map(|(at, _)| at)).all(only_adds) {
            return None;
        }
        match definition {
            Some((at, value)) => self.definition_early(at, &value.clone()),
            // The caller's.
            None => self.parts.reverse.cotangents.iter().flatten().any(|ct| ct.var == var).then_some(()),
        }
    }

    /// A value that is known before the loop.
    fn value(&mut self, var: VarId) -> Option<()> {
        if var == self.parts.reverse.seed {
            return Some(());
        }
        if let Some((at, value)) = Self::definition(&self.parts.first, var) {
            let value = value.clone();
            let changes = |stmt: &Stmt| stmt.changes().contains(&var);
            if self.elsewhere(var, Some(at)).any(changes) {
                return None;
            }
            return self.definition_early(at, &value);
        }
        if let Some((at, value)) = Self::definition(&self.parts.behind, var) {
            let value = value.clone();
            if !self.parts.func.is_constant(var) || !self.is_early(&value) {
                return None;
            }
            self.behind.insert(at);
            return Some(());
        }
        let func = self.parts.func;
        let changes = |stmt: &Stmt| stmt.changes().contains(&var);
        let is_there = func.params.iter().any(|param| param.var == var)
            || Self::definition(&func.body.stmts, var).is_some();
        let is_cotangent = func.var(var).role == Role::Cotangent;
        let stays = !changes(&self.parts.it) && !self.parts.behind.iter().any(changes);
        // Statements of the user's may change a number without derivative.
        let seen = !matches!(func.var(var).shape, Shape::Integer | Shape::Unknown) || func.is_constant(var);
        (is_there && !is_cotangent && stays && seen).then_some(())
    }

    fn definition_early(&mut self, at: usize, value: &Value) -> Option<()> {
        if self.first.contains(&at) {
            return Some(());
        }
        self.is_early(value).then(|| self.first.extend([at]))
    }

    /// Whether a value can be computed before the loop as well.
    fn is_early(&mut self, value: &Value) -> bool {
        let is_plain = match value {
            Value::Atom(_) | Value::Op(..) | Value::Read(_) | Value::Cast(..) | Value::Pure(..) => true,
            Value::Zero(Zero::OfShape(_) | Zero::Neutral(_) | Zero::Copied(_) | Zero::Inferred) => true,
            Value::Load(place) => place.path.is_empty(),
            Value::Inert(Code(code)) => is_known_count(self.parts, code),
            _ => false,
        };
        let mut reads = Vec::new();
        value.vars(&mut |var| reads.push(var));
        is_plain && reads.into_iter().all(|var| self.value(var).is_some())
    }
}

/// A cotangent with more numbers than this is not looked at in each iteration.
const MOST: usize = 256;

/// Whether it can be asked, and at once, whether a cotangent of this shape is zero. A number is hardly ever scratch: the
/// iterations depend on each other. How long a list is shows when it is asked.
fn is_scratch(shape: &Shape) -> bool {
    match shape {
        Shape::Array(elem, _) => {
            let floats = matches!(**elem, Shape::Float(_)) || is_scratch(elem);
            floats && shape.is_static() && shape.numbers() <= MOST
        }
        Shape::List(elem) => matches!(**elem, Shape::Float(_)),
        _ => false,
    }
}

/// Whether the adjoint of an iteration goes through a cotangent in a loop of its own, or lends it to a pullback: only then
/// it may take as long as to look whether it is zero.
fn goes_through(adjoint: &[Stmt], var: VarId) -> bool {
    let mut through = false;
    each(adjoint, &mut |stmt| match &stmt.kind {
        StmtKind::Loop(_) | StmtKind::Unroll { .. } => through |= stmt.mentions().contains(&var),
        StmtKind::Pull { slots, .. } => {
            through |= slots.iter().any(|slot| slot.ct.as_ref().is_some_and(|place| place.var == var));
        }
        _ => {}
    });
    through
}

fn is_defined_in(block: &Block, var: VarId) -> bool {
    let mut found = false;
    block.each(&mut |stmt| match &stmt.kind {
        StmtKind::Let(defined, _) | StmtKind::Declare(defined) | StmtKind::Bind(defined, _) => {
            found |= *defined == var;
        }
        StmtKind::Restore(_, vars) | StmtKind::Replay(_, vars, _) | StmtKind::Unroll { vars, .. } => {
            found |= vars.contains(&var);
        }
        StmtKind::Split { var: value, pullback, .. } => found |= *value == var || *pullback == var,
        _ => {}
    });
    found
}
