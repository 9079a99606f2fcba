//! The user's code as it is copied: names of references give way to what these refer to.

use proc_macro2::{Group, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Expr;

use super::Lower;
use super::located::located;
use super::observers::without_text;
use super::place::strip;
use super::rename::Name;
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, Place, Proj};

impl Lower<'_> {
    /// Code kept as it is, references that are not emitted replaced by what they refer to.
    pub(super) fn code(&mut self, tokens: impl ToTokens) -> Code {
        let tokens = self.check_ends(tokens.into_token_stream());
        Code(self.substitute(tokens))
    }

    /// As [`Lower::code`], for an expression in a place where what it changes would be lost.
    pub(super) fn kept(&mut self, expr: &Expr) -> Code {
        if self.carriers.touches(expr) {
            self.diag.refuse(expr, Refusal::NestedEffect);
        }
        self.code(expr)
    }

    /// A place without a derivative, whose indices may have effects.
    pub(super) fn inert_place(&mut self, expr: &Expr) -> Code {
        if self.carriers.touches(expr) { self.step_by_step(expr) } else { self.code(expr) }
    }

    fn step_by_step(&mut self, expr: &Expr) -> Code {
        match strip(expr) {
            Expr::Index(e) if !matches!(strip(&e.index), Expr::Range(_)) => {
                let Code(mut place) = self.step_by_step(&e.expr);
                let index = self.atom(&e.index);
                let index = self.atom_tokens(&index);
                e.bracket_token.surround(&mut place, |tokens| tokens.extend(index));
                Code(place)
            }
            Expr::Field(e) => {
                let (Code(base), dot, member) = (self.step_by_step(&e.base), &e.dot_token, &e.member);
                Code(quote!(#base #dot #member))
            }
            _ => self.kept(expr),
        }
    }

    /// Arguments, each as it is.
    pub(super) fn kept_arguments<'e>(&mut self, args: impl IntoIterator<Item = &'e Expr>) -> TokenStream {
        let args = args.into_iter().map(|arg| self.kept(arg).0);
        quote!(#(#args),*)
    }

    fn substitute(&mut self, tokens: TokenStream) -> TokenStream {
        // One dot leads to a field, two to the end of a range.
        let mut dots = 0;
        // What is called, where a `!` has been read.
        let (mut name, mut called) = (None, None);
        let mut out = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            // A field's name in a struct literal, or a segment of a path.
            let is_label = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
            let mac = called.take();
            match &token {
                TokenTree::Ident(ident) => name = Some(ident.clone()),
                TokenTree::Punct(punct) if punct.as_char() == '!' => called = name.take(),
                _ => name = None,
            }
            let replaced = match token {
                TokenTree::Group(group) if mac.as_ref().is_some_and(|mac| mac == "failed") => {
                    TokenTree::Group(group).into()
                }
                TokenTree::Group(group) => {
                    let inner = self.substitute(group.stream());
                    let is_assertion = mac.is_some_and(|mac| mac == "assert" || mac == "debug_assert");
                    let inner = if is_assertion { without_text(inner) } else { inner };
                    let mut new = Group::new(group.delimiter(), inner);
                    new.set_span(group.span());
                    TokenTree::Group(new).into()
                }
                TokenTree::Ident(ident) if dots != 1 && !is_label => {
                    match self.kept_name(&Name::of(&ident)) {
                        Some(place) => located(place, ident.span()),
                        None => TokenTree::Ident(ident).into(),
                    }
                }
                TokenTree::Literal(literal) => {
                    self.check_captures(&literal);
                    TokenTree::Literal(literal).into()
                }
                token => TokenStream::from(token),
            };
            let last = replaced.clone().into_iter().last();
            let is_dot = matches!(last, Some(TokenTree::Punct(punct)) if punct.as_char() == '.');
            dots = if is_dot { dots + 1 } else { 0 };
            out.extend(replaced);
        }
        out
    }

    /// A format string may name a reference that is not emitted.
    fn check_captures(&mut self, literal: &Literal) {
        let text = literal.to_string();
        for name in self.aliases.keys() {
            let name = name.text();
            let captured = text.match_indices('{').any(|(at, _)| {
                let inside = &text[at + 1..];
                inside.strip_prefix(name).is_some_and(|rest| rest.starts_with(['}', ':']))
            });
            if captured {
                self.diag.refuse(literal, Refusal::CapturedReference(name.to_owned()));
                return;
            }
        }
    }

    /// The tokens of a place, as the user's code would write it there.
    pub(super) fn place_tokens_at(&self, place: &Place, span: Span) -> TokenStream {
        located(self.place_tokens(place), span)
    }

    /// The tokens of a place, as the user's code would write it.
    pub(super) fn place_tokens(&self, place: &Place) -> TokenStream {
        let mut tokens = self.builder.func.var(place.var).ident.to_token_stream();
        for step in &place.path {
            tokens = match step {
                Proj::Deref => quote!((*#tokens)),
                Proj::Member(member) => quote!(#tokens.#member),
                Proj::Index(Atom::Var(var), _) => {
                    let index = &self.builder.func.var(*var).ident;
                    quote!(#tokens[#index])
                }
                Proj::Index(Atom::Const(Code(index)), _) => quote!(#tokens[#index]),
                Proj::Range(start, end, inclusive) => {
                    let bound = |bound: &Option<Atom>| bound.as_ref().map(|atom| self.atom_tokens(atom));
                    let (start, end) = (bound(start), bound(end));
                    if *inclusive { quote!(#tokens[#start..=#end]) } else { quote!(#tokens[#start..#end]) }
                }
            };
        }
        tokens
    }
}
