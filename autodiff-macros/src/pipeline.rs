//! The story on one screen: tokens in, tokens out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{Facts, analyse, analyse_second, analyse_together, of_wanted, quiet, varied};
use crate::diagnostics::Diagnostics;
use crate::dump::Dump;
use crate::emit::{Forward, emit, emit_block, emit_partials, emit_stubs};
use crate::ir::{Func, Label, Shape, verify};
use crate::lower::lower;
use crate::parse::{Function, Input, parse};
use crate::transform::{
    self, adjoint, cheapen, cheapen_tangents, rows_in_lanes, share, tangent, tangent_in_lanes,
    tangents_of_adjoint,
};

/// Expands `#[grad(args)] item`.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::default();
    let input = parse(args, item.clone(), &mut diag);
    match input {
        Some(Input::Function(function)) => {
            let companions = one(&function, diag);
            let user = &function.item;
            // A function of which only the companions are called is not dead.
            quote!(#[allow(dead_code)] #user #companions)
        }
        Some(Input::Impl(block, functions)) => {
            let refused = diag.finish().err();
            let companions: TokenStream =
                functions.iter().map(|function| one(function, Diagnostics::default())).collect();
            let block = emit_block(&block, &companions);
            quote!(#refused #block)
        }
        None => {
            let refused = diag.finish().err();
            quote!(#item #refused)
        }
    }
}

/// Both sweeps as one, where that is cheaper.
fn in_one_sweep(function: &Function, primal: &Func, adjoint: &Func, facts: Facts) -> Option<(Func, Label)> {
    let analyses = function.options.analyses;
    let has_gradient = matches!(function.result, Some(Shape::Float(_)));
    if !(analyses.cheaper && analyses.recording && has_gradient) {
        return None;
    }
    let replayed = &facts.storage.replayed;
    let exit = transform::candidate(adjoint, |exit| replayed.contains_key(&exit))?;
    let facts = analyse_together(primal, facts, exit);
    let func = transform::together(transform::adjoint(primal, &facts), exit)?;
    let func = cheapen(func);
    (!transform::waits(&func)).then_some((func, exit))
}

/// What is added beside one function.
fn one(function: &Function, mut diag: Diagnostics) -> TokenStream {
    let dump = Dump::of(function);
    if let Some(path) = &function.options.partials {
        return match diag.finish() {
            Ok(()) => emit_partials(function, path),
            Err(refused) => {
                let stubs = emit_stubs(function);
                quote!(#refused #stubs)
            }
        };
    }
    let primal = lower(function, &mut diag);
    if let Err(refused) = diag.finish() {
        let stubs = emit_stubs(function);
        return quote!(#refused #stubs);
    }
    verify(&primal);
    dump.ir("lower", &primal);
    let primal = share(primal);
    verify(&primal);
    dump.ir("share", &primal);
    let facts = analyse(&primal, function.options.analyses);
    dump.facts(&primal, &facts);
    let adjoint = adjoint(&primal, &facts);
    verify(&adjoint);
    dump.ir("adjoint", &adjoint);
    let along = |directions| {
        let facts = analyse_second(&primal, function.options.analyses);
        let along = |func: &Func| tangent(func, &varied(func), &facts.powers);
        let cheaper = function.options.analyses.cheaper;
        tangents_of_adjoint(transform::adjoint(&primal, &facts), directions, along, cheaper)
    };
    let simple = if function.options.analyses.cheaper { cheapen(adjoint) } else { adjoint };
    verify(&simple);
    dump.ir("cheapen", &simple);
    let through_calls = function.runs_in_lanes();
    let wanted: Vec<bool> = function.params.iter().map(|param| param.wanted).collect();
    let cheaper = |func| if function.options.analyses.cheaper { cheapen_tangents(func) } else { func };
    let own = function.needs_tangent().then(|| of_wanted(&primal, &wanted, function.options.analyses));
    let forward = Forward {
        own_tangent: own.flatten().map(|(func, varied)| cheaper(tangent(&func, &varied, &facts.powers))),
        tangent: function.needs_tangent().then(|| cheaper(tangent(&primal, &facts.tangent, &facts.powers))),
        lanes: function
            .wants_lanes()
            .then(|| tangent_in_lanes(&primal, &facts.tangent, &facts.powers, through_calls))
            .flatten()
            .map(cheaper),
        rows: function.wants_rows_in_lanes().then(|| rows_in_lanes(&simple, through_calls)).flatten(),
        adjoint: function.needs_second().then(|| along(1)),
        adjoint_twice: function.needs_third().then(|| along(2)),
        ..Forward::default()
    };
    for (stage, func) in [
        ("tangent", &forward.tangent),
        ("tangent of what `wrt` names", &forward.own_tangent),
        ("tangent in lanes", &forward.lanes),
        ("adjoint in lanes", &forward.rows),
        ("tangent of the adjoint", &forward.adjoint),
        ("tangents of the adjoint in two directions", &forward.adjoint_twice),
    ] {
        if let Some(func) = func {
            verify(func);
            dump.ir(stage, func);
        }
    }
    let together = in_one_sweep(function, &primal, &simple, facts);
    let forward = Forward { quiet: quiet(&primal.body.stmts), ..forward };
    let forward = match together {
        Some((func, exit)) => {
            verify(&func);
            dump.ir("together", &func);
            let quiet_until = quiet(transform::until(&primal, exit));
            Forward { together: Some(func), quiet_until, ..forward }
        }
        None => forward,
    };
    let emitted = emit(function, &simple, &forward);
    dump.code(&emitted);
    emitted
}
