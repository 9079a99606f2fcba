//! What is known of the types of values.

use quote::ToTokens;

use super::Lower;
use crate::ir::{Role, Shape, Value, VarId};

impl Lower<'_> {
    /// Whether a variable of the IR may carry a derivative: the user's do by name, others by what they hold.
    pub(super) fn is_carrying(&self, var: VarId) -> bool {
        let var = self.builder.func.var(var);
        match var.role {
            Role::User | Role::Param => self.carriers.has(&var.ident),
            _ => !matches!(var.shape, Shape::Integer),
        }
    }

    /// What is known of a value's type.
    pub(super) fn value_shape(&self, value: &Value) -> Shape {
        let func = &self.builder.func;
        match value {
            Value::Atom(atom) => func.atom_shape(atom),
            Value::Load(place) => func.place_shape(place),
            Value::Op(_, atoms, _) => atoms.iter().map(|atom| func.atom_shape(atom)).fold(
                Shape::Unknown,
                |known, next| match next {
                    Shape::Float(_) => known.or(&next),
                    _ => known,
                },
            ),
            Value::Tuple(atoms) => Shape::Tuple(atoms.iter().map(|atom| func.atom_shape(atom)).collect()),
            Value::Array(atoms) => {
                let elem = atoms.iter().fold(Shape::Unknown, |known, atom| known.or(&func.atom_shape(atom)));
                let len = proc_macro2::Literal::usize_unsuffixed(atoms.len());
                Shape::Array(Box::new(elem), len.to_token_stream())
            }
            Value::Repeat(atom, len) => Shape::Array(Box::new(func.atom_shape(atom)), len.0.clone()),
            Value::List(_, atoms) => {
                let elem = atoms.iter().fold(Shape::Unknown, |known, atom| known.or(&func.atom_shape(atom)));
                Shape::List(Box::new(elem))
            }
            Value::Filled(_, atom, _) => Shape::List(Box::new(func.atom_shape(atom))),
            Value::Copy(place, method) => match func.place_shape(place) {
                Shape::Slice(elem) => Shape::List(elem),
                Shape::Array(elem, _) if method == "to_vec" => Shape::List(elem),
                shape => shape,
            },
            Value::Pop(place, _) => match func.place_shape(place) {
                Shape::List(elem) => *elem,
                _ => Shape::Unknown,
            },
            Value::Replace(place, _) => func.place_shape(place),
            Value::Cast(_, ty) => Shape::of(ty, &self.generics),
            _ => Shape::Unknown,
        }
    }
}
