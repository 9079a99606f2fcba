//! Several places of one variable at a time.
//!
//! `g(low, high)`, where `(low, high) = x.split_at_mut(k)`, knows the halves as the places `x[..k]` and `x[k..]`, which
//! rustc does not believe to be disjoint. So they are borrowed together:
//!
//! ```text
//! let [part0, part1] = x.get_disjoint_mut([0..k, k..x.len()]).unwrap(); g(part0, part1)
//! ```

use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::code::Writer;
use super::names;
use crate::ir::{Atom, Code, Place, Proj, VarId};

/// The places under way, each with its position among all.
type Group<'p> = Vec<(usize, &'p Place)>;

struct Apart {
    before: TokenStream,
    places: Vec<TokenStream>,
    parts: usize,
    span: Span,
}

impl Writer<'_> {
    /// How to write places that are all borrowed at once, and what has to stand before. Those of `shared` variables
    /// may overlap.
    pub(super) fn disjoint(
        &self,
        places: &[Option<&Place>],
        shared: impl Fn(VarId) -> bool,
        span: Span,
    ) -> (TokenStream, Vec<TokenStream>) {
        let write = |place: &&Place| self.place(place);
        let written = places.iter().map(|place| place.as_ref().map_or(TokenStream::new(), write));
        let mut apart = Apart { before: TokenStream::new(), places: written.collect(), parts: 0, span };
        let mut roots: BTreeMap<VarId, Group> = BTreeMap::new();
        for (at, place) in places.iter().enumerate() {
            if let Some(place) = place {
                roots.entry(place.var).or_default().push((at, place));
            }
        }
        for (root, group) in roots {
            if group.len() > 1 && !shared(root) {
                let base = self.ident(root).to_token_stream();
                self.separate(&group, 0, base, &mut apart);
            }
        }
        (apart.before, apart.places)
    }

    /// Places that agree in their first `depth` steps, which `base` stands for.
    fn separate(&self, group: &Group, depth: usize, base: TokenStream, apart: &mut Apart) {
        if let [(at, place)] = group[..] {
            apart.places[at] =
                place.path[depth..].iter().fold(base, |base, step| self.step(base, step, apart.span));
            return;
        }
        let mut classes: Vec<(&Proj, Group)> = Vec::new();
        for (at, place) in group {
            // One contains the other: rustc will say so.
            let Some(step) = place.path.get(depth) else { return };
            match classes.iter_mut().find(|(other, _)| self.same_step(step, other)) {
                Some((_, class)) => class.push((*at, place)),
                None => classes.push((step, vec![(*at, place)])),
            }
        }
        if let [(step, class)] = &classes[..] {
            let base = self.step(base, step, apart.span);
            return self.separate(class, depth + 1, base, apart);
        }
        let is_element = |step: &Proj| matches!(step, Proj::Index(..));
        if !classes.iter().all(|(step, _)| is_element(step) || matches!(step, Proj::Range(..))) {
            for (step, class) in classes {
                let base = self.step(base.clone(), step, apart.span);
                self.separate(&class, depth + 1, base, apart);
            }
            return;
        }
        let elements = classes.iter().all(|(step, _)| is_element(step));
        let (krate, len) = (self.krate, names::local("len"));
        let keys = classes.iter().map(|(step, _)| self.key(step, elements, &len));
        let names: Vec<_> = classes
            .iter()
            .map(|_| {
                apart.parts += 1;
                names::local(&format!("part{}", apart.parts - 1))
            })
            .collect();
        let span = apart.span;
        apart.before.extend(quote_spanned! {span=>
            let #len = #base.len();
            let #krate::__private::core::result::Result::Ok([#(#names),*]) = #base.get_disjoint_mut([#(#keys),*])
            else {
                #krate::__private::core::unreachable!("internal error in `#[grad]`: parts overlap")
            };
        });
        for ((step, class), name) in classes.into_iter().zip(names) {
            let base = if is_element(step) && !elements { quote!(#name[0]) } else { quote!((*#name)) };
            self.separate(&class, depth + 1, base, apart);
        }
    }

    /// An index, or a range of them.
    fn key(&self, step: &Proj, element: bool, len: &syn::Ident) -> TokenStream {
        match step {
            Proj::Index(index, _) => {
                let index = self.atom(index);
                if element { index } else { quote!(#index..#index + 1) }
            }
            Proj::Range(start, end, inclusive) => {
                let start = start.as_ref().map_or(quote!(0), |atom| self.atom(atom));
                let end = end.as_ref().map_or(quote!(#len), |atom| self.atom(atom));
                if *inclusive { quote!(#start..#end + 1) } else { quote!(#start..#end) }
            }
            Proj::Deref | Proj::Member(_) => TokenStream::new(),
        }
    }

    fn same_step(&self, a: &Proj, b: &Proj) -> bool {
        let bound = |a: &Option<Atom>, b: &Option<Atom>| match (a, b) {
            (Some(a), Some(b)) => self.same_atom(a, b),
            (None, None) => true,
            _ => false,
        };
        match (a, b) {
            (Proj::Deref, Proj::Deref) => true,
            (Proj::Member(a), Proj::Member(b)) => a == b,
            (Proj::Index(a, _), Proj::Index(b, _)) => self.same_atom(a, b),
            (Proj::Range(a, b, c), Proj::Range(x, y, z)) => bound(a, x) && bound(b, y) && c == z,
            _ => false,
        }
    }

    fn same_atom(&self, a: &Atom, b: &Atom) -> bool {
        match (a, b) {
            (Atom::Var(a), Atom::Var(b)) => a == b,
            (Atom::Const(Code(a)), Atom::Const(Code(b))) => a.to_string() == b.to_string(),
            _ => false,
        }
    }
}
