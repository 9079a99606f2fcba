//! Which local variables may carry a derivative, and which expressions do.
//!
//! Runs on the user's syntax, before A-normal form: an expression that carries nothing and changes nothing that
//! carries is kept as the user wrote it, whatever Rust it is. Names are unique by now (see `rename`), so that one
//! set of names, grown until nothing changes, is enough; the order of statements plays no part, which makes it
//! right for loops too. `analyse::activity` is more precise later.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, Macro, Pat, PatIdent, Stmt, UnOp};

use super::rename::{Name, macro_arguments};
use crate::ir::is_integer;
use crate::rules;

/// The variables of one function that may carry a derivative.
#[derive(Default)]
pub(super) struct Carriers {
    names: BTreeSet<Name>,
    /// Names of `&mut` references, and the variable each refers into, if it is known: writing through the one changes
    /// the other.
    exclusive: BTreeMap<Name, Option<Name>>,
    /// Parameters that are not differentiated: no callee puts a derivative into what they refer to.
    fixed: BTreeSet<Name>,
    /// Names of types that are floats here: in `T::sin(x)`.
    floats: Vec<String>,
}

impl Carriers {
    /// Grows the set from the differentiated parameters until nothing changes.
    pub(super) fn find<'a>(
        params: impl Iterator<Item = &'a Ident>,
        exclusive: impl Iterator<Item = &'a Ident>,
        fixed: impl Iterator<Item = &'a Ident>,
        floats: Vec<String>,
        body: &Block,
    ) -> Carriers {
        let names = params.map(Name::of).collect();
        let exclusive = exclusive.map(|ident| (Name::of(ident), None)).collect();
        let fixed = fixed.map(Name::of).collect();
        let mut carriers = Carriers { names, exclusive, fixed, floats };
        loop {
            let before = (carriers.names.len(), carriers.exclusive.len());
            let mut grow = Grow { carriers };
            grow.visit_block(body);
            carriers = grow.carriers;
            if (carriers.names.len(), carriers.exclusive.len()) == before {
                return carriers;
            }
        }
    }

    /// Whether a variable may carry a derivative.
    pub(super) fn has(&self, ident: &Ident) -> bool {
        self.names.contains(&Name::of(ident))
    }

    /// Whether the value of an expression may carry a derivative.
    pub(super) fn carries(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| self.has(ident)),
            Expr::Paren(e) => self.carries(&e.expr),
            Expr::Group(e) => self.carries(&e.expr),
            Expr::Field(e) => self.carries(&e.base),
            Expr::Index(e) => self.carries(&e.expr),
            Expr::Reference(e) => self.carries(&e.expr),
            Expr::RawAddr(e) => self.carries(&e.expr),
            Expr::Try(e) => self.carries(&e.expr),
            Expr::Await(e) => self.carries(&e.base),
            Expr::Unary(e) => !matches!(e.op, UnOp::Not(_)) && self.carries(&e.expr),
            Expr::Binary(e) => is_arithmetic(&e.op) && (self.carries(&e.left) || self.carries(&e.right)),
            Expr::Cast(e) => self.carries(&e.expr) && !is_integer_type(&e.ty),
            Expr::Array(e) => e.elems.iter().any(|elem| self.carries(elem)),
            Expr::Tuple(e) => e.elems.iter().any(|elem| self.carries(elem)),
            Expr::Repeat(e) => self.carries(&e.expr),
            Expr::Range(e) => e.start.iter().chain(&e.end).any(|bound| self.carries(bound)),
            Expr::Struct(e) => {
                e.fields.iter().map(|field| &field.expr).chain(e.rest.as_deref()).any(|e| self.carries(e))
            }
            Expr::Call(e) if self.is_float_function(&e.func) && is_predicate(&e.func) => false,
            Expr::Call(e) => !is_stop_gradient(&e.func) && e.args.iter().any(|arg| self.carries(arg)),
            Expr::MethodCall(e) => {
                let ends = rules::INERT.contains(&e.method.to_string().as_str()) || is_range_contains(e);
                !ends && (self.carries(&e.receiver) || e.args.iter().any(|arg| self.carries(arg)))
            }
            Expr::Block(e) => {
                self.block_carries(&e.block) || (e.label.is_some() && self.breaks_carry(&e.block))
            }
            Expr::Unsafe(e) => self.block_carries(&e.block),
            Expr::If(e) => {
                self.block_carries(&e.then_branch)
                    || e.else_branch.iter().any(|(_, branch)| self.carries(branch))
            }
            Expr::Match(e) => e.arms.iter().any(|arm| self.carries(&arm.body)),
            Expr::Loop(e) => self.breaks_carry(&e.body),
            Expr::Macro(e) => self.macro_carries(&e.mac),
            Expr::Closure(e) => self.mentioned(quote::ToTokens::to_token_stream(&e.body)),
            Expr::Async(e) => self.mentioned(quote::ToTokens::to_token_stream(&e.block)),
            Expr::TryBlock(e) => self.block_carries(&e.block),
            Expr::Verbatim(tokens) => self.mentioned(tokens.clone()),
            _ => false,
        }
    }

    fn block_carries(&self, block: &Block) -> bool {
        match block.stmts.last() {
            Some(Stmt::Expr(expr, None)) => self.carries(expr),
            Some(Stmt::Macro(stmt)) if stmt.semi_token.is_none() => self.macro_carries(&stmt.mac),
            _ => false,
        }
    }

    fn breaks_carry(&self, block: &Block) -> bool {
        let mut breaks = Breaks { carriers: self, found: false };
        breaks.visit_block(block);
        breaks.found
    }

    /// Whether the value of a macro call may carry a derivative: that of an assertion does not, that of a macro of the
    /// standard library does if it is given something that carries, that of any other may come from anywhere.
    pub(super) fn macro_carries(&self, mac: &Macro) -> bool {
        !is_inert_macro(mac) && (!is_standard_macro(mac) || self.mentioned(mac.tokens.clone()))
    }

    /// Whether tokens mention a variable that carries a derivative.
    pub(super) fn mentioned(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => self.mentioned(group.stream()),
            TokenTree::Ident(ident) => self.has(&ident),
            TokenTree::Literal(literal) => self.captured(&literal.to_string()),
            TokenTree::Punct(_) => false,
        })
    }

    /// Whether a format string captures a variable that carries.
    fn captured(&self, literal: &str) -> bool {
        literal.match_indices('{').any(|(at, _)| {
            let inside = &literal[at + 1..];
            self.names
                .iter()
                .any(|name| inside.strip_prefix(name.text()).is_some_and(|rest| rest.starts_with(['}', ':'])))
        })
    }

    /// Whether a function is a float's own, which keeps nothing.
    fn is_float_function(&self, func: &Expr) -> bool {
        let Expr::Path(path) = func else { return false };
        let mut segments = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let (name, ty) = (segments.next().unwrap_or_default(), segments.next());
        let of_float = path.qself.is_some() || ty.is_some_and(|ty| self.floats.contains(&ty));
        of_float
            && (rules::RULES.iter().any(|rule| rule.name == name) || rules::INERT.contains(&name.as_str()))
    }

    /// Whether running an expression may change a variable that carries a derivative, or leave the expression.
    pub(super) fn touches(&self, expr: &Expr) -> bool {
        let mut touches = Touches { carriers: self, found: false, followed: true, in_macro: false, loops: 0 };
        touches.visit_expr(expr);
        touches.found
    }

    /// Whether an expression can be kept as the user wrote it.
    pub(super) fn is_inert(&self, expr: &Expr) -> bool {
        !self.carries(expr) && !self.touches(expr)
    }
}

