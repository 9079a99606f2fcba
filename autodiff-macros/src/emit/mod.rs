//! The IR to Rust: the only place that writes code. Nothing fails here.

mod absent;
mod again;
mod calls;
mod carriers;
mod cells;
mod closures;
mod code;
mod companions;
mod disjoint;
mod documentation;
mod entries;
mod halves;
mod jacobian;
mod lending;
mod likes;
mod lints;
mod modes;
mod names;
mod namespace;
mod nested;
mod own;
mod pieces;
mod records;
mod recursion;
mod rows;
mod second;
mod shapes;
mod signature;
mod slots;
mod sweep;
mod tangents;
mod together;
mod unswitched;
mod values;
mod zeros;

use proc_macro2::TokenStream;
use quote::quote;

use self::code::{Recursion, Writer};
use self::namespace::Half;
use crate::ir::{Func, Reverse};
use crate::parse::{Function, Together};

/// What else there is of a function: with tangents, and in one sweep.
#[derive(Default)]
pub(crate) struct Forward {
    /// The function itself.
    pub(crate) tangent: Option<Func>,
    /// The same for its own companions, where `wrt` leaves out a parameter.
    pub(crate) own_tangent: Option<Func>,
    /// The function with tangents in lanes.
    pub(crate) lanes: Option<Func>,
    /// Its adjoint with cotangents in lanes.
    pub(crate) rows: Option<Func>,
    /// Its adjoint.
    pub(crate) adjoint: Option<Func>,
    /// Both sweeps of the function as one.
    pub(crate) together: Option<Func>,
    /// The functions that it calls, if nobody sees it run twice as far as these are like that.
    pub(crate) quiet: Option<Vec<syn::ExprPath>>,
    /// The same as far as that sweep may give up.
    pub(crate) quiet_until: Option<Vec<syn::ExprPath>>,
    /// Its adjoint with tangents in two directions.
    pub(crate) adjoint_twice: Option<Func>,
}

/// Errors in the place of the halves in lanes that others could ask for: along tangents where there are any, or could be.
fn missing_in_lanes(function: &Function, lanes: bool, rows: bool) -> impl Iterator<Item = Half> {
    use namespace::Lack;
    let asked = function.runs_in_lanes();
    let lack = |has_options| if has_options { Lack::Lanes } else { Lack::Option };
    let lanes = lanes || !(asked || function.needs_tangent());
    let halves = [
        (lanes, names::Half::Lanes, lack(asked && function.needs_tangent())),
        (rows, names::Half::SplitLanes, lack(asked)),
    ];
    let missing = halves.into_iter().filter(|(is_there, ..)| !is_there);
    missing.map(|(_, half, lack)| Half::missing(function, half, lack))
}

/// Both sweeps as one, if the companions may take it.
fn in_one_sweep(function: &Function, func: &Func, forward: &Forward) -> Option<TokenStream> {
    let (reverse, callees) = (func.reverse.as_ref()?, forward.quiet_until.as_deref().unwrap_or_default());
    (function.together != Together::Never).then(|| together::together(function, func, reverse, callees))
}

