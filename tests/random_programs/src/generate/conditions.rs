//! Conditions and integers.

use super::{Gen, Ty, of};
use crate::node;
use crate::tree::{Node, Part};

impl Gen {
    /// A condition.
    pub(crate) fn condition(&mut self, depth: usize) -> Node {
        match self.rng.below(if depth == 0 { 3 } else { 9 }) {
            0 | 1 => {
                let (a, op) = (self.float(1), self.rng.pick(&[" < ", " > ", " <= ", " >= "]));
                let literal = self.literal(false);
                node![Bool: "(", a, op, literal, ")"]
            }
            2 => {
                let (i, m) = (self.int(1), 2 + self.rng.below(2));
                node![Bool: "((", i, ") % ", m, " ", self.rng.pick(&["==", "!=", "<"]), " 1)"]
            }
            3 | 4 => {
                let (a, b) = (self.float(depth - 1), self.simply(|g| g.float(1)));
                node![Bool: "(", a, self.rng.pick(&[" < ", " > "]), b, ")"]
            }
            5 => {
                let (a, b) = (self.condition(depth - 1), self.condition(depth - 1));
                node![Bool: "(", a, self.rng.pick(&[" && ", " || "]), b, ")"]
            }
            6 => {
                let a = self.condition(depth - 1);
                node![Bool: "(!", a, ")"]
            }
            7 => {
                let a = self.float(depth - 1);
                node![Bool: "(", a, ")", self.rng.pick(&[".is_sign_negative()", ".is_finite()"])]
            }
            _ => match self.any_var(|var| var.ty == Ty::Bool) {
                Some(var) => node![Bool: of(&var)],
                None => {
                    let i = self.int(1);
                    node![Bool: "matches!((", i, ") % 4, 0 | 2)"]
                }
            },
        }
    }

    /// A small integer.
    pub(crate) fn int(&mut self, depth: usize) -> Node {
        if self.rng.chance(45)
            && let Some(var) = self.any_var(|var| matches!(var.ty, Ty::Int { .. }))
        {
            return node![Int: of(&var)];
        }
        if depth == 0 {
            return node![Int: self.rng.below(4)];
        }
        if self.form == super::Form::Method && self.rng.chance(10) {
            return node![Int: "self.count"];
        }
        if !self.plain
            && self.rng.chance(30)
            && let Some(var) = self.any_var(|var| matches!(var.ty, Ty::Closure { .. }))
        {
            let inner = self.int(depth - 1);
            return node![Int: of(&var), "(", inner, ") % 5"];
        }
        match self.rng.below(6) {
            0 => {
                let (a, b) = (self.int(depth - 1), self.int(depth - 1));
                node![Int: "(", a, " + ", b, ")"]
            }
            1 => {
                let a = self.int(depth - 1);
                node![Int: "(", a, " * ", 2 + self.rng.below(2), ")"]
            }
            2 => match self.list() {
                Some(list) => node![Int: list.place, ".len()"],
                None => node![Int: "1"],
            },
            3 if !self.plain => {
                if self.generic {
                    let x = self.simply(|g| g.float(1));
                    return node![Int: "usize::from(", x, " > ", self.literal(false), ")"];
                }
                let x = self.simply(|g| g.float(1));
                let x = node![Float: "(", x, ").abs().min(", Part::Literal { value: 9.0, typed: false }, ")"];
                node![Int: Part::RealAsInt(Box::new(x))]
            }
            4 if !self.simple && !self.plain => {
                let (c, a, b) = (self.simply(|g| g.condition(0)), self.int(depth - 1), self.int(depth - 1));
                node![Int: "(if ", c, " { ", a, " } else { ", b, " })"]
            }
            _ => node![Int: self.rng.below(4)],
        }
    }
}
