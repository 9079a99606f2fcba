//! What a pattern binds, under which name, and how long.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::visit_mut::VisitMut;
use syn::{FieldPat, Member, Pat, PatIdent, Token};

use super::Renamer;
pub(crate) use crate::ir::Name;

/// A local variable under the name it has from now on.
#[derive(Clone)]
pub(super) struct Variable {
    pub(super) ident: Ident,
    pub(super) invented: bool,
}

impl Variable {
    /// The variable as written by a use at `span`. Under an invented name too it is the user's: a panic in what begins or
    /// ends with it points there, and not at the attribute.
    pub(super) fn at(&self, span: Span) -> Ident {
        let mut ident = self.ident.clone();
        ident.set_span(if self.invented { ident.span().located_at(span) } else { span });
        ident
    }
}

#[derive(Clone)]
pub(super) enum Meaning {
    Variable(Variable),
    /// A `fn`, `const`, `static` or import of an inner block: it hides variables of that name.
    Item,
}

/// Which names mean what at the current place. `close` undoes each `open` since its mark.
#[derive(Default)]
pub(super) struct Scopes {
    meanings: BTreeMap<Name, Vec<Meaning>>,
    opened: Vec<Name>,
}

impl Scopes {
    pub(super) fn open(&mut self, name: Name, meaning: Meaning) {
        self.meanings.entry(name.clone()).or_default().push(meaning);
        self.opened.push(name);
    }

    pub(super) fn mark(&self) -> usize {
        self.opened.len()
    }

    pub(super) fn close(&mut self, mark: usize) {
        for name in self.opened.drain(mark..) {
            if let Some(meanings) = self.meanings.get_mut(&name) {
                meanings.pop();
            }
        }
    }

    pub(super) fn variable(&self, name: &Name) -> Option<&Variable> {
        match self.meanings.get(name)?.last()? {
            Meaning::Variable(variable) => Some(variable),
            Meaning::Item => None,
        }
    }

    /// The variable `name`, if it was opened since `mark`.
    pub(super) fn variable_since(&self, mark: usize, name: &Name) -> Option<&Variable> {
        let here = self.opened.get(mark..)?.contains(name);
        if here { self.variable(name) } else { None }
    }
}

/// Decides which spellings are free.
#[derive(Default)]
pub(super) struct Names {
    /// Spellings that are given away, with the last suffix tried for each.
    taken: BTreeMap<String, usize>,
    /// Every identifier that the user wrote, whatever it means there.
    written: BTreeSet<String>,
}

impl Names {
    pub(super) fn reserve(&mut self, ident: &Ident) {
        let text = ident.unraw().to_string();
        self.written.insert(text.clone());
        self.taken.entry(text).or_default();
    }

    /// A variable for a binding spelled `ident`: under that name if it is free.
    pub(super) fn claim(&mut self, ident: &Ident) -> Variable {
        let text = ident.unraw().to_string();
        let Some(mut suffix) = self.taken.get(&text).copied() else {
            self.taken.insert(text, 0);
            return Variable { ident: ident.clone(), invented: false };
        };
        let fresh = loop {
            suffix += 1;
            let candidate = format!("{text}_{suffix}");
            if !self.written.contains(&candidate) && !self.taken.contains_key(&candidate) {
                break candidate;
            }
        };
        let variable = Variable { ident: Ident::new(&fresh, ident.span()), invented: true };
        self.taken.insert(text, suffix);
        self.taken.insert(fresh, 0);
        variable
    }

