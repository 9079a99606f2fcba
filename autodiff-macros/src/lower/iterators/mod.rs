//! Iterators.
//!
//! An iterator over something that carries a derivative becomes one over its indices, adaptors and all
//! (`x.iter().enumerate().rev()` becomes `(0..x.len()).enumerate().rev()`), and the element a place (`x[k]`). So the IR
//! knows iterators without derivative only.

mod changes;
mod patterns;
mod ranges;
mod strides;
mod together;

use proc_macro2::{Ident, Span};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use self::ranges::adapt;
use self::together::raw;
use super::Lower;
use super::place::strip;
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, Cut, Passing, Place, Shape, Steps, Value};

pub(super) use self::patterns::{Bound, Names};

/// What one step of an iterator gives.
#[derive(Clone)]
pub(in crate::lower) enum Item {
    /// Something without derivative.
    Inert,
    /// A number of a range, or of the step itself.
    Counter,
    /// The number of the range between these that has as many before it as the number of the step says.
    Number(Atom, Atom),
    /// The number that has as many before it, in a range from here that never ends.
    Endless(Atom),
    /// An element of a place, by value or by reference.
    Element(Place, Passing),
    /// A slice of a place.
    Slice(Place, Slicing, Passing),
    /// `(a, b)`, from `zip` and `enumerate`.
    Pair(Box<Item>, Box<Item>),
    /// What stands at another index than the number of the step tells. Only where the steps have a span.
    At(Way, Box<Item>),
}

/// Which elements belong to a step.
#[derive(Clone)]
pub(in crate::lower) struct Slicing {
    pub(in crate::lower) cut: Cut,
    pub(in crate::lower) size: Atom,
    /// The length of the whole, on which that of the last chunk depends.
    pub(in crate::lower) whole: Option<Atom>,
}

/// From the number of a step to an index.
#[derive(Clone)]
pub(in crate::lower) enum Way {
    /// Up from this index.
    From(Atom),
    /// Down from the one before this index.
    Before(Atom),
    /// So many at a time.
    Times(Atom),
}

impl Way {
    fn atom(&self) -> &Atom {
        let (Way::From(atom) | Way::Before(atom) | Way::Times(atom)) = self;
        atom
    }
}

