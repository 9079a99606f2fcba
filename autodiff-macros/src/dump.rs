//! `#[grad(dump)]` and `AUTODIFF_DUMP=name`: what each stage makes of a function, on standard error.

use proc_macro2::TokenStream;

use crate::analyse::Facts;
use crate::ir::Func;
use crate::layout::layout;
use crate::parse::Function;

/// Prints, or does nothing.
pub(crate) struct Dump {
    name: Option<String>,
}

impl Dump {
    /// Whether this function was asked for.
    pub(crate) fn of(function: &Function) -> Dump {
        let name = function.item.sig.ident.to_string();
        let asked =
            std::env::var("AUTODIFF_DUMP").is_ok_and(|wanted| wanted.split(',').any(|wanted| wanted == name));
        Dump { name: (function.options.dump || asked).then_some(name) }
    }

    /// The IR after a stage.
    pub(crate) fn ir(&self, stage: &str, func: &Func) {
        self.section(stage, || func.to_string());
    }

    /// What the analyses found.
    pub(crate) fn facts(&self, func: &Func, facts: &Facts) {
        self.section("analyse", || {
            let names = |set: &std::collections::BTreeSet<_>| {
                set.iter().map(|var| func.var(*var).ident.to_string()).collect::<Vec<_>>().join(" ")
            };
            format!("active: {}\nrecord: {}\n", names(&facts.active), names(&facts.record))
        });
    }

    /// The generated code.
    pub(crate) fn code(&self, tokens: &TokenStream) {
        self.section("emit", || layout(tokens.clone()));
    }

    fn section(&self, stage: &str, text: impl FnOnce() -> String) {
        if let Some(name) = &self.name {
            eprintln!("== {name}: {stage}\n{}", text());
        }
    }
}
