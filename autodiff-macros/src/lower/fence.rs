//! Refuses, wherever it stands in a body, what no part of this compiler can follow.

use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, Ident, Item, Macro};

use super::rename::macro_arguments;
use crate::diagnostics::{Diagnostics, Refusal};

/// How deep blocks and expressions may nest, so that neither this compiler nor rustc runs out of stack.
const DEEPEST: usize = 128;

/// How deep macros may stand in the arguments of macros, which are read again by whoever looks into them.
const DEEPEST_MACROS: usize = 16;

/// How many operators and method calls may follow one another in one expression, for the same reason.
const LONGEST: usize = 1000;

/// What the fence saw on its way.
pub(super) struct Survey {
    /// There is a `return` that leaves the function, or a `let else`, behind which the function goes on in an arm.
    pub(super) returns: bool,
}

/// Walks the whole body once; `params` are the names of the parameters.
pub(super) fn fence(params: &[Ident], body: &Block, diag: &mut Diagnostics) -> Survey {
    let mut fence = Fence { diag, returns: false, depth: 0, chain: 0, closures: 0, too_deep: false };
    params.iter().for_each(|param| fence.visit_ident_of_variable(param));
    fence.visit_block(body);
    Survey { returns: fence.returns }
}

fn is_assembly(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "asm" || last.ident == "global_asm")
}

fn has_assembly(block: &Block) -> bool {
    struct Assembly(bool);
    impl<'ast> Visit<'ast> for Assembly {
        fn visit_macro(&mut self, mac: &'ast Macro) {
            self.0 |= is_assembly(mac);
        }
    }
    let mut assembly = Assembly(false);
    assembly.visit_block(block);
    assembly.0
}

struct Fence<'a> {
    diag: &'a mut Diagnostics,
    returns: bool,
    depth: usize,
    chain: usize,
    closures: usize,
    too_deep: bool,
}

impl Fence<'_> {
    /// A variable could hide the function that is known by this name.
    fn visit_ident_of_variable(&mut self, ident: &Ident) {
        if ident == "stop_gradient" {
            self.diag.refuse(ident, Refusal::ReservedName(ident.to_string()));
        }
    }
}

impl<'ast> Visit<'ast> for Fence<'_> {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.visit_ident_of_variable(&pat.ident);
        visit::visit_pat_ident(self, pat);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        let refusal = match expr {
            Expr::Unsafe(e) => {
                Some(if has_assembly(&e.block) { Refusal::InlineAssembly } else { Refusal::Unsafe })
            }
            Expr::Async(_) | Expr::Await(_) => Some(Refusal::Async),
            Expr::Try(_) => Some(Refusal::Try),
            Expr::TryBlock(_) => Some(Refusal::Unsupported("a `try` block".into())),
            Expr::Yield(_) => Some(Refusal::Unsupported("`yield`".into())),
            Expr::RawAddr(_) => Some(Refusal::RawPointer),
            _ => None,
        };
        if let Some(refusal) = refusal {
            self.diag.refuse(expr, refusal);
            return;
        }
        // A chain `a + b + c` nests to the left without being deep to a reader.
        let level = usize::from(!matches!(expr, Expr::Binary(_) | Expr::MethodCall(_)));
        self.chain += 1 - level;
        self.depth += level;
        if self.depth > DEEPEST || self.chain > LONGEST {
            if !std::mem::replace(&mut self.too_deep, true) {
                let is_deep = self.depth > DEEPEST;
                let refusal = if is_deep {
                    Refusal::TooDeep(DEEPEST.to_string())
                } else {
                    Refusal::TooLong(LONGEST.to_string())
                };
                self.diag.refuse(expr, refusal);
            }
        } else {
            visit::visit_expr(self, expr);
        }
        self.depth -= level;
        self.chain -= 1 - level;
    }

    fn visit_expr_return(&mut self, expr: &'ast syn::ExprReturn) {
        self.returns |= self.closures == 0;
        visit::visit_expr_return(self, expr);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let diverges = local.init.as_ref().is_some_and(|init| init.diverge.is_some());
        self.returns |= self.closures == 0 && diverges;
        visit::visit_local(self, local);
    }

    fn visit_expr_closure(&mut self, expr: &'ast syn::ExprClosure) {
        self.closures += 1;
        visit::visit_expr_closure(self, expr);
        self.closures -= 1;
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if is_assembly(mac) {
            self.diag.refuse(mac, Refusal::InlineAssembly);
        }
        let mut inside = Inside::default();
        inside.visit_macro(mac);
        self.returns |= self.closures == 0 && inside.returns;
        if inside.too_deep {
            self.diag.refuse(mac, Refusal::TooDeep(DEEPEST_MACROS.to_string()));
        }
    }

    fn visit_attribute(&mut self, attr: &'ast Attribute) {
        if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
            self.diag.refuse(attr, Refusal::CfgInBody);
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Macro(mac) = item {
            if mac.ident.is_some() {
                self.diag.refuse(item, Refusal::MacroDefinition);
            }
        }
    }
}

/// What is in the arguments of a macro.
#[derive(Default)]
struct Inside {
    /// They may leave the function.
    returns: bool,
    /// How many macros are around here.
    depth: usize,
    too_deep: bool,
}

impl<'ast> Visit<'ast> for Inside {
    fn visit_expr_return(&mut self, expr: &'ast syn::ExprReturn) {
        self.returns = true;
        visit::visit_expr_return(self, expr);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.returns |= local.init.as_ref().is_some_and(|init| init.diverge.is_some());
        visit::visit_local(self, local);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let Some(arguments) = macro_arguments(mac) else { return };
        if self.depth == DEEPEST_MACROS {
            self.too_deep = true;
            return;
        }
        for argument in &arguments {
            let mut inner = Inside { depth: self.depth + 1, ..Inside::default() };
            inner.visit_expr(argument);
            self.returns |= inner.returns;
            self.too_deep |= inner.too_deep;
        }
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}
