//! Statements without loops.

use super::{Gen, Ty, block, of};
use crate::node;
use crate::tree::{Node, Part, bind, def, used};

impl Gen {
    /// Statements of a block, as many as the budget has.
    pub(crate) fn statements(&mut self, most: usize) -> Vec<Node> {
        let mut out = Vec::new();
        let count = 1 + self.rng.below(most);
        for _ in 0..count {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            self.cost += self.times;
            let statement = self.statement();
            out.push(statement);
        }
        out
    }

    /// A block that changes things.
    pub(crate) fn body(&mut self, most: usize) -> Node {
        self.nested(|g| {
            let mut statements = g.statements(most);
            if statements.is_empty() {
                statements.push(g.assign());
            }
            block(statements, None)
        })
    }

    fn statement(&mut self) -> Node {
        let deep = self.depth > 4;
        match self.rng.below(100) {
            0..14 => self.let_float(),
            14..38 => self.assign(),
            38..46 => self.let_list(),
            46..52 => self.change_list(),
            52..58 => self.let_other(),
            58..60 => self.borrow(),
            60 => self.extra(),
            61..64 if !deep => self.unusual(),
            64 => self.take_gradient().unwrap_or_else(|| self.assign()),
            61..66 => self.split(),
            66..70 => self.call_statement().unwrap_or_else(|| self.assign()),
            _ if deep => self.assign(),
            70 => self.parts(),
            71..74 => self.moving(),
            74..77 => self.slice_pattern(),
            77..79 => self.rows_statement(),
            79..86 => self.branch(),
            86..89 => self.leave(),
            89..91 => self.optional(),
            91 => self.match_changed(),
            92 => self.parts(),
            _ => self.a_loop(),
        }
    }

    /// `place = float;` and its kin.
    pub(crate) fn assign(&mut self) -> Node {
        // A compound assignment may have something to be followed on one side alone.
        let op = self.rng.pick(&["=", "=", "+=", "+=", "-=", "*=", "/=", "+="]);
        self.plain = op != "=";
        let place = self.place();
        self.plain = false;
        let Some((place, var)) = place else { return self.let_float() };
        if self.rng.chance(8)
            && let Some(other) = self.any_var(|other| other.mutable && other.ty == Ty::Float)
            && other.name != var.name
        {
            let swapped = node![Fixed: "&mut ", of(&other)];
            return self.without(
                &[other.name, var.name],
                |_| node![Stmt: "std::mem::swap(&mut ", place, ", ", swapped, ");"],
            );
        }
        let mut value = self.value();
        if op == "/=" {
            let one = Part::Literal { value: 1.0, typed: false };
            value = node![Fixed: "((", value, ").powi(2) + ", one, ")"];
        }
        // In loops a product grows without end.
        if op == "*=" && self.times > 1 || op == "=" && self.times > 4 {
            value = node![Fixed: "(", value, ").", self.rng.pick(&["sin", "tanh", "cos"]), "()"];
        }
        if op == "=" {
            return node![Stmt: place, " = ", value, ";"];
        }
        node![Stmt: Part::Compound { place: Box::new(place), op, value: Box::new(value) }]
    }

    /// `if` in its forms.
    fn branch(&mut self) -> Node {
        let condition = self.condition(2);
        let then = self.body(3);
        match self.rng.below(5) {
            0 => node![Stmt: "if ", condition, " ", then],
            4 => self.chain(condition, then),
            1 | 2 => {
                let otherwise = self.body(3);
                node![Stmt: "if ", condition, " ", then, " else ", otherwise]
            }
            _ if self.rng.chance(50) => {
                let (second, two, three) = (self.condition(1), self.body(2), self.body(2));
                node![Stmt: "if ", condition, " ", then, " else if ", second, " ", two, " else ", three]
            }
            _ => {
                let condition = self.simply(|g| g.condition(1));
                let (on, two, three) = (self.int(1), self.body(2), self.body(2));
                node![Stmt: "match (", on, ") % 3 { 0 => ", then, " 1 if ", condition, " => ", two, " _ => ", three, " }"]
            }
        }
    }

