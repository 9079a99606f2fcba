//! Indices that are not greater than the counter of a loop.
//!
//! ```text
//! for i in (0..n).rev() {                for i in (0..n).rev() {
//!   whole[i / 2] += ..                     check whole[i]; whole[i / 2] += ..
//! }                                      }
//! ```
//!
//! Where a loop goes up, its end tells rustc that `i` is less than `n`, and so half of it. In one that goes down rustc finds
//! out that no check of `i` is needed, but nothing of `i / 2` unless it has just met that check.

use proc_macro2::TokenStream;
use syn::BinOp;
use syn::visit::Visit;

use super::walk::Walk;
use crate::ir::{Block, Code, StmtKind, Value, VarId};

/// The numbers in a body that are parts of its counter, or of what moves with it.
pub(super) fn bounded(walk: &Walk, body: &Block) -> Vec<VarId> {
    let mut parts = Vec::new();
    body.each(&mut |stmt| {
        if let StmtKind::Let(var, Value::Pure(Code(code), reads)) = &stmt.kind {
            let moves = reads.iter().any(|read| walk.line(*read).is_some());
            parts.extend((moves && divides(code.clone())).then_some(*var));
        }
    });
    parts
}

/// Whether code divides something.
fn divides(code: TokenStream) -> bool {
    struct Divides(bool);
    impl<'ast> Visit<'ast> for Divides {
        fn visit_bin_op(&mut self, op: &'ast BinOp) {
            self.0 |= matches!(op, BinOp::Div(_) | BinOp::Shr(_));
        }
    }
    let mut divides = Divides(false);
    if let Ok(expr) = syn::parse2(code) {
        divides.visit_expr(&expr);
    }
    divides.0
}