impl Lower<'_> {
    /// An iterator without derivative, and what it gives.
    pub(in crate::lower) fn iterator(&mut self, expr: &Expr) -> Option<(Steps, Item)> {
        let changes = self.changes(expr);
        self.iterator_of(expr, changes)
    }

    /// `changes` is how often something may change while all of it is made.
    fn iterator_of(&mut self, expr: &Expr, changes: usize) -> Option<(Steps, Item)> {
        if self.carriers.is_inert(expr) {
            if let Some(endless) = self.endless(expr) {
                return Some(endless);
            }
            return Some(match self.range(expr) {
                Some(steps) => (steps, Item::Counter),
                None => (only(self.part(expr, changes)), Item::Inert),
            });
        }
        // Bounds with effects.
        if !self.carriers.carries(expr) {
            if let Some(steps) = self.range(expr) {
                return Some((steps, Item::Counter));
            }
        }
        match strip(expr) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let method = &call.method;
                match (name.as_str(), call.args.first()) {
                    ("iter", None) => self.elements(&call.receiver, Passing::Shared),
                    ("iter_mut", None) => self.elements(&call.receiver, Passing::Exclusive),
                    ("into_iter", None) => self.iterator_of(&call.receiver, changes),
                    (
                        "windows" | "chunks" | "chunks_mut" | "chunks_exact" | "chunks_exact_mut",
                        Some(size),
                    ) => self.slices(call, size),
                    ("copied" | "cloned", None) => {
                        let (steps, item) = self.iterator_of(&call.receiver, changes)?;
                        Some((steps, by_value(item)))
                    }
                    ("enumerate", None) => {
                        let (steps, item) = self.iterator_of(&call.receiver, changes)?;
                        let (span, item) = self.by_number(&steps, item, call.span());
                        let counted = span.is_some() || steps.again.is_some();
                        let counter = if counted { Item::Counter } else { Item::Inert };
                        let span = span.map(|len| (zero(), len));
                        let item = if span.is_some() { item } else { raw(item) };
                        let steps =
                            Steps { span, down: false, ..adapt(steps, |code| quote!(#code.#method())) };
                        Some((steps, Item::Pair(Box::new(counter), Box::new(item))))
                    }
                    ("rev", None) => {
                        let (steps, item) = self.iterator_of(&call.receiver, changes)?;
                        Some((reversed(steps, method), item))
                    }
                    ("step_by", Some(each)) => {
                        let (mut steps, item) = self.iterator_of(&call.receiver, changes)?;
                        let each = self.bound(each);
                        steps.again.iter_mut().for_each(|reads| reads.extend(each.var()));
                        Some(self.strided(steps, item, each, method))
                    }
                    ("skip" | "take", Some(count)) => {
                        let (mut steps, item) = self.iterator_of(&call.receiver, changes)?;
                        let count = self.bound(count);
                        steps.again.iter_mut().for_each(|reads| reads.extend(count.var()));
                        steps.count = None;
                        let (span, item) = self.shortened(&steps, item, &name, &count, call.span());
                        steps.span = span;
                        let count = self.atom_tokens(&count);
                        Some((adapt(steps, |code| quote!(#code.#method(#count))), item))
                    }
                    ("zip", Some(other)) => {
                        let (first, one) = self.iterator_of(&call.receiver, changes)?;
                        let (second, two) = self.iterator_of(other, changes)?;
                        Some(self.together((first, one), (second, two), method))
                    }
                    _ if has_no_place(expr) => self.elements(expr, Passing::Value),
                    _ => {
                        self.diag.refuse(&call.method, Refusal::Iterator(name));
                        None
                    }
                }
            }
            Expr::Reference(e) if e.mutability.is_some() => self.elements(&e.expr, Passing::Exclusive),
            Expr::Reference(e) => self.elements(&e.expr, Passing::Shared),
            place => match self.alias(place) {
                Some((_, passing)) => self.elements(place, passing),
                None => self.elements(place, Passing::Value),
            },
        }
    }

    /// An iterator that is kept as it is; made where it stands, if another part may change what it is made of.
    fn part(&mut self, expr: &Expr, changes: usize) -> Code {
        let code = self.code(expr);
        if self.changes(expr) == changes {
            return code;
        }
        let made = self.builder.define(Value::Inert(code), Shape::Unknown, expr.span());
        Code(self.atom_tokens(&Atom::Var(made)))
    }

    fn elements(&mut self, expr: &Expr, passing: Passing) -> Option<(Steps, Item)> {
        let place = match self.place(expr) {
            Some(place) => place,
            // `for v in [a, b]`
            None if has_no_place(expr) => self.operand_place(expr),
            None => {
                let why = match self.cursor_named(expr) {
                    Some(_) => Refusal::SeveralPlaces,
                    None => Refusal::Iterator("this iterator".into()),
                };
                self.diag.refuse(expr, why);
                return None;
            }
        };
        let place = if passing == Passing::Value { self.as_it_is(place, expr) } else { place };
        let (steps, _) = self.length(&place, expr.span());
        Some((steps, Item::Element(place, passing)))
    }

    /// An array that a loop takes by value, which the loop may change while it runs over what the array was.
    fn as_it_is(&mut self, place: Place, expr: &Expr) -> Place {
        let shape = self.builder.func.place_shape(&place);
        let changes = self.builder.func.var(place.var).mutable;
        if !changes || matches!(shape, Shape::List(_) | Shape::Slice(_)) {
            return place;
        }
        Place::whole(self.builder.define(Value::Load(place), shape, expr.span()))
    }

    /// Steps over slices, as many as std's iterators have.
    fn slices(&mut self, call: &syn::ExprMethodCall, size: &Expr) -> Option<(Steps, Item)> {
        let (expr, name) = (&*call.receiver, call.method.to_string());
        let passing = if name.ends_with("_mut") { Passing::Exclusive } else { Passing::Shared };
        let cut = match name.trim_end_matches("_mut") {
            "windows" => Cut::Windows,
            "chunks" => Cut::Chunks,
            _ => Cut::ChunksExact,
        };
        let Some(place) = self.place(expr) else {
            self.diag.refuse(expr, Refusal::Iterator("this iterator".into()));
            return None;
        };
        let size = self.position(size);
        let count = self.atom_tokens(&size);
        let what = match cut {
            Cut::Windows => "window size must be non-zero",
            Cut::Chunks | Cut::ChunksExact => "chunk size must be non-zero",
        };
        let check = quote_spanned!(call.method.span()=> ::core::assert!(#count != 0, #what););
        self.builder.inert(check, expr.span());
        let (steps, slicing) = self.cut_up(&place, cut, size, expr.span());
        Some((steps, Item::Slice(place, slicing, passing)))
    }

    /// Steps over the pieces of a slice.
    pub(in crate::lower) fn cut_up(
        &mut self,
        place: &Place,
        cut: Cut,
        size: Atom,
        span: Span,
    ) -> (Steps, Slicing) {
        let (whole, count) = (self.place_tokens_at(place, span), self.atom_tokens(&size));
        let steps = match cut {
            Cut::Windows => quote!((#whole.len() + 1).saturating_sub(#count)),
            Cut::Chunks => quote!(#whole.len().div_ceil(#count)),
            Cut::ChunksExact => quote!(#whole.len() / #count),
        };
        let mut reads = super::pure::reads_of(place);
        reads.extend(size.var());
        let steps = self.builder.define(Value::Pure(Code(steps), reads), Shape::Integer, span);
        let steps = self.upwards(&Atom::Var(steps), None);
        let whole = (cut == Cut::Chunks).then(|| self.length(place, span).1);
        (steps, Slicing { cut, size, whole })
    }
}

fn by_value(item: Item) -> Item {
    match item {
        Item::Element(place, _) => Item::Element(place, Passing::Value),
        Item::Pair(first, second) => Item::Pair(Box::new(by_value(*first)), Box::new(by_value(*second))),
        Item::At(way, item) => Item::At(way, Box::new(by_value(*item))),
        item => item,
    }
}

/// The same steps from their other end.
pub(super) fn reversed(steps: Steps, method: &Ident) -> Steps {
    Steps { down: !steps.down, ..adapt(steps, |code| quote!(#code.#method())) }
}

/// A list that is made on the spot: `[a, b]`, `vec![a; 3]`, `g(x)`, `row.clone()`.
fn has_no_place(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Array(_) | Expr::Repeat(_) | Expr::Call(_) | Expr::Macro(_) => true,
        Expr::MethodCall(call) => ["clone", "to_owned", "to_vec"].iter().any(|name| call.method == name),
        _ => false,
    }
}

/// Steps of which nothing is known.
fn only(code: Code) -> Steps {
    Steps { code, again: None, count: None, span: None, down: false }
}

fn zero() -> Atom {
    Atom::Const(Code(quote!(0)))
}
