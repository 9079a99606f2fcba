//! Frames and records to Rust.
//!
//! A record is a variable of the function. In a recursive function it would be one for each call; there the entries of all
//! calls are on the stack that is passed along.

use std::collections::BTreeSet;

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
                    Role::Copies => quote!(let mut #ident = #krate::__private::copies();),
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

    /// Of the types on the stack of a recursion, the number of a record's entries, behind the frames of calls.
    fn shared_record(&self, var: VarId) -> Option<usize> {
        self.recursion.as_ref()?;
        let kept = &self.func.reverse.as_ref()?.kept;
        Some(1 + self.records(kept).position(|record| record == var)?)
    }

    /// Something of the type with this number as what the stack of a recursion holds.
    fn on_stack(&self, at: usize, value: &TokenStream) -> TokenStream {
        let krate = self.krate;
        let kept = self.func.reverse.iter().flat_map(|reverse| &reverse.kept);
        let last = kept.filter(|var| self.func.var(**var).role == Role::Record).count();
        let innermost =
            if at < last { quote!(#krate::__private::Either::This(#value)) } else { value.clone() };
        (0..at).fold(innermost, |inner, _| quote!(#krate::__private::Either::Other(#inner)))
    }

    /// Puts it there.
    pub(super) fn push_on_stack(&self, at: usize, value: &TokenStream) -> TokenStream {
        let ([stack, witness], value) = (["frames", "entry"].map(names::local), self.on_stack(at, value));
        quote!(#stack.push(&#witness, #value);)
    }

    /// Takes it off.
    pub(super) fn pop_off_stack(&self, at: usize) -> TokenStream {
        let (krate, [stack, witness, value]) = (self.krate, ["frames", "entry", "top"].map(names::local));
        let (top, value) = (quote!(#stack.pop(&#witness)), value.to_token_stream());
        let pattern = self.on_stack(at, &value);
        if pattern.to_string() == value.to_string() {
            return top;
        }
        quote!(match #top { #pattern => #value, _ => #krate::__private::other_frame() })
    }

    /// Declares what tells rustc the type of all that the stack of a recursion holds.
    pub(super) fn witness(&self) -> TokenStream {
        let (krate, witness) = (self.krate, names::local("entry"));
        quote!(let #witness = #krate::__private::core::option::Option::None;)
    }

    fn records(&self, vars: &[VarId]) -> impl Iterator<Item = VarId> {
        vars.iter().copied().filter(|var| self.func.var(*var).role == Role::Record)
    }

    /// The variables of the outermost frame that a recursive call has to keep: not the records.
    pub(super) fn kept_by_call(&self, kept: &[VarId]) -> Vec<VarId> {
        kept.iter().copied().filter(|var| self.func.var(*var).role != Role::Record).collect()
    }

    /// Adds an entry to a record.
    pub(super) fn push_entry(&self, var: VarId, kept: &[VarId]) -> TokenStream {
        let (record, kept) = (self.ident(var), self.tuple(kept));
        match self.shared_record(var) {
            Some(at) => self.push_on_stack(at, &kept),
            None if self.reserved.get_or_init(|| self.reserved()).contains(&var) => {
                let krate = self.krate;
                quote!(#krate::__private::push_reserved(&mut #record, #kept);)
            }
            None => quote!(#record.push(#kept);),
        }
    }

    /// The records for all of whose entries some loop makes room before it runs.
    fn reserved(&self) -> BTreeSet<VarId> {
        let reverse = self.func.reverse.iter().map(|reverse| &reverse.body);
        let mut reserved = BTreeSet::new();
        std::iter::once(&self.func.body).chain(reverse).for_each(|body| {
            body.each(&mut |stmt| {
                if let StmtKind::Loop(inner) = &stmt.kind {
                    reserved.extend(inner.reserve.iter().map(|reserve| reserve.record));
                }
            });
        });
        reserved
    }

    /// How many entries a record has, or the stack that they are on.
    pub(super) fn entries(&self, var: VarId) -> TokenStream {
        match self.shared_record(var) {
            // Whatever else is there now, was there before the loop.
            Some(_) => {
                let [frames, witness] = ["frames", "entry"].map(names::local);
                quote!(#frames.len(&#witness))
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
            Some(at) => {
                let entry = self.pop_off_stack(at);
                quote!(let #vars = #entry;)
            }
            None => quote!(let #vars = #krate::__private::restore(&mut #record);),
        }
    }
}