    /// Leaves something under a condition.
    fn leave(&mut self) -> Node {
        let condition = self.condition(2);
        let inner = self.nested(|g| {
            let mut statements = if g.rng.chance(40) { vec![g.assign()] } else { Vec::new() };
            statements.push(g.exit());
            block(statements, None)
        });
        if self.rng.chance(25) {
            let otherwise = self.body(2);
            return node![Stmt: "if ", condition, " ", inner, " else ", otherwise];
        }
        node![Stmt: "if ", condition, " ", inner]
    }

    /// `return`, `break` or `continue`.
    pub(crate) fn exit(&mut self) -> Node {
        let innermost = self.exits.iter().rposition(|exit| exit.is_loop);
        let Some(innermost) = innermost else { return self.give_back() };
        if self.rng.chance(15) {
            return self.give_back();
        }
        let at = if self.rng.chance(30) { self.rng.below(self.exits.len()) } else { innermost };
        let exit = self.exits[at].clone();
        let label = match &exit.label {
            Some(label) if at != innermost || self.rng.chance(30) => format!(" {label}"),
            None if at != innermost => return self.give_back(),
            _ => String::new(),
        };
        if exit.is_loop && self.rng.chance(45) {
            return node![Stmt: "continue", label, ";"];
        }
        if exit.value {
            let value = self.float(1);
            return node![Stmt: "break", label, " ", value, ";"];
        }
        node![Stmt: "break", label, ";"]
    }

    /// `return`
    fn give_back(&mut self) -> Node {
        match self.result.clone() {
            Some(ty) => {
                let value = self.value_of(&ty);
                node![Stmt: "return ", value, ";"]
            }
            None => node![Stmt: "return;"],
        }
    }

    /// An owned value of a type.
    pub(crate) fn value_of(&mut self, ty: &Ty) -> Node {
        match ty {
            Ty::Array(n) => {
                let same = self.any_var(|var| var.ty == *ty);
                match same {
                    Some(var) if self.rng.chance(40) => node![Fixed: of(&var)],
                    _ if self.rng.chance(25) => {
                        let value = self.float(1);
                        node![Fixed: "[", value, "; ", *n, "]"]
                    }
                    _ => self.elements("[", *n),
                }
            }
            Ty::Vec(n) => {
                if self.rng.chance(40)
                    && let Some(list) = self.list_where(|_| true)
                    && list.least >= *n
                {
                    return node![Fixed: list.place, ".to_vec()"];
                }
                if self.rng.chance(50) {
                    let (value, more) = (self.simply(|g| g.float(1)), self.rng.below(2));
                    return node![Fixed: "vec![", value, "; ", *n + more, "]"];
                }
                self.elements("vec![", *n)
            }
            Ty::Pair => {
                let (a, b) = (self.float(2), self.float(2));
                node![Fixed: "(", a, ", ", b, ")"]
            }
            Ty::Nested => {
                let (a, b) = (self.float(2), self.value_of(&Ty::Array(2)));
                node![Fixed: "(", a, ", ", b, ")"]
            }
            Ty::Rows(rows, least) => {
                let all = Ty::Rows(*rows, *least);
                match self.any_var(|var| var.ty == all) {
                    Some(var) if self.rng.chance(40) => node![Fixed: of(&var), ".clone()"],
                    _ => {
                        let mut parts = vec!["vec![".into()];
                        for _ in 0..*rows {
                            parts.push(self.value_of(&Ty::Vec(*least)).into());
                            parts.push(", ".into());
                        }
                        parts.push("]".into());
                        Node { kind: crate::tree::Kind::Fixed, parts }
                    }
                }
            }
            Ty::Matrix(rows, columns) => {
                let mut parts = vec!["[".into()];
                for _ in 0..*rows {
                    parts.push(self.value_of(&Ty::Array(*columns)).into());
                    parts.push(", ".into());
                }
                parts.push("]".into());
                Node { kind: crate::tree::Kind::Fixed, parts }
            }
            _ => self.value(),
        }
    }

