//! Frames and records to Rust.
//!
//! A record is a variable of the function. In a recursive function it would be one for each call; there the entries of all
//! calls are on the stack that is passed along.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::code::Writer;
use super::names;
use crate::ir::{Capacity, Role, StmtKind, VarId};

impl Writer<'_> {
    /// Frames and records before anything has run.
    pub(super) fn empty(&self, vars: &[VarId]) -> TokenStream {
        let krate = self.krate;
        vars.iter()
            .map(|var| {
                let ident = self.ident(*var);
                match self.func.var(*var).role {
                    Role::Frame | Role::Shape => {
                        quote!(let mut #ident = #krate::__private::core::option::Option::None;)
                    }
                    Role::Record => {
                        let record = self.record(*var);
                        quote!(let mut #ident = #record;)
                    }
                    _ => TokenStream::new(),
                }
            })
            .collect()
    }

    /// An empty record: on the stack where the number of iterations is constant and small.
    fn record(&self, var: VarId) -> TokenStream {
        let krate = self.krate;
        match self.func.capacities.get(&var) {
            Some(Capacity { entries, exact, numbers }) => {
                let (entries, numbers) = (entries.tokens(), Literal::usize_unsuffixed(*numbers));
                let few = quote!({ #krate::__private::few(#entries, #numbers) });
                let many = if *exact { entries } else { quote!(0) };
                quote!(#krate::__private::Bounded::<_, #few>::new(#many))
            }
            None => quote!(#krate::__private::Vec::new()),
        }
    }

    /// The number of a record on the stack of a recursion, and what tells rustc the type of its entries.
    fn shared_record(&self, var: VarId) -> Option<(TokenStream, TokenStream)> {
        self.recursion.as_ref()?;
        let kept = &self.func.reverse.as_ref()?.kept;
        let at = self.records(kept).position(|record| record == var)?;
        Some((Literal::usize_unsuffixed(at).to_token_stream(), self.witness(var)))
    }

    fn witness(&self, var: VarId) -> TokenStream {
        names::local(&format!("entry_of_{}", self.ident(var))).to_token_stream()
    }

    fn records(&self, vars: &[VarId]) -> impl Iterator<Item = VarId> {
        vars.iter().copied().filter(|var| self.func.var(*var).role == Role::Record)
    }

    /// The variables of the outermost frame that a recursive call has to keep: not the records.
    pub(super) fn kept_by_call(&self, kept: &[VarId]) -> Vec<VarId> {
        kept.iter().copied().filter(|var| self.func.var(*var).role != Role::Record).collect()
    }

    /// Declares what tells rustc the types of the entries of a recursion's records.
    pub(super) fn witnesses(&self, kept: &[VarId]) -> TokenStream {
        let krate = self.krate;
        let witnesses = self.records(kept).map(|record| self.witness(record));
        quote!(#(let #witnesses = #krate::__private::core::option::Option::None;)*)
    }

    /// Adds an entry to a record.
    pub(super) fn push_entry(&self, var: VarId, kept: &[VarId]) -> TokenStream {
        let (record, kept) = (self.ident(var), self.tuple(kept));
        match self.shared_record(var) {
            Some((at, witness)) => {
                let frames = names::local("frames");
                quote!(#frames.push_entry(#at, &#witness, #kept);)
            }
            None if self.is_reserved(var) => {
                let krate = self.krate;
                quote!(#krate::__private::push_reserved(&mut #record, #kept);)
            }
            None => quote!(#record.push(#kept);),
        }
    }

    /// Whether some loop makes room for all entries of a record before it runs.
    fn is_reserved(&self, var: VarId) -> bool {
        let reverse = self.func.reverse.iter().map(|reverse| &reverse.body);
        let mut found = false;
        std::iter::once(&self.func.body).chain(reverse).for_each(|body| {
            body.each(&mut |stmt| {
                if let StmtKind::Loop(inner) = &stmt.kind {
                    found |= inner.reserve.iter().any(|(record, _)| *record == var);
                }
            });
        });
        found
    }

    /// How many entries a record has.
    pub(super) fn entries(&self, var: VarId) -> TokenStream {
        match self.shared_record(var) {
            Some((at, witness)) => {
                let frames = names::local("frames");
                quote!(#frames.entries(#at, &#witness))
            }
            None => {
                let record = self.ident(var);
                quote!(#record.len())
            }
        }
    }

    /// Takes back what the last iteration kept.
    pub(super) fn restore(&self, var: VarId, vars: &[VarId]) -> TokenStream {
        let (krate, record, vars) = (self.krate, self.ident(var), self.tuple(vars));
        match self.shared_record(var) {
            Some((at, witness)) => {
                let frames = names::local("frames");
                quote!(let #vars = #frames.pop_entry(#at, &#witness);)
            }
            None => quote!(let #vars = #krate::__private::restore(&mut #record);),
        }
    }
}
