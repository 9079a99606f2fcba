//! A slice that an iteration adds to in several ways is held as cells.
//!
//! ```text
//!                                          let cells = cells ct_x
//! for t in .. {                            for t in .. {
//!   ct_x[t] += a; ct_x[0] += b               cells[t] += a; cells[0] += b
//! }                                        }
//! ```
//!
//! Parts of cells may overlap, so that windows and iterators can be taken for some of the ways.

use proc_macro2::Span;
use quote::{format_ident, quote};

use crate::ir::{Atom, Block, Code, Func, Part, Place, Proj, Role, Shape, Stmt, StmtKind, Value, Var, VarId};

use super::sums::is_same;

/// What is held as cells.
pub(super) struct Held {
    /// The cells.
    pub(super) cells: VarId,
    /// How many steps into the variable lead to what they hold.
    pub(super) depth: usize,
    /// What makes them, before the loop.
    pub(super) stmt: Stmt,
}

/// Holds a variable as cells in the body of a loop, if that does nothing with it but read, write or add to numbers in one
/// place of it.
pub(super) fn hold(func: &mut Func, body: &mut Block, var: VarId, span: Span) -> Option<Held> {
    let [whole] = <[Place; 1]>::try_from(lists(func, body, var, &list_of)?).ok()?;
    let shape = match func.place_shape(&whole) {
        Shape::Array(elem, _) | Shape::List(elem) | Shape::Slice(elem) => Shape::Slice(elem),
        _ => return None,
    };
    let cells = cells(func, "cells", var, shape);
    if let (Some(primal), true) = (func.cotangents.get(&var).copied(), whole.path.is_empty()) {
        func.cotangents.insert(cells, primal);
    }
    each_place(body, &mut |place, _| {
        if place.var == var {
            place.path.drain(..whole.path.len());
            place.var = cells;
        }
    });
    let depth = whole.path.len();
    Some(Held { cells, depth, stmt: Stmt { kind: StmtKind::Let(cells, Value::Cells(whole)), span } })
}

/// The same of two rows of a list of lists, at which a loop inside a row is: what makes the cells.
///
/// ```text
///                                          let rows = two rows ct_x[a], ct_x[b]
/// for j in .. {                            for j in .. {
///   ct_x[a][j] += s; ct_x[b][j] += t         rows[0][j] += s; rows[1][j] += t
/// }                                        }
/// ```
///
/// Both have to be known before the loop, as `is_fixed` tells.
pub(super) fn hold_two_rows(
    func: &mut Func,
    body: &mut Block,
    var: VarId,
    is_fixed: &dyn Fn(&Place) -> bool,
    span: Span,
) -> Option<Stmt> {
    let [first, second] = <[Place; 2]>::try_from(lists(func, body, var, &row_of)?).ok()?;
    if !is_fixed(&first) || !is_fixed(&second) {
        return None;
    }
    let (mut list, mut other) = (first.clone(), second.clone());
    let numbers = match [list.path.pop()?, other.path.pop()?] {
        [Proj::Index(first, _), Proj::Index(second, _)] if is_same(&list, &other) => [first, second],
        _ => return None,
    };
    let row = Shape::Slice(Box::new(func.place_shape(&first).project(&Proj::at(numbers[0].clone()))));
    let rows = cells(func, "rows", var, Shape::Slice(Box::new(row)));
    each_place(body, &mut |place, _| {
        let Some(row) = row_of(func, place).filter(|row| row.var == var) else { return };
        let number = if is_same(&row, &first) { quote!(0) } else { quote!(1) };
        place.path.splice(..row.path.len(), [Proj::at(Atom::Const(Code(number)))]);
        place.var = rows;
    });
    Some(Stmt { kind: StmtKind::Let(rows, Value::TwoRows(list, numbers)), span })
}

/// A variable for a part of another as cells.
fn cells(func: &mut Func, what: &str, of: VarId, shape: Shape) -> VarId {
    let name = format!("{}_{what}", syn::ext::IdentExt::unraw(&func.var(of).ident));
    let ident = format_ident!("{name}", span = Span::mixed_site());
    let role = Role::Cotangent;
    let cells = func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None });
    func.windows.insert(cells, Part { of, cells: true });
    cells
}

/// Whether a variable is a part of a place as cells.
pub(super) fn is_in_cells(func: &Func, var: VarId) -> bool {
    func.windows.get(&var).is_some_and(|part| part.cells)
}

/// Whether a place is what a cell holds, or a part of that: nothing refers to it.
pub(super) fn is_behind_a_cell(func: &Func, place: &Place) -> bool {
    let is_in_one = place.path.iter().any(|step| matches!(step, Proj::Index(..)));
    is_in_cells(func, place.var) && is_in_one && !matches!(func.place_shape(place), Shape::Slice(_))
}

/// The lists of numbers that a body is at some of, if it does nothing else with the variable.
fn lists(
    func: &Func,
    body: &Block,
    var: VarId,
    list_of: &dyn Fn(&Func, &Place) -> Option<Place>,
) -> Option<Vec<Place>> {
    let (mut lists, mut fits): (Vec<Place>, bool) = (Vec::new(), true);
    let mut rest = body.clone();
    each_place(&mut rest, &mut |place, is_plain| {
        if place.var != var {
            return;
        }
        let list = list_of(func, place).filter(|_| is_plain);
        fits &= list.is_some();
        lists.extend(list.filter(|list| !lists.iter().any(|other| is_same(other, list))));
        // What is left mentions it in other ways.
        *place = Place { var: VarId(u32::MAX), path: Vec::new() };
    });
    let mentioned = rest.stmts.iter().any(|stmt| stmt.mentions().contains(&var));
    (fits && !mentioned).then_some(lists)
}

/// The row in a list of lists of which a place is a number.
fn row_of(func: &Func, place: &Place) -> Option<Place> {
    let (element, row) = place.path.split_last()?;
    let row = Place { var: place.var, path: row.to_vec() };
    let is_row = matches!(func.place_shape(&row), Shape::List(elem) if matches!(*elem, Shape::Float(_)));
    let ends = matches!((row.path.last(), element), (Some(Proj::Index(..)), Proj::Index(..)));
    (is_row && ends).then_some(row)
}

/// The list of numbers, or of arrays and tuples of them, in which a place is a number.
fn list_of(func: &Func, place: &Place) -> Option<Place> {
    let at = place.path.iter().position(|step| matches!(step, Proj::Index(..) | Proj::Range(..)))?;
    let list = Place { var: place.var, path: place.path[..at].to_vec() };
    // A part of a list is one of the list.
    let path = place.path[at..].iter().skip_while(|step| matches!(step, Proj::Range(..)));
    let mut shape = func.place_shape(&list);
    for (depth, step) in path.enumerate() {
        shape = match (shape, step) {
            (Shape::Slice(elem) | Shape::List(elem), Proj::Index(..)) if depth == 0 => *elem,
            (shape @ Shape::Array(..), Proj::Index(..)) | (shape @ Shape::Tuple(_), Proj::Member(_)) => {
                shape.project(step)
            }
            _ => return None,
        };
    }
    matches!(shape, Shape::Float(_)).then_some(list)
}

/// Calls `visit` with the places of a block, and with whether the statement only reads, writes or adds.
fn each_place(block: &mut Block, visit: &mut dyn FnMut(&mut Place, bool)) {
    for stmt in &mut block.stmts {
        let is_plain = stmt.is_plain();
        stmt.places_mut().into_iter().for_each(|place| visit(place, is_plain));
        stmt.blocks_mut().into_iter().for_each(|inside| each_place(inside, visit));
    }
}
