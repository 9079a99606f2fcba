//! Questions about syntax alone.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, Span};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Lit, Macro, Pat, PatIdent, UnOp};

use crate::ir::{Shape, is_integer};
use crate::lower::place;
use crate::lower::rename::{Name, macro_arguments};
use crate::rules;

/// `1`, `-1`: what stands beside it in an operation is an integer, or no type that is known here.
pub(in crate::lower) fn is_whole_number(expr: &Expr) -> bool {
    match place::strip(expr) {
        Expr::Lit(lit) => {
            matches!(&lit.lit, Lit::Int(lit) if lit.suffix().is_empty() || is_integer(lit.suffix()))
        }
        Expr::Unary(e) => matches!(e.op, UnOp::Neg(_)) && is_whole_number(&e.expr),
        _ => false,
    }
}

/// An operation with a whole number: of integers alone, if rustc says so (see `trust`).
pub(in crate::lower) fn is_of_integers(expr: &syn::ExprBinary) -> bool {
    is_arithmetic(&expr.op) && (is_whole_number(&expr.left) || is_whole_number(&expr.right))
}

/// The variable that a place starts from.
pub(in crate::lower) fn root(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Paren(e) => root(&e.expr),
        Expr::Group(e) => root(&e.expr),
        Expr::Field(e) => root(&e.base),
        Expr::Index(e) => root(&e.expr),
        Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => root(&e.expr),
        Expr::MethodCall(e) => part_of(e).and_then(root),
        _ => None,
    }
}

/// What a method call gives a reference into: `x` in `x.last_mut().unwrap()`.
fn part_of(call: &syn::ExprMethodCall) -> Option<&Expr> {
    let name = call.method.to_string();
    match (name.as_str(), place::strip(&call.receiver)) {
        ("unwrap" | "expect", Expr::MethodCall(part)) if is_part(&part.method.to_string()) => {
            Some(&part.receiver)
        }
        ("as_slice" | "as_ref" | "as_mut_slice" | "as_mut", _) => Some(&call.receiver),
        _ => None,
    }
}

/// Methods that give an `Option` of a reference to a part.
pub(in crate::lower) fn is_part(name: &str) -> bool {
    matches!(name.trim_end_matches("_mut"), "first" | "get" | "last" | "split_first" | "split_last")
}

/// The names that a pattern binds. Where a pattern may fail to match, an uppercase name is a constant or a variant.
pub(in crate::lower) fn bindings(pat: &Pat, refutable: bool) -> Vec<&PatIdent> {
    struct Bound<'ast>(Vec<&'ast PatIdent>, bool);
    impl<'ast> Visit<'ast> for Bound<'ast> {
        fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
            let constant = self.1
                && pat.by_ref.is_none()
                && pat.mutability.is_none()
                && pat.subpat.is_none()
                && pat.ident.to_string().starts_with(char::is_uppercase);
            if !constant {
                self.0.push(pat);
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut bound = Bound(Vec::new(), refutable);
    bound.visit_pat(pat);
    bound.0
}

/// Those of them that may carry a derivative if the value does: a variant of an enum holds none, except a
/// `Some` of what was popped from a `Vec`.
pub(in crate::lower) fn carrying<'p>(
    pat: &'p Pat,
    value: Option<&Expr>,
    refutable: bool,
) -> Vec<&'p PatIdent> {
    struct Inside(Vec<Ident>, bool);
    impl<'ast> Visit<'ast> for Inside {
        fn visit_pat_tuple_struct(&mut self, pat: &'ast syn::PatTupleStruct) {
            if self.1 && pat.path.segments.last().is_some_and(|last| last.ident == "Some") {
                return visit::visit_pat_tuple_struct(self, pat);
            }
            let names = pat.elems.iter().flat_map(|pat| bindings(pat, false));
            self.0.extend(names.map(|pat| pat.ident.clone()));
        }
        fn visit_pat_struct(&mut self, pat: &'ast syn::PatStruct) {
            let names = pat.fields.iter().flat_map(|field| bindings(&field.pat, false));
            self.0.extend(names.map(|pat| pat.ident.clone()));
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut inside = Inside(Vec::new(), value.is_some_and(is_optional));
    inside.visit_pat(pat);
    bindings(pat, refutable).into_iter().filter(|pat| !inside.0.contains(&pat.ident)).collect()
}

/// Whether a method that gives an `Option` of an element is called in an expression.
fn is_optional(expr: &Expr) -> bool {
    struct Optional(bool);
    impl<'ast> Visit<'ast> for Optional {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.0 |= crate::lower::call::OPTIONS.contains(&call.method.to_string().as_str());
            visit::visit_expr_method_call(self, call);
        }
    }
    let mut optional = Optional(false);
    optional.visit_expr(expr);
    optional.0
}

