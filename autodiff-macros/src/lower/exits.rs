//! Macros that may leave where nothing of that is seen.
//!
//! A macro of the user's that is given nothing with a derivative is kept as it is. It could expand to `continue`, `break`
//! or `return`, and the reverse sweep would not know which part of an iteration has run. So beside it there is code that
//! compiles only if it does not:
//!
//! ```text
//! skip!(c);                      if false { let _ = || -> NoExit { skip!(c); NoExit }; unreachable!() }
//!                                skip!(c);
//! let n = pick!(c);              let n = if false { value_of(|| ValueWithoutExit(pick!(c))) } else { pick!(c) };
//! ```
//!
//! Out of a closure nothing leaves the loop, and what returns from it has another type. What never runs moves nothing.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprRepeat, Macro, Stmt};

use super::carriers::{Carriers, is_inert_macro};

/// Puts it beside each such macro of a body.
pub(super) fn check_exits(body: &mut Block, carriers: &Carriers, krate: &syn::Path) {
    Exits { carriers, krate }.visit_block_mut(body);
}

struct Exits<'a> {
    carriers: &'a Carriers,
    krate: &'a syn::Path,
}

impl Exits<'_> {
    /// Whether a macro is the user's, and kept as it is.
    fn may_leave(&self, mac: &Macro) -> bool {
        let expr = Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: mac.clone() });
        let is_own = |name: &str| mac.path.segments.last().is_some_and(|last| last.ident == name);
        let is_standard = is_inert_macro(mac) || ["dbg", "vec", "format"].into_iter().any(is_own);
        let is_ours = mac.path.segments.iter().any(|segment| segment.ident == "__private");
        !is_standard && !is_ours && !self.carriers.touches(&expr)
    }

    /// What stands before a macro that is a statement.
    fn check(&self, mac: &Macro) -> Option<Stmt> {
        let krate = self.krate;
        let no_exit = quote!(#krate::__private::NoExit);
        let check = quote_spanned! {mac.span()=>
            if false { let _ = || -> #no_exit { #mac; #no_exit }; #krate::__private::core::unreachable!() }
        };
        syn::parse2(check).ok()
    }

    /// A macro that has a value.
    fn checked(&self, mac: &Macro) -> TokenStream {
        let krate = self.krate;
        quote_spanned! {mac.span()=>
            (if false {
                #krate::__private::value_of(|| #krate::__private::ValueWithoutExit(#mac))
            } else {
                #mac
            })
        }
    }
}

impl VisitMut for Exits<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let stmts = std::mem::take(&mut block.stmts);
        block.stmts = stmts
            .into_iter()
            .flat_map(|stmt| {
                let check = match &stmt {
                    Stmt::Macro(stmt) if self.may_leave(&stmt.mac) => self.check(&stmt.mac),
                    _ => None,
                };
                check.into_iter().chain([stmt])
            })
            .collect();
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Macro(e) if self.may_leave(&e.mac) => {
                if let Ok(checked) = syn::parse2(self.checked(&e.mac)) {
                    *expr = checked;
                }
            }
            // Out of another closure nothing leaves either.
            Expr::Closure(_) => {}
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }

    /// Nothing leaves a constant.
    fn visit_expr_repeat_mut(&mut self, expr: &mut ExprRepeat) {
        self.visit_expr_mut(&mut expr.expr);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