/// The variable that a place starts from.
pub(super) fn root(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Paren(e) => root(&e.expr),
        Expr::Group(e) => root(&e.expr),
        Expr::Field(e) => root(&e.base),
        Expr::Index(e) => root(&e.expr),
        Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => root(&e.expr),
        _ => None,
    }
}

/// The names that a pattern binds. Where a pattern may fail to match, an uppercase name is a constant or a variant.
pub(super) fn bindings(pat: &Pat, refutable: bool) -> Vec<&PatIdent> {
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

/// Any operator but comparisons and `&&`, `||`: a user's type may give each of them a meaning.
pub(super) fn is_arithmetic(op: &syn::BinOp) -> bool {
    use syn::BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
    !matches!(op, And(_) | Or(_) | Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_))
}

/// `a += b`, also for integers
pub(super) fn is_compound(op: &syn::BinOp) -> bool {
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

/// A type that is an integer by its own name, or `bool`, `char`.
pub(super) fn is_integer_type(ty: &syn::Type) -> bool {
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
pub(super) fn is_stop_gradient(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "stop_gradient"))
}

/// A comparison by path: `f64::is_nan`.
fn is_predicate(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| {
        rules::INERT.contains(&last.ident.to_string().as_str())
    }))
}

/// `(low..=high).contains(&x)`, two comparisons.
fn is_range_contains(call: &syn::ExprMethodCall) -> bool {
    call.method == "contains" && matches!(super::place::strip(&call.receiver), Expr::Range(_))
}

