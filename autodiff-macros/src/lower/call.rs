//! Calls: float methods, known functions, and calls of other `#[grad]` functions.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Type};

use super::Lower;
use super::arguments::{is_explicit, names_all};
use super::located::located;
use super::place::strip;
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Call, Callee, Code, Passing, Place, Role, Shape, StmtKind, Value};
use crate::rules::{self, Op, Partial};

/// Methods that take a float apart.
pub(super) const BITS: &[&str] =
    &["to_bits", "to_be_bytes", "to_le_bytes", "to_ne_bytes", "to_int_unchecked", "as_bytes"];

/// Methods of the standard library that floats have, as nearly every type.
const OF_EVERY_TYPE: &[&str] =
    &["borrow", "borrow_mut", "clone_from", "cmp", "into", "to_owned", "to_string", "try_into", "type_id"];

/// Methods of collections.
pub(super) const ITERATORS: &[&str] = &[
    "chunks",
    "chunks_exact",
    "chunks_exact_mut",
    "chunks_mut",
    "extend",
    "into_iter",
    "iter",
    "iter_mut",
    "map",
    "split_at",
    "split_at_mut",
    "windows",
];

/// Methods of `Option`.
pub(super) const OPTIONS: &[&str] = &[
    "first",
    "first_mut",
    "get",
    "get_mut",
    "last",
    "last_mut",
    "pop",
    "split_first",
    "split_first_mut",
    "split_last",
    "split_last_mut",
];