/// The halves and companions of a function, `func` with its reverse sweep.
pub(crate) fn emit(function: &Function, func: &Func, forward: &Forward) -> TokenStream {
    let lanes = match function.jacobian_by_columns() {
        true => forward.lanes.is_some(),
        false => forward.rows.is_some(),
    };
    let lanes = lanes && function.has_several();
    let narrow = forward.own_tangent.is_some();
    let own = forward.together.as_ref().filter(|_| !is_recursive(function, func));
    let together =
        own.map_or(Together::Never, |func| together::kind(function, func, forward.quiet_until.is_some()));
    let unmarked = &Function { lanes, narrow, together, ..function.clone() };
    let function = &with_lent(unmarked, &[Some(func), forward.adjoint.as_ref()]);
    let krate = &function.options.krate;
    let Some(reverse) = &func.reverse else { return TokenStream::new() };
    let companions = companions::companions(function);
    let (mut bodies, mut halves) = (Vec::new(), Vec::new());
    let mut both = |function: &Function, func: &Func, reverse: &Reverse, half: names::Half| {
        let pullbacks = own::calls(function, func).pullbacks;
        if !is_recursive(function, func) {
            let lending = closures::lending(function);
            halves.extend([function].into_iter().chain(&lending).map(|function| match half.tangents() {
                0 => halves::split(function, func, reverse, half),
                _ => tangents::split(function, func, reverse, half),
            }));
            return;
        }
        let (name, turbofish) = (&function.item.sig.ident, halves::turbofish(function));
        let item_turbofish = halves::item_turbofish(function);
        let is_method = function.is_method;
        let recursion = Recursion { name, is_method, half, pullbacks, turbofish, item_turbofish };
        let writer = Writer { recursion: Some(recursion), ..Writer::of(func, krate) };
        let form = match half.tangents() {
            0 => halves::form(function, reverse, &writer, half),
            _ => tangents::form(function, reverse, &writer, half),
        };
        let (body, half) = recursion::recursion(function, reverse, &writer, &form);
        bodies.push(body);
        halves.push(half);
    };
    both(function, func, reverse, names::Half::Split);
    let in_lanes = &function.in_lanes();
    for (function, func, half) in [
        (in_lanes, &forward.rows, names::Half::SplitLanes),
        (function, &forward.adjoint, names::Half::TangentSplit),
        (function, &forward.adjoint_twice, names::Half::TwoTangentsSplit),
    ] {
        if let Some((func, Some(reverse))) = func.as_ref().map(|func| (func, &func.reverse)) {
            both(function, func, reverse, half);
        }
    }
    for (function, func, half) in [
        (unmarked, &forward.tangent, names::Half::Tangent),
        (&unmarked.in_lanes(), &forward.lanes, names::Half::Lanes),
    ] {
        let Some(func) = func else { continue };
        let lending = closures::lending(function);
        let forms = [function].into_iter().chain(&lending);
        halves.extend(forms.map(|function| tangents::tangent(function, func, half)));
    }
    let quiet = forward.quiet.as_deref().filter(|_| !is_recursive(function, func));
    halves.extend(missing(function));
    halves.extend(missing_in_lanes(function, forward.lanes.is_some(), forward.rows.is_some()));
    let halves = namespace::halves(function, &halves, quiet);
    let together = own.and_then(|func| in_one_sweep(unmarked, func, forward));
    let nested = nested::nested(unmarked, function);
    let own_tangent = forward
        .own_tangent
        .as_ref()
        .map(|func| tangents::tangent(&unmarked.of_wanted(), func, names::Half::OwnTangent).alone());
    let absent = absent::absent(function);
    let all = quote!(#companions #(#bodies)* #halves #together #own_tangent #nested #absent);
    // Without a heap there is no stack of frames.
    if bodies.is_empty() { all } else { quote!(#krate::__private::alloc_only! { #all }) }
}

/// Whether a function calls itself, or may.
fn is_recursive(function: &Function, func: &Func) -> bool {
    let own::Calls { pullbacks, indirect } = own::calls(function, func);
    !pullbacks.is_empty() || indirect || function.options.recursive.is_some()
}

/// What stands in for the halves that no option asks for. Who calls that of third order calls that of second order too.
fn missing(function: &Function) -> impl Iterator<Item = Half> {
    let halves = [
        (!function.needs_tangent(), names::Half::Tangent),
        (!function.needs_second(), names::Half::TangentSplit),
        (function.needs_second() && !function.needs_third(), names::Half::TwoTangentsSplit),
    ];
    let missing = halves.into_iter().filter(|(is_missing, _)| *is_missing);
    let lack = |half| match half {
        names::Half::TwoTangentsSplit if function.options.partials.is_some() => namespace::Lack::WrittenOut,
        _ => namespace::Lack::Option,
    };
    missing.map(move |(_, half)| Half::missing(function, half, lack(half)))
}

/// The function, with a mark at each parameter that is lent to its pullback.
fn with_lent(function: &Function, funcs: &[Option<&Func>]) -> Function {
    let mut function = function.clone();
    for func in funcs.iter().flatten() {
        let Some(reverse) = &func.reverse else { continue };
        for (param, ir) in function.params.iter_mut().zip(&func.params) {
            param.lent |= reverse.again.contains(&ir.var);
        }
    }
    function
}

/// The same for a function whose derivative the user states.
pub(crate) fn emit_partials(function: &Function, path: &syn::Path) -> TokenStream {
    let lending = closures::lending(function);
    let (along, in_lanes) = (function.needs_tangent(), function.runs_in_lanes());
    let all = |function: &Function| {
        let lanes = &function.in_lanes();
        let second = function.needs_second().then(|| tangents::partials_split(function, path));
        [
            Some(halves::partials(function, path, names::Half::Split)),
            along.then(|| tangents::partials(function, path, names::Half::Tangent)),
            in_lanes.then(|| halves::partials(lanes, path, names::Half::SplitLanes)),
            (along && in_lanes).then(|| tangents::partials(lanes, path, names::Half::Lanes)),
            second,
        ]
    };
    let halves = [function].into_iter().chain(&lending).flat_map(all).flatten();
    let missing = missing(function).chain(missing_in_lanes(function, along && in_lanes, in_lanes));
    let halves: Vec<Half> = halves.chain(missing).collect();
    let halves = namespace::halves(function, &halves, None);
    let (companions, nested) = (companions::companions(function), nested::nested(function, function));
    let absent = absent::absent(function);
    quote!(#companions #halves #nested #absent)
}

/// An `impl` block with what is made of its methods: a trait's methods have theirs in a block beside it.
pub(crate) fn emit_block(block: &syn::ItemImpl, companions: &TokenStream) -> TokenStream {
    let (attrs, ty) = (&block.attrs, &block.self_ty);
    let (generics, _, clause) = block.generics.split_for_impl();
    if block.trait_.is_some() && companions.is_empty() {
        return quote!(#block);
    }
    if block.trait_.is_some() {
        let inherited = lints::inherited(attrs);
        return quote!(#block #(#inherited)* impl #generics #ty #clause { #companions });
    }
    let items = &block.items;
    quote!(#(#attrs)* impl #generics #ty #clause { #(#items)* #companions })
}

/// What stands in for the companions of a function that was refused.
pub(crate) fn emit_stubs(function: &Function) -> TokenStream {
    companions::stubs(function)
}