    /// Notes each identifier of the body, and reserves what follows `fn`, `const` or `static`: a variable
    /// spelled like an item of the body would be taken for it where the item hides the variable.
    pub(super) fn survey(&mut self, tokens: TokenStream) {
        let mut after_item_keyword = false;
        for tree in tokens {
            let mut is_item_keyword = false;
            match tree {
                TokenTree::Group(group) => self.survey(group.stream()),
                TokenTree::Ident(ident) => {
                    is_item_keyword = ident == "fn" || ident == "const" || ident == "static";
                    if after_item_keyword {
                        self.reserve(&ident);
                    }
                    self.written.insert(ident.unraw().to_string());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            after_item_keyword = is_item_keyword;
        }
    }
}

/// Whether the match may fail, which decides what a plain `X` is in its pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// `match`, `if let`, `let .. else`: an `X` is a constant or a unit variant.
    Refutable,
    /// `let`, `for`, a closure's parameter: an `X` can only be a variable. (Or a unit struct, for
    /// which a variable of the same value does as well.)
    Irrefutable,
}

impl Renamer<'_> {
    /// Declares what `pat` binds, from here to the end of the current scope. The expressions of the
    /// statement around it that see the older bindings must have been visited before.
    pub(super) fn bind(&mut self, pat: &mut Pat, kind: Match) {
        let mark = self.scopes.mark();
        self.bind_part(pat, kind, mark);
    }

    /// `mark` is where the whole pattern began.
    fn bind_part(&mut self, pat: &mut Pat, kind: Match, mark: usize) {
        match pat {
            Pat::Ident(ident) => {
                if is_binding(ident, kind) {
                    self.bind_ident(&mut ident.ident, mark);
                }
                if let Some((_, subpat)) = &mut ident.subpat {
                    self.bind_part(subpat, kind, mark);
                }
            }
            Pat::Guard(guarded) => {
                self.bind_part(&mut guarded.pat, kind, mark);
                self.visit_expr_mut(&mut guarded.guard);
            }
            // `let (None | Some(_)) = o` cannot fail, but each of its alternatives can
            Pat::Or(or) => self.bind_parts(&mut or.cases, Match::Refutable, mark),
            Pat::Paren(paren) => self.bind_part(&mut paren.pat, kind, mark),
            Pat::Reference(reference) => self.bind_part(&mut reference.pat, kind, mark),
            Pat::Type(typed) => self.bind_part(&mut typed.pat, kind, mark),
            Pat::Slice(slice) => self.bind_parts(&mut slice.elems, kind, mark),
            Pat::Tuple(tuple) => self.bind_parts(&mut tuple.elems, kind, mark),
            Pat::TupleStruct(tuple) => self.bind_parts(&mut tuple.elems, kind, mark),
            Pat::Struct(fields) => {
                for field in &mut fields.fields {
                    self.bind_part(&mut field.pat, kind, mark);
                    write_out_shorthand(field);
                }
            }
            // the paths and the ends of ranges are constants; what a macro or unknown syntax binds
            // cannot be seen
            _ => {}
        }
    }

    fn bind_parts<'a>(&mut self, parts: impl IntoIterator<Item = &'a mut Pat>, kind: Match, mark: usize) {
        for part in parts {
            self.bind_part(part, kind, mark);
        }
    }

    /// The second `x` of `A(x) | B(x)` is the same variable as the first.
    fn bind_ident(&mut self, ident: &mut Ident, mark: usize) {
        let name = Name::of(ident);
        if let Some(variable) = self.scopes.variable_since(mark, &name) {
            *ident = variable.at(ident.span());
            return;
        }
        let variable = self.names.claim(ident);
        *ident = variable.ident.clone();
        self.scopes.open(name, Meaning::Variable(variable));
    }
}

fn is_binding(pat: &PatIdent, kind: Match) -> bool {
    let capitalised = || pat.ident.unraw().to_string().starts_with(char::is_uppercase);
    kind == Match::Irrefutable
        || pat.by_ref.is_some()
        || pat.mutability.is_some()
        || pat.subpat.is_some()
        || !capitalised()
}

