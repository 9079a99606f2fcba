//! What the compiler makes of programs, without rustc: its IR and its code, as snapshots and as what must not be there.

#![allow(dead_code, unreachable_pub, reason = "the compiler is linked whole; some of it is for rustc only")]
#![allow(clippy::large_enum_variant, reason = "spans with locations are larger than those of rustc")]

#[path = "../../autodiff-macros/src/analyse/mod.rs"]
mod analyse;
#[path = "../../autodiff-macros/src/diagnostics.rs"]
mod diagnostics;
#[path = "../../autodiff-macros/src/dump.rs"]
mod dump;
#[path = "../../autodiff-macros/src/emit/mod.rs"]
mod emit;
#[path = "../../autodiff-macros/src/ir/mod.rs"]
mod ir;
#[path = "../../autodiff-macros/src/layout.rs"]
mod layout;
#[path = "../../autodiff-macros/src/lower/mod.rs"]
mod lower;
#[path = "../../autodiff-macros/src/parse/mod.rs"]
mod parse;
#[path = "../../autodiff-macros/src/pipeline.rs"]
mod pipeline;
#[path = "../../autodiff-macros/src/rules/mod.rs"]
mod rules;
#[path = "../compiler/src/spans.rs"]
mod spans;
#[path = "../../autodiff-macros/src/transform/mod.rs"]
mod transform;

mod constructs;
mod growth;
mod negative;
mod programs;
mod refusals;
mod snapshots;

use proc_macro2::TokenStream;

use analyse::Facts;
use diagnostics::Diagnostics;
use ir::{Func, VarId};
use parse::Input;

/// The stages of one function.
struct Stages {
    primal: Func,
    facts: Facts,
    adjoint: Func,
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("a program is Rust")
}

/// Runs the stages on a function that is not refused.
fn stages(options: &str, item: &str) -> Stages {
    let mut diag = Diagnostics::default();
    let Some(Input::Function(function)) = parse::parse(tokens(options), tokens(item), &mut diag) else {
        panic!("not a function: {item}");
    };
    let primal = lower::lower(&function, &mut diag);
    assert!(diag.finish().is_ok(), "refused: {item}");
    ir::verify(&primal);
    let facts = analyse::analyse(&primal, function.options.analyses);
    let adjoint = transform::adjoint(&primal, &facts);
    ir::verify(&adjoint);
    Stages { primal, facts, adjoint }
}

impl Stages {
    fn names(&self, vars: impl IntoIterator<Item = VarId>) -> Vec<String> {
        vars.into_iter().map(|var| self.adjoint.var(var).ident.to_string()).collect()
    }

    /// The values of the outermost block that the reverse sweep reads, in alphabetical order.
    fn kept(&self) -> Vec<String> {
        let mut kept = self.names(self.adjoint.reverse.as_ref().unwrap().kept.clone());
        kept.sort();
        kept
    }
}

/// What the attribute emits, as it is.
fn expansion_tokens(options: &str, item: &str) -> String {
    pipeline::expand(tokens(options), tokens(item)).to_string()
}

/// What the attribute emits, laid out as Rust; what is not Rust any more is a panic.
fn expansion(options: &str, item: &str) -> String {
    let out = pipeline::expand(tokens(options), tokens(item));
    prettyplease::unparse(&syn::parse2(out).expect("the output is Rust"))
}
