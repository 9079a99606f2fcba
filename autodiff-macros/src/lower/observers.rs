//! Standard macros that look at values: `assert!`, `matches!`, `println!`, .. What they are given may be a call or have
//! effects; it comes first then, in the order of the source.
//!
//! ```text
//! assert!(g(x) > 0.0);       t = g(x); if t > 0.0 {} else { panic!("{}", failed!(g(x) > 0.0)) }
//! matches!(g(x), 0.0..)      match g(x) { 0.0.. => true, _ => false }
//! println!("{}", g(x));      t = g(x); println!("{}", t);
//! ```

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Expr, ExprMacro, Token};

use super::Lower;
use super::place::strip;
use super::rename::{change_arguments, matches_as_match};
use super::stmt::is_panic;
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Branch, Code, Head, Shape, StmtKind, Value};

impl Lower<'_> {
    /// Such a macro, known by its name.
    pub(super) fn observe(&mut self, e: &ExprMacro, name: &str) -> Value {
        match name {
            "assert" => self.assertion(e),
            "debug_assert" | "debug_assert_eq" | "debug_assert_ne" => {
                let (name, tokens) =
                    (format_ident!("{}", name["debug_".len()..], span = e.span()), &e.mac.tokens);
                let checked =
                    quote_spanned!(e.span()=> if ::core::cfg!(debug_assertions) { ::core::#name!(#tokens); });
                match syn::parse2(checked) {
                    Ok(checked) => self.effect(&checked),
                    Err(_) => return self.hides_change(e),
                }
                unit()
            }
            "matches" => match matches_as_match(&e.mac) {
                Some(expr) => Value::Atom(self.branch_value(&expr)),
                None => self.hides_change(e),
            },
            _ => self.with_atoms(e, name),
        }
    }

    fn assertion(&mut self, e: &ExprMacro) -> Value {
        let parts = |input: ParseStream| {
            let condition: Expr = input.parse()?;
            input.parse::<Token![,]>()?;
            Ok((condition, input.parse::<TokenStream>()?))
        };
        let Ok((condition, message)) = e.mac.parse_body_with(parts) else {
            return self.hides_change(e);
        };
        let panic = syn::parse2(quote_spanned!(e.span()=> ::core::panic!(#message)));
        let Ok(panic) = panic else { return self.hides_change(e) };
        let (head, _) = self.condition(&condition);
        let arms = self.two_arms(|_| {}, |lower| lower.effect(&panic));
        let arms = arms.map(|body| crate::ir::Arm { pattern: None, body }).into();
        let branch = Branch { head: Head::If(head), again: None, arms };
        self.builder.push(StmtKind::Branch(branch), e.span());
        unit()
    }

    /// What is more than a name or a literal comes first.
    fn with_atoms(&mut self, e: &ExprMacro, name: &str) -> Value {
        // The message of an assertion is made only where it fails.
        let compared = matches!(name, "assert_eq" | "assert_ne");
        let mut new = e.clone();
        let mut late = None;
        let is_known = change_arguments(&mut new.mac, &mut |at, arg| {
            if matches!(strip(arg), Expr::Path(_) | Expr::Lit(_)) {
            } else if compared && at > 1 {
                late = late.take().or_else(|| self.carriers.touches(arg).then(|| arg.clone()));
            } else if self.carriers.carries(arg) || self.carriers.touches(arg) {
                let atom = self.atom(arg);
                *arg = Expr::Verbatim(self.atom_tokens(&atom));
            } else {
                let code = self.code(&*arg).0;
                let held =
                    self.builder.define(Value::Inert(Code(quote!(&(#code)))), Shape::Unknown, arg.span());
                *arg = Expr::Verbatim(self.atom_tokens(&Atom::Var(held)));
            }
        });
        if let Some(late) = late {
            return Value::Atom(self.refused(&late, Refusal::NestedEffect));
        }
        // A closure's body is not looked into, nor is a place that a reference is made to.
        if !is_known || self.carriers.touches(&Expr::Macro(new.clone())) {
            return self.hides_change(e);
        }
        let new = Expr::Macro(new);
        if is_panic(&new) {
            self.effect(&new);
            return Value::Atom(Atom::Const(Code(quote!(unreachable!()))));
        }
        Value::Inert(self.code(&new))
    }

    fn hides_change(&mut self, e: &ExprMacro) -> Value {
        Value::Atom(self.refused(&Expr::Macro(e.clone()), Refusal::NestedEffect))
    }
}

fn unit() -> Value {
    Value::Atom(Atom::Const(Code(quote!(()))))
}

/// The arguments of `assert!`, with the message that rustc would have made of them: names in them may change. `before`
/// are the arguments as the user wrote them.
pub(super) fn with_text(args: TokenStream, before: &TokenStream, krate: &syn::Path) -> TokenStream {
    let mut all: Vec<TokenTree> = args.clone().into_iter().collect();
    all.pop_if(|last| is_comma(last));
    if all.iter().any(is_comma) {
        return args;
    }
    // As one stream, so that rustc prints it with the spaces of the source.
    quote!(#(#all)*, "{}", #krate::__private::failed!(#before))
}

/// The same without that message, if nothing has changed.
pub(super) fn without_text(args: TokenStream) -> TokenStream {
    let all: Vec<TokenTree> = args.clone().into_iter().collect();
    let [before @ .., TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(text)] = &all[..] else {
        return args;
    };
    let condition = before.iter().take_while(|token| !is_comma(token)).cloned().collect();
    if name == "failed" && words(&condition) == words(&text.stream()) { condition } else { args }
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

/// Single tokens, without what groups them in no brackets.
fn words(tokens: &TokenStream) -> Vec<String> {
    let word = |token| match token {
        TokenTree::Group(group) => words(&group.stream()),
        token => vec![token.to_string()],
    };
    tokens.clone().into_iter().flat_map(word).collect()
}
