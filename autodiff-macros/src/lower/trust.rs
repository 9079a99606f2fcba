//! Names that are taken for what they usually are, and the code by which rustc checks it.
//!
//! The macro knows `assert!`, `stop_gradient`, `mem::swap` and `len` by their names. A name can lie: then the derivative
//! would be silently wrong. So beside each use there is code that compiles only if the name means what it says.

use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprMethodCall, ExprPath, Ident, Macro, PathArguments};

use super::carriers::{
    bindings, is_arithmetic, is_of_integers, is_stop_gradient, standard_macro, written_shape,
};
use super::located::located;
use super::place::strip;
use super::rename::macro_arguments;
use super::{Binding, Lower};
use crate::ir::{Code, Shape, Stmt, StmtKind};
use crate::parse::Function;
use crate::rules;

/// Puts into each block of a body the check of the functions that are called in it.
pub(super) fn check_functions(body: &mut Block, krate: &syn::Path) {
    Blocks { krate }.visit_block_mut(body);
}

/// `same_function(&::autodiff::stop_gradient, &stop_gradient)`, which says that they are one function.
pub(super) fn same_function(standard: &TokenStream, path: &ExprPath, krate: &syn::Path) -> TokenStream {
    quote_spanned!(path.span()=> #krate::__private::same_function(&#standard, &#path);)
}

/// The same for a standard function with one type parameter.
pub(super) fn same_generic(standard: &TokenStream, path: &ExprPath, krate: &syn::Path) -> TokenStream {
    let last = path.path.segments.last();
    let is_explicit = last.is_some_and(|last| !matches!(last.arguments, PathArguments::None));
    let argument = (!is_explicit).then(|| quote!(::<u8>));
    same_function(&quote!(#standard #argument), path, krate)
}

/// Code that compiles if each macro of the body with a standard name is the standard one.
///
/// A name that could mean an import behind `*` or something else further out is an error of rustc, unless both are one.
pub(super) fn check_macros(body: &Block, krate: &syn::Path) -> Option<TokenStream> {
    let mut macros = Macros::default();
    body.stmts.iter().for_each(|stmt| macros.visit_stmt(stmt));
    let uses = macros.found.values().filter_map(|ident| {
        let (home, arguments) = match ident.to_string().as_str() {
            "assert" | "debug_assert" => (quote!(core), quote!(true)),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" | "matches" => {
                (quote!(core), quote!((), ()))
            }
            "dbg" | "println" | "eprintln" => (quote!(std), TokenStream::new()),
            "print" | "eprint" => (quote!(std), quote!("")),
            "vec" => {
                let only = quote!(#krate::__private::alloc_only!);
                return Some((
                    quote!(#only { pub(super) use #krate::__private::alloc::#ident; }),
                    quote!(#only { let _: [#krate::__private::Vec<()>; 1] = [#ident![]]; }),
                ));
            }
            _ => return None,
        };
        Some((quote!(pub(super) use ::#home::#ident;), quote!(let _ = #ident!(#arguments);)))
    });
    let (imports, calls): (Vec<_>, Vec<_>) = uses.unzip();
    (!calls.is_empty()).then(|| {
        quote! {{
            mod standard_macros {
                #(#imports)*
            }
            use standard_macros::*;
            let _ = || { #(#calls)* };
        }}
    })
}

/// The standard macros that are used by their bare names.
#[derive(Default)]
struct Macros {
    found: BTreeMap<String, Ident>,
}

impl<'ast> Visit<'ast> for Macros {
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if let (Some(name), Some(ident)) = (standard_macro(mac), mac.path.get_ident()) {
            self.found.entry(name).or_insert_with(|| ident.clone());
        }
        for argument in macro_arguments(mac).iter().flatten() {
            let mut inner = Macros { found: std::mem::take(&mut self.found) };
            inner.visit_expr(argument);
            self.found = inner.found;
        }
    }

    /// A block with imports has a check of its own.
    fn visit_block(&mut self, block: &'ast Block) {
        if !has_imports(block) {
            visit::visit_block(self, block);
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

pub(super) fn has_imports(block: &Block) -> bool {
    block.stmts.iter().any(|stmt| matches!(stmt, syn::Stmt::Item(syn::Item::Use(_) | syn::Item::Macro(_))))
}

struct Blocks<'a> {
    krate: &'a syn::Path,
}

impl VisitMut for Blocks<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut functions = Functions::default();
        block.stmts.iter().for_each(|stmt| functions.visit_stmt(stmt));
        let krate = self.krate;
        let checks =
            functions.found.values().map(|path| same_generic(&quote!(#krate::stop_gradient), path, krate));
        let macros = if has_imports(block) { check_macros(block, krate) } else { None };
        let checks: Vec<_> = checks.chain(macros).filter_map(|check| syn::parse2(check).ok()).collect();
        visit_mut::visit_block_mut(self, block);
        block.stmts.splice(0..0, checks);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The paths of `stop_gradient` in one block, not those in blocks inside it.
#[derive(Default)]
struct Functions {
    found: BTreeMap<String, ExprPath>,
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let (true, Expr::Path(path)) = (is_stop_gradient(&call.func), &*call.func) {
            let key = path.to_token_stream().to_string();
            self.found.entry(key).or_insert_with(|| path.clone());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        for argument in macro_arguments(mac).iter().flatten() {
            let mut inner = Functions { found: std::mem::take(&mut self.found) };
            inner.visit_expr(argument);
            self.found = inner.found;
        }
    }

    fn visit_block(&mut self, _: &'ast Block) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

impl Lower<'_> {
    /// Code that is kept as it is, in which methods such as `len` have to return what the standard ones do.
    pub(super) fn check_ends(&self, tokens: TokenStream) -> TokenStream {
        if !mentions_end(tokens.clone()) || !self.carriers.mentioned(tokens.clone()) {
            return tokens;
        }
        let mut ends = Ends { lower: self };
        if let Ok(mut expr) = syn::parse2::<Expr>(tokens.clone()) {
            ends.visit_expr_mut(&mut expr);
            return expr.to_token_stream();
        }
        match syn::parse2::<Block>(quote!({ #tokens })) {
            Ok(mut block) => {
                ends.visit_block_mut(&mut block);
                block.stmts.iter().map(ToTokens::to_token_stream).collect()
            }
            Err(_) => tokens,
        }
    }

    /// Notes the names in a pattern that may not match: what is not spelled like a constant is taken for a new variable.
    pub(super) fn note_matched(&mut self, pat: &syn::Pat) {
        let plain = |name: &&syn::PatIdent| {
            name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none()
        };
        for name in bindings(pat, true).into_iter().filter(plain) {
            self.matched.entry(name.ident.to_string()).or_insert_with(|| name.ident.clone());
        }
    }

    /// Code that compiles if none of them is a constant.
    pub(super) fn check_matched(&self) -> Option<Stmt> {
        let names = self.matched.values();
        let code = Code(quote!(let _ = || { #(let #names @ _ = ();)* };));
        let stmt = Stmt { kind: StmtKind::Inert(code), span: Span::mixed_site() };
        (!self.matched.is_empty()).then_some(stmt)
    }

    /// Notes a float method on a name that may stand for a reference.
    pub(super) fn note_method(&mut self, call: &ExprMethodCall) {
        let Expr::Path(path) = strip(&call.receiver) else { return };
        let may_refer = match path.path.get_ident().and_then(|ident| self.binding(ident)) {
            Some(Binding::Var(var)) => !matches!(self.builder.func.var(var).shape, Shape::Float(_)),
            Some(Binding::Alias(..) | Binding::Cursor(_)) => true,
            None => false,
        };
        if may_refer {
            let noted = (call.method.clone(), call.args.len());
            self.methods.entry(call.method.to_string()).or_insert(noted);
        }
    }

    /// Code that compiles if no trait of the user's has one of these methods for references to floats.
    pub(super) fn check_methods(&self, function: &Function) -> Option<Stmt> {
        let krate = &self.krate;
        let mut floats: Vec<Ident> = Vec::new();
        for shape in function.params.iter().map(|param| &param.shape).chain(&function.result) {
            let float = shape.float().filter(|float| !floats.contains(float));
            floats.extend(float.cloned());
        }
        let calls = floats.iter().flat_map(|float| {
            self.methods.values().map(move |(method, arity)| {
                let args = (0..*arity).map(|_| quote!(#krate::__private::never()));
                let again = args.clone();
                quote! {
                    let _ = #krate::__private::never::<&#float>().#method(#(#args),*);
                    let _ = #krate::__private::never::<&mut #float>().#method(#(#again),*);
                }
            })
        });
        let calls: TokenStream = calls.collect();
        let check = quote!(if false { use #krate::__private::FloatMethods as _; #calls });
        let stmt = Stmt { kind: StmtKind::Inert(Code(check)), span: Span::mixed_site() };
        (!calls.is_empty()).then_some(stmt)
    }

    /// Whether a method of this receiver may be one of a trait of the user's: not where an inherent method comes first.
    pub(super) fn may_be_foreign(&self, receiver: &Expr) -> bool {
        let Expr::Path(path) = strip(receiver) else { return true };
        let binding = path.path.get_ident().and_then(|ident| self.binding(ident));
        let shape = match binding {
            Some(Binding::Var(var)) => self.builder.func.var(var).shape.clone(),
            Some(Binding::Alias(place, _)) => self.builder.func.place_shape(&place),
            Some(Binding::Cursor(_)) | None => Shape::Unknown,
        };
        !matches!(shape, Shape::Float(_) | Shape::Slice(_) | Shape::List(_))
    }
}

/// Whether there may be a call of a method that ends activity, or an operation.
fn mentions_end(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => mentions_end(group.stream()),
        proc_macro2::TokenTree::Ident(ident) => {
            let name = ident.to_string();
            rules::INERT.contains(&name.as_str()) || rules::RULES.iter().any(|rule| rule.name == name)
        }
        proc_macro2::TokenTree::Punct(punct) => matches!(punct.as_char(), '+' | '-' | '*' | '/' | '%'),
        proc_macro2::TokenTree::Literal(_) => false,
    })
}

/// Wraps the calls of methods that end activity, and operations of integers.
struct Ends<'a, 'b> {
    lower: &'a Lower<'b>,
}

impl Ends<'_, '_> {
    /// A number taken from between floats, and a whole number.
    fn is_counted(&self, operation: &syn::ExprBinary) -> bool {
        let carries = |expr| self.lower.carriers.carries(expr);
        is_of_integers(operation) && (carries(&operation.left) || carries(&operation.right))
    }

    fn is_trusted(&self, call: &ExprMethodCall) -> bool {
        rules::INERT.contains(&call.method.to_string().as_str())
            && self.lower.carriers.carries(&call.receiver)
            && self.lower.may_be_foreign(&call.receiver)
    }

    /// What stands beside a differentiated value has to be a number: `p * x > 1.0`, `p.max(x) > 1.0`.
    fn check_beside(&self, expr: &mut Expr) {
        let carries = |expr: &Expr| self.lower.carriers.carries(expr);
        match expr {
            Expr::Binary(e) if is_arithmetic(&e.op) && !is_of_integers(e) => {
                let (left, right) = (carries(&e.left), carries(&e.right));
                if right && !left {
                    self.as_number(&mut e.left);
                }
                if left && !right {
                    self.as_number(&mut e.right);
                }
            }
            Expr::MethodCall(e) if !carries(&e.receiver) && e.args.iter().any(carries) => {
                let name = e.method.to_string();
                if rules::find(&name, e.args.len() + 1).is_some() || rules::INERT.contains(&name.as_str()) {
                    let receiver = &e.receiver;
                    *e.receiver = syn::parse_quote_spanned!(receiver.span()=> &#receiver);
                    self.as_number(&mut e.receiver);
                }
            }
            _ => {}
        }
    }

    fn as_number(&self, expr: &mut Expr) {
        if !is_number(expr) {
            let krate = located(self.lower.krate.to_token_stream(), expr.span());
            *expr = syn::parse_quote_spanned!(expr.span()=> #krate::__private::number(#expr));
        }
    }
}

/// Whether an expression is a number as it is written.
fn is_number(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Lit(_) | Expr::Cast(_) => true,
        Expr::Unary(e) => matches!(e.op, syn::UnOp::Neg(_)) && is_number(&e.expr),
        expr => matches!(written_shape(expr), Shape::Float(_)),
    }
}

impl VisitMut for Ends<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        self.check_beside(expr);
        visit_mut::visit_expr_mut(self, expr);
        // What is computed with it panics where it starts.
        let krate = located(self.lower.krate.to_token_stream(), expr.span());
        if matches!(expr, Expr::Binary(operation) if self.is_counted(operation)) {
            *expr = syn::parse_quote_spanned!(expr.span()=> #krate::__private::whole(#expr));
        }
        if matches!(expr, Expr::MethodCall(call) if self.is_trusted(call)) {
            *expr = syn::parse_quote_spanned!(expr.span()=> #krate::__private::ended(#expr));
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
