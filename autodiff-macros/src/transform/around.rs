//! Walks the loops of a sweep.

use proc_macro2::Span;

use crate::ir::{Block, Func, Loop, Stmt, StmtKind};

/// The function with what `visit` returns for each loop of its reverse sweep around that loop: before it, and after it.
/// Inner loops come first.
pub(super) fn around_loops(
    mut func: Func,
    mut visit: impl FnMut(&mut Func, &mut Loop, Span) -> (Vec<Stmt>, Option<Stmt>),
) -> Func {
    if let Some(mut reverse) = func.reverse.take() {
        block(&mut func, &mut reverse.body, &mut visit);
        func.reverse = Some(reverse);
    }
    func
}

/// The same for the forward sweep.
pub(super) fn around_forward_loops(
    mut func: Func,
    mut visit: impl FnMut(&mut Func, &mut Loop, Span) -> (Vec<Stmt>, Option<Stmt>),
) -> Func {
    let mut body = std::mem::replace(&mut func.body, Block::empty());
    block(&mut func, &mut body, &mut visit);
    func.body = body;
    func
}

fn block(
    func: &mut Func,
    body: &mut Block,
    visit: &mut impl FnMut(&mut Func, &mut Loop, Span) -> (Vec<Stmt>, Option<Stmt>),
) {
    let mut stmts = Vec::new();
    for mut stmt in std::mem::take(&mut body.stmts) {
        stmt.blocks_mut().into_iter().for_each(|inside| block(func, inside, visit));
        let span = stmt.span;
        let (before, after) = match &mut stmt.kind {
            StmtKind::Loop(inner) => visit(func, inner, span),
            _ => Default::default(),
        };
        stmts.extend(before);
        stmts.push(stmt);
        stmts.extend(after);
    }
    body.stmts = stmts;
}