/// Macros that run in the forward sweep and whose value, if any, carries no derivative.
pub(super) fn is_inert_macro(mac: &Macro) -> bool {
    let Some(last) = mac.path.segments.last() else { return false };
    matches!(
        last.ident.to_string().as_str(),
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

/// Macros of the standard library that make a value of what they are given, or of nothing.
fn is_standard_macro(mac: &Macro) -> bool {
    let Some(last) = mac.path.segments.last() else { return false };
    matches!(
        last.ident.to_string().as_str(),
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

struct Grow {
    carriers: Carriers,
}

impl Grow {
    fn bind(&mut self, pat: &Pat, init: &Expr, refutable: bool) {
        match (pat, init) {
            (Pat::Tuple(pat), Expr::Tuple(init))
                if pat.elems.len() == init.elems.len()
                    && !pat.elems.iter().any(|p| matches!(p, Pat::Rest(_))) =>
            {
                for (pat, init) in pat.elems.iter().zip(&init.elems) {
                    self.bind(pat, init, refutable);
                }
            }
            (Pat::Type(pat), init) => self.bind(&pat.pat, init, refutable),
            (Pat::Paren(pat), init) => self.bind(&pat.pat, init, refutable),
            (pat, Expr::Paren(init)) => self.bind(pat, &init.expr, refutable),
            (pat, init) if self.carriers.carries(init) => {
                self.carriers
                    .names
                    .extend(bindings(pat, refutable).into_iter().map(|pat| Name::of(&pat.ident)));
            }
            _ => {}
        }
    }

    /// `for pat in iterator`
    fn bind_items(&mut self, pat: &Pat, iterator: &Expr) {
        match (super::place::strip(iterator), pat) {
            (Expr::MethodCall(call), pat) => match (call.method.to_string().as_str(), call.args.first(), pat)
            {
                ("enumerate", None, Pat::Tuple(pair)) if pair.elems.len() == 2 => {
                    self.bind_items(&pair.elems[1], &call.receiver);
                }
                ("zip", Some(other), Pat::Tuple(pair)) if pair.elems.len() == 2 => {
                    self.bind_items(&pair.elems[0], &call.receiver);
                    self.bind_items(&pair.elems[1], other);
                }
                ("rev" | "skip" | "take" | "step_by" | "copied" | "cloned" | "into_iter", _, pat) => {
                    self.bind_items(pat, &call.receiver);
                }
                ("iter_mut", None, pat) => {
                    self.refer_to(pat, root(&call.receiver).map(Name::of), &call.receiver)
                }
                _ => self.bind(pat, iterator, false),
            },
            (Expr::Reference(e), pat) if e.mutability.is_some() => {
                self.refer_to(pat, root(&e.expr).map(Name::of), &e.expr);
            }
            _ => self.bind(pat, iterator, false),
        }
    }

    fn refer_to(&mut self, pat: &Pat, origin: Option<Name>, place: &Expr) {
        self.bind(pat, place, false);
        let Some(origin) = origin else { return };
        for pat in bindings(pat, false) {
            let name = Name::of(&pat.ident);
            if self.carriers.names.contains(&name) {
                self.carriers.names.insert(origin.clone());
            }
            self.carriers.exclusive.insert(name, Some(origin.clone()));
        }
    }

    /// `let r = &mut place`, `let r = another_reference`
    fn refer(&mut self, pat: &Pat, init: &Expr) {
        let origin = match super::place::strip(init) {
            Expr::MethodCall(call) if call.method == "split_at_mut" => root(&call.receiver).map(Name::of),
            Expr::Reference(reference) if reference.mutability.is_some() => {
                root(&reference.expr).map(Name::of)
            }
            Expr::Path(path) => {
                path.path.get_ident().map(Name::of).filter(|name| self.carriers.exclusive.contains_key(name))
            }
            _ => None,
        };
        if let Some(origin) = origin {
            for pat in bindings(pat, false) {
                let name = Name::of(&pat.ident);
                if self.carriers.names.contains(&name) {
                    self.carriers.names.insert(origin.clone());
                }
                self.carriers.exclusive.insert(name, Some(origin.clone()));
            }
        }
    }

    fn assign(&mut self, place: &Expr, value: &Expr) {
        match (place, value) {
            (Expr::Paren(place), value) => self.assign(&place.expr, value),
            (place, Expr::Paren(value)) => self.assign(place, &value.expr),
            (Expr::Tuple(places), Expr::Tuple(values)) if places.elems.len() == values.elems.len() => {
                for (place, value) in places.elems.iter().zip(&values.elems) {
                    self.assign(place, value);
                }
            }
            (Expr::Tuple(places), value) => places.elems.iter().for_each(|place| self.assign(place, value)),
            (Expr::Array(places), value) => places.elems.iter().for_each(|place| self.assign(place, value)),
            (place, value) if self.carriers.carries(value) => self.write(place),
            _ => {}
        }
    }

    fn write(&mut self, place: &Expr) {
        let mut next = root(place).map(Name::of);
        while let Some(name) = next {
            next = self.carriers.exclusive.get(&name).cloned().flatten();
            if !self.carriers.names.insert(name) {
                break;
            }
        }
    }

    /// A call with something that carries may write through each `&mut` it is given.
    fn call<'a>(&mut self, args: impl Iterator<Item = &'a Expr> + Clone) {
        if !args.clone().any(|arg| self.carriers.carries(arg)) {
            return;
        }
        for arg in args {
            let place = match arg {
                Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
                arg => arg,
            };
            let Some(name) = root(place).map(Name::of) else { continue };
            let is_reference =
                matches!(arg, Expr::Reference(_)) || self.carriers.exclusive.contains_key(&name);
            let exclusive =
                is_reference && !matches!(arg, Expr::Reference(reference) if reference.mutability.is_none());
            if exclusive && !self.carriers.fixed.contains(&name) {
                self.write(place);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Grow {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.bind(&local.pat, &init.expr, init.diverge.is_some());
            self.refer(&local.pat, &init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_let(&mut self, expr: &'ast syn::ExprLet) {
        self.bind(&expr.pat, &expr.expr, true);
        visit::visit_expr_let(self, expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast syn::ExprMatch) {
        for arm in &expr.arms {
            self.bind(&arm.pat, &expr.expr, true);
        }
        visit::visit_expr_match(self, expr);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.bind_items(&expr.pat, &expr.expr);
        visit::visit_expr_for_loop(self, expr);
    }

    fn visit_expr_assign(&mut self, expr: &'ast syn::ExprAssign) {
        self.assign(&expr.left, &expr.right);
        visit::visit_expr_assign(self, expr);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        if is_compound(&expr.op) && self.carriers.carries(&expr.right) {
            self.write(&expr.left);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_call(&mut self, expr: &'ast syn::ExprCall) {
        self.call(expr.args.iter());
        visit::visit_expr_call(self, expr);
    }

    fn visit_expr_method_call(&mut self, expr: &'ast syn::ExprMethodCall) {
        let writes =
            expr.method == "fill" || expr.method == "copy_from_slice" || expr.method == "clone_from_slice";
        if writes && expr.args.iter().any(|arg| self.carriers.carries(arg)) {
            self.write(&expr.receiver);
        }
        self.call(expr.args.iter());
        visit::visit_expr_method_call(self, expr);
    }

    /// What macros are given is code like any other.
    fn visit_macro(&mut self, mac: &'ast Macro) {
        for argument in macro_arguments(mac).iter().flatten() {
            let mut inner = Grow { carriers: std::mem::take(&mut self.carriers) };
            inner.visit_expr(argument);
            self.carriers = inner.carriers;
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

struct Touches<'a> {
    carriers: &'a Carriers,
    found: bool,
    /// Not inside `stop_gradient`, where a call may do as it likes.
    followed: bool,
    /// Inside the arguments of a macro, where no assignment is followed.
    in_macro: bool,
    /// Loops around the current position, inside the expression.
    loops: usize,
}

impl Touches<'_> {
    fn write(&mut self, place: &Expr) {
        match place {
            Expr::Tuple(places) => places.elems.iter().for_each(|place| self.write(place)),
            Expr::Array(places) => places.elems.iter().for_each(|place| self.write(place)),
            Expr::Paren(place) => self.write(&place.expr),
            place => self.found |= self.in_macro || root(place).is_some_and(|ident| self.carriers.has(ident)),
        }
    }
}

impl<'ast> Visit<'ast> for Touches<'_> {
    fn visit_expr_assign(&mut self, expr: &'ast syn::ExprAssign) {
        self.write(&expr.left);
        // Whatever the place is.
        self.found |= self.carriers.carries(&expr.right);
        visit::visit_expr_assign(self, expr);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        if is_compound(&expr.op) {
            self.write(&expr.left);
            self.found |= self.carriers.carries(&expr.right);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_reference(&mut self, expr: &'ast syn::ExprReference) {
        if expr.mutability.is_some() {
            self.found |= root(&expr.expr).is_some_and(|ident| self.carriers.has(ident));
        }
        visit::visit_expr_reference(self, expr);
    }

    /// An unknown method may take a receiver that carries by `&mut`.
    fn visit_expr_method_call(&mut self, expr: &'ast syn::ExprMethodCall) {
        if is_range_contains(expr) {
            return visit::visit_expr_method_call(self, expr);
        }
        if self.carriers.carries(&expr.receiver) {
            let name = expr.method.to_string();
            let pure = rules::INERT.contains(&name.as_str())
                || rules::find(&name, expr.args.len() + 1).is_some()
                || matches!(
                    name.as_str(),
                    "clone" | "sin_cos" | "split_at" | "iter" | "windows" | "chunks" | "chunks_exact"
                );
            self.found |= !pure;
        } else if self.followed && rules::find(&expr.method.to_string(), expr.args.len() + 1).is_none() {
            self.found |= expr.args.iter().any(|arg| self.carriers.carries(arg));
        }
        visit::visit_expr_method_call(self, expr);
    }

    fn visit_expr_call(&mut self, expr: &'ast syn::ExprCall) {
        let followed = self.followed;
        self.followed &= !is_stop_gradient(&expr.func);
        // A callee may store what it is given where it is lost from sight.
        if self.followed && !self.carriers.is_float_function(&expr.func) {
            self.found |= expr.args.iter().any(|arg| self.carriers.carries(arg));
        }
        visit::visit_expr_call(self, expr);
        self.followed = followed;
    }

    fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
        self.found = true;
    }

    fn visit_expr_break(&mut self, expr: &'ast syn::ExprBreak) {
        self.found |= expr.label.is_some() || self.loops == 0;
        visit::visit_expr_break(self, expr);
    }

    fn visit_expr_continue(&mut self, expr: &'ast syn::ExprContinue) {
        self.found |= expr.label.is_some() || self.loops == 0;
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.loops += 1;
        visit::visit_expr_for_loop(self, expr);
        self.loops -= 1;
    }

    fn visit_expr_while(&mut self, expr: &'ast syn::ExprWhile) {
        self.loops += 1;
        visit::visit_expr_while(self, expr);
        self.loops -= 1;
    }

    fn visit_expr_loop(&mut self, expr: &'ast syn::ExprLoop) {
        self.loops += 1;
        visit::visit_expr_loop(self, expr);
        self.loops -= 1;
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.found |= !is_inert_macro(mac) && self.carriers.mentioned(mac.tokens.clone());
        self.found |= is_inert_macro(mac) && hides_write(mac, self.carriers);
    }

    /// `return` inside a closure leaves the closure.
    fn visit_expr_closure(&mut self, expr: &'ast syn::ExprClosure) {
        self.found |= self.carriers.mentioned(quote::ToTokens::to_token_stream(&expr.body));
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Whether the arguments of a macro assign to, or borrow mutably, something that carries.
fn hides_write(mac: &Macro, carriers: &Carriers) -> bool {
    let mut touches = Touches { carriers, found: false, followed: true, in_macro: true, loops: 0 };
    macro_arguments(mac).iter().flatten().for_each(|argument| touches.visit_expr(argument));
    touches.found
}

struct Breaks<'a> {
    carriers: &'a Carriers,
    found: bool,
}

impl<'ast> Visit<'ast> for Breaks<'_> {
    fn visit_expr_break(&mut self, expr: &'ast syn::ExprBreak) {
        self.found |= expr.expr.as_ref().is_some_and(|value| self.carriers.carries(value));
        visit::visit_expr_break(self, expr);
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
