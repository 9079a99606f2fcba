//! Expressions for their value.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprBinary, ExprCast, ExprMacro, Lit, UnOp};

use super::carriers::{each_end, is_integer_type, root};
use super::place::{is_place, strip};
use super::rename::Name;
use super::{Binding, Lower};
use crate::diagnostics::Refusal;
use crate::ir::{Atom, Code, End, Passing, Place, Shape, StmtKind, Value};
use crate::rules::Op;

impl Lower<'_> {
    /// The value of an expression as an atom.
    pub(super) fn atom(&mut self, expr: &Expr) -> Atom {
        match self.value(expr) {
            Value::Atom(atom) => atom,
            value => {
                let shape = if let Value::Inert(_) = value {
                    self.param_shape(expr)
                } else {
                    self.value_shape(&value)
                };
                Atom::Var(self.builder.define(value, shape, expr.span()))
            }
        }
    }

    /// The shape of a parameter that is not differentiated, as far as it is known.
    fn param_shape(&self, expr: &Expr) -> Shape {
        let Expr::Path(path) = strip(expr) else { return Shape::Unknown };
        let binding = path.path.get_ident().and_then(|ident| self.bindings.get(&Name::of(ident)));
        match binding {
            Some(Binding::Var(var)) if self.builder.func.params.iter().any(|param| param.var == *var) => {
                self.builder.func.var(*var).shape.clone()
            }
            _ => Shape::Unknown,
        }
    }

    pub(super) fn atoms<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Atom> {
        exprs.into_iter().map(|expr| self.atom(expr)).collect()
    }

    /// The parts of a tuple, an array or a list, each for its value. What a `&mut` in one refers to would be lost.
    pub(super) fn parts_of_value<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Atom> {
        let part = |expr: &'e Expr| {
            let mut exclusive = false;
            each_end(expr, &mut |end| exclusive |= self.is_exclusive(end));
            if exclusive { self.refused(expr, Refusal::Reference) } else { self.atom(expr) }
        };
        exprs.into_iter().map(part).collect()
    }

    /// Whether an expression is the name of a `&mut`, also of one that is bound inside of it.
    pub(super) fn is_exclusive(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = strip(expr) else { return false };
        let Some(ident) = path.path.get_ident() else { return false };
        match self.binding(ident) {
            Some(Binding::Alias(_, passing)) => passing == Passing::Exclusive,
            Some(Binding::Cursor(name)) => self.passing_of(&name) == Some(Passing::Exclusive),
            Some(Binding::Var(_)) => false,
            None => self.carriers.has(ident) && self.carriers.is_exclusive(ident),
        }
    }

    /// The value of an expression, for a name to be given to it.
    pub(super) fn value(&mut self, expr: &Expr) -> Value {
        if self.carriers.is_inert(expr) {
            if is_constant(expr) {
                return Value::Atom(Atom::Const(self.code(expr)));
            }
            return self.pure_value(expr).unwrap_or_else(|| Value::Inert(self.code(expr)));
        }
        if let Some(name) = self.undecided_value(expr) {
            let target = self.declare_value(expr.span());
            self.for_each_form(&name, expr, &|lower| lower.expr_into(expr, target));
            return Value::Atom(Atom::Var(self.builder.read(target, expr.span())));
        }
        match expr {
            Expr::Paren(e) => self.value(&e.expr),
            Expr::Group(e) => self.value(&e.expr),
            Expr::Path(e) => {
                let binding = e.path.get_ident().and_then(|ident| self.binding(ident));
                match binding {
                    Some(Binding::Var(var)) => Value::Atom(Atom::Var(self.builder.read(var, expr.span()))),
                    // `x * 2.0` reads through a reference.
                    Some(Binding::Alias(place, _)) => Value::Atom(self.load(place, expr)),
                    Some(Binding::Cursor(name)) => match self.cursor_place(&name, expr.span()) {
                        Some((place, _)) => Value::Atom(self.load(place, expr)),
                        None => Value::Atom(self.refused(expr, Refusal::SeveralPlaces)),
                    },
                    // Bound by a pattern or a value that was refused.
                    None if self.diag.count() > 0 => Value::Atom(Atom::Const(Code(quote!(unreachable!())))),
                    None => Value::Atom(
                        self.refused(expr, Refusal::Unsupported("this use of a differentiated value".into())),
                    ),
                }
            }
            Expr::Field(_) | Expr::Index(_) => self.value_of_place(expr),
            Expr::Unary(e) => match e.op {
                UnOp::Neg(_) if !self.carriers.carries(expr) => {
                    let operand = self.atom(&e.expr);
                    let operand = self.atom_tokens(&operand);
                    Value::Inert(Code(quote!(-#operand)))
                }
                UnOp::Neg(_) => {
                    let operand = self.atom(&e.expr);
                    Value::Op(Op::Neg, vec![operand], e.op.span())
                }
                UnOp::Deref(_) => self.value_of_place(expr),
                UnOp::Not(_) => {
                    let operand = self.atom(&e.expr);
                    let operand = self.atom_tokens(&operand);
                    Value::Inert(Code(quote!(!#operand)))
                }
                _ => Value::Atom(self.refused(expr, Refusal::Unsupported("this operator".into()))),
            },
            Expr::Binary(e) => self.binary(e, expr),
            Expr::MethodCall(e) => self.method(e),
            Expr::Call(e) => self.call(e),
            Expr::Cast(e) => self.cast(e),
            Expr::Tuple(e) => Value::Tuple(self.parts_of_value(&e.elems)),
            Expr::Array(e) => Value::Array(self.parts_of_value(&e.elems)),
            Expr::Repeat(e) => {
                let elem = self.atom(&e.expr);
                Value::Repeat(elem, Code(e.len.to_token_stream()))
            }
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) => Value::Atom(self.branch_value(expr)),
            Expr::Macro(e) => self.macro_value(e),
            Expr::Assign(_)
            | Expr::Return(_)
            | Expr::Break(_)
            | Expr::Continue(_)
            | Expr::ForLoop(_)
            | Expr::While(_) => {
                self.effect(expr);
                Value::Atom(Atom::Const(Code(quote!(()))))
            }
            Expr::Reference(e) => self.reference(e),
            Expr::Loop(_) => Value::Atom(self.branch_value(expr)),
            Expr::Closure(_) => Value::Atom(self.refused(expr, Refusal::Closure)),
            Expr::Struct(_) => Value::Atom(self.refused(expr, Refusal::StructLiteral)),
            Expr::Range(_) => Value::Atom(
                self.refused(expr, Refusal::Unsupported("a range of differentiated values".into())),
            ),
            // The fence has refused these.
            Expr::Unsafe(_)
            | Expr::Async(_)
            | Expr::Await(_)
            | Expr::Try(_)
            | Expr::TryBlock(_)
            | Expr::Yield(_)
            | Expr::RawAddr(_) => Value::Atom(Atom::Const(Code(quote!(unreachable!())))),
            _ => Value::Atom(self.refused(expr, Refusal::Unsupported("this expression".into()))),
        }
    }

    fn value_of_place(&mut self, expr: &Expr) -> Value {
        match self.place(expr) {
            Some(place) => Value::Atom(self.load(place, expr)),
            None if is_place(expr) && root(expr).is_some() && !self.carriers.carries(expr) => {
                Value::Inert(self.inert_place(expr))
            }
            // A part of something that is no place: `g(x).0`, `[a, b][i]`.
            None => match expr {
                Expr::Field(e) => {
                    let mut place = self.operand_place(&e.base);
                    // A float has no fields, as rustc says of the function.
                    if !matches!(self.builder.func.place_shape(&place), Shape::Float(_)) {
                        place.path.push(crate::ir::Proj::Member(e.member.clone()));
                    }
                    Value::Load(place)
                }
                Expr::Index(e) => {
                    let mut place = self.operand_place(&e.expr);
                    if matches!(strip(&e.index), Expr::Range(_)) {
                        return Value::Atom(self.refused(expr, Refusal::SubSlice));
                    }
                    let index = self.atom(&e.index);
                    if let Atom::Var(var) = index {
                        self.builder.learn(var, &Shape::Integer);
                    }
                    place.path.push(crate::ir::Proj::Index(index, Some(e.bracket_token.span.join())));
                    Value::Load(place)
                }
                _ if self.is_refused(expr) => Value::Atom(Atom::Const(Code(quote!(unreachable!())))),
                _ => match self.behind_option(expr) {
                    Some(value) => value,
                    None => Value::Atom(self.refused(expr, Refusal::ReadReference)),
                },
            },
        }
    }

    /// `&x` where a value is wanted: an operand, whose operator reads through it.
    fn reference(&mut self, expr: &syn::ExprReference) -> Value {
        match (self.alias(&Expr::Reference(expr.clone())), expr.mutability.is_some()) {
            (Some((place, Passing::Shared)), _) if self.is_float(&place) => {
                Value::Atom(self.load(place, &expr.expr))
            }
            (None, false) if self.carriers.carries(&expr.expr) => self.value(&expr.expr),
            _ => Value::Atom(self.refused(&Expr::Reference(expr.clone()), Refusal::Reference)),
        }
    }

    fn is_float(&self, place: &Place) -> bool {
        matches!(self.builder.func.place_shape(place), Shape::Float(_) | Shape::Unknown)
    }

    fn binary(&mut self, e: &ExprBinary, expr: &Expr) -> Value {
        let op = match e.op {
            // Integers, say, out of a branch whose condition is followed.
            _ if super::carriers::is_arithmetic(&e.op) && !self.carriers.carries(expr) => {
                return self.inert_binary(e);
            }
            BinOp::Add(_) => Op::Add,
            BinOp::Sub(_) => Op::Sub,
            BinOp::Mul(_) => Op::Mul,
            BinOp::Div(_) => Op::Div,
            BinOp::Rem(_) => Op::Rem,
            BinOp::And(_) | BinOp::Or(_) => return self.short_circuit(e),
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                return self.inert_binary(e);
            }
            _ if super::carriers::is_compound(&e.op) => {
                self.effect(expr);
                return Value::Atom(Atom::Const(Code(quote!(()))));
            }
            _ if self.carriers.carries(expr) => {
                let what = "a bit operation on a differentiated value".into();
                return Value::Atom(self.refused(expr, Refusal::Unsupported(what)));
            }
            _ => return self.inert_binary(e),
        };
        let (left, right) = self.both(e);
        let is_integer = |atom| matches!(self.builder.func.atom_shape(atom), Shape::Integer);
        if is_integer(&left) || is_integer(&right) {
            return self.of_integers(&left, &e.op, &right);
        }
        Value::Op(op, vec![left, right], e.op.span())
    }

    /// An operator whose result carries no derivative.
    fn inert_binary(&mut self, e: &ExprBinary) -> Value {
        let (left, right) = self.both(e);
        let (left, operator, right) = (self.atom_tokens(&left), &e.op, self.atom_tokens(&right));
        Value::Inert(Code(quote!(#left #operator #right)))
    }

    /// An operation that carries no derivative, of numbers that stood between floats.
    pub(super) fn of_integers(&self, left: &Atom, op: &impl ToTokens, right: &Atom) -> Value {
        let (krate, left, right) = (&self.krate, self.atom_tokens(left), self.atom_tokens(right));
        Value::Inert(Code(quote!(#krate::__private::whole(#left #op #right))))
    }

    /// Both operands, left first; the left one is copied if the right one may change it.
    fn both(&mut self, e: &ExprBinary) -> (Atom, Atom) {
        let left = self.operand(&e.left);
        let right = self.operand(&e.right);
        let right = self.agree(&left, right, e.right.span());
        (left, right)
    }

    /// `a && b` where one of them has effects on what carries a derivative.
    fn short_circuit(&mut self, e: &ExprBinary) -> Value {
        if let Some(misplaced) = [&e.left, &e.right].into_iter().find(|side| matches!(***side, Expr::Let(_)))
        {
            return Value::Atom(self.refused(misplaced, Refusal::Pattern));
        }
        // Not by way of tokens: `S { .. } == s` would be read in another way where a condition stands.
        let mut desugared: syn::ExprIf = match e.op {
            BinOp::And(_) => syn::parse_quote!(if true {
            } else {
                false
            }),
            _ => syn::parse_quote!(if true {
                true
            } else {
            }),
        };
        let right = vec![syn::Stmt::Expr((*e.right).clone(), None)];
        match (&mut desugared.else_branch, &e.op) {
            (Some((_, otherwise)), BinOp::Or(_)) => {
                if let Expr::Block(otherwise) = &mut **otherwise {
                    otherwise.block.stmts = right;
                }
            }
            _ => desugared.then_branch.stmts = right,
        }
        *desugared.cond = (*e.left).clone();
        Value::Atom(self.branch_value(&Expr::If(desugared)))
    }

    fn cast(&mut self, e: &ExprCast) -> Value {
        let operand = self.atom(&e.expr);
        if is_integer_type(&e.ty) {
            let (operand, ty) = (self.atom_tokens(&operand), &e.ty);
            return Value::Inert(Code(quote!(#operand as #ty)));
        }
        if !matches!(Shape::of(&e.ty, &self.generics), Shape::Float(_)) {
            let why = match &*e.ty {
                syn::Type::Ptr(_) => Refusal::RawPointer,
                ty => Refusal::Cast(ty.to_token_stream().to_string()),
            };
            self.diag.refuse(&e.ty, why);
        }
        Value::Cast(operand, (*e.ty).clone())
    }

    fn macro_value(&mut self, e: &ExprMacro) -> Value {
        let name = e.mac.path.segments.last().map_or(String::new(), |last| last.ident.to_string());
        if super::carriers::standard_macro(&e.mac).is_some_and(|name| name == "dbg") {
            return self.dbg(e);
        }
        if name == "vec" {
            return self.vec_macro(e);
        }
        if super::carriers::is_inert_macro(&e.mac) {
            return self.observe(e, &name);
        }
        Value::Atom(self.refused(&Expr::Macro(e.clone()), Refusal::UnknownMacro(name)))
    }

    /// `dbg!(e)` prints in the forward sweep and is worth `e`.
    fn dbg(&mut self, e: &ExprMacro) -> Value {
        let args = match self.print_dbg(e) {
            Ok(args) => args,
            Err(why) => return Value::Atom(self.refused(&Expr::Macro(e.clone()), why)),
        };
        let atoms = self.atoms(&args);
        match <[Atom; 1]>::try_from(atoms) {
            Ok([atom]) => Value::Atom(atom),
            Err(atoms) => Value::Tuple(atoms),
        }
    }

    /// What it is worth.
    pub(super) fn print_dbg(&mut self, e: &ExprMacro) -> Result<Vec<Expr>, Refusal> {
        let Some(args) = super::rename::macro_arguments(&e.mac) else {
            return Err(Refusal::UnknownMacro("dbg".into()));
        };
        if args.iter().any(super::stmt::has_effects) || args.iter().any(|arg| self.carriers.touches(arg)) {
            return Err(Refusal::DbgEffects);
        }
        let code = self.code(e).0;
        self.builder.push(StmtKind::Inert(Code(quote!(let _ = #code;))), e.span());
        Ok(args)
    }

    /// An atom as code.
    pub(super) fn atom_tokens(&self, atom: &Atom) -> TokenStream {
        match atom {
            Atom::Var(var) => self.builder.func.var(*var).ident.to_token_stream(),
            Atom::Const(code) => code.0.clone(),
        }
    }

    /// Ends the block after a value that is never produced.
    pub(super) fn diverge(&mut self) -> Value {
        self.builder.end(End::Diverge);
        Value::Atom(Atom::Const(Code(quote!(unreachable!()))))
    }

    /// Refuses an expression that names something unknown as the function to call.
    pub(super) fn is_local(&self, expr: &Expr) -> bool {
        root(expr).is_some_and(|ident| self.locals.contains(&super::rename::Name::of(ident)))
    }
}

/// A literal, signed or not: it may be repeated in the reverse sweep.
fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(e) => matches!(e.lit, Lit::Float(_) | Lit::Int(_) | Lit::Bool(_)),
        Expr::Unary(e) => matches!(e.op, UnOp::Neg(_)) && is_constant(&e.expr),
        Expr::Paren(e) => is_constant(&e.expr),
        Expr::Group(e) => is_constant(&e.expr),
        _ => false,
    }
}
