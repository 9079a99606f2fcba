//! Loops of the reverse sweep know how long the cotangents are.
//!
//! ```text
//!                                        let len = y.len(); let whole = window ct_y from 0, len long
//! for i in (0..n).rev() {                for i in (0..n).rev() {
//!   if i + k < y.len() {                   if i + k < y.len() {
//!     ct_y[i + k] += ..                      whole[i + k] += ..
//!   }                                      }
//! }                                      }
//! ```
//!
//! rustc leaves out the check of an index that it can show to be less than a length. That the cotangent of a slice is as
//! long as the slice it cannot find out, nor, where the slice is passed to the pullback again, that this is as long as
//! the number says that the loop counts to.
//!
//! After everything else: what a loop walks along in windows of its own needs none of this.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::Expr;
use syn::visit::{self, Visit};

use super::bounded::bounded;
use super::conditions::elements;
use super::extents::Extents;
use super::walk::Walk;
use super::{AllNames, Known, Names, elements_of, fresh, is_list, part};
use crate::ir::{
    Atom, Block, Branch, Code, Func, Loop, LoopHead, Place, Proj, Role, Shape, Stmt, StmtKind, Value, VarId,
    Window,
};
use crate::transform::around::around_loops;
use crate::transform::cells::{is_behind_a_cell, is_in_cells};
use crate::transform::sums::is_same;

/// The function with such windows.
pub(crate) fn wholes(func: Func) -> Func {
    let names = AllNames::of(&func);
    let known = Known { extents: Extents::before_return(&func), names: &names, forward: false };
    around_loops(func, |func, inner, span| (take_wholes(func, &known, inner, span), None))
}

/// The windows of one loop that are of a whole slice, which its body from then on uses.
fn take_wholes(func: &mut Func, known: &Known, inner: &mut Loop, span: Span) -> Vec<Stmt> {
    let (LoopHead::For(..), Some(StmtKind::Bind(counter, None))) =
        (&inner.head, inner.body.stmts.first().map(|stmt| &stmt.kind))
    else {
        return Vec::new();
    };
    let counter = *counter;
    let names = known.names.within(&inner.body);
    let walk = Walk::new(func, &names, &inner.body, counter);
    let parts = bounded(&walk, &inner.body);
    let mut stmts = Vec::new();
    for (var, whole) in all_wholes(func, &walk, &mut inner.body.clone()) {
        let fits = is_list(func, &whole)
            && !matches!(func.place_shape(&whole), Shape::Array(..))
            && !is_behind_a_cell(func, &whole)
            && walk.is_fixed(&whole);
        let is_shared = is_in_cells(func, var) || !walk.changes.contains(&var);
        if !fits || !(is_shared || is_the_only_way(&whole, &inner.body)) {
            continue;
        }
        let Some((len, mut reads)) = length(func, known, &walk, inner, &whole) else { continue };
        let len = match len {
            Length::Number(var) => var,
            Length::Code(code) => {
                let len = fresh(func, "len", Role::Residual, Shape::Integer);
                let value = Value::Pure(code, std::mem::take(&mut reads));
                stmts.push(Stmt { kind: StmtKind::Let(len, value), span });
                len
            }
        };
        let cells = is_in_cells(func, var);
        let exclusive = walk.changes.contains(&var) && !cells;
        let is_cotangent = func.cotangents.contains_key(&var);
        let role = if is_cotangent { Role::Cotangent } else { Role::Residual };
        let window = part(func, var, "whole", role, elements_of(func, &whole), cells);
        func.vars[window.0 as usize].mutable = exclusive;
        let name = func.var(window).ident.clone();
        replace(&mut inner.body, &whole, (window, &name), &names);
        let end = inner.end().filter(|end| known.extents.within(func, end, 0, &whole));
        func.bounded.extend(end.iter().flat_map(|_| &parts).map(|part| ((window, *part), counter)));
        let (from, len) = (Code(quote!(0)), Atom::Var(len));
        let value = Value::Window(Window { place: whole, from, len, reads, exclusive });
        stmts.push(Stmt { kind: StmtKind::Let(window, value), span });
    }
    stmts
}

/// The slices in which a loop looks for its elements: of cotangents, and of what it leaves as it is, unless that is a
/// window. Of each variable one, if there are no others.
fn all_wholes(func: &Func, walk: &Walk, body: &mut Block) -> BTreeMap<VarId, Place> {
    let mut all: BTreeMap<VarId, Option<Place>> = BTreeMap::new();
    each_place(body, &mut |place, moves| {
        let is_window = func.windows.contains_key(&place.var) && !is_in_cells(func, place.var);
        let changes = walk.changes.contains(&place.var);
        let varies = place.path.iter().position(|step| !is_fixed(walk, step));
        let at = varies.or(moves.then_some(place.path.len()));
        let Some(at) = at.filter(|_| func.cotangents.contains_key(&place.var) || !(is_window || changes))
        else {
            return;
        };
        let whole = Place { var: place.var, path: place.path[..at].to_vec() };
        let known = all.entry(place.var).or_insert_with(|| Some(whole.clone()));
        *known = known.take().filter(|known| is_same(known, &whole));
    });
    all.into_iter().filter_map(|(var, whole)| Some((var, whole?))).collect()
}

