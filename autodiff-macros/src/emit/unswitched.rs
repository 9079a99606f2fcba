//! Loops that add to several buffers, each of which the caller may have or not.
//!
//! ```text
//! if let (Some(ct_x), Some(ct_y), Some(ct_z)) = (ct_x.as_deref_mut(), ..) {
//!     for at in 0..steps { ct_x[at] += ..; ct_y[at] += ..; ct_z[at] += ..; }
//! } else {
//!     for at in 0..steps { if let Some(ct_x) = &mut ct_x { ct_x[at] += ..; } .. }
//! }
//! ```
//!
//! LLVM makes a loop of its own of each case where there are two such buffers. Of more it leaves questions in the loop,
//! which then does not vectorise.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::code::Writer;
use crate::ir::{Block, Loop, Stmt, StmtKind, VarId};

/// From how many buffers on.
const MANY: usize = 3;

impl Writer<'_> {
    /// A loop, which comes before itself once more if it adds to many buffers: for callers that have all of them.
    pub(super) fn unswitched(&self, inner: &Loop, write: impl Fn() -> TokenStream) -> TokenStream {
        let buffers = self.buffers(&inner.body);
        if buffers.len() < MANY {
            return write();
        }
        let krate = self.krate;
        let idents: Vec<_> = buffers.iter().map(|var| self.ident(*var)).collect();
        let outside = self.present.replace(buffers.clone());
        let of_all = write();
        self.present.replace(outside);
        let of_some = write();
        quote! {
            if let (#(#krate::__private::core::option::Option::Some(#idents),)*) = (#(#idents.as_deref_mut(),)*) {
                #of_all
            } else {
                #of_some
            }
        }
    }

    /// The windows of buffers that a body adds to, if it does not branch and calls nothing.
    fn buffers(&self, body: &Block) -> BTreeSet<VarId> {
        let is_plain = |stmt: &Stmt| {
            matches!(
                stmt.kind,
                StmtKind::Bind(..) | StmtKind::Let(..) | StmtKind::Store { .. } | StmtKind::Accumulate(..)
            )
        };
        if !body.stmts.iter().all(is_plain) {
            return BTreeSet::new();
        }
        let added = body.stmts.iter().filter_map(|stmt| match &stmt.kind {
            StmtKind::Accumulate(place, _) => Some(place),
            _ => None,
        });
        // A piece of a window is there for one iteration.
        let is_piece = |var: VarId| {
            body.stmts.iter().any(|stmt| matches!(stmt.kind, StmtKind::Let(own, _) if own == var))
        };
        let in_window = |var: VarId| self.func.windows.get(&var).is_some_and(|window| !window.cells);
        let buffers = added.map(|place| place.var);
        buffers.filter(|var| in_window(*var) && self.is_in_place(*var) && !is_piece(*var)).collect()
    }
}