    fn elements(&mut self, open: &str, count: usize) -> Node {
        let mut parts: Vec<Part> = vec![open.into()];
        for _ in 0..count {
            parts.push(self.float(1).into());
            parts.push(", ".into());
        }
        parts.push("]".into());
        Node { kind: crate::tree::Kind::Fixed, parts }
    }

    /// Something that may be there.
    fn optional(&mut self) -> Node {
        let Some(list) = self.list() else { return self.assign() };
        let (name, place) = (self.name("o"), list.place);
        let method = match self.rng.below(3) {
            0 => node![Fixed: ".first()"],
            1 => node![Fixed: ".last()"],
            _ => {
                let index = self.int(1);
                node![Fixed: ".get(", index, ")"]
            }
        };
        let hidden = list.var.name.clone();
        let body = self.nested(|g| {
            // It is lent to the pattern.
            g.lend(&hidden);
            g.declare(&name, Ty::Ref, false);
            g.body(2)
        });
        node![Stmt: "if let Some(", bind(&name), ") = ", place, method, " ", body]
    }

    /// `let r = &mut place;` and use through it.
    fn borrow(&mut self) -> Node {
        let Some((place, var)) = self.place() else { return self.let_float() };
        let name = self.name("r");
        let body = self.nested(|g| {
            g.scope.retain(|other| other.name != var.name);
            let first = node![Stmt: "let ", def(&name), " = &mut ", place, ";"];
            g.declare(&name, Ty::RefMut, false);
            let mut statements = vec![first];
            let value = g.float(2);
            let (place, value) = (Box::new(node![Fixed: "*", used(&name)]), Box::new(value));
            let op = g.rng.pick(&["+=", "-=", "*="]);
            statements.push(node![Stmt: Part::Compound { place, op, value }]);
            statements.extend(g.statements(2));
            block(statements, None)
        });
        node![Stmt: body]
    }

    /// Parts of a list.
    fn split(&mut self) -> Node {
        let (a, b) = (self.name("s"), self.name("s"));
        if self.rng.chance(45) {
            let Some(list) = self.list_mut() else { return self.let_float() };
            if list.least < 2 {
                return self.assign();
            }
            let body = self.nested(|g| {
                g.scope.retain(|other| other.name != list.var.name);
                let first = match g.rng.below(3) {
                    0 => {
                        g.declare(&a, Ty::SliceMut(list.least - 1), false);
                        node![Stmt: "let ", def(&a), " = &mut ", list.place, "[1..];"]
                    }
                    1 if list.least > 1 => {
                        g.declare(&a, Ty::SliceMut(1), false);
                        node![Stmt: "let ", def(&a), " = &mut ", list.place, "[..1];"]
                    }
                    _ => {
                        g.declare(&a, Ty::SliceMut(1), false);
                        g.declare(&b, Ty::SliceMut(list.least - 1), false);
                        node![Stmt: "let (", def(&a), ", ", def(&b), ") = ", list.place, ".split_at_mut(1);"]
                    }
                };
                let mut statements = vec![first];
                statements.extend(g.statements(3));
                block(statements, None)
            });
            return node![Stmt: body];
        }
        let Some(list) = self.list() else { return self.let_float() };
        if list.least < 2 {
            return self.assign();
        }
        let name = list.var.name.clone();
        let body = self.nested(|g| {
            g.lend(&name);
            let first = if g.rng.chance(50) {
                let from = g.without(std::slice::from_ref(&name), |g| g.int(1));
                g.declare(&a, Ty::Slice(1), false);
                node![Stmt: "let ", def(&a), " = &", list.place, "[(", from, ") % ", list.least, "..];"]
            } else {
                g.declare(&a, Ty::Slice(1), false);
                g.declare(&b, Ty::Slice(list.least - 1), false);
                node![Stmt: "let (", def(&a), ", ", def(&b), ") = ", list.place, ".split_at(1);"]
            };
            let mut statements = vec![first];
            statements.extend(g.statements(3));
            block(statements, None)
        });
        node![Stmt: body]
    }
}
