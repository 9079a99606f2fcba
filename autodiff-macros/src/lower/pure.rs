//! Code without derivative that can be evaluated again.
//!
//! In a loop the reverse sweep would rather compute an index or a condition again than have every iteration keep it.
//! It can where the code has no effects and all it reads are constants and variables of the IR: counters of loops, names
//! bound to such code, places. Any other immutable name is copied once, before the outermost loop that does not bind it
//! (`let n_kept = copied!(&n)`), if it stands where only a number can.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprPath, Local, Pat, Token, UnOp};

use super::carriers::{bindings, is_arithmetic, is_compound, is_integer_type};
use super::place::strip;
use super::rename::Name;
use super::{Binding, Fixed, Lower};
use crate::ir::{Atom, Code, Place, Role, Shape, StmtKind, Value, VarId};
use crate::rules;

/// Methods of integers that only compute.
const OF_INTEGERS: &[&str] = &[
    "abs_diff",
    "count_ones",
    "div_ceil",
    "is_multiple_of",
    "is_power_of_two",
    "isqrt",
    "pow",
    "saturating_add",
    "saturating_mul",
    "saturating_sub",
    "trailing_zeros",
    "unsigned_abs",
    "wrapping_add",
    "wrapping_mul",
    "wrapping_sub",
];

