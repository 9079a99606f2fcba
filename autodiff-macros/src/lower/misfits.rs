//! What rustc refuses in the user's function, it would refuse in the derivative too, in other words or at a worse place.
//! It is left out there: once is enough.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Lit;

use super::Lower;
use crate::ir::{Atom, Block, Code, Func, Place, Shape, StmtKind, Value};

/// Puts what has any type where a variable is assigned what cannot have its type.
pub(super) fn leave_out(func: &mut Func) {
    let mut body = std::mem::replace(&mut func.body, Block::empty());
    leave_out_of(&mut body, func);
    func.body = body;
}

fn leave_out_of(block: &mut Block, func: &Func) {
    for stmt in &mut block.stmts {
        if let StmtKind::Store { place, value, .. } = &mut stmt.kind {
            if is_misfit(place, value, func) {
                *value = Atom::Const(never());
            }
        }
        stmt.blocks_mut().into_iter().for_each(|block| leave_out_of(block, func));
    }
}

/// The value of a function whose result is known not to be `()`.
pub(super) fn no_unit(value: Atom) -> Atom {
    match value {
        Atom::Const(Code(code)) if is_unit(&code) => Atom::Const(never()),
        value => value,
    }
}

/// What stands for a value that there is not.
pub(super) fn never() -> Code {
    Code(quote!(unreachable!()))
}

/// Whether a value is `()` where something else is known to be wanted, or an integer where a float is.
fn is_misfit(place: &Place, value: &Atom, func: &Func) -> bool {
    let wanted = func.place_shape(place);
    match value {
        Atom::Const(Code(code)) if is_unit(code) => !matches!(wanted, Shape::Unknown),
        Atom::Const(Code(code)) => matches!(wanted, Shape::Float(_)) && is_integer(code),
        Atom::Var(var) => {
            matches!((wanted, &func.var(*var).shape), (Shape::Float(_), Shape::Integer))
        }
    }
}

/// `()`
fn is_unit(code: &TokenStream) -> bool {
    code.to_string() == "()"
}

/// An integer literal, signed or not. (`1f64` is none.)
fn is_integer(code: &TokenStream) -> bool {
    let unsigned = code.clone().into_iter().skip_while(|token| token.to_string() == "-").collect();
    matches!(syn::parse2::<Lit>(unsigned), Ok(Lit::Int(_)))
}

impl Lower<'_> {
    /// The right operand beside the left one: if one is an `f32` and the other an `f64`, as the other type.
    pub(super) fn agree(&mut self, left: &Atom, right: Atom, span: Span) -> Atom {
        let float = |atom| match self.builder.func.atom_shape(atom) {
            Shape::Float(float) if float == "f64" || float == "f32" => Some(float),
            _ => None,
        };
        match (float(left), float(&right)) {
            (Some(left), Some(other)) if left != other => {
                let value = Value::Cast(right, syn::parse_quote!(#left));
                Atom::Var(self.builder.define(value, Shape::Float(left), span))
            }
            _ => right,
        }
    }
}
