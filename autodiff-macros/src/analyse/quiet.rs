//! Quiet code: running it twice gives the same again, and nobody sees that it ran twice.
//!
//! By a list of what is: operators, literals and names, the methods of numbers, slices, options and iterators, assertions.
//! Any other call may print or count. Calls that carry derivatives are those of functions that say themselves whether
//! they are quiet.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprPath, Macro, Pat, Token};

use crate::ir::{Arg, Callee, Code, Head, LoopHead, Stmt, StmtKind, Value};
use crate::rules;

/// Methods of numbers, slices, options and iterators that only compute.
const METHODS: &[&str] = &[
    "abs_diff",
    "as_ref",
    "chunks",
    "chunks_exact",
    "clone",
    "cloned",
    "copied",
    "count",
    "count_ones",
    "div_ceil",
    "enumerate",
    "expect",
    "filter",
    "first",
    "fold",
    "get",
    "into_iter",
    "is_empty",
    "is_none",
    "is_some",
    "isqrt",
    "iter",
    "iter_mut",
    "last",
    "len",
    "map",
    "map_or",
    "max",
    "min",
    "pow",
    "product",
    "rem_euclid",
    "rev",
    "saturating_add",
    "saturating_sub",
    "skip",
    "split_at",
    "split_at_mut",
    "step_by",
    "sum",
    "to_vec",
    "unwrap",
    "unwrap_or",
    "windows",
    "wrapping_add",
    "wrapping_mul",
    "wrapping_sub",
    "zip",
];

/// Macros that do nothing but panic.
const MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "panic",
    "unreachable",
    "vec",
];

/// The functions that these statements call if they are quiet as far as these are.
pub(crate) fn quiet(stmts: &[Stmt]) -> Option<Vec<ExprPath>> {
    let mut callees = Vec::new();
    let quiet = block(stmts, &mut callees);
    // What they are asked stands outside the function, where they may have other names.
    let renamed = || stmts.iter().any(has_items);
    (quiet && (callees.is_empty() || !renamed())).then_some(callees)
}

/// Whether a user's item, or an import, stands in some code.
fn has_items(stmt: &Stmt) -> bool {
    let is_item = |stmt: &syn::Stmt| matches!(stmt, syn::Stmt::Item(item) if !item.to_token_stream().to_string().contains("__private"));
    let own = match &stmt.kind {
        StmtKind::Inert(Code(code)) => {
            Block::parse_within.parse2(code.clone()).is_ok_and(|stmts| stmts.iter().any(is_item))
        }
        _ => false,
    };
    own || stmt.blocks().into_iter().flat_map(|block| &block.stmts).any(has_items)
}

fn block(stmts: &[Stmt], callees: &mut Vec<ExprPath>) -> bool {
    stmts.iter().all(|stmt| {
        let own = match &stmt.kind {
            StmtKind::Let(_, Value::Call(call)) => match &call.callee {
                Callee::Path(path) if Callee::has_namespace(path) => {
                    callees.push(path.clone());
                    !call.args.iter().any(|arg| matches!(arg, Arg::Closure(..)))
                }
                Callee::Path(_) | Callee::Method(..) => false,
            },
            StmtKind::Let(_, Value::Inert(Code(code)) | Value::Pop(_, Some(Code(code)))) => is_quiet(code),
            StmtKind::Inert(Code(code)) => is_quiet(code),
            StmtKind::Branch(branch) => match &branch.head {
                Head::If(Code(code)) | Head::Match(Code(code)) => {
                    is_quiet(code) && branch.arms.iter().all(|arm| arm.pattern.as_ref().is_none_or(is_plain))
                }
            },
            StmtKind::Loop(inner) => match &inner.head {
                LoopHead::For(_, steps) => is_quiet(&steps.code.0),
                LoopHead::While(Code(code)) => is_quiet(code),
                LoopHead::Forever => true,
            },
            _ => true,
        };
        own && stmt.blocks().into_iter().all(|inside| block(&inside.stmts, callees))
    })
}

/// Whether a pattern has no guard.
fn is_plain(pattern: &Pat) -> bool {
    !matches!(pattern, Pat::Verbatim(_))
}

fn is_quiet(code: &TokenStream) -> bool {
    let mut look = Look { quiet: true };
    match (Block::parse_within.parse2(code.clone()), syn::parse2::<Expr>(code.clone())) {
        (Ok(stmts), _) => stmts.iter().for_each(|stmt| look.visit_stmt(stmt)),
        (Err(_), Ok(expr)) => look.visit_expr(&expr),
        (Err(_), Err(_)) => return false,
    }
    look.quiet
}

struct Look {
    quiet: bool,
}

impl<'ast> Visit<'ast> for Look {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Call(call) => self.quiet &= matches!(&*call.func, Expr::Path(path) if is_known(path)),
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                // Of an iterator, not of a `Cell`.
                let takes = name == "take" && !call.args.is_empty();
                self.quiet &= takes
                    || METHODS.contains(&name.as_str())
                    || rules::INERT.contains(&name.as_str())
                    || rules::find(&name, call.args.len() + 1).is_some();
            }
            Expr::Unsafe(_) | Expr::Async(_) | Expr::Await(_) | Expr::Verbatim(_) | Expr::Yield(_) => {
                self.quiet = false;
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let init = local.init.as_ref().map(|init| &*init.expr);
        // A closure that nobody calls.
        if !matches!((&local.pat, init), (Pat::Wild(_), Some(Expr::Closure(_)))) {
            visit::visit_local(self, local);
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let name = mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let own = mac.path.segments.iter().any(|segment| segment.ident == "__private");
        let list = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        let repeat = mac.parse_body_with(|input: syn::parse::ParseStream| {
            let elem: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            Ok([elem, input.parse::<Expr>()?])
        });
        match (list, repeat) {
            (Ok(args), _) => args.iter().for_each(|arg| self.visit_expr(arg)),
            (Err(_), Ok(args)) => args.iter().for_each(|arg| self.visit_expr(arg)),
            (Err(_), Err(_)) => self.quiet = false,
        }
        self.quiet &= own || MACROS.contains(&name.as_str());
    }

    // It does nothing where it stands.
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// A constructor, a conversion between numbers, or something of ours.
fn is_known(path: &ExprPath) -> bool {
    let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let is_number = |name: &String| name == "f64" || name == "f32" || crate::ir::is_integer(name);
    let numeric = names.len() > 1 && names[..names.len() - 1].last().is_some_and(is_number);
    let constructor = names.last().is_some_and(|last| last.starts_with(char::is_uppercase));
    let compares = names.len() > 2 && names[names.len() - 2] == "Ord";
    numeric || constructor || compares || names.iter().any(|name| name == "__private")
}