impl Lower<'_> {
    /// An inert expression inside a loop: an atom or pure code, if it is one.
    pub(super) fn pure_value(&mut self, expr: &Expr) -> Option<Value> {
        if !self.builder.in_loop() {
            return None;
        }
        if let Expr::Path(path) = strip(expr) {
            let name = Name::of(path.path.get_ident()?);
            return self.plain.get(&name).map(|var| Value::Atom(Atom::Var(*var)));
        }
        // Evaluated again, it would be of whatever type its uses there ask for.
        if self.is_untyped(expr) {
            return None;
        }
        let mut reads = Vec::new();
        let code = self.pure(expr, &mut reads)?;
        Some(Value::Pure(Code(code), reads))
    }

    /// What a condition inside a loop reads, if it can be evaluated again.
    pub(super) fn pure_condition(&mut self, cond: &Expr) -> Option<Vec<VarId>> {
        if !self.builder.in_loop() || !self.carriers.is_inert(cond) {
            return None;
        }
        let mut reads = Vec::new();
        // The head itself stays as the user wrote it, so it may name nothing that has to be copied first.
        let copies = std::mem::replace(&mut self.may_copy, false);
        let pure = self.pure(cond, &mut reads);
        self.may_copy = copies;
        pure.map(|_| reads)
    }

    /// An operand of an operation whose other operand carries a derivative: a number.
    pub(super) fn operand(&mut self, expr: &Expr) -> Atom {
        if let (Expr::Path(path), true) = (strip(expr), self.builder.in_loop()) {
            if self.carriers.is_inert(expr) {
                let mut reads = Vec::new();
                if let (Some(_), [only]) = (self.name(path, &mut reads), &reads[..]) {
                    return Atom::Var(*only);
                }
            }
        }
        self.atom(expr)
    }

    /// `let name = code` in a loop, as a variable of the IR.
    pub(super) fn pure_local(&mut self, local: &Local) -> bool {
        let Some(init) = local.init.as_ref().filter(|_| self.builder.in_loop()) else { return false };
        let (pat, ty) = match &local.pat {
            Pat::Type(pat) => (&*pat.pat, Some(&*pat.ty)),
            pat => (pat, None),
        };
        let Pat::Ident(name) = pat else { return false };
        let plain = name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none();
        if !plain || self.carriers.has(&name.ident) || matches!(strip(&init.expr), Expr::Lit(_)) {
            return false;
        }
        let Some(value) = self.pure_value(&init.expr) else { return false };
        let shape = ty.map_or(Shape::Unknown, |ty| Shape::of(ty, &self.generics));
        let var = self.builder.user(&name.ident, Role::User, shape, false);
        if let Some(ty) = ty {
            self.builder.annotate(var, ty);
        }
        self.builder.push(StmtKind::Let(var, value), local.span());
        self.plain.insert(Name::of(&name.ident), var);
        true
    }

    /// A counter of a loop.
    pub(super) fn bind_counter(&mut self, name: &syn::PatIdent) {
        let var = self.builder.user(&name.ident, Role::User, Shape::Integer, false);
        self.builder.push(StmtKind::Bind(var, None), name.span());
        self.locals.insert(Name::of(&name.ident));
        self.plain.insert(Name::of(&name.ident), var);
    }

    /// Remembers where names are bound that never change.
    ///
    /// rustc cannot tell the type of a number that came from literals alone before it has seen all its uses.
    pub(super) fn bind_fixed(&mut self, pat: &Pat, init: &Expr) {
        let (plain, typed) = match pat {
            Pat::Type(typed) => (&*typed.pat, true),
            pat => (pat, false),
        };
        let untyped = !typed && matches!(plain, Pat::Ident(_)) && self.is_untyped(init);
        if !typed && !untyped && self.has_untyped_part(init) {
            return self.bind_untyped(pat);
        }
        for name in bindings(pat, false) {
            if name.mutability.is_none() && name.by_ref.is_none() && !self.carriers.has(&name.ident) {
                let fixed = Fixed { depth: self.builder.depth(), fields: false, untyped };
                self.fixed.insert(Name::of(&name.ident), fixed);
            } else if untyped {
                self.untyped.insert(Name::of(&name.ident));
            }
        }
    }

    /// The code of an expression without effects, and what it reads.
    pub(super) fn pure(&mut self, expr: &Expr, reads: &mut Vec<VarId>) -> Option<TokenStream> {
        match expr {
            Expr::Lit(_) => Some(expr.to_token_stream()),
            Expr::Paren(e) => {
                let inner = self.pure(&e.expr, reads)?;
                Some(within(e.paren_token, &inner))
            }
            Expr::Group(e) => self.pure(&e.expr, reads),
            Expr::Unary(e) => {
                let op = &e.op;
                let inner = match op {
                    UnOp::Deref(_) => self.pure_place(&e.expr, reads)?,
                    _ => self.pure(&e.expr, reads)?,
                };
                Some(quote!(#op #inner))
            }
            Expr::Binary(e) if !is_compound(&e.op) => {
                // What is compared may be no number.
                let may_copy = self.may_copy;
                self.may_copy &= is_arithmetic(&e.op) || matches!(e.op, BinOp::And(_) | BinOp::Or(_));
                let sides = self.pure(&e.left, reads).zip(self.pure(&e.right, reads));
                self.may_copy = may_copy;
                let ((left, right), op) = (sides?, &e.op);
                Some(quote!(#left #op #right))
            }
            Expr::Cast(e) => {
                let is_float = matches!(Shape::of(&e.ty, &self.generics), Shape::Float(_));
                let (inner, ty) = (self.pure(&e.expr, reads)?, &e.ty);
                (is_float || is_integer_type(ty)).then(|| quote!(#inner as #ty))
            }
            Expr::Path(path) => self.name(path, reads),
            Expr::Field(_) | Expr::Index(_) => match self.pure_place(expr, reads) {
                Some(place) => Some(place),
                None => self.copied_field(expr, reads),
            },
            Expr::MethodCall(e) => {
                let (method, name) = (&e.method, e.method.to_string());
                let arity = e.args.len() + 1;
                let receiver = if matches!((name.as_str(), arity), ("len" | "is_empty", 1)) {
                    self.pure_place(&e.receiver, reads)?
                } else if rules::find(&name, arity).is_some()
                    || rules::INERT.contains(&name.as_str())
                    || OF_INTEGERS.contains(&name.as_str())
                {
                    // A name may stand for something else with a method like this.
                    let may_copy = std::mem::replace(&mut self.may_copy, false);
                    let receiver = self.pure(&e.receiver, reads);
                    self.may_copy = may_copy;
                    receiver?
                } else {
                    return None;
                };
                let mut args = Vec::new();
                for arg in &e.args {
                    args.push(self.pure(arg, reads)?);
                }
                let dot = &e.dot_token;
                let mut call = quote!(#receiver #dot #method);
                e.paren_token.surround(&mut call, |tokens| tokens.extend(quote!(#(#args),*)));
                Some(call)
            }
            Expr::Array(e) => {
                let mut elems = Vec::new();
                for elem in &e.elems {
                    elems.push(self.pure(elem, reads)?);
                }
                Some(quote!([#(#elems),*]))
            }
            Expr::Repeat(e) => {
                let (elem, len) = (self.pure(&e.expr, reads)?, &e.len);
                Some(quote!([#elem; #len]))
            }
            Expr::Macro(e) => self.pure_list(&e.mac, reads),
            _ => None,
        }
    }

    /// `vec![x; n]` and `vec![a, b]`
    fn pure_list(&mut self, mac: &syn::Macro, reads: &mut Vec<VarId>) -> Option<TokenStream> {
        let repeat = |input: ParseStream| {
            let elem: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            Ok((elem, input.parse::<Expr>()?))
        };
        if mac.path.segments.last()?.ident != "vec" {
            return None;
        }
        let path = &mac.path;
        if let Ok((elem, len)) = mac.parse_body_with(repeat) {
            let (elem, len) = (self.pure(&elem, reads)?, self.pure(&len, reads)?);
            return Some(quote!(#path![#elem; #len]));
        }
        let elems = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
        let mut codes = Vec::new();
        for elem in &elems {
            codes.push(self.pure(elem, reads)?);
        }
        Some(quote!(#path![#(#codes),*]))
    }

    /// The code of a place of a variable of the IR.
    fn pure_place(&mut self, expr: &Expr, reads: &mut Vec<VarId>) -> Option<TokenStream> {
        match expr {
            Expr::Paren(e) => {
                let inner = self.pure_place(&e.expr, reads)?;
                Some(within(e.paren_token, &inner))
            }
            Expr::Group(e) => self.pure_place(&e.expr, reads),
            Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => {
                let inner = self.pure_place(&e.expr, reads)?;
                Some(quote!((*#inner)))
            }
            Expr::Field(e) => {
                let (base, member) = (self.pure_place(&e.base, reads)?, &e.member);
                Some(quote!(#base.#member))
            }
            Expr::Index(e) if !matches!(strip(&e.index), Expr::Range(_)) => {
                let base = self.pure_place(&e.expr, reads)?;
                let index = self.pure(&e.index, reads)?;
                let mut place = base;
                e.bracket_token.surround(&mut place, |tokens| tokens.extend(index));
                Some(place)
            }
            Expr::Path(path) => self.known(path, reads),
            _ => None,
        }
    }

    /// A name that stands for a variable of the IR.
    fn known(&mut self, path: &ExprPath, reads: &mut Vec<VarId>) -> Option<TokenStream> {
        let ident = path.path.get_ident()?;
        match self.binding(ident) {
            Some(Binding::Var(var)) => {
                reads.push(var);
                Some(ident.to_token_stream())
            }
            Some(Binding::Alias(place, _)) => {
                reads.extend(reads_of(&place));
                let place = self.place_tokens_at(&place, ident.span());
                Some(quote_spanned!(ident.span()=> (&#place)))
            }
            Some(Binding::Cursor(_)) => None,
            None => {
                let var = *self.plain.get(&Name::of(ident))?;
                reads.push(var);
                Some(ident.to_token_stream())
            }
        }
    }

    /// A name where a number is wanted.
    fn name(&mut self, path: &ExprPath, reads: &mut Vec<VarId>) -> Option<TokenStream> {
        if let Some(known) = self.known(path, reads) {
            return Some(known);
        }
        match path.path.get_ident() {
            Some(ident) if self.locals.contains(&Name::of(ident)) || self.is_inner_constant(ident) => {
                self.copied(&Expr::Path(path.clone()), ident, reads)
            }
            _ => self.is_constant(path).then(|| path.to_token_stream()),
        }
    }

    /// Whether a path leads to a constant that the reverse sweep finds by the same path: it is spelled like one, and
    /// neither a local name nor an item of an inner block hides it.
    pub(super) fn is_constant(&self, path: &ExprPath) -> bool {
        let mut segments = path.path.segments.iter().map(|segment| &segment.ident);
        let is_local = path.path.get_ident().is_some_and(|ident| self.locals.contains(&Name::of(ident)));
        let spelled =
            segments.clone().last().is_some_and(|last| !last.to_string().contains(char::is_lowercase));
        let hidden = match &self.hidden {
            Some(hidden) => segments.any(|ident| hidden.contains(&ident.to_string())),
            None => true,
        };
        spelled && !is_local && !hidden
    }

    /// `settings.rate`, of a name that never changes.
    fn copied_field(&mut self, expr: &Expr, reads: &mut Vec<VarId>) -> Option<TokenStream> {
        let mut base = expr;
        while let Expr::Field(field) = strip(base) {
            base = &field.base;
        }
        let Expr::Path(path) = strip(base) else { return None };
        let ident = path.path.get_ident()?.clone();
        let fields = self.fixed.get(&Name::of(&ident)).is_some_and(|fixed| fixed.fields);
        if fields { self.copied(expr, &ident, reads) } else { None }
    }

    /// The copy of a number, made before the outermost loop inside the block that binds its name.
    fn copied(&mut self, expr: &Expr, name: &syn::Ident, reads: &mut Vec<VarId>) -> Option<TokenStream> {
        let &Fixed { depth, untyped, .. } = self.fixed.get(&Name::of(name)).filter(|_| self.may_copy)?;
        let at = self.builder.outside_loops(depth)?;
        let key = expr.to_token_stream().to_string();
        let var = match self.builder.copy_at(at, &key) {
            Some(var) => var,
            None => {
                let ident = format_ident!("{}_kept", Name::of(name).text(), span = Span::mixed_site());
                let (krate, code) = (&self.krate, expr);
                let copy = if untyped { quote!(#code) } else { quote!(#krate::__private::copied!(&#code)) };
                let value = Value::Inert(Code(copy));
                self.builder.make_copy(at, key, ident, value, expr.span())
            }
        };
        reads.push(var);
        Some(self.builder.func.var(var).ident.to_token_stream())
    }
}

/// Code in the user's parentheses: what panics in it says where it stands.
fn within(parentheses: syn::token::Paren, code: &TokenStream) -> TokenStream {
    let mut tokens = TokenStream::new();
    parentheses.surround(&mut tokens, |tokens| code.to_tokens(tokens));
    tokens
}

/// The variables that a place reads.
pub(super) fn reads_of(place: &Place) -> Vec<VarId> {
    let mut reads = vec![place.var];
    place.indices(&mut |index| reads.push(index));
    reads
}