/// Whether a step leads to the same in each iteration.
fn is_fixed(walk: &Walk, step: &Proj) -> bool {
    let mut fixed = true;
    Place { var: VarId(u32::MAX), path: vec![step.clone()] }
        .indices(&mut |index| fixed &= !walk.defines(index));
    fixed
}

/// Whether a body mentions a variable only in places inside this one.
fn is_the_only_way(whole: &Place, body: &Block) -> bool {
    let mut rest = body.clone();
    each_place(&mut rest, &mut |place, _| {
        if is_inside(place, whole) {
            place.var = VarId(u32::MAX);
        }
    });
    !rest.stmts.iter().any(|stmt| stmt.mentions().contains(&whole.var))
}

fn is_inside(place: &Place, whole: &Place) -> bool {
    let depth = whole.path.len();
    place.path.len() >= depth && is_same(&Place { var: place.var, path: place.path[..depth].to_vec() }, whole)
}

fn replace(body: &mut Block, whole: &Place, (window, name): (VarId, &Ident), names: &Names) {
    let depth = whole.path.len();
    each_place(body, &mut |place, _| {
        if is_inside(place, whole) {
            place.path.drain(..depth);
            place.var = window;
        }
    });
    each_code(body, &mut |code, reads| {
        elements(code, &mut |part| {
            let place = names.part(part).filter(|place| is_inside(place, whole))?;
            let index = &part.index;
            let code = match place.path.len() - depth {
                0 => quote!(#name),
                1 => quote!(#name[#index]),
                _ => return None,
            };
            reads.push(window);
            Some(code)
        });
    });
}

/// Calls `visit` with the places that statements read, write or add to, or exchange elements of: whether they do.
fn each_place(block: &mut Block, visit: &mut dyn FnMut(&mut Place, bool)) {
    for stmt in &mut block.stmts {
        let moves = matches!(stmt.kind, StmtKind::Permute(..));
        if moves || stmt.is_plain() {
            stmt.places_mut().into_iter().for_each(|place| visit(place, moves));
        }
        stmt.blocks_mut().into_iter().for_each(|inside| each_place(inside, visit));
    }
}

/// Calls `visit` with the code of numbers and conditions, and with what it reads.
fn each_code(block: &mut Block, visit: &mut dyn FnMut(&mut Code, &mut Vec<VarId>)) {
    for stmt in &mut block.stmts {
        match &mut stmt.kind {
            StmtKind::Branch(Branch { head, again: Some(reads), .. }) => visit(head.code_mut(), reads),
            StmtKind::Let(_, Value::Pure(code, reads)) => visit(code, reads),
            _ => {}
        }
        stmt.blocks_mut().into_iter().for_each(|inside| each_code(inside, visit));
    }
}

/// What tells how long a slice is.
enum Length {
    Number(VarId),
    Code(Code),
}

/// The length of a slice as a loop has it, and what that reads: code of its own, or a number.
fn length(
    func: &Func,
    known: &Known,
    walk: &Walk,
    inner: &Loop,
    whole: &Place,
) -> Option<(Length, Vec<VarId>)> {
    let (mut asked, mut numbers) = (Lengths(Vec::new()), BTreeSet::new());
    if let LoopHead::For(_, steps) = &inner.head {
        numbers.extend(steps.again.iter().flatten());
    }
    inner.body.each(&mut |stmt| {
        stmt.reads(&mut |var| numbers.extend([var]));
    });
    each_code(&mut inner.body.clone(), &mut |Code(code), _| {
        if let Ok(expr) = syn::parse2::<Expr>(code.clone()) {
            asked.visit_expr(&expr);
        }
    });
    if let Some(primal) = func.cotangents.get(&whole.var) {
        let primal = Place { var: *primal, path: whole.path.clone() };
        let code = asked.0.into_iter().find(|expr| known.extents.is_own_length(func, expr, whole));
        if let (Some(code), true) = (code, walk.is_fixed(&primal)) {
            let mut reads = vec![primal.var];
            primal.indices(&mut |index| reads.push(index));
            return Some((Length::Code(Code(code.into_token_stream())), reads));
        }
    }
    let mut fixed = numbers.into_iter().filter(|var| !walk.defines(*var));
    let number = fixed.find(|var| known.extents.is_length(func, *var, whole))?;
    Some((Length::Number(number), vec![number]))
}

/// Code that asks for lengths.
struct Lengths(Vec<Expr>);

impl<'ast> Visit<'ast> for Lengths {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method == "len" {
            self.0.push(Expr::MethodCall(call.clone()));
        }
        visit::visit_expr_method_call(self, call);
    }
}
