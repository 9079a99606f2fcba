//! Which local variables may carry a derivative, and which expressions do.
//!
//! Runs on the user's syntax, before A-normal form: an expression that carries nothing and changes nothing that
//! carries is kept as the user wrote it, whatever Rust it is. Names are unique by now (see `rename`), so that one
//! set of names, grown until nothing changes, is enough; the order of statements plays no part, which makes it
//! right for loops too. `analyse::activity` is more precise later.

mod grow;
mod strangers;
mod syntax;
mod touches;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Block, Expr, ExprClosure, Macro, Stmt, UnOp};

use self::grow::Grow;
use self::syntax::{is_predicate, is_range_contains, is_standard_macro, vec_elements, without_lengths};
use self::touches::{Asking, Breaks, Touches};
use super::rename::Name;
use crate::rules;

pub(super) use self::grow::each_end;
pub(super) use self::syntax::{
    bindings, carrying, is_arithmetic, is_compound, is_inert_macro, is_integer_type, is_of_integers, is_part,
    is_repeat, is_stop_gradient, is_whole_number, moved_references, root, standard_macro, written_shape,
};

/// The variables of one function that may carry a derivative.
#[derive(Clone, Default)]
pub(super) struct Carriers {
    names: BTreeSet<Name>,
    /// Names of `&mut` references, and the variables each may refer into, as far as they are known: writing through the
    /// one changes the other.
    exclusive: BTreeMap<Name, BTreeSet<Name>>,
    /// Names of `&` references to locals: where what one refers to carries at some time, it is taken to at all times.
    shared: BTreeSet<Name>,
    /// What `let` defines.
    locals: BTreeSet<Name>,
    /// Parameters that are not differentiated, and locals like them: no callee puts a derivative into them.
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
        let exclusive = exclusive.map(|ident| (Name::of(ident), BTreeSet::new())).collect();
        let fixed = fixed.map(Name::of).collect();
        let mut locals = Locals::default();
        locals.visit_block(body);
        let start = Carriers { names, exclusive, fixed, floats, locals: locals.0, shared: BTreeSet::new() };
        let carriers = start.clone().grown(body);
        // What a callee is lent, but has methods that no float has, is a generator of random numbers or the like.
        let strangers = carriers.strangers(body);
        if strangers.is_empty() {
            return carriers;
        }
        let lent_only = |name: &Name, without: &Carriers| !without.names.contains(name);
        let fixed =
            |strangers: &BTreeSet<Name>| Carriers { fixed: &start.fixed | strangers, ..start.clone() };
        let without = fixed(&strangers).grown(body);
        let strangers: BTreeSet<Name> =
            strangers.into_iter().filter(|name| lent_only(name, &without)).collect();
        fixed(&strangers).grown(body)
    }

    /// Until nothing changes.
    fn grown(self, body: &Block) -> Carriers {
        let mut carriers = self;
        loop {
            let before = carriers.size();
            let mut grow = Grow { carriers };
            grow.visit_block(body);
            carriers = grow.carriers;
            if carriers.size() == before {
                return carriers;
            }
        }
    }

    fn size(&self) -> (usize, usize, usize) {
        let origins = self.exclusive.values().map(BTreeSet::len).sum();
        (self.names.len(), self.exclusive.len() + self.shared.len(), origins)
    }

    /// A variable and what it may refer into, if it is a `&mut` reference.
    fn origins(&self, name: &Name) -> BTreeSet<Name> {
        let mut origins = BTreeSet::from([name.clone()]);
        let mut next = vec![name.clone()];
        while let Some(name) = next.pop() {
            for origin in self.exclusive.get(&name).into_iter().flatten() {
                if origins.insert(origin.clone()) {
                    next.push(origin.clone());
                }
            }
        }
        origins
    }

    /// Whether a variable may carry a derivative.
    pub(super) fn has(&self, ident: &Ident) -> bool {
        self.names.contains(&Name::of(ident))
    }

    /// Whether a name is that of a `&mut` reference.
    pub(super) fn is_exclusive(&self, ident: &Ident) -> bool {
        self.exclusive.contains_key(&Name::of(ident))
    }

    /// Whether the value of an expression may carry a derivative.
    pub(super) fn carries(&self, expr: &Expr) -> bool {
        self.carries_with(expr, true)
    }

    /// The same; without the values of `break`, where every `break` is looked at anyway.
    fn carries_with(&self, expr: &Expr, breaks: bool) -> bool {
        let carries = |expr: &Expr| self.carries_with(expr, breaks);
        match expr {
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| self.has(ident)),
            Expr::Paren(e) => carries(&e.expr),
            Expr::Group(e) => carries(&e.expr),
            Expr::Field(e) => carries(&e.base),
            Expr::Index(e) => carries(&e.expr),
            Expr::Reference(e) => carries(&e.expr),
            Expr::RawAddr(e) => carries(&e.expr),
            Expr::Try(e) => carries(&e.expr),
            Expr::Await(e) => carries(&e.base),
            Expr::Unary(e) => !matches!(e.op, UnOp::Not(_)) && carries(&e.expr),
            Expr::Binary(e) => {
                is_arithmetic(&e.op) && !is_of_integers(e) && (carries(&e.left) || carries(&e.right))
            }
            Expr::Cast(e) => carries(&e.expr) && !is_integer_type(&e.ty),
            Expr::Array(e) => e.elems.iter().any(carries),
            Expr::Tuple(e) => e.elems.iter().any(carries),
            Expr::Repeat(e) => carries(&e.expr),
            Expr::Range(e) => e.start.iter().chain(&e.end).any(|bound| carries(bound)),
            Expr::Struct(e) => e.fields.iter().map(|field| &field.expr).chain(e.rest.as_deref()).any(carries),
            Expr::Call(e) if self.is_float_function(&e.func) && is_predicate(&e.func) => false,
            Expr::Call(e) => !is_stop_gradient(&e.func) && e.args.iter().any(carries),
            Expr::MethodCall(e) => {
                let ends = rules::INERT.contains(&e.method.to_string().as_str()) || is_range_contains(e);
                !ends && (carries(&e.receiver) || e.args.iter().any(carries))
            }
            Expr::Block(e) => {
                self.block_carries(&e.block, breaks)
                    || (breaks && e.label.is_some() && self.breaks_carry(&e.block))
            }
            Expr::Unsafe(e) => self.block_carries(&e.block, breaks),
            Expr::If(e) => {
                self.block_carries(&e.then_branch, breaks)
                    || e.else_branch.iter().any(|(_, branch)| carries(branch))
            }
            Expr::Match(e) => e.arms.iter().any(|arm| carries(&arm.body)),
            Expr::Loop(e) => breaks && self.breaks_carry(&e.body),
            Expr::Macro(e) => self.macro_carries(&e.mac),
            Expr::Closure(e) => self.captured_by(e),
            Expr::Async(e) => self.mentioned(quote::ToTokens::to_token_stream(&e.block)),
            Expr::TryBlock(e) => self.block_carries(&e.block, breaks),
            Expr::Verbatim(tokens) => self.mentioned(tokens.clone()),
            _ => false,
        }
    }

    fn block_carries(&self, block: &Block, breaks: bool) -> bool {
        match block.stmts.last() {
            Some(Stmt::Expr(expr, None)) => self.carries_with(expr, breaks),
            Some(Stmt::Macro(stmt)) if stmt.semi_token.is_none() => self.macro_carries(&stmt.mac),
            _ => false,
        }
    }

    fn breaks_carry(&self, block: &Block) -> bool {
        let mut values = Breaks::default();
        values.visit_block(block);
        values.0.into_iter().any(|value| self.carries_with(value, false))
    }

    /// Whether the value of a macro call may carry a derivative: that of an assertion does not, that of a macro of the
    /// standard library does if it is given something that carries, that of any other may come from anywhere.
    pub(super) fn macro_carries(&self, mac: &Macro) -> bool {
        if let Some(elements) = vec_elements(mac) {
            return elements.iter().any(|element| self.carries(element));
        }
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

    /// Whether a closure uses a variable that carries, other than for a length.
    fn captured_by(&self, closure: &ExprClosure) -> bool {
        // With `move` it takes the variable itself.
        let body =
            if closure.capture.is_none() { without_lengths(&closure.body) } else { (*closure.body).clone() };
        self.mentioned(quote::ToTokens::to_token_stream(&body))
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
        let known = |name: &str| {
            name == "from"
                || rules::RULES.iter().any(|rule| rule.name == name)
                || rules::INERT.contains(&name)
        };
        of_float && known(&name)
    }

    /// Whether running an expression may change a variable that carries a derivative, or leave the expression.
    pub(super) fn touches(&self, expr: &Expr) -> bool {
        self.touches_with(expr, Asking::Nothing)
    }

    /// Whether it changes nothing that carries, if functions keep nothing of what they are given beside nothing else.
    pub(super) fn only_asks(&self, expr: &Expr) -> bool {
        !self.touches_with(expr, Asking::Alone)
    }

    /// Whether it changes nothing that carries, if functions keep nothing of what they are given.
    pub(super) fn only_calls(&self, expr: &Expr) -> bool {
        !self.touches_with(expr, Asking::Anything)
    }

    fn touches_with(&self, expr: &Expr, calls: Asking) -> bool {
        let mut touches = Touches { calls, ..Touches::new(self) };
        touches.visit_expr(expr);
        touches.found
    }

    /// Whether an expression can be kept as the user wrote it.
    pub(super) fn is_inert(&self, expr: &Expr) -> bool {
        !self.carries(expr) && !self.touches(expr)
    }
}

/// What `let` defines.
#[derive(Default)]
struct Locals(BTreeSet<Name>);

impl<'ast> Visit<'ast> for Locals {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.0.extend(bindings(&local.pat, false).iter().map(|pat| Name::of(&pat.ident)));
        syn::visit::visit_local(self, local);
    }
}
