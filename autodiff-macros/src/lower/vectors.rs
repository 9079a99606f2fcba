//! Methods of slices and `Vec`s, and `vec![..]`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMacro, ExprMethodCall};

use super::Lower;
use super::carriers::is_repeat;
use super::rename::macro_arguments;
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, LoopHead, Passing, Permutation, Place, Proj, Shape, StmtKind, Value};

impl Lower<'_> {
    /// A method of a slice or a `Vec` that carries a derivative.
    pub(super) fn vector_method(&mut self, e: &ExprMethodCall) -> Option<Value> {
        let name = e.method.to_string();
        match (name.as_str(), e.args.len()) {
            ("clone" | "to_owned" | "to_vec", 0) => self.duplicated(e),
            ("swap", 2) => Some(self.permuted(e, Permutation::Swap)),
            ("reverse", 0) => Some(self.permuted(e, Permutation::Reverse)),
            ("rotate_left", 1) => Some(self.permuted(e, Permutation::RotateLeft)),
            ("rotate_right", 1) => Some(self.permuted(e, Permutation::RotateRight)),
            ("fill", 1) => Some(self.fill(e)),
            ("copy_from_slice" | "clone_from_slice", 1) => Some(self.copy_elements(e)),
            ("push", 1) => Some(self.pushed(e)),
            ("extend_from_slice", 1) => Some(self.extended(e)),
            ("clear", 0) | ("truncate", 1) => Some(self.truncated(e)),
            ("insert", 2) => Some(self.inserted(e)),
            ("remove" | "swap_remove", 1) => Some(self.removed(e)),
            ("append", 1) => Some(self.appended(e)),
            ("reserve" | "reserve_exact", 1) | ("shrink_to_fit", 0) => {
                let Some(place) = self.changed_place(&e.receiver) else { return Some(self.unit()) };
                let (krate, tokens, method, args) =
                    (self.krate.clone(), self.place_tokens(&place), &e.method, self.kept_arguments(&e.args));
                let code = quote_spanned!(e.span()=> #krate::__private::vector(&mut #tokens).#method(#args););
                self.builder.inert(code, e.span());
                Some(self.unit())
            }
            _ => None,
        }
    }

    /// The place that a method changes.
    fn changed_place(&mut self, receiver: &Expr) -> Option<Place> {
        let Some(place) = self.place(receiver) else {
            self.diag.refuse(receiver, Refusal::UnknownReference);
            return None;
        };
        self.assignable_place(&place, receiver).then_some(place)
    }

    /// What `clone` and `to_vec` copy. A number is its own copy.
    fn duplicated(&mut self, e: &ExprMethodCall) -> Option<Value> {
        let Some(place) = self.place(&e.receiver) else {
            return (e.method != "to_vec").then(|| self.value(&e.receiver));
        };
        match self.builder.func.place_shape(&place) {
            Shape::Float(_) => Some(self.value(&e.receiver)),
            // The clone of a `&[T]` is another reference.
            Shape::Slice(_) if e.method == "clone" => {
                Some(Value::Atom(self.refused_at(&e.method, Refusal::SubSlice)))
            }
            _ => Some(Value::Copy(place, e.method.clone())),
        }
    }

    fn permuted(&mut self, e: &ExprMethodCall, order: Permutation) -> Value {
        let Some(place) = self.changed_place(&e.receiver) else { return self.unit() };
        let args = e.args.iter().map(|arg| self.position(arg)).collect();
        self.builder.forget(place.var);
        self.builder.push(StmtKind::Permute(place, order, args), e.method.span());
        self.unit()
    }

    fn pushed(&mut self, e: &ExprMethodCall) -> Value {
        let Some(place) = self.changed_place(&e.receiver) else { return self.unit() };
        let value = self.atom(&e.args[0]);
        self.push_onto(place, value, e.method.span());
        self.unit()
    }

    fn push_onto(&mut self, place: Place, value: Atom, span: Span) {
        let shape = self.builder.func.atom_shape(&value);
        if let (true, Shape::Float(_)) = (place.path.is_empty(), &shape) {
            // rustc will see to it that this is a `Vec`.
            self.builder.learn(place.var, &Shape::List(Box::new(shape)));
        }
        self.builder.forget(place.var);
        self.builder.push(StmtKind::Push(place, value), span);
    }

    /// `v.extend_from_slice(&w)` is a loop of pushes.
    fn extended(&mut self, e: &ExprMethodCall) -> Value {
        let Some(place) = self.changed_place(&e.receiver) else { return self.unit() };
        let Some(source) = self.lent_slice(&e.args[0]) else {
            return Value::Atom(self.refused_at(&e.args[0], Refusal::Iterator(e.method.to_string())));
        };
        self.for_each_index(source, e.span(), |lower, element| {
            let value = lower.cloned(element, e.args[0].span());
            lower.push_onto(place, value, e.method.span());
        });
        self.unit()
    }

    /// `v.insert(i, x)` is a push and a rotation.
    fn inserted(&mut self, e: &ExprMethodCall) -> Value {
        let Some(place) = self.changed_place(&e.receiver) else { return self.unit() };
        let index = self.position(&e.args[0]);
        let value = self.atom(&e.args[1]);
        self.check_index(e, &place, &index, "insertion index (is {}) should be <= len (is {})", &quote!(<=));
        self.push_onto(place.clone(), value, e.method.span());
        self.rotate_tail(place, index, Permutation::RotateRight, e.method.span());
        self.unit()
    }

    /// `v.remove(i)` is a rotation and a pop, `v.swap_remove(i)` a swap and a pop.
    fn removed(&mut self, e: &ExprMethodCall) -> Value {
        let Some(place) = self.changed_place(&e.receiver) else { return self.unit() };
        let index = self.position(&e.args[0]);
        let span = e.method.span();
        if e.method == "remove" {
            self.check_index(e, &place, &index, "removal index (is {}) should be < len (is {})", &quote!(<));
            self.rotate_tail(place.clone(), index, Permutation::RotateLeft, span);
        } else {
            self.check_index(
                e,
                &place,
                &index,
                "swap_remove index (is {}) should be < len (is {})",
                &quote!(<),
            );
            let last = self.index_from_end(&place, 1, span);
            self.builder.forget(place.var);
            self.builder.push(StmtKind::Permute(place.clone(), Permutation::Swap, vec![index, last]), span);
        }
        Value::Atom(self.popped(place, quote!(.unwrap()), span))
    }

    fn rotate_tail(&mut self, mut place: Place, from: Atom, order: Permutation, span: Span) {
        place.path.push(Proj::Range(Some(from), None, false));
        self.builder.forget(place.var);
        self.builder.push(StmtKind::Permute(place, order, vec![Atom::Const(Code(quote!(1)))]), span);
    }

    /// Panics with the words of std where an index is too large.
    fn check_index(
        &mut self,
        e: &ExprMethodCall,
        place: &Place,
        index: &Atom,
        words: &str,
        below: &TokenStream,
    ) {
        let (krate, span) = (self.krate.clone(), e.method.span());
        let (tokens, index) = (self.place_tokens(place), self.atom_tokens(index));
        let len = quote_spanned!(span=> #krate::__private::elements(&#tokens).len());
        let check = quote_spanned!(span=> ::core::assert!(#index #below #len, #words, #index, #len););
        self.builder.inert(check, e.span());
    }

    /// `v.append(&mut w)` is a loop of pushes, and of pops.
    fn appended(&mut self, e: &ExprMethodCall) -> Value {
        let Some(place) = self.changed_place(&e.receiver) else { return self.unit() };
        let (other, span) = (&e.args[0], e.span());
        let source = if self.carriers.is_inert(other) {
            let code = self.code(other).0;
            let taken = Value::Inert(Code(quote_spanned!(span=> ::core::mem::take(#code))));
            Place::whole(self.builder.define(taken, Shape::Unknown, span))
        } else {
            match self.alias(other) {
                Some((source, Passing::Exclusive)) if self.assignable_place(&source, other) => source,
                _ => return Value::Atom(self.refused_at(other, Refusal::UnknownReference)),
            }
        };
        self.for_each_index(source.clone(), span, |lower, element| {
            let value = lower.cloned(element, other.span());
            lower.push_onto(place, value, e.method.span());
        });
        if !self.carriers.is_inert(other) {
            self.shorten(source, &quote!(0), span);
        }
        self.unit()
    }

    /// The place behind `&w`; a variable for `&[a, b]`, and for a slice that carries nothing.
    fn lent_slice(&mut self, slice: &Expr) -> Option<Place> {
        if self.carriers.is_inert(slice) {
            let code = self.code(slice);
            let slice = self.builder.define(Value::Inert(code), Shape::Unknown, slice.span());
            return Some(Place::whole(slice));
        }
        match (self.alias(slice), super::place::strip(slice)) {
            (Some((place, _)), _) => Some(place),
            (None, Expr::Reference(reference)) => Some(self.operand_place(&reference.expr)),
            (None, _) => None,
        }
    }

    /// A copy of an element, which may be a `Vec` itself.
    pub(super) fn cloned(&mut self, element: Place, span: Span) -> Atom {
        let shape = self.builder.func.place_shape(&element);
        let value = if shape.is_static() {
            Value::Load(element)
        } else {
            Value::Copy(element, syn::Ident::new("clone", Span::mixed_site().located_at(span)))
        };
        Atom::Var(self.builder.define(value, shape, span))
    }

    /// A loop of pops, down to a length.
    fn truncated(&mut self, e: &ExprMethodCall) -> Value {
        let Some(place) = self.changed_place(&e.receiver) else { return self.unit() };
        let len = e.args.first().map(|len| self.position(len));
        let len = len.map_or(quote!(0), |len| self.atom_tokens(&len));
        self.shorten(place, &len, e.span());
        self.unit()
    }

    fn shorten(&mut self, place: Place, len: &TokenStream, span: Span) {
        let (krate, tokens) = (self.krate.clone(), self.place_tokens(&place));
        let longer = quote!(#krate::__private::elements(&#tokens).len() > #len);
        self.repeat(None, LoopHead::While(Code(longer)), None, span, |lower| {
            lower.popped(place, quote!(.unwrap()), span);
        });
    }

    /// `a.fill(v)` is a loop of assignments.
    fn fill(&mut self, e: &ExprMethodCall) -> Value {
        let Some(place) = self.changed_place(&e.receiver) else { return self.unit() };
        let atom = self.atom(&e.args[0]);
        let shape = self.builder.func.atom_shape(&atom);
        let value = self.builder.define(Value::Atom(atom), shape, e.args[0].span());
        self.for_each_index(place, e.receiver.span(), |lower, element| {
            lower.builder.store(element, Atom::Var(value), false, e.span());
        });
        self.unit()
    }

    /// `a.copy_from_slice(&b)` is one too.
    fn copy_elements(&mut self, e: &ExprMethodCall) -> Value {
        let Some(target) = self.changed_place(&e.receiver) else { return self.unit() };
        let Some(source) = self.lent_slice(&e.args[0]) else {
            return Value::Atom(self.refused_at(&e.method, Refusal::Iterator(e.method.to_string())));
        };
        let (source_tokens, target_tokens) = (self.place_tokens(&source), self.place_tokens(&target));
        let (cloned, span) = (e.method == "clone_from_slice", e.method.span());
        // std copies where it can.
        let element = self.builder.func.place_shape(&target);
        let lists = matches!(element.elements(), Some(Shape::List(_)));
        let words = match cloned && lists {
            true => quote!("destination and source slices have different lengths"),
            false => quote! {
                "copy_from_slice: source slice length ({}) does not match destination slice length ({})",
                #source_tokens.len(),
                #target_tokens.len()
            },
        };
        let equal = quote!(#target_tokens.len() == #source_tokens.len());
        let check = quote_spanned!(span=> if !(#equal) { ::core::panic!(#words) });
        self.builder.inert(check, e.span());
        self.for_each_index(target, e.receiver.span(), |lower, element| {
            let mut from = source;
            from.path.extend(element.path.last().cloned());
            let span = e.args[0].span();
            let value = if cloned { lower.cloned(from, span) } else { lower.load(from, &e.args[0]) };
            lower.builder.store(element, value, false, e.span());
        });
        self.unit()
    }

    /// `vec![a, b]`, `vec![a; n]`
    pub(super) fn vec_macro(&mut self, e: &ExprMacro) -> Value {
        let Some(args) = macro_arguments(&e.mac) else {
            return Value::Atom(self.refused(&Expr::Macro(e.clone()), Refusal::UnknownMacro("vec".into())));
        };
        let path = Code(e.mac.path.to_token_stream());
        match &args[..] {
            [elem, len] if is_repeat(&e.mac) => {
                let elem = self.atom(elem);
                Value::Filled(path, elem, self.position(len))
            }
            elems => Value::List(path, self.parts_of_value(elems)),
        }
    }

    /// `Vec::from([a, b])`, also of a slice.
    pub(super) fn list_from(&mut self, path: &syn::ExprPath, source: &Expr) -> Value {
        let (krate, span) = (&self.krate, path.span());
        let named = path.path.segments.iter().any(|segment| !segment.arguments.is_none());
        let elem = if named { quote!(_) } else { quote!(u8) };
        let check = quote_spanned!(span=> let _: fn([#elem; 1]) -> #krate::__private::Vec<_> = #path;);
        self.builder.inert(check, span);
        let place = match self.alias(source) {
            Some((place, _)) => place,
            None => self.place(source).unwrap_or_else(|| self.operand_place(source)),
        };
        Value::Copy(place, syn::Ident::new("to_vec", Span::mixed_site().located_at(span)))
    }

    pub(super) fn unit_atom(&self) -> Atom {
        Atom::Const(Code(quote!(())))
    }

    pub(super) fn unit(&self) -> Value {
        Value::Atom(self.unit_atom())
    }
}
