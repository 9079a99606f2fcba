//! Slice patterns in statements.

use super::lists::List;
use super::{Gen, Ty, block, of};
use crate::node;
use crate::tree::{Node, bind, def};

impl Gen {
    /// One of them.
    pub(crate) fn slice_pattern(&mut self) -> Node {
        match self.rng.below(5) {
            0 => self.array_pattern(),
            1 => self.let_else_slice(),
            2 => self.if_let_slice_mut(),
            _ => self.if_let_slice(),
        }
    }

    /// `let [a, .., b] = array;`
    fn array_pattern(&mut self) -> Node {
        let long = |var: &super::Var| matches!(var.ty, Ty::Array(n) if n > 2);
        let Some(var) = self.any_var(long) else { return self.let_list() };
        let (a, b) = (self.name("q"), self.name("q"));
        let mutable = self.rng.chance(40);
        let mutability = if mutable { "mut " } else { "" };
        self.declare(&a, Ty::Float, mutable);
        self.declare(&b, Ty::Float, false);
        node![Stmt: "let [", mutability, def(&a), ", .., ", def(&b), "] = ", of(&var), ";"]
    }

    /// `let &[a, ..] = &list[..] else { return .. };`
    fn let_else_slice(&mut self) -> Node {
        let Some(list) = self.list() else { return self.let_float() };
        let name = self.name("q");
        let inner = self.nested(|g| {
            let exit = g.exit();
            block(vec![exit], None)
        });
        self.declare(&name, Ty::Float, false);
        let (open, close) = self.rng.pick(&[("[", ", ..]"), ("[.., ", "]"), ("[_, ", ", ..]"), ("[", "]")]);
        node![Stmt: "let &", open, def(&name), close, " = &", list.place, "[..] else ", inner, ";"]
    }

    /// `if let [a, rest @ ..] = &list[..] { .. } else { .. }`
    fn if_let_slice(&mut self) -> Node {
        let Some(list) = self.list() else { return self.let_float() };
        let (a, b) = (self.name("t"), self.name("t"));
        let (pattern, rest) = self.two_names(&a, &b);
        let List { place, var, .. } = list;
        let (body, otherwise) = self.nested(|g| {
            g.lend(&var.name);
            let otherwise = g.rng.chance(40).then(|| g.body(2));
            g.declare(&a, Ty::Ref, false);
            if !rest {
                g.declare(&b, Ty::Ref, false);
            }
            (g.body(3), otherwise)
        });
        let from = if self.rng.chance(50) {
            node![Fixed: "[..]"]
        } else {
            node![Fixed: "[", self.rng.below(2), "..]"]
        };
        match otherwise {
            Some(otherwise) => {
                node![Stmt: "if let ", pattern, " = &", place, from, " ", body, " else ", otherwise]
            }
            None => node![Stmt: "if let ", pattern, " = &", place, from, " ", body],
        }
    }

    /// A pattern of two names, and whether the second is a slice of any length.
    fn two_names(&mut self, a: &str, b: &str) -> (Node, bool) {
        match self.rng.below(4) {
            0 => (node![Fixed: "[", bind(a), ", ", bind(b), ", ..]"], false),
            1 => (node![Fixed: "[", bind(a), ", .., ", bind(b), "]"], false),
            2 => (node![Fixed: "[", bind(a), ", ", bind(b), " @ ..]"], true),
            _ => (node![Fixed: "[", bind(b), " @ .., ", bind(a), "]"], true),
        }
    }

    /// The same with places that change.
    fn if_let_slice_mut(&mut self) -> Node {
        let Some(list) = self.list_mut() else { return self.if_let_slice() };
        let (a, b) = (self.name("t"), self.name("t"));
        let (pattern, rest) = self.two_names(&a, &b);
        let List { place, var, .. } = list;
        let body = self.nested(|g| {
            g.scope.retain(|other| other.name != var.name);
            g.declare(&a, Ty::RefMut, false);
            if !rest {
                g.declare(&b, Ty::RefMut, false);
            }
            g.body(3)
        });
        node![Stmt: "if let ", pattern, " = &mut ", place, "[..] ", body]
    }
}