/// Any operator but comparisons and `&&`, `||`: a user's type may give each of them a meaning.
pub(in crate::lower) fn is_arithmetic(op: &syn::BinOp) -> bool {
    use syn::BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
    !matches!(op, And(_) | Or(_) | Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_))
}

/// `a += b`, also for integers
pub(in crate::lower) fn is_compound(op: &syn::BinOp) -> bool {
    use syn::BinOp as B;
    matches!(
        op,
        B::AddAssign(_)
            | B::SubAssign(_)
            | B::MulAssign(_)
            | B::DivAssign(_)
            | B::RemAssign(_)
            | B::BitXorAssign(_)
            | B::BitAndAssign(_)
            | B::BitOrAssign(_)
            | B::ShlAssign(_)
            | B::ShrAssign(_)
    )
}

/// An expression without its `x.len()` and `x.is_empty()`, which only look at what stands before the dot.
pub(super) fn without_lengths(expr: &Expr) -> Expr {
    struct Lengths;
    impl VisitMut for Lengths {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            visit_mut::visit_expr_mut(self, expr);
            if let Expr::MethodCall(call) = expr {
                let asks = call.args.is_empty() && (call.method == "len" || call.method == "is_empty");
                if asks && root(&call.receiver).is_some() && !matches!(*call.receiver, Expr::MethodCall(_)) {
                    *expr = syn::parse_quote!(0);
                }
            }
        }
    }
    let mut expr = expr.clone();
    Lengths.visit_expr_mut(&mut expr);
    expr
}

/// A type that is an integer by its own name, or `bool`, `char`.
pub(in crate::lower) fn is_integer_type(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() => {
            let segments: Vec<String> =
                path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
            match segments[..] {
                [name] | ["core" | "std", "primitive", name] => {
                    is_integer(name) || name == "bool" || name == "char"
                }
                _ => false,
            }
        }
        syn::Type::Group(group) => is_integer_type(&group.elem),
        syn::Type::Paren(paren) => is_integer_type(&paren.elem),
        _ => false,
    }
}

/// `autodiff::stop_gradient`, by any path.
pub(in crate::lower) fn is_stop_gradient(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "stop_gradient"))
}

/// A comparison by path: `f64::is_nan`.
pub(super) fn is_predicate(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| {
        rules::INERT.contains(&last.ident.to_string().as_str())
    }))
}

/// `(low..=high).contains(&x)`, two comparisons.
pub(super) fn is_range_contains(call: &syn::ExprMethodCall) -> bool {
    call.method == "contains" && matches!(place::strip(&call.receiver), Expr::Range(_))
}

/// The name of a macro that is the standard library's, or will be found out if it is not (see `trust`).
pub(in crate::lower) fn standard_macro(mac: &Macro) -> Option<String> {
    let segments = &mac.path.segments;
    let is_standard = segments.len() == 1
        || segments
            .first()
            .is_some_and(|first| ["std", "core", "alloc"].iter().any(|home| first.ident == home));
    segments.last().filter(|_| is_standard).map(|last| last.ident.to_string())
}

/// `::autodiff::__private::failed!(..)`, the message of an assertion, which evaluates nothing.
fn is_text(mac: &Macro) -> bool {
    let mut names = mac.path.segments.iter().rev().map(|segment| &segment.ident);
    names.next().is_some_and(|last| last == "failed") && names.next().is_some_and(|home| home == "__private")
}

/// Macros that run in the forward sweep and whose value, if any, carries no derivative.
pub(in crate::lower) fn is_inert_macro(mac: &Macro) -> bool {
    if is_text(mac) {
        return true;
    }
    let Some(name) = standard_macro(mac) else { return false };
    matches!(
        name.as_str(),
        "assert"
            | "assert_eq"
            | "assert_ne"
            | "debug_assert"
            | "debug_assert_eq"
            | "debug_assert_ne"
            | "eprint"
            | "eprintln"
            | "matches"
            | "panic"
            | "print"
            | "println"
            | "todo"
            | "unimplemented"
            | "unreachable"
    )
}

