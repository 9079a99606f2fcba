//! `dbg!` of a variable that has another name now: written out as the standard library has it, with the text that the user
//! wrote.
//!
//! ```text
//! dbg!(x)   match x_1 { tmp => { eprintln!("[{}] {} = {:#?}", "file:line:column", "x", &tmp); tmp } }
//! ```

use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Path};

use super::Renamer;
use super::macros::macro_arguments;
use crate::lower::carriers::standard_macro;

impl Renamer<'_> {
    /// `false`, and nothing done, where it is no `dbg!`.
    pub(super) fn rename_dbg(&mut self, expr: &mut Expr) -> bool {
        let Expr::Macro(call) = expr else { return false };
        if standard_macro(&call.mac).is_none_or(|name| name != "dbg") {
            return false;
        }
        let before = macro_arguments(&call.mac);
        self.visit_macro_mut(&mut call.mac);
        let Some((before, after)) = before.zip(macro_arguments(&call.mac)) else { return true };
        let text = |expr: &Expr| expr.to_token_stream().to_string();
        if before.iter().map(text).eq(after.iter().map(text)) {
            return true;
        }
        let path = call.mac.path.clone();
        let parts =
            before.iter().zip(&after).map(|(before, after)| self.written_out(&path, &text(before), after));
        let mut parts: Vec<Expr> = parts.collect();
        *expr = match parts.len() {
            1 => parts.remove(0),
            _ => syn::parse_quote_spanned!(path.span()=> (#(#parts),*)),
        };
        true
    }

    fn written_out(&mut self, path: &Path, text: &str, value: &Expr) -> Expr {
        let span = path.span();
        let tmp = self.names.claim(&Ident::new("tmp", Span::mixed_site())).ident;
        let place = quote_spanned! {span=>
            ::core::concat!(::core::file!(), ":", ::core::line!(), ":", ::core::column!())
        };
        // The closure says which macro is meant.
        syn::parse_quote_spanned! {span=>
            match #value {
                #tmp => {
                    let _ = || #path!();
                    ::std::eprintln!("[{}] {} = {:#?}", #place, #text, &#tmp);
                    #tmp
                }
            }
        }
    }
}
