//! An element of a part of a slice that starts at the counter of a loop is an element of the slice.
//!
//! ```text
//! for i in (a..b).rev() { let w = i; .. ct_x[w..w + 2][1] += t }
//! for i in (a..b).rev() { let at = i + 1; .. ct_x[at] += t }
//! ```
//!
//! So that `x.windows(2)` is as cheap as `x[i]` and `x[i + 1]`. In the reverse sweep alone: the forward sweep has been at the
//! whole part, and has noticed one that is too short.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, Span};
use quote::{ToTokens, format_ident, quote};
use syn::{Lit, LitInt};

use super::around::around_loops;
use super::windows::{accessed_mut, is_list};
use crate::ir::{
    Atom, Code, Func, Loop, LoopHead, Place, Proj, Role, Shape, Stmt, StmtKind, Value, Var, VarId,
};

/// The function with fewer parts of slices.
pub(crate) fn flat(func: Func) -> Func {
    around_loops(func, |func, inner, span| {
        // One that runs for the first time has not been at the whole part.
        if !inner.primal {
            flatten(func, inner, span);
        }
        Default::default()
    })
}

fn flatten(func: &mut Func, inner: &mut Loop, span: Span) {
    let (LoopHead::For(..), Some(StmtKind::Bind(counter, None))) =
        (&inner.head, inner.body.stmts.first().map(|stmt| &stmt.kind))
    else {
        return;
    };
    let mut flat = Flat { counter: *counter, same: BTreeSet::from([*counter]), indices: BTreeMap::new() };
    let name = func.var(*counter).ident.to_string();
    for stmt in &mut inner.body.stmts {
        if let StmtKind::Let(var, Value::Pure(Code(code), _)) = &stmt.kind {
            flat.same.extend((func.is_constant(*var) && code.to_string() == name).then_some(*var));
        }
        accessed_mut(stmt).into_iter().for_each(|place| flat.place(func, place));
    }
    for (distance, index) in flat.indices {
        let (name, distance) = (&func.var(flat.counter).ident, Literal::usize_unsuffixed(distance));
        let value = Value::Pure(Code(quote!(#name + #distance)), vec![flat.counter]);
        inner.body.stmts.insert(1, Stmt { kind: StmtKind::Let(index, value), span });
    }
}

struct Flat {
    counter: VarId,
    /// The variables that are the counter.
    same: BTreeSet<VarId>,
    /// New variables, by how much more they are than the counter.
    indices: BTreeMap<usize, VarId>,
}

impl Flat {
    fn place(&mut self, func: &mut Func, place: &mut Place) {
        let Some((last, part)) = place.path.split_last() else { return };
        let Some((Proj::Range(Some(Atom::Var(start)), ..), whole)) = part.split_last() else { return };
        let Proj::Index(Atom::Const(Code(index)), _) = last else { return };
        let distance = syn::parse2::<Lit>(index.to_token_stream()).ok().and_then(|literal| match literal {
            Lit::Int(number) => LitInt::base10_parse::<usize>(&number).ok(),
            _ => None,
        });
        let (Some(distance), true) = (distance, self.same.contains(start)) else { return };
        let whole = Place { var: place.var, path: whole.to_vec() };
        if is_list(func, &whole) {
            let index = Proj::at(Atom::Var(self.index(func, distance)));
            *place = Place { path: whole.path.into_iter().chain([index]).collect(), ..whole };
        }
    }

    fn index(&mut self, func: &mut Func, distance: usize) -> VarId {
        if distance == 0 {
            return self.counter;
        }
        *self.indices.entry(distance).or_insert_with(|| {
            let (ident, role) = (format_ident!("at", span = Span::mixed_site()), Role::Residual);
            let shape = Shape::Integer;
            func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None })
        })
    }
}
