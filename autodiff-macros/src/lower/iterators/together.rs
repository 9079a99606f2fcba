//! Iterators side by side: one number counts the steps of all of them.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use super::super::Lower;
use super::ranges::literal;
use super::{Item, Way, zero};
use crate::ir::{Atom, Code, Count, Shape, Steps, Value, VarId};

impl Lower<'_> {
    /// `first.zip(second)`
    pub(super) fn together(
        &mut self,
        (first, one): (Steps, Item),
        (second, two): (Steps, Item),
        method: &Ident,
    ) -> (Steps, Item) {
        // Not every range of the user's knows its length, as running from the other end takes.
        let counters = matches!(one, Item::Counter) || matches!(two, Item::Counter);
        let (m, one) = self.by_number(&first, one, method.span());
        let (n, two) = self.by_number(&second, two, method.span());
        // A number of steps that is a literal is one at most, after a `zip` with fewer.
        let count = match (&first.count, &second.count) {
            (Some(Count::Literal(m)), Some(Count::Literal(n))) => Some(Count::Literal(*m.min(n))),
            (m, n) => m.clone().or_else(|| n.clone()),
        };
        let len = match (m, n) {
            (Some(a), Some(b)) => Some(self.lesser(a, b, method.span())),
            (Some(len), None) if matches!(two, Item::Endless(_)) => Some(len),
            (None, Some(len)) if matches!(one, Item::Endless(_)) => Some(len),
            _ => None,
        };
        let span = len.filter(|_| is_asked_as_often(&one, &two)).map(|len| (zero(), len));
        let again = match (first.again, second.again) {
            (Some(mut reads), Some(more)) if !counters => {
                reads.extend(more);
                Some(reads)
            }
            _ => None,
        };
        let (one, two) = if span.is_some() { (one, two) } else { (raw(one), raw(two)) };
        let (first, second) = (first.code.0, second.code.0);
        let code = Code(quote!(#first.#method(#second)));
        (Steps { code, again, count, span, down: false }, Item::Pair(Box::new(one), Box::new(two)))
    }

    /// As many steps as the fewer of two, which start at zero and count up.
    pub(in crate::lower) fn fewer(&mut self, one: &Steps, two: &Steps, at: Span) -> Steps {
        let len = |steps: &Steps| steps.span.as_ref().map_or_else(zero, |(_, end)| end.clone());
        let len = self.lesser(len(one), len(two), at);
        self.upwards(&len, None)
    }

    fn lesser(&mut self, a: Atom, b: Atom, at: Span) -> Atom {
        if let (Some(m), Some(n)) = (literal(&a), literal(&b)) {
            return if m < n { a } else { b };
        }
        let (m, n) = (self.atom_tokens(&a), self.atom_tokens(&b));
        self.computed(quote!(::core::cmp::Ord::min(#m, #n)), &[&a, &b], at)
    }

    /// How many steps there are, if one number counts them, and what they give, by the number of the step from 0.
    pub(super) fn by_number(&mut self, steps: &Steps, item: Item, at: Span) -> (Option<Atom>, Item) {
        let Some((start, end)) = steps.span.clone() else { return (None, item) };
        let (first, last) = (self.atom_tokens(&start), self.atom_tokens(&end));
        // A range of the user's may be of any integer.
        if let Item::Counter = item {
            let krate = &self.krate;
            let len = quote!(#krate::__private::how_many(#first..#last));
            let len = self.computed(len, &[&start, &end], at);
            let number = Item::Number(start, end);
            let item = if steps.down { shifted(number, &Way::Before(len.clone())) } else { number };
            return (Some(len), item);
        }
        let is_zero = literal(&start) == Some(0);
        let len =
            if is_zero { end.clone() } else { self.computed(quote!(#last - #first), &[&start, &end], at) };
        let item = match steps.down {
            true => shifted(item, &Way::Before(end)),
            false if is_zero => item,
            false => shifted(item, &Way::From(start)),
        };
        (Some(len), item)
    }

    /// The numbers of the steps that `skip` or `take` leaves, and what these give.
    pub(super) fn shortened(
        &mut self,
        steps: &Steps,
        item: Item,
        name: &str,
        count: &Atom,
        at: Span,
    ) -> (Option<(Atom, Atom)>, Item) {
        let is_skip = name == "skip";
        let by_number = is_skip || name == "take" && starts(&item).is_none();
        let (Some((start, end)), true) = (steps.span.clone(), by_number) else {
            return (None, raw(item));
        };
        let (first, last) = (self.atom_tokens(&start), self.atom_tokens(&end));
        let by = self.atom_tokens(count);
        let least = quote!(::core::cmp::Ord::min(#by, #last - #first));
        let between = if steps.down { quote!(#last - #least) } else { quote!(#first + #least) };
        let between = self.computed(between, &[&start, &end, count], at);
        let span = if is_skip == steps.down { (start, between) } else { (between, end) };
        let left = Steps { span: Some(span.clone()), down: false, ..steps.clone() };
        let (len, item) = self.by_number(&left, item, at);
        (Some(len.map_or(span, |len| (zero(), len))), item)
    }

    /// A number of steps, computed before the loop.
    pub(super) fn computed(&mut self, code: TokenStream, of: &[&Atom], at: Span) -> Atom {
        let reads = of.iter().filter_map(|atom| atom.var()).collect();
        Atom::Var(self.builder.define(Value::Pure(Code(code), reads), Shape::Integer, at))
    }

    /// The item behind its ways, and its index in the step of this number.
    pub(in crate::lower) fn index_of(&mut self, mut item: Item, number: VarId, at: Span) -> (Item, VarId) {
        let mut index = number;
        let mut stride = None;
        while let Item::At(way, inner) = item {
            let (step, base) = (self.atom_tokens(&Atom::Var(index)), self.atom_tokens(way.atom()));
            let code = match way {
                Way::From(_) => quote!(#step + #base),
                Way::Before(_) => quote!(#base - 1 - #step),
                Way::Times(_) => quote!(#step * #base),
            };
            let reads = [Some(index), way.atom().var()].into_iter().flatten().collect();
            stride = self.stride(stride, index, &way);
            index = self.builder.define(Value::Pure(Code(code), reads), Shape::Integer, at);
            item = *inner;
        }
        self.builder.func.strides.extend(stride.map(|stride| (index, stride)));
        (item, index)
    }
}

/// What the number of a step leads to by `way`.
pub(super) fn shifted(item: Item, way: &Way) -> Item {
    match item {
        Item::Pair(first, second) => {
            Item::Pair(Box::new(shifted(*first, way)), Box::new(shifted(*second, way)))
        }
        item => Item::At(way.clone(), Box::new(item)),
    }
}

/// What an iterator gives by the indices that it gives, where no number of steps counts it.
pub(super) fn raw(item: Item) -> Item {
    match item {
        Item::Pair(first, second) => Item::Pair(Box::new(raw(*first)), Box::new(raw(*second))),
        Item::At(_, inner) => raw(*inner),
        Item::Number(..) => Item::Counter,
        Item::Endless(_) => Item::Inert,
        item => item,
    }
}

/// Whether it does not depend on which of two sides of a `zip` ends first how often their endless ranges are asked.
fn is_asked_as_often(one: &Item, two: &Item) -> bool {
    let first = starts(one).is_some() || !has_endless(one);
    first && (matches!(two, Item::Endless(_)) || starts(two).is_none())
}

/// The first of a pair from `enumerate`.
fn is_counter(item: &Item) -> bool {
    match item {
        Item::Counter => true,
        Item::At(_, inner) => is_counter(inner),
        _ => false,
    }
}

pub(super) fn has_endless(item: &Item) -> bool {
    match item {
        Item::Endless(_) => true,
        Item::Pair(first, second) => has_endless(first) || has_endless(second),
        Item::At(_, inner) => has_endless(inner),
        _ => false,
    }
}

/// The endless range that is asked first in each step, as `zip` does, and so once more behind the last: where it starts,
/// and how many of its numbers were skipped.
pub(super) fn starts(item: &Item) -> Option<(&Atom, Vec<&Atom>)> {
    match item {
        Item::Endless(start) => Some((start, Vec::new())),
        Item::Pair(first, second) => starts(if is_counter(first) { second } else { first }),
        Item::At(Way::From(by), inner) => {
            let (start, mut skipped) = starts(inner)?;
            skipped.push(by);
            Some((start, skipped))
        }
        _ => None,
    }
}
