//! The arguments of calls, and what methods are called on.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    AngleBracketedGenericArguments, Expr, ExprMethodCall, ExprPath, GenericArgument, Macro, PathArguments,
    Type,
};

use super::Lower;
use super::carriers::{is_compound, root};
use super::place::{is_place, strip};
use super::rename::macro_arguments;
use super::stmt::has_effects;
use crate::diagnostics::Refusal;
use crate::ir::{Arg, Atom, Code, End, Passing, Place, Proj, Shape, Value};

/// Methods of arrays, slices and `Vec`s that change them.
const CHANGING: &[&str] = &[
    "clear",
    "copy_from_slice",
    "fill",
    "insert",
    "iter_mut",
    "pop",
    "push",
    "remove",
    "reverse",
    "rotate_left",
    "rotate_right",
    "sort",
    "sort_unstable",
    "swap",
    "swap_remove",
    "truncate",
];

impl Lower<'_> {
    /// `explicit` if the parameters of a method are written out, so that none can stand for the type of a closure.
    pub(super) fn args<'e>(&mut self, args: impl Iterator<Item = &'e Expr>, explicit: bool) -> Vec<Arg> {
        let args: Vec<&Expr> = args.collect();
        let lowered = args.iter().enumerate().map(|(at, arg)| {
            // rustc lets it read what a `&mut` before it lends.
            let reads_lent =
                args[..at].iter().any(|earlier| self.lends_whole(earlier) && mentions(arg, earlier));
            let in_order = !reads_lent && args[at + 1..].iter().all(|later| !has_effects(later));
            self.arg(arg, in_order, explicit)
        });
        let mut lowered: Vec<Arg> = lowered.collect();
        for at in 0..args.len() {
            if self.is_lent_as_shared(at, &args, &lowered) {
                if let Arg::Exclusive(place, span) = &lowered[at] {
                    lowered[at] = Arg::Shared(place.clone(), *span);
                }
            }
        }
        let place = |arg: &Arg| match arg {
            Arg::Exclusive(place, _) => Some((place.clone(), true)),
            Arg::Shared(place, _) => Some((place.clone(), false)),
            Arg::Value(..) | Arg::Closure(..) => None,
        };
        let places: Vec<(Place, bool)> = lowered.iter().filter_map(place).collect();
        self.check_apart(&places, &args);
        lowered
    }

    /// Whether an argument is a `&mut` by its name.
    fn lends_whole(&mut self, arg: &Expr) -> bool {
        matches!(strip(arg), Expr::Path(_)) && matches!(self.alias(arg), Some((_, Passing::Exclusive)))
    }

    /// Whether an argument that is a `&mut` parameter by its name goes where the callee takes a `&`: it must, where another
    /// argument refers to the same.
    fn is_lent_as_shared(&self, at: usize, args: &[&Expr], lowered: &[Arg]) -> bool {
        let Arg::Exclusive(place, _) = &lowered[at] else { return false };
        if root(args[at]).is_none_or(|name| *name != self.builder.func.var(place.var).ident) {
            return false;
        }
        let Expr::Path(_) = strip(args[at]) else { return false };
        let refers = |(other, arg): (usize, &Arg)| {
            let (Arg::Shared(also, _) | Arg::Exclusive(also, _)) = arg else { return false };
            other != at && is_in(also, place)
        };
        lowered.iter().enumerate().any(refers)
    }

    /// Nothing is lent twice, once of which exclusively: two references of several forms never have such a pair of them.
    pub(super) fn check_apart(&mut self, places: &[(Place, bool)], args: &[&Expr]) {
        let twice = |(at, (a, exclusive)): (usize, &(Place, bool))| {
            places[at + 1..].iter().any(|(b, other)| (*exclusive || *other) && is_same_whole(a, b))
        };
        if let (true, Some(first)) = (places.iter().enumerate().any(twice), args.first()) {
            self.builder.inert(quote!(::core::unreachable!();), first.span());
            self.builder.end(End::Diverge);
        }
    }

    /// `in_order` if evaluating the argument last of all changes nothing.
    fn arg(&mut self, arg: &Expr, in_order: bool, explicit: bool) -> Arg {
        if self.carriers.is_inert(arg) {
            let code = self.code(arg);
            if self.may_borrow(arg) || explicit && matches!(strip(arg), Expr::Closure(_)) {
                return Arg::Closure(code, arg.span());
            }
            // Kept in place where order cannot matter, so that closures and coercions see the parameter's type.
            return if has_effects(arg) || !in_order {
                Arg::Value(
                    Atom::Var(self.builder.define(Value::Inert(code), Shape::Unknown, arg.span())),
                    arg.span(),
                )
            } else {
                Arg::Value(Atom::Const(code), arg.span())
            };
        }
        if let Some((place, passing)) = self.alias(arg) {
            if passing == Passing::Exclusive && self.assignable_place(&place, arg) {
                self.builder.forget(place.var);
            }
            return match passing {
                Passing::Exclusive => Arg::Exclusive(place, arg.span()),
                _ => Arg::Shared(place, arg.span()),
            };
        }
        if let Expr::Reference(reference) = strip(arg) {
            return match self.temporary(reference) {
                (place, Passing::Exclusive) => Arg::Exclusive(place, arg.span()),
                (place, _) => Arg::Shared(place, arg.span()),
            };
        }
        Arg::Value(self.atom(arg), arg.span())
    }

    /// What a method without a derivative is called on. A place is not copied, as the method may change it, unless it is
    /// another one when the arguments have run: Rust has taken its value by then.
    pub(super) fn receiver(&mut self, e: &ExprMethodCall) -> Code {
        let receiver = &*e.receiver;
        let comes_first = match is_place(receiver) {
            true => !self.carriers.touches(receiver) && e.args.iter().any(|arg| changes_what(arg, receiver)),
            false => self.carriers.touches(receiver) || e.args.iter().any(has_effects),
        };
        if !comes_first {
            return self.inert_place(receiver);
        }
        let receiver = self.atom(receiver);
        Code(self.atom_tokens(&receiver))
    }

    /// As [`Lower::assignable`], for a place that a callee writes.
    pub(super) fn assignable_place(&mut self, place: &Place, at: &Expr) -> bool {
        let param = self.builder.func.params.iter().find(|param| param.var == place.var);
        if param.is_some_and(|param| !param.differentiated) {
            let name = self.builder.func.var(place.var).ident.to_string();
            self.diag.refuse(at, Refusal::InertParameter(name));
            return false;
        }
        true
    }
}