/// The elements of `vec![..]`; the length in `vec![x; n]` is none.
pub(super) fn vec_elements(mac: &Macro) -> Option<Vec<Expr>> {
    if standard_macro(mac)? != "vec" {
        return None;
    }
    let mut elements = macro_arguments(mac)?;
    if is_repeat(mac) {
        elements.truncate(1);
    }
    Some(elements)
}

/// Whether a macro is called like `vec![x; n]`.
pub(in crate::lower) fn is_repeat(mac: &Macro) -> bool {
    let mut tokens = mac.tokens.clone().into_iter();
    tokens.any(|token| matches!(token, proc_macro2::TokenTree::Punct(punct) if punct.as_char() == ';'))
}

/// Macros of the standard library that make a value of what they are given, or of nothing.
pub(super) fn is_standard_macro(mac: &Macro) -> bool {
    let Some(name) = standard_macro(mac) else { return false };
    matches!(
        name.as_str(),
        "cfg"
            | "column"
            | "concat"
            | "dbg"
            | "env"
            | "file"
            | "format"
            | "format_args"
            | "line"
            | "module_path"
            | "option_env"
            | "stringify"
            | "vec"
            | "write"
            | "writeln"
    )
}

/// What literals tell of the type of a value without derivative.
pub(in crate::lower) fn written_shape(expr: &Expr) -> Shape {
    let float = |name: &str| Shape::Float(Ident::new(name, Span::mixed_site()));
    let elements = |elems: &mut dyn Iterator<Item = &Expr>| {
        elems.map(written_shape).fold(Shape::Unknown, |known, next| known.or(&next))
    };
    match place::strip(expr) {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Float(lit) if lit.suffix().is_empty() => float("_"),
            Lit::Float(lit) => float(lit.suffix()),
            _ => Shape::Unknown,
        },
        Expr::Unary(e) if matches!(e.op, UnOp::Neg(_)) => written_shape(&e.expr),
        Expr::Array(e) => {
            let len = Literal::usize_unsuffixed(e.elems.len());
            Shape::Array(Box::new(elements(&mut e.elems.iter())), len.to_token_stream())
        }
        Expr::Repeat(e) => Shape::Array(Box::new(written_shape(&e.expr)), e.len.to_token_stream()),
        Expr::Tuple(e) => Shape::Tuple(e.elems.iter().map(written_shape).collect()),
        Expr::Path(path) => {
            // `f64::INFINITY`, `std::f64::consts::PI`
            let of = path.path.segments.iter().map(|segment| segment.ident.to_string());
            let constant = path
                .path
                .segments
                .last()
                .is_some_and(|last| !last.ident.to_string().contains(char::is_lowercase));
            let of = of.filter(|name| name == "f64" || name == "f32").last();
            of.filter(|_| constant).map_or(Shape::Unknown, |name| float(&name))
        }
        Expr::Macro(e) => match vec_elements(&e.mac) {
            Some(elems) => Shape::List(Box::new(elements(&mut elems.iter()))),
            None => Shape::Unknown,
        },
        _ => Shape::Unknown,
    }
}

/// The names that are assigned in an expression or exchanged by a function: references that come to refer to something
/// else.
pub(in crate::lower) fn moved_references(expr: &Expr) -> BTreeSet<Name> {
    #[derive(Default)]
    struct Moved(BTreeSet<Name>);
    impl Moved {
        fn name(&mut self, expr: &Expr) {
            match place::strip(expr) {
                Expr::Path(path) => self.0.extend(path.path.get_ident().map(Name::of)),
                Expr::Tuple(parts) => parts.elems.iter().for_each(|part| self.name(part)),
                _ => {}
            }
        }
    }
    impl<'ast> Visit<'ast> for Moved {
        fn visit_expr_assign(&mut self, expr: &'ast syn::ExprAssign) {
            self.name(&expr.left);
            visit::visit_expr_assign(self, expr);
        }
        fn visit_expr_reference(&mut self, expr: &'ast syn::ExprReference) {
            if expr.mutability.is_some() {
                self.name(&expr.expr);
            }
            visit::visit_expr_reference(self, expr);
        }
    }
    let mut moved = Moved::default();
    moved.visit_expr(expr);
    moved.0
}
