//! Things that change places in unusual ways.

use super::{Gen, Ty, block, of};
use crate::node;
use crate::tree::{Node, Part, bind, def};

impl Gen {
    /// One of them.
    pub(crate) fn unusual(&mut self) -> Node {
        match self.rng.below(9) {
            0..2 => self.let_else(),
            2 => self.split_first(),
            3 => self.replace(),
            4 => self.take(),
            5 => self.destructure(),
            _ => self.rows(),
        }
    }

    /// `let Some(x) = list.get(i) else { return .. };`
    fn let_else(&mut self) -> Node {
        let Some(list) = self.list() else { return self.let_float() };
        let (index, name) = (self.simply(|g| g.int(1)), self.name("x"));
        let inner = self.nested(|g| {
            let exit = g.exit();
            block(vec![exit], None)
        });
        self.declare(&name, Ty::Float, false);
        let method = self.rng.pick(&[".first()", ".last()", ".get"]);
        let given = if method == ".get" { node![Fixed: ".get(", index, ")"] } else { node![Fixed: method] };
        node![Stmt: "let Some(&", def(&name), ") = ", list.place, given, " else ", inner, ";"]
    }

    /// The head of a list, and its tail.
    fn split_first(&mut self) -> Node {
        let Some(list) = self.list() else { return self.let_float() };
        let (head, tail) = (self.name("x"), self.name("s"));
        let hidden = list.var.name.clone();
        let body = self.nested(|g| {
            g.lend(&hidden);
            g.declare(&head, Ty::Ref, false);
            if list.least > 1 {
                g.declare(&tail, Ty::Slice(list.least - 1), false);
            }
            g.body(3)
        });
        let method = self.rng.pick(&[".split_first() ", ".split_last() "]);
        node![Stmt: "if let Some((", bind(&head), ", ", bind(&tail), ")) = ", list.place, method, body]
    }

    /// `std::mem::replace`
    fn replace(&mut self) -> Node {
        let Some((place, var)) = self.place() else { return self.let_float() };
        let (value, name) = (self.without(&[var.name], |g| g.value()), self.name("x"));
        let mutable = self.rng.chance(50);
        self.declare(&name, Ty::Float, mutable);
        let mutability = if mutable { "mut " } else { "" };
        node![Stmt: "let ", mutability, def(&name), " = std::mem::replace(&mut ", place, ", ", value, ");"]
    }

    /// A `Vec` that is taken and given back.
    fn take(&mut self) -> Node {
        let Some(var) = self.any_var(|var| var.mutable && matches!(var.ty, Ty::Vec(_))) else {
            return self.replace();
        };
        let name = self.name("v");
        let body = self.nested(|g| {
            g.scope.retain(|other| other.name != var.name);
            let first = node![Fixed: "let mut ", def(&name), " = std::mem::take(&mut ", of(&var), ");"];
            g.declare(&name, var.ty.clone(), true);
            let change = g.change_list();
            let assign = g.assign();
            let last = node![Fixed: of(&var), " = ", name.as_str(), ";"];
            block(vec![first, change, assign, last], None)
        });
        node![Stmt: body]
    }

    /// `(a, b[i]) = (.., ..);`
    fn destructure(&mut self) -> Node {
        let (Some((first, one)), Some((second, other))) = (self.place(), self.place()) else {
            return self.let_float();
        };
        if one.name == other.name {
            return self.assign();
        }
        let value = self.value_of(&Ty::Pair);
        node![Stmt: "(", first, ", ", second, ") = ", value, ";"]
    }

    /// The rows of a matrix.
    fn rows(&mut self) -> Node {
        let Some(var) = self.any_var(|var| matches!(var.ty, Ty::Matrix(..))) else {
            return self.let_list();
        };
        let Ty::Matrix(_, columns) = var.ty else { unreachable!() };
        let name = self.name("w");
        let changes = var.mutable && self.rng.chance(60);
        let source = match (changes, self.rng.below(2)) {
            (true, 0) => node![Fixed: "&mut ", of(&var)],
            (true, _) => node![Fixed: of(&var), ".iter_mut()"],
            (false, 0) => node![Fixed: "&", of(&var)],
            (false, _) => node![Fixed: of(&var), ".iter()"],
        };
        let hidden = var.name.clone();
        let body = self.loop_body(super::Exit { label: None, is_loop: true, value: false }, 3, |g| {
            if changes {
                g.scope.retain(|other| other.name != hidden);
                g.declare(&name, Ty::SliceMut(columns), false);
            } else {
                g.lend(&hidden);
                g.declare(&name, Ty::Slice(columns), false);
            }
            Vec::new()
        });
        let pattern: Part = bind(&name);
        node![Stmt: "for ", pattern, " in ", source, " ", body]
    }
}