fn is_same_whole(a: &Place, b: &Place) -> bool {
    a.path.len() == b.path.len() && is_in(a, b)
}

/// Whether a place is certainly in another one.
fn is_in(part: &Place, whole: &Place) -> bool {
    let same = |steps: (&Proj, &Proj)| match steps {
        (Proj::Deref, Proj::Deref) => true,
        (Proj::Member(a), Proj::Member(b)) => a == b,
        _ => false,
    };
    part.var == whole.var
        && part.path.len() >= whole.path.len()
        && part.path.iter().zip(&whole.path).all(same)
}

/// Whether a turbofish leaves out nothing.
pub(super) fn names_all(turbofish: &AngleBracketedGenericArguments) -> bool {
    !turbofish.args.iter().any(|arg| matches!(arg, GenericArgument::Type(Type::Infer(_))))
}

/// Whether a path leads to a function of a type and has such a turbofish.
pub(super) fn is_explicit(path: &ExprPath) -> bool {
    let mut segments = path.path.segments.iter().rev();
    let last = segments.next().map(|last| &last.arguments);
    let of_type = segments.next().is_some_and(|ty| ty.ident.to_string().starts_with(char::is_uppercase));
    matches!(last, Some(PathArguments::AngleBracketed(turbofish)) if names_all(turbofish))
        && (of_type || path.qself.is_some())
}

/// Whether code mentions the variable that another expression is.
fn mentions(code: &Expr, variable: &Expr) -> bool {
    root(variable).is_some_and(|name| names(code.to_token_stream(), name))
}

/// Whether tokens have a name among them.
fn names(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => names(group.stream(), name),
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether code assigns to a variable that a place names, lends it for that, or calls a method of lists that changes it.
fn changes_what(code: &Expr, place: &Expr) -> bool {
    struct Changes(TokenStream, bool);
    impl Changes {
        fn written(&mut self, written: &Expr) {
            match strip(written) {
                Expr::Tuple(parts) => parts.elems.iter().for_each(|part| self.written(part)),
                Expr::Array(parts) => parts.elems.iter().for_each(|part| self.written(part)),
                written => self.1 |= root(written).is_some_and(|name| names(self.0.clone(), name)),
            }
        }
    }
    impl<'ast> Visit<'ast> for Changes {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match expr {
                Expr::Assign(e) => self.written(&e.left),
                Expr::Binary(e) if is_compound(&e.op) => self.written(&e.left),
                Expr::Reference(e) if e.mutability.is_some() => self.written(&e.expr),
                Expr::MethodCall(e) if CHANGING.iter().any(|name| e.method == name) => {
                    self.written(&e.receiver);
                }
                _ => {}
            }
            visit::visit_expr(self, expr);
        }

        fn visit_macro(&mut self, mac: &'ast Macro) {
            macro_arguments(mac).iter().flatten().for_each(|argument| self.visit_expr(argument));
        }
    }
    let mut changes = Changes(place.to_token_stream(), false);
    changes.visit_expr(code);
    changes.1
}
