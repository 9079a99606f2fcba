//! The arguments of calls.

use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;

use super::Lower;
use super::place::strip;
use super::stmt::has_effects;
use crate::ir::{Arg, Atom, End, Passing, Place, Proj, Shape, Value};

impl Lower<'_> {
    pub(super) fn args<'e>(&mut self, args: impl Iterator<Item = &'e Expr>) -> Vec<Arg> {
        let args: Vec<&Expr> = args.collect();
        let lowered = args.iter().enumerate().map(|(at, arg)| {
            let in_order = args[at + 1..].iter().all(|later| !has_effects(later));
            self.arg(arg, in_order)
        });
        let lowered: Vec<Arg> = lowered.collect();
        let place = |arg: &Arg| match arg {
            Arg::Exclusive(place, _) => Some((place.clone(), true)),
            Arg::Shared(place, _) => Some((place.clone(), false)),
            Arg::Value(..) => None,
        };
        let places: Vec<(Place, bool)> = lowered.iter().filter_map(place).collect();
        self.check_apart(&places, &args);
        lowered
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
    fn arg(&mut self, arg: &Expr, in_order: bool) -> Arg {
        if self.carriers.is_inert(arg) {
            let code = self.code(arg);
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
}

/// Whether two places are certainly one, whatever the numbers in them.
fn is_same_whole(a: &Place, b: &Place) -> bool {
    let same = |steps: (&Proj, &Proj)| match steps {
        (Proj::Deref, Proj::Deref) => true,
        (Proj::Member(a), Proj::Member(b)) => a == b,
        _ => false,
    };
    a.var == b.var && a.path.len() == b.path.len() && a.path.iter().zip(&b.path).all(same)
}
