//! Records that are filled and read by index.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::Ident;

use super::code::Writer;
use crate::ir::{Loop, Record, Stmt, StmtKind, VarId};

impl Writer<'_> {
    /// The new entries of such a record.
    pub(super) fn grow(&self, record: VarId, steps: &Ident) -> TokenStream {
        if !self.func.indexed.contains(&record) {
            return TokenStream::new();
        }
        let (krate, entries, record) = (self.krate, self.entries_of(record), self.ident(record));
        quote!(let #entries = #krate::__private::grow(&mut #record, &#steps);)
    }

    /// Fills the entry of an iteration.
    pub(super) fn fill_entry(&self, inner: &Loop, record: &Record) -> TokenStream {
        let (krate, entries, kept) = (self.krate, self.entries_of(record.var), self.tuple(&record.kept));
        match self.counter(inner) {
            Some(at) => quote!(#entries[#krate::__private::Counted::index(#at)] = #kept;),
            None => TokenStream::new(),
        }
    }

    /// What a statement takes back of such a record.
    pub(super) fn indexed<'s>(&self, stmt: &'s Stmt) -> Option<(VarId, &'s [VarId])> {
        match &stmt.kind {
            StmtKind::Restore(record, vars) if self.func.indexed.contains(record) => Some((*record, vars)),
            _ => None,
        }
    }

    /// What a loop takes back by index: what stands before it, at the start of each iteration, and behind it.
    pub(super) fn read_entries(&self, inner: &Loop, steps: &Ident) -> [TokenStream; 3] {
        let krate = self.krate;
        let mut parts = <[TokenStream; 3]>::default();
        let Some(at) = self.counter(inner) else { return parts };
        for (record, vars) in inner.body.stmts.iter().filter_map(|stmt| self.indexed(stmt)) {
            let (entries, record, vars) = (self.entries_of(record), self.ident(record), self.tuple(vars));
            parts[0].extend(quote!(let #entries = #krate::__private::entries(&#record, &#steps);));
            parts[1].extend(quote!(let #vars = #entries[#krate::__private::Counted::index(#at)];));
            parts[2].extend(quote! {
                let #entries = #entries.len();
                #krate::__private::forget(&mut #record, #entries);
            });
        }
        parts
    }

    fn counter(&self, inner: &Loop) -> Option<&Ident> {
        match inner.body.stmts.first().map(|stmt| &stmt.kind) {
            Some(StmtKind::Bind(counter, None)) => Some(self.ident(*counter)),
            _ => None,
        }
    }

    fn entries_of(&self, record: VarId) -> Ident {
        format_ident!("{}_entries", self.ident(record), span = Span::mixed_site())
    }
}
