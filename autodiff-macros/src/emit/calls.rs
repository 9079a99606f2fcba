//! Calls to Rust: of functions themselves, of their halves, and the slots for cotangents.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::code::{Recursion, Writer};
use super::lending::lent_to;
use super::names;
use crate::ir::{Arg, Atom, Call, Callee, Code, Lending, Place, Role, Slot, VarId};

impl Writer<'_> {
    /// `at` is how the place of the cotangent is written here.
    pub(super) fn slot(&self, slot: &Slot, at: TokenStream, span: Span) -> TokenStream {
        let krate = self.krate;
        let ct = slot.ct.as_ref().map(|place| self.ct_slot(place, at, span));
        match (ct, &slot.lent) {
            (None, None) => quote_spanned!(span=> #krate::__private::no_slot()),
            (Some(ct), None) => {
                let slot_of = self.slot_of(slot, span);
                quote_spanned!(span=> #slot_of(#ct))
            }
            (ct, Some(lent)) => {
                let is_copy = self.func.var(lent.var).role == Role::Copies;
                let place = self.place(lent);
                let lent =
                    if is_copy { quote!(#krate::__private::KeptSlice(&#place)) } else { quote!(&#place) };
                let ct = ct.unwrap_or_else(|| quote_spanned!(span=> #krate::__private::NoSlot));
                let slot_of = self.slot_of(slot, span);
                quote_spanned!(span=> #slot_of(#krate::__private::Lent(#ct, #lent)))
            }
        }
    }

    fn slot_of(&self, slot: &Slot, span: Span) -> TokenStream {
        let krate = self.krate;
        if slot.fresh {
            quote_spanned!(span=> #krate::__private::fresh_slot)
        } else {
            quote_spanned!(span=> #krate::__private::slot)
        }
    }

    /// The place for a cotangent, or an option of it.
    fn ct_slot(&self, place: &Place, at: TokenStream, span: Span) -> TokenStream {
        let krate = self.krate;
        if !self.is_in_place(place.var) {
            // The cotangent of a `&mut` slice is a reference itself.
            let whole = place.path.is_empty() && self.is_borrowed(place.var);
            let place = if whole { quote!(*#at) } else { at };
            return quote_spanned!(span=> &mut #place);
        }
        let ct = self.ident(place.var);
        if place.path.is_empty() {
            return quote_spanned!(span=> #ct.as_deref_mut());
        }
        let inner = self.place(place);
        quote_spanned!(span=> #ct.as_deref_mut().and_then(|#ct| #krate::__private::slot(&mut #inner)))
    }

    /// The arguments of a call and their tangents, and what has to stand before it.
    /// `lends` if closures are passed by reference.
    fn args(
        &self,
        call: &Call,
        tangents: &[Vec<Option<Place>>],
        lends: bool,
    ) -> (TokenStream, Vec<TokenStream>) {
        let krate = self.krate;
        let receiver = usize::from(matches!(call.callee, Callee::Method(..)));
        let passed = |at: usize| at.checked_sub(receiver).and_then(|at| call.args.get(at));
        let tangents = tangents.iter().flat_map(|along| along.iter().enumerate());
        let tangents: Vec<_> = tangents.map(|(at, place)| (passed(at), place.as_ref())).collect();
        let places = call.args.iter().map(|arg| match arg {
            Arg::Value(..) | Arg::Closure(..) => None,
            Arg::Shared(place, _) | Arg::Exclusive(place, _) => Some(place),
        });
        let along = tangents.iter().map(|(arg, place)| match arg {
            Some(Arg::Value(..) | Arg::Closure(..)) | None => None,
            Some(Arg::Shared(..) | Arg::Exclusive(..)) => *place,
        });
        let places: Vec<_> = places.chain(along).collect();
        let shared = |root: VarId| {
            let lent = |arg: &Arg| matches!(arg, Arg::Exclusive(place, _) if place.var == root);
            let along = tangents.iter().any(|(arg, place)| {
                matches!(arg, Some(Arg::Exclusive(..))) && place.is_some_and(|place| place.var == root)
            });
            !along && !call.args.iter().any(lent)
        };
        let (before, apart) = self.disjoint(&places, shared, Span::mixed_site());
        let write = |place: &Place, at: usize, span: Span| {
            if before.is_empty() { self.place_at(place, span) } else { apart[at].clone() }
        };
        let arg = |(at, arg): (usize, &Arg)| match arg {
            Arg::Value(atom, span) => self.atom_at(atom, *span),
            Arg::Shared(place, span) => {
                let place = write(place, at, *span);
                quote_spanned!(*span=> &#place)
            }
            Arg::Exclusive(place, span) => {
                let place = write(place, at, *span);
                quote_spanned!(*span=> &mut #place)
            }
            Arg::Closure(Code(code), span) if lends => quote_spanned!(*span=> &mut { #code }),
            Arg::Closure(Code(code), _) => code.clone(),
        };
        let along = |(at, tangent): (usize, &(Option<&Arg>, Option<&Place>))| match *tangent {
            (None | Some(Arg::Closure(..)), _) | (_, None) => quote!(#krate::__private::no_slot()),
            (Some(Arg::Value(_, span)), Some(place)) => {
                let place = self.place_at(place, *span);
                quote_spanned!(*span=> #krate::__private::along(#krate::__private::Moved(#place)))
            }
            (Some(Arg::Shared(_, span)), Some(place)) => {
                let place = write(place, call.args.len() + at, *span);
                quote_spanned!(*span=> #krate::__private::along(&#place))
            }
            (Some(Arg::Exclusive(_, span)), Some(place)) => {
                let place = write(place, call.args.len() + at, *span);
                quote_spanned!(*span=> #krate::__private::along(&mut #place))
            }
        };
        let args = call.args.iter().enumerate().map(arg);
        let all = args.chain(tangents.iter().enumerate().map(along)).collect();
        (before, all)
    }

    /// The function itself, for a call without derivative.
    pub(super) fn call(&self, call: &Call, span: Span) -> TokenStream {
        let (before, args) = self.args(call, &[], false);
        let call = match &call.callee {
            Callee::Path(path) => quote_spanned!(span=> #path(#(#args),*)),
            Callee::Method(Code(receiver), method, turbofish) => {
                quote_spanned!(span=> #receiver.#method #turbofish(#(#args),*))
            }
        };
        within(before, call)
    }

    pub(super) fn split(
        &self,
        (var, pullback): (VarId, VarId),
        call: &Call,
        lent: &[Lending],
        span: Span,
    ) -> TokenStream {
        let (ident, lends) = (self.ident(var), !self.is_recursion(pullback));
        let (before, args) = self.args(call, &[], lends);
        let lent = lent_to(call, lent);
        if let Some((check, value)) = self.recursive_half(pullback, call, &args, &lent, span) {
            let value = within(before, value);
            return quote_spanned!(span=> #check let #ident = #value;);
        }
        let pullback = self.ident(pullback);
        let half = within(before, self.half(self.split_half(), call, args, Some(lent), span));
        quote!(let (#ident, #pullback) = #half;)
    }

    /// The half of a callee that has a pullback.
    fn split_half(&self) -> names::Half {
        if self.is_in_lanes() { names::Half::SplitLanes } else { names::Half::Split }
    }

    /// The half of a callee that has tangents.
    fn tangent_half(&self) -> names::Half {
        if self.is_in_lanes() { names::Half::Lanes } else { names::Half::Tangent }
    }

    /// Whether a pullback is that of a call of the function by itself.
    fn is_recursion(&self, pullback: VarId) -> bool {
        self.recursion.as_ref().is_some_and(|recursion| recursion.pullbacks.contains(&pullback))
    }

    /// The forward half of a call that is a recursion, and what checks that it is one.
    fn recursive_half(
        &self,
        pullback: VarId,
        call: &Call,
        args: &[TokenStream],
        lent: &TokenStream,
        span: Span,
    ) -> Option<(Option<TokenStream>, TokenStream)> {
        let recursion = self.recursion.as_ref().filter(|_| self.is_recursion(pullback))?;
        let receiver = match &call.callee {
            Callee::Method(Code(receiver), ..) => Some(quote!(#receiver,)),
            Callee::Path(_) => None,
        };
        let (krate, function, frames) = (self.krate, self.recursive(recursion), names::local("frames"));
        let phase = quote_spanned!(span=> #krate::__private::Phase::Forward((#lent, #receiver #(#args,)*)));
        let check = self.check_own(&call.callee, recursion);
        Some((check, quote_spanned!(span=> #function(#phase, #frames).value())))
    }

    /// A half of the callee, called.
    fn half(
        &self,
        half: names::Half,
        call: &Call,
        args: Vec<TokenStream>,
        lent: Option<TokenStream>,
        span: Span,
    ) -> TokenStream {
        let krate = self.krate;
        let any = quote!(#krate::__private::any_owner());
        let args: Vec<TokenStream> = args.into_iter().chain(lent).collect();
        match &call.callee {
            Callee::Path(path) => match half_path(path, half, Closures::of(call)) {
                (half, Home::Lending) => quote_spanned!(span=> #half(#(#args),*)),
                // The function itself goes along, so that the half can tell whether it is its own.
                (half, Home::Namespace) => quote_spanned!(span=> #half(#path, #(#args),*)),
                (half, Home::Module) => quote_spanned!(span=> #half(#(#args),*)),
                (half, Home::Type) => quote_spanned!(span=> #half(#(#args,)* #any)),
            },
            Callee::Method(Code(receiver), method, turbofish) => {
                let half = match Closures::of(call) {
                    Closures::Lent => names::lending_half(method, half),
                    Closures::None | Closures::Owned => names::half(method, half),
                };
                let krate = located(krate.to_token_stream(), span);
                let [owner, value] = ["owner", "receiver"].map(names::local);
                if is_place(receiver) {
                    quote_spanned! {span=> {
                        let #owner = #krate::__private::owner_of!(#receiver);
                        #receiver.#half #turbofish(#(#args,)* #owner)
                    }}
                } else {
                    quote_spanned! {span=> match (#receiver) {
                        mut #value => {
                            let #owner = #krate::__private::owner_of!(#value);
                            #value.#half #turbofish(#(#args,)* #owner)
                        }
                    }}
                }
            }
        }
    }

    /// A call with a tangent for each argument that has one.
    pub(super) fn forward(
        &self,
        (var, along): (VarId, &[VarId]),
        pullback: Option<&(VarId, Vec<Lending>)>,
        call: &Call,
        tangents: &[Vec<Option<Place>>],
        span: Span,
    ) -> TokenStream {
        let values: Vec<_> = [var].iter().chain(along).map(|var| self.ident(*var)).collect();
        let Some((pullback, lent)) = pullback else {
            let (before, args) = self.args(call, tangents, true);
            let value = within(before, self.half(self.tangent_half(), call, args, None, span));
            return quote!(let (#(#values),*) = #value;);
        };
        let lent = lent_to(call, lent);
        let (before, args) = self.args(call, tangents, !self.is_recursion(*pullback));
        if let Some((check, value)) = self.recursive_half(*pullback, call, &args, &lent, span) {
            let value = within(before, value);
            return quote_spanned!(span=> #check let (#(#values),*) = #value;);
        }
        let pullback = self.ident(*pullback);
        let half = self.half(names::Half::with_tangents(along.len()), call, args, Some(lent), span);
        let value = within(before, half);
        quote!(let (#(#values,)* #pullback) = #value;)
    }

    /// A path that looks like the function's own may lead to another function of the same name: then rustc says so.
    fn check_own(&self, callee: &Callee, recursion: &Recursion) -> Option<TokenStream> {
        let Callee::Path(path) = callee else { return None };
        let (krate, name, turbofish) = (self.krate, recursion.name, recursion.item_turbofish.as_ref()?);
        let own = if recursion.is_method { quote!(Self::#name) } else { name.to_token_stream() };
        let is_plain = path.qself.is_none() && path.to_token_stream().to_string() == own.to_string();
        let span = path.span();
        (!is_plain)
            .then(|| quote_spanned!(span=> #krate::__private::same_function(&#own #turbofish, &#path);))
    }

    pub(super) fn recursive(&self, recursion: &Recursion) -> TokenStream {
        let (name, turbofish) = (names::recursion(recursion.name, recursion.half), &recursion.turbofish);
        if recursion.is_method { quote!(Self::#name #turbofish) } else { quote!(#name #turbofish) }
    }
}

/// An expression behind statements that it needs.
fn within(before: TokenStream, value: TokenStream) -> TokenStream {
    if before.is_empty() { value } else { quote!({ #before #value }) }
}

/// Tokens for which errors point elsewhere.
fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let locate = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.into_iter().map(locate).collect()
}

/// Whether code names a place, which can be mentioned twice.
fn is_place(code: &TokenStream) -> bool {
    fn leads(expr: &Expr) -> bool {
        match expr {
            Expr::Path(_) => true,
            Expr::Paren(e) => leads(&e.expr),
            Expr::Group(e) => leads(&e.expr),
            Expr::Field(e) => leads(&e.base),
            Expr::Index(e) => leads(&e.expr),
            Expr::Unary(e) => matches!(e.op, syn::UnOp::Deref(_)) && leads(&e.expr),
            _ => false,
        }
    }
    syn::parse2::<Expr>(code.clone()).is_ok_and(|expr| leads(&expr))
}

/// Whether an argument is a closure that is written out.
fn is_closure(arg: &Arg) -> bool {
    let Arg::Value(Atom::Const(Code(code)), _) = arg else { return false };
    match code.clone().into_iter().next() {
        Some(TokenTree::Punct(punct)) => punct.as_char() == '|',
        Some(TokenTree::Ident(ident)) => ident == "move",
        _ => false,
    }
}

/// The closures among the arguments of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Closures {
    None,
    Owned,
    Lent,
}

impl Closures {
    fn of(call: &Call) -> Closures {
        match () {
            () if call.args.iter().any(|arg| matches!(arg, Arg::Closure(..))) => Closures::Lent,
            () if call.args.iter().any(is_closure) => Closures::Owned,
            () => Closures::None,
        }
    }
}

/// Where the halves of a callee stand.
pub(super) enum Home {
    /// In the type that bears the callee's name.
    Namespace,
    /// There, but the function itself does not go along.
    Lending,
    /// Beside a free function.
    Module,
    /// Beside a method or associated function.
    Type,
}

/// The path of a callee's half, and where that is.
///
/// A free function is found through the type that bears its name, so that it may be imported under any name and
/// re-exported: `g` and `k::g` become `g::split` and `k::g::split`. A function of a type (`Type::g`) and one in a
/// module of its own name (`norm::norm`, which that type would collide with) have their half beside them.
///
/// A turbofish is that of the function, whose half has more parameters: one for the function itself, and one for each
/// `impl Trait`. A closure may stand for one of these; then all follow from the function that goes along.
///
/// A half to which closures are lent has the parameters of the function without theirs.
pub(super) fn half_path(
    path: &syn::ExprPath,
    half: names::Half,
    closures: Closures,
) -> (syn::ExprPath, Home) {
    let mut path = path.clone();
    let in_namespace = Callee::has_namespace(&path);
    let before = path.path.segments.iter().rev().nth(1).map(|segment| segment.ident.clone());
    let is_type = |ident: &syn::Ident| ident.to_string().starts_with(char::is_uppercase);
    let Some(last) = path.path.segments.last_mut() else { return (path, Home::Module) };
    let home = match closures {
        Closures::Lent if in_namespace => Home::Lending,
        Closures::None | Closures::Owned if in_namespace => Home::Namespace,
        _ if path.qself.is_some() || before.is_some_and(|before| is_type(&before)) => Home::Type,
        _ => Home::Module,
    };
    if let Home::Type | Home::Module = home {
        last.ident = match closures {
            Closures::Lent => names::lending_half(&last.ident, half),
            Closures::None | Closures::Owned => names::half(&last.ident, half),
        };
        return (path, home);
    }
    let mut arguments = std::mem::replace(&mut last.arguments, syn::PathArguments::None);
    let span = last.ident.span();
    let ident = match closures {
        Closures::Lent => names::lending_half_in_namespace(half, span),
        Closures::None | Closures::Owned => names::half_in_namespace(half, span),
    };
    match (&mut arguments, closures) {
        (syn::PathArguments::AngleBracketed(_), Closures::Owned) => arguments = syn::PathArguments::None,
        (syn::PathArguments::AngleBracketed(explicit), Closures::None) => {
            explicit.args.push(syn::parse_quote!(_));
        }
        _ => {}
    }
    path.path.segments.push(syn::PathSegment { ident, arguments });
    (path, home)
}
