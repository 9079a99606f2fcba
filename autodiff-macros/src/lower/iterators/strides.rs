//! `step_by` behind an iterator over a place.

use quote::quote;
use syn::Ident;

use super::super::Lower;
use super::ranges::{adapt, literal};
use super::together::{has_endless, raw, shifted};
use super::{Item, Way};
use crate::ir::{Atom, Code, Count, Reach, Steps, Stride, VarId};

impl Lower<'_> {
    /// `steps.step_by(each)`
    pub(super) fn strided(&mut self, steps: Steps, item: Item, each: Atom, method: &Ident) -> (Steps, Item) {
        let (at, by) = (method.span(), self.atom_tokens(&each));
        let span = (!has_endless(&item)).then(|| self.by_number(&steps, item.clone(), at));
        let Some((Some(len), item)) = span else {
            let steps = Steps { count: None, span: None, ..adapt(steps, |code| quote!(#code.#method(#by))) };
            return (steps, raw(item));
        };
        // It panics as std does where a step is none.
        self.builder.inert(quote!(let _ = ::core::iter::Iterator::#method(0..0_usize, #by);), at);
        let (times, count) = match (literal(&len), literal(&each)) {
            (Some(len), Some(each)) if each > 0 => {
                let count = Count::Literal(len.div_ceil(each));
                (Atom::Const(Code(count.tokens())), Some(count))
            }
            _ => {
                let whole = self.atom_tokens(&len);
                let code = quote!(::core::primitive::usize::div_ceil(#whole, #by));
                (self.computed(code, &[&len, &each], at), None)
            }
        };
        // The code gives indices, as whoever cannot count the steps takes them; by their number they are counted from zero.
        let upwards = self.upwards(&times, count);
        let Steps { code, again, .. } = adapt(steps, |code| quote!(#code.#method(#by)));
        (Steps { code, again, ..upwards }, shifted(item, &Way::Times(each)))
    }

    /// How an index goes on with the number of a step, one `way` further.
    pub(super) fn stride(&self, so_far: Option<Stride>, number: VarId, way: &Way) -> Option<Stride> {
        let base = self.atom_tokens(way.atom());
        let reads = way.atom().var();
        let Some(Stride { from: Code(from), by: Code(by), back, .. }) = &so_far else {
            let Way::Times(_) = way else { return None };
            let from = Code(quote!(0_usize));
            return Some(Stride {
                number,
                from,
                by: Code(base),
                back: false,
                reads: reads.into_iter().collect(),
                reach: Reach::Elements,
            });
        };
        // Where the loop does not run, there may be no index before the first.
        let (from, by, back) = match way {
            Way::From(_) => (quote!(::core::primitive::usize::wrapping_add(#from, #base)), by.clone(), *back),
            Way::Before(_) => {
                let from = quote!(::core::primitive::usize::wrapping_sub(#base, 1).wrapping_sub(#from));
                (from, by.clone(), !back)
            }
            Way::Times(_) => (
                quote!(::core::primitive::usize::wrapping_mul(#from, #base)),
                quote!(::core::primitive::usize::saturating_mul(#by, #base)),
                *back,
            ),
        };
        so_far.map(|mut stride| {
            stride.reads.extend(reads);
            Stride { from: Code(from), by: Code(by), back, ..stride }
        })
    }
}