/// `P { ref x }` to `P { x: ref x_1 }`: without a colon the pattern names the field as well.
fn write_out_shorthand(field: &mut FieldPat) {
    match (&field.colon_token, &field.member, &*field.pat) {
        (None, Member::Named(member), Pat::Ident(pat)) if pat.ident != *member => {
            field.colon_token = Some(Token![:](member.span()));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::super::tests::assert_renames;
    use super::*;

    #[test]
    fn every_part_of_a_pattern_binds() {
        assert_renames(
            &["a", "b", "c", "d", "e", "f"],
            quote!(let (&a, [b, .., c], T(d, mut e), ref f) = v; (a, b, c, d, e, f)),
            quote!(let (&a_1, [b_1, .., c_1], T(d_1, mut e_1), ref f_1) = v; (a_1, b_1, c_1, d_1, e_1, f_1)),
        );
    }

    #[test]
    fn alternatives_bind_once() {
        assert_renames(
            &["x"],
            quote!(match v {
                A(x) | B { x } | C([x, ..] | [.., x]) => x,
                (D(x) | E(x), y) if x > y => x,
                _ => x,
            }),
            quote!(match v {
                A(x_1) | B { x: x_1 } | C([x_1, ..] | [.., x_1]) => x_1,
                (D(x_2) | E(x_2), y) if x_2 > y => x_2,
                _ => x,
            }),
        );
        assert_renames(
            &["x"],
            quote!(let (Ok(x) | Err(x)) = f(x); x),
            quote!(let (Ok(x_1) | Err(x_1)) = f(x); x_1),
        );
    }

    #[test]
    fn shorthand_fields_are_written_out() {
        assert_renames(
            &["x", "y", "z"],
            quote!(let P { x, ref y, mut z, w, v: P { x: u }, .. } = p; (x, y, z, w, u)),
            quote!(let P { x: x_1, y: ref y_1, z: mut z_1, w, v: P { x: u }, .. } = p; (x_1, y_1, z_1, w, u)),
        );
    }

    #[test]
    fn a_name_at_a_subpattern_binds_and_so_does_the_subpattern() {
        assert_renames(
            &["x", "lo"],
            quote!(match v {
                x @ 1..=5 => x,
                x @ lo..=9 => x,
                x @ Some(lo) => x + lo,
                X @ 3 => X,
                _ => x,
            }),
            quote!(match v {
                x_1 @ 1..=5 => x_1,
                x_2 @ lo..=9 => x_2,
                x_3 @ Some(lo_1) => x_3 + lo_1,
                X @ 3 => X,
                _ => x,
            }),
        );
    }

    #[test]
    fn a_capitalised_name_is_a_constant_where_the_match_may_fail() {
        assert_renames(
            &["N"],
            quote!(match v {
                N => N,
                m::x => 1,
                0..N => N,
                None => N,
                ref N => N,
                mut N => N,
            }),
            quote!(match v {
                N => N,
                m::x => 1,
                0..N => N,
                None => N,
                ref N_1 => N_1,
                mut N_2 => N_2,
            }),
        );
        assert_renames(
            &["N"],
            quote!(let (N | Some(_)) = v; let (N, 1) = v else { return }; if let N = v { N } else { N }),
            quote!(let (N | Some(_)) = v; let (N, 1) = v else { return }; if let N = v { N } else { N }),
        );
    }

    #[test]
    fn a_capitalised_name_is_a_variable_where_the_match_cannot_fail() {
        assert_renames(
            &["A"],
            quote!(let A = A * 2; let (P { A, .. }, B): T = A; for A in A { |A| A; }),
            quote!(let A_1 = A * 2; let (P { A: A_2, .. }, B): T = A_1; for A_3 in A_2 { |A_4| A_4; }),
        );
    }
    #[test]
    fn equal_spelling_in_two_contexts_is_two_variables() {
        let ident = Ident::new("x", Span::call_site());
        let (mut names, mut scopes) = (Names::default(), Scopes::default());
        for context in ["#0", "#4"] {
            let name = Name { text: "x".to_owned(), context: context.to_owned() };
            scopes.open(name, Meaning::Variable(names.claim(&ident)));
        }
        let spelling = |context: &str| {
            let name = Name { text: "x".to_owned(), context: context.to_owned() };
            scopes.variable(&name).map(|variable| variable.ident.to_string())
        };
        assert_eq!(spelling("#0").as_deref(), Some("x"));
        assert_eq!(spelling("#4").as_deref(), Some("x_1"));
        assert_eq!(spelling("#5"), None);
    }
}
