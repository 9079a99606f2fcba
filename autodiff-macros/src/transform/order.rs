//! What is subtracted in a sum comes last.
//!
//! ```text
//!   let ct_a = -t                             let ct_a = u
//!   ct_a += u                                 ct_a -= t
//! ```
//!
//! So that the sums of different elements look alike, and rustc makes one vector operation of them. Only as far as the
//! next statement that reads the cotangent.

use crate::ir::{Block, Func, Place, Role, Shape, Stmt, StmtKind, Value, VarId};
use crate::rules::Op;

/// The function with its subtractions moved.
pub(crate) fn order(mut func: Func) -> Func {
    if let Some(mut reverse) = func.reverse.take() {
        block(&func, &mut reverse.body);
        func.reverse = Some(reverse);
    }
    func
}

fn block(func: &Func, block: &mut Block) {
    let (mut stmts, mut waiting) = (Vec::new(), Vec::new());
    for mut stmt in std::mem::take(&mut block.stmts) {
        match &mut stmt.kind {
            StmtKind::Let(var, value) if is_sum(func, *var) && is_negative(func, value) => {
                waiting.push(stmt);
                continue;
            }
            StmtKind::Let(_, value) => release(&mut stmts, &mut waiting, |var| reads(value, var)),
            StmtKind::Accumulate(place, value) if is_negative(func, value) && is_fixed(func, place) => {
                waiting.push(stmt);
                continue;
            }
            // Sums commute.
            StmtKind::Accumulate(place, value) => {
                release(&mut stmts, &mut waiting, |var| reads(value, var));
                let start = waiting.iter_mut().find(|stmt| defines(stmt) == Some(place.var));
                if let (Some(start), true) = (start, place.path.is_empty()) {
                    swap(start, &mut stmt);
                }
            }
            // Iterations are vectors, and not what is in one of them.
            StmtKind::Loop(_) | StmtKind::Unroll { .. } => stmts.append(&mut waiting),
            _ => {
                stmt.blocks_mut().into_iter().for_each(|body| self::block(func, body));
                stmts.append(&mut waiting);
            }
        }
        stmts.push(stmt);
    }
    stmts.append(&mut waiting);
    block.stmts = stmts;
}

fn is_sum(func: &Func, var: VarId) -> bool {
    func.var(var).mutable && func.var(var).role == Role::Cotangent
}

/// `let ct = -t` and `ct += u` become `ct -= t` and `let ct = u`.
fn swap(start: &mut Stmt, next: &mut Stmt) {
    if let (StmtKind::Let(var, first), StmtKind::Accumulate(place, second)) = (&start.kind, &next.kind) {
        let kinds = (StmtKind::Accumulate(place.clone(), first.clone()), StmtKind::Let(*var, second.clone()));
        (start.kind, next.kind) = kinds;
    }
}

/// Puts those of the waiting statements that change such a variable where the next statement will be.
fn release(stmts: &mut Vec<Stmt>, waiting: &mut Vec<Stmt>, is_read: impl Fn(VarId) -> bool) {
    let read = |stmt: &Stmt| match &stmt.kind {
        StmtKind::Accumulate(Place { var, .. }, _) | StmtKind::Let(var, _) => is_read(*var),
        _ => false,
    };
    let (released, kept) = std::mem::take(waiting).into_iter().partition(read);
    *waiting = kept;
    stmts.extend::<Vec<Stmt>>(released);
}

fn defines(stmt: &Stmt) -> Option<VarId> {
    match &stmt.kind {
        StmtKind::Let(var, _) => Some(*var),
        _ => None,
    }
}

fn reads(value: &Value, var: VarId) -> bool {
    let mut reads = false;
    value.vars(&mut |read| reads |= read == var);
    reads
}

/// Whether it is the negative of what does not change any more.
fn is_negative(func: &Func, value: &Value) -> bool {
    let Value::Op(Op::Neg, atoms, _) = value else { return false };
    atoms.iter().filter_map(crate::ir::Atom::var).all(|var| func.is_constant(var))
}

/// Whether it is a number at a place that does not change any more.
fn is_fixed(func: &Func, place: &Place) -> bool {
    let mut fixed = matches!(func.place_shape(place), Shape::Float(_));
    place.indices(&mut |var| fixed &= func.is_constant(var));
    fixed
}