impl Lower<'_> {
    pub(super) fn method(&mut self, e: &ExprMethodCall) -> Value {
        let name = e.method.to_string();
        let on_self = matches!(strip(&e.receiver), Expr::Path(path) if path.path.is_ident("self"));
        let carries = self.carriers.carries(&e.receiver);
        let rule = rules::find(&name, e.args.len() + 1).filter(|_| !on_self);
        if let Some(rule) = rule {
            self.note_method(e);
            let receiver = self.atom(&e.receiver);
            return self.float_method(rule, receiver, e.args.iter(), e.method.span());
        }
        match (name.as_str(), e.args.len()) {
            ("sin_cos", 0) if carries => {
                let receiver = self.atom(&e.receiver);
                return self.sin_cos(receiver, e.span());
            }
            _ => {}
        }
        if carries {
            if let Some((place, _)) = self.alias_of_part(e) {
                return Value::Atom(self.load(place, &Expr::MethodCall(e.clone())));
            }
            if let Some(value) = self.optional_method(e).or_else(|| self.vector_method(e)) {
                return value;
            }
        }
        if carries && matches!((name.as_str(), e.args.len()), ("len" | "is_empty", 0)) {
            if let Some(place) = self.place(&e.receiver) {
                let (place, method) = (self.place_tokens(&place), &e.method);
                return Value::Inert(Code(quote!(#place.#method())));
            }
        }
        if rules::INERT.contains(&name.as_str()) {
            let receiver = self.atom(&e.receiver);
            let args = self.atoms(&e.args);
            let (receiver, args) = (
                self.atom_tokens(&receiver),
                args.iter().map(|arg| self.ended_tokens(arg)).collect::<Vec<_>>(),
            );
            let (method, krate) = (&e.method, &self.krate);
            let beside = !carries && e.args.iter().any(|arg| self.carriers.carries(arg));
            let receiver = if beside {
                let krate = located(krate.to_token_stream(), e.receiver.span());
                quote_spanned!(e.receiver.span()=> #krate::__private::number(&#receiver))
            } else {
                receiver
            };
            let call = quote!(#receiver.#method(#(#args),*));
            let foreign = carries && self.may_be_foreign(&e.receiver);
            return Value::Inert(Code(if foreign { quote!(#krate::__private::ended(#call)) } else { call }));
        }
        if carries {
            if matches!(strip(&e.receiver), Expr::MethodCall(_) | Expr::Call(_) | Expr::Macro(_)) {
                let before = self.diag.count();
                let receiver = self.atom(&e.receiver);
                if self.diag.count() > before {
                    return Value::Atom(receiver);
                }
            }
            let why = match name {
                name if BITS.contains(&name.as_str()) => Refusal::Bits(name),
                name if rules::UNSTABLE.contains(&name.as_str()) => Refusal::UnstableMethod(name),
                name if ITERATORS.contains(&name.as_str()) => Refusal::Iterator(name),
                name if OPTIONS.contains(&name.as_str()) => Refusal::Optional(name),
                name if rules::RULES.iter().any(|rule| rule.name == name) => return self.wrong_arity(e),
                name => match self.no_method_of_floats(e) {
                    Some(value) => return value,
                    None => Refusal::UnknownMethod(name),
                },
            };
            return Value::Atom(self.refused_at(&e.method, why));
        }
        let turbofish = e.turbofish.as_ref().map(ToTokens::to_token_stream);
        let receiver = self.receiver(e);
        let args = self.args(e.args.iter(), e.turbofish.as_ref().is_some_and(names_all));
        Value::Call(Call { callee: Callee::Method(receiver, e.method.clone(), turbofish), args })
    }

    /// A float method with too many or too few arguments: rustc says so best, and says so of our copy too.
    fn wrong_arity(&mut self, e: &ExprMethodCall) -> Value {
        let receiver = self.atom(&e.receiver);
        let args = self.atoms(&e.args);
        let args = args.iter().map(|arg| self.atom_tokens(arg));
        let (receiver, method, krate) = (self.atom_tokens(&receiver), &e.method, &self.krate);
        Value::Inert(Code(quote!(#krate::__private::float(#receiver).#method(#(#args),*))))
    }

    /// A method that the standard library does not give to floats: most likely none at all, which rustc says best. One of
    /// a trait of the user's is refused by its result.
    fn no_method_of_floats(&mut self, e: &ExprMethodCall) -> Option<Value> {
        if OF_EVERY_TYPE.contains(&e.method.to_string().as_str()) {
            return None;
        }
        let receiver = self.atom(&e.receiver);
        let is_float = matches!(self.builder.func.atom_shape(&receiver), Shape::Float(_));
        if !is_float {
            return None;
        }
        self.unknown.push(e.method.clone());
        let (call, krate) = (self.code(e).0, &self.krate);
        Some(Value::Inert(Code(quote_spanned!(e.method.span()=> #krate::__private::followed(#call)))))
    }

    /// Where rustc does not get to see the results of unknown methods, they are refused with the rest.
    pub(super) fn refuse_unknown(&mut self, refused: bool) {
        if refused || self.diag.count() > 0 {
            for method in std::mem::take(&mut self.unknown) {
                let name = method.to_string();
                self.diag.refuse(method, Refusal::UnknownMethod(name));
            }
        }
    }

    fn float_method<'e>(
        &mut self,
        rule: &'static rules::Rule,
        receiver: Atom,
        args: impl Iterator<Item = &'e Expr>,
        span: proc_macro2::Span,
    ) -> Value {
        let mut atoms = vec![receiver];
        for (arg, partial) in args.zip(&rule.args[1..]) {
            let atom = self.atom(arg);
            let atom = self.agree(&atoms[0], atom, arg.span());
            if let (Partial::Integer, Atom::Var(var)) = (partial, &atom) {
                self.builder.learn(*var, &Shape::Integer);
            }
            atoms.push(atom);
        }
        Value::Op(Op::Method(rule), atoms, span)
    }

    /// `(x.sin(), x.cos())`, which is how std defines it.
    fn sin_cos(&mut self, x: Atom, span: proc_macro2::Span) -> Value {
        let shape = self.builder.func.atom_shape(&x);
        let part = |lower: &mut Self, name: &str| {
            let rule = rules::find(name, 1).map(Op::Method).unwrap_or(Op::Neg);
            Atom::Var(lower.builder.define(Value::Op(rule, vec![x.clone()], span), shape.clone(), span))
        };
        let sin = part(self, "sin");
        Value::Tuple(vec![sin, part(self, "cos")])
    }

    fn exchange(&mut self, places: Vec<Place>, at: &Expr) {
        let both: Vec<(Place, bool)> = places.iter().map(|place| (place.clone(), true)).collect();
        self.check_apart(&both, &[at]);
        let is_static = |place: &Place| self.builder.func.place_shape(place).is_static();
        if let ([a, b], false) = (&places[..], places.iter().all(is_static)) {
            let (a, b) = (a.clone(), b.clone());
            [a.var, b.var].into_iter().for_each(|var| self.builder.forget(var));
            return self.builder.push(StmtKind::Exchange(a, b), at.span());
        }
        let values: Vec<Atom> = places.iter().map(|place| self.load(place.clone(), at)).collect();
        for (place, value) in places.into_iter().zip(values.into_iter().rev()) {
            self.builder.store(place, value, false, at.span());
        }
    }

    pub(super) fn call(&mut self, e: &ExprCall) -> Value {
        let Expr::Path(path) = strip(&e.func) else {
            return Value::Atom(self.refused(&e.func, Refusal::Callee));
        };
        if let Some(value) = self.known_function(path, e) {
            return value;
        }
        let inner =
            path.path.get_ident().is_some_and(|ident| self.items.contains(&super::rename::Name::of(ident)));
        if inner {
            return Value::Atom(self.refused(&e.func, Refusal::InnerFunction));
        }
        if path.path.get_ident().is_some() && self.is_local(&e.func) {
            if self.is_refused(&e.func) {
                return unit();
            }
            return Value::Atom(self.refused(&e.func, Refusal::Closure));
        }
        let Some(last) = path.path.segments.last() else { return self.diverge() };
        if last.ident.to_string().starts_with(char::is_uppercase) {
            let name = last.ident.to_string();
            return Value::Atom(self.refused(&Expr::Call(e.clone()), Refusal::Constructor(name)));
        }
        let args = self.args(e.args.iter(), is_explicit(path));
        Value::Call(Call { callee: Callee::Path(path.clone()), args })
    }

    /// Functions that need no attribute: methods by path, `f64::from`, `mem::swap` and its kin.
    fn known_function(&mut self, path: &ExprPath, e: &ExprCall) -> Option<Value> {
        let segments = &path.path.segments;
        let name = segments.last()?.ident.to_string();
        if super::carriers::is_stop_gradient(&e.func) {
            let args: Vec<TokenStream> =
                self.atoms(&e.args).iter().map(|atom| self.atom_tokens(atom)).collect();
            return Some(Value::Inert(Code(quote!(#path(#(#args),*)))));
        }
        if let Some(ty) = self.float_type(path) {
            if matches!(ty, Type::Infer(_)) {
                let (last, krate) = (&segments.last()?.ident, &self.krate);
                let check = super::trust::same_function(&quote!(<f64 as #krate::Real>::#last), path, krate);
                self.builder.inert(check, path.span());
            }
            return self.float_function(&name, &ty, e);
        }
        if let ("from", 1, true) = (name.as_str(), e.args.len(), is_type(path, "Vec")) {
            return Some(self.list_from(path, &e.args[0]));
        }
        let in_mem = segments.iter().rev().nth(1).is_some_and(|module| module.ident == "mem");
        if in_mem && ["swap", "replace", "take"].contains(&name.as_str()) {
            let last = &segments.last()?.ident;
            let check = super::trust::same_generic(&quote!(::core::mem::#last), path, &self.krate);
            self.builder.inert(check, path.span());
        }
        match (name.as_str(), in_mem, e.args.len()) {
            ("swap", true, 2) if self.swap_references(&e.args[0], &e.args[1]) => Some(unit()),
            ("swap", true, 2) => {
                let places: Vec<Place> = e.args.iter().filter_map(|arg| self.exclusive(arg)).collect();
                if places.len() == 2 {
                    self.exchange(places, &e.func);
                }
                Some(unit())
            }
            ("replace", true, 2) => {
                let place = self.exclusive(&e.args[0])?;
                let new = self.atom(&e.args[1]);
                Some(self.replaced(place, new, e))
            }
            ("take", true, 1) => {
                let place = self.exclusive(&e.args[0])?;
                let zero = self.builder.define(
                    Value::Inert(Code(quote!(::core::default::Default::default()))),
                    Shape::Unknown,
                    e.span(),
                );
                Some(self.replaced(place, Atom::Var(zero), e))
            }
            _ => None,
        }
    }

    /// `mem::replace(place, new)`
    fn replaced(&mut self, place: Place, new: Atom, e: &ExprCall) -> Value {
        if !self.builder.func.place_shape(&place).is_static() {
            self.builder.forget(place.var);
            return Value::Replace(place, new);
        }
        let old = self.load(place.clone(), &e.args[0]);
        self.builder.store(place, new, false, e.span());
        Value::Atom(old)
    }

    /// The place behind a `&mut` argument.
    fn exclusive(&mut self, arg: &Expr) -> Option<Place> {
        match self.alias(arg) {
            Some((place, Passing::Exclusive)) => self.assignable_place(&place, arg).then_some(place),
            _ => {
                if !self.is_refused(arg) {
                    self.diag.refuse(arg, Refusal::UnknownReference);
                }
                None
            }
        }
    }

    /// `f64` in `f64::sin` and `<f64>::sin`, `T` in `T::sin`.
    fn float_type(&self, path: &ExprPath) -> Option<Type> {
        let ty: Type = match &path.qself {
            Some(qself) => (*qself.ty).clone(),
            None => {
                let mut prefix = path.path.clone();
                prefix.segments.pop();
                prefix.segments.pop_punct();
                let count = prefix.segments.len();
                let last = prefix.segments.last()?.ident.clone();
                if count == 1 && last == "Real" {
                    return Some(syn::parse_quote!(_));
                }
                syn::parse_quote!(#prefix)
            }
        };
        matches!(Shape::of(&ty, &self.generics), Shape::Float(_)).then_some(ty)
    }

    fn float_function(&mut self, name: &str, ty: &Type, e: &ExprCall) -> Option<Value> {
        let first = e.args.first()?;
        let before = self.diag.count();
        let receiver = self.atom(first);
        if self.diag.count() > before {
            return Some(Value::Atom(receiver));
        }
        let receiver = match receiver {
            // A bare literal has no methods until its type is known.
            constant @ Atom::Const(_) => {
                let var =
                    self.builder.define(Value::Atom(constant), Shape::of(ty, &self.generics), first.span());
                self.builder.annotate(var, ty);
                Atom::Var(var)
            }
            // The path tells the type of the argument, the method that stands for it does not.
            Atom::Var(var) => {
                let info = self.builder.func.var(var);
                if name != "from" && info.role == Role::Temp && info.annotation.is_none() && !info.late {
                    self.builder.annotate(var, ty);
                }
                Atom::Var(var)
            }
        };
        match (name, e.args.len()) {
            ("from", 1) => Some(Value::Cast(receiver, ty.clone())),
            _ if rules::INERT.contains(&name) => {
                let path = &e.func;
                let args: Vec<TokenStream> =
                    self.atoms(&e.args).iter().map(|atom| self.atom_tokens(atom)).collect();
                Some(Value::Inert(Code(quote!(#path(#(#args),*)))))
            }
            ("sin_cos", 1) => Some(self.sin_cos(receiver, e.span())),
            ("clone", 1) => Some(Value::Atom(receiver)),
            _ => match rules::find(name, e.args.len()) {
                Some(rule) => Some(self.float_method(rule, receiver, e.args.iter().skip(1), e.func.span())),
                None => {
                    let name = name.to_owned();
                    let why = match () {
                        () if BITS.contains(&name.as_str()) => Refusal::Bits(name),
                        () if rules::UNSTABLE.contains(&name.as_str()) => Refusal::UnstableMethod(name),
                        () => Refusal::UnknownMethod(name),
                    };
                    Some(Value::Atom(self.refused(&e.func, why)))
                }
            },
        }
    }

    /// An operand of a comparison method, which takes references.
    fn ended_tokens(&self, atom: &Atom) -> TokenStream {
        let tokens = self.atom_tokens(atom);
        quote!(&#tokens)
    }

    pub(super) fn refused_at(&mut self, tokens: impl ToTokens, why: Refusal) -> Atom {
        self.diag.refuse(tokens, why);
        Atom::Const(Code(quote!(unreachable!())))
    }
}

/// `Vec::from`, `Vec::<f64>::from`, `std::vec::Vec::from`
fn is_type(path: &ExprPath, name: &str) -> bool {
    let of = path.path.segments.iter().rev().nth(1);
    path.qself.is_none() && of.is_some_and(|of| of.ident == name)
}

fn unit() -> Value {
    Value::Atom(Atom::Const(Code(quote!(()))))
}
