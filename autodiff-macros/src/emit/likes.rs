//! Zeros of values whose types the macro does not know.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::code::Writer;
use super::zeros::zero_of;
use crate::ir::{Callee, Shape, StmtKind, VarId};

impl Writer<'_> {
    /// The zero cotangent of a value, or of a part of it. What the user's own code bound may be of any type.
    pub(super) fn zero_like(&self, var: VarId, value: &TokenStream, span: Span) -> TokenStream {
        let (krate, info) = (self.krate, self.func.var(var));
        if self.is_in_lanes() {
            return quote_spanned!(span=> #krate::__private::zero_lanes(&#value));
        }
        let is_whole = info.ident == value.to_string();
        let source = match self.stored.get() {
            Some((source, target)) if target == var => source,
            _ => var,
        };
        // What comes with a tangent has the shape of its cotangent beside it.
        if let Some(tangent) = self.tangent_of(source, source != var).filter(|_| is_whole) {
            let tangent = self.ident(tangent);
            return quote_spanned!(span=> #krate::__private::zero_as(&#tangent));
        }
        let split = self.split_of(source).filter(|(_, arity)| is_whole && (1..=8).contains(arity));
        if let Some((pullback, arity)) = split {
            let (pullback, seed) = (self.ident(pullback), quote::format_ident!("Seed{arity}"));
            return quote_spanned!(span=> #krate::__private::zero_of_result!(&#value, &#pullback, #seed));
        }
        match &info.shape {
            shape @ Shape::Tuple(_) if is_whole => self.zero_of_parts(value, shape),
            _ => quote_spanned!(span=> #krate::__private::zero_of!(&#value)),
        }
    }

    /// The same for a tuple, of which some parts may carry no derivative.
    fn zero_of_parts(&self, value: &TokenStream, shape: &Shape) -> TokenStream {
        let krate = self.krate;
        match shape {
            shape if shape.is_static() => zero_of(shape, krate),
            Shape::Tuple(parts) => {
                let parts = parts.iter().enumerate().map(|(at, part)| {
                    let at = syn::Index::from(at);
                    self.zero_of_parts(&quote!(#value.#at), part)
                });
                quote!((#(#parts,)*))
            }
            _ => quote!(#krate::__private::zero_of!(&#value)),
        }
    }

    /// The tangent that came with a variable from a call, or what it was stored in.
    fn tangent_of(&self, var: VarId, stored: bool) -> Option<VarId> {
        let (mut found, mut target) = (None, None);
        self.func.body.each(&mut |stmt| match &stmt.kind {
            StmtKind::Forward { var: value, along, .. } if *value == var => found = along.first().copied(),
            StmtKind::Forward { along, .. } if along.contains(&var) => found = Some(var),
            StmtKind::Store { place, value, .. } if place.path.is_empty() && found == value.var() => {
                target = found.and(Some(place.var));
            }
            _ => {}
        });
        if stored { target } else { found }
    }

    /// The pullback that came with a variable from a call, if it did and the call is not one of the function itself,
    /// and the number of parameters of the callee.
    fn split_of(&self, var: VarId) -> Option<(VarId, usize)> {
        let mut found = None;
        self.func.body.each(&mut |stmt| match &stmt.kind {
            StmtKind::Split { var: value, pullback, call, .. } if *value == var => {
                let receiver = matches!(call.callee, Callee::Method(..));
                found = Some((*pullback, call.args.len() + usize::from(receiver)));
            }
            _ => {}
        });
        found.filter(|(pullback, _)| {
            self.recursion.as_ref().is_none_or(|recursion| !recursion.pullbacks.contains(pullback))
        })
    }
}
