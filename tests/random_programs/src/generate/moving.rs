//! References that come to refer to something else.

use super::{Exit, Gen, Ty, block, of};
use crate::node;
use crate::tree::{Node, Part, bind, def, used};

impl Gen {
    /// One of them.
    pub(crate) fn moving(&mut self) -> Node {
        match self.rng.below(10) {
            0 | 1 => self.shrinking(),
            8 => self.starts_at_a_value(),
            9 => self.starts_empty(),
            2 => self.peeled(),
            6 => self.peeled_at_both_ends(),
            7 => self.peeled_together(),
            3 => self.either(),
            4 => self.moved_mut(),
            _ => self.two_buffers(),
        }
    }

    /// `let mut p = &list[..]; while p.len() > 1 { p = &p[1..]; .. }`
    fn shrinking(&mut self) -> Node {
        let Some(list) = self.list().filter(|_| self.times <= 40) else { return self.let_float() };
        let name = self.name("p");
        let first = node![Fixed: "let mut ", def(&name), " = &", list.place, "[..];"];
        let next = match self.rng.below(3) {
            0 => node![Fixed: used(&name), " = &", used(&name), "[..", used(&name), ".len() - 1];"],
            _ => node![Fixed: used(&name), " = &", used(&name), "[1..];"],
        };
        let body = self.lent_loop(&list.var.name, |g| {
            g.declare(&name, Ty::Slice(1), false);
            vec![next]
        });
        node![Stmt: "{ ", first, " while ", used(&name), ".len() > 1 ", body, " }"]
    }

    fn lent_loop(&mut self, lent: &str, first: impl FnOnce(&mut Gen) -> Vec<Node>) -> Node {
        self.loop_body(Exit { label: None, is_loop: true, value: false }, 4, |g| {
            g.lend(lent);
            first(g)
        })
    }

    /// `while let [first, rest @ ..] = p { p = rest; .. }`, and with two elements; or as a `loop`.
    fn peeled(&mut self) -> Node {
        let Some(list) = self.list().filter(|_| self.times <= 40) else { return self.let_float() };
        let (name, one, two, rest) = (self.name("p"), self.name("e"), self.name("e"), self.name("s"));
        let start = node![Fixed: "let mut ", def(&name), " = &", list.place, "[..];"];
        let form = self.rng.below(6);
        let p = || used(&name);
        let head = match form {
            0 => node![Fixed: "[", bind(&one), ", ", bind(&rest), " @ ..] = ", p()],
            1 => node![Fixed: "[", bind(&rest), " @ .., ", bind(&one), "] = ", p()],
            2 => node![Fixed: "Some((", bind(&one), ", ", bind(&rest), ")) = ", p(), ".split_first()"],
            3 => node![Fixed: "Some((", bind(&one), ", ", bind(&rest), ")) = ", p(), ".split_last()"],
            4 => node![Fixed: "[", bind(&one), ", ", bind(&two), ", ", bind(&rest), " @ ..] = ", p()],
            _ => node![Fixed: "[", bind(&one), ", ", bind(&two), ", ..] = ", p()],
        };
        let as_loop = self.rng.chance(30);
        let first = node![Fixed: "let ", head.clone(), " else { break };"];
        let body = self.lent_loop(&list.var.name, |g| {
            g.declare(&one, Ty::Ref, false);
            let next = match form {
                0..=3 => node![Fixed: p(), " = ", used(&rest), ";"],
                4 => {
                    g.declare(&two, Ty::Ref, false);
                    node![Fixed: p(), " = ", used(&rest), ";"]
                }
                _ => {
                    g.declare(&two, Ty::Ref, false);
                    g.declare(&name, Ty::Slice(1), false);
                    node![Fixed: p(), " = &", p(), "[1..];"]
                }
            };
            if as_loop { vec![first, next] } else { vec![next] }
        });
        match as_loop {
            true => node![Stmt: "{ ", start, " loop ", body, " }"],
            false => node![Stmt: "{ ", start, " while let ", head, " ", body, " }"],
        }
    }

    /// `while let [first, rest @ .., last] = p { p = rest; .. }`
    fn peeled_at_both_ends(&mut self) -> Node {
        let Some(list) = self.list().filter(|_| self.times <= 40) else { return self.let_float() };
        let (name, one, two, rest) = (self.name("p"), self.name("e"), self.name("e"), self.name("s"));
        let start = node![Fixed: "let mut ", def(&name), " = &", list.place, "[..];"];
        let head =
            node![Fixed: "[", bind(&one), ", ", bind(&rest), " @ .., ", bind(&two), "] = ", used(&name)];
        let body = self.lent_loop(&list.var.name, |g| {
            g.declare(&one, Ty::Ref, false);
            g.declare(&two, Ty::Ref, false);
            vec![node![Fixed: used(&name), " = ", used(&rest), ";"]]
        });
        node![Stmt: "{ ", start, " while let ", head, " ", body, " }"]
    }

    /// `while let ([a, r @ ..], [b, s @ ..]) = (p, q) { (p, q) = (r, s); .. }`
    fn peeled_together(&mut self) -> Node {
        let (Some(one), Some(other)) = (self.list().filter(|_| self.times <= 40), self.list()) else {
            return self.let_float();
        };
        let names: Vec<String> = ["p", "p", "e", "e", "s", "s"].map(|stem| self.name(stem)).into();
        let [p, q, a, b, r, s] = &names[..] else { unreachable!() };
        let start = node![Fixed: "let (mut ", def(p), ", mut ", def(q), ") = (&", one.place, "[..], &", other.place, "[..]);"];
        let head = node![Fixed: "([", bind(a), ", ", bind(r), " @ ..], [", bind(b), ", ", bind(s), " @ ..])"];
        let next = node![Fixed: used(p), " = ", used(r), "; ", used(q), " = ", used(s), ";"];
        let body = self.lent_loop(&one.var.name, |g| {
            g.lend(&other.var.name);
            g.declare(a, Ty::Ref, false);
            g.declare(b, Ty::Ref, false);
            vec![next]
        });
        node![Stmt: "{ ", start, " while let ", head, " = (", used(p), ", ", used(q), ") ", body, " }"]
    }

    /// `let r = if c { &a } else { &b };`
    fn either(&mut self) -> Node {
        let (condition, name) = (self.condition(1), self.name("r"));
        let (Some(one), Some(other)) = (self.list(), self.list()) else { return self.let_float() };
        let whole = self.rng.chance(50);
        let names = [one.var.name.clone(), other.var.name.clone()];
        let least = one.least.min(other.least);
        let elements = [self.element(&one), self.element(&other)];
        let [a, b] = if whole {
            [node![Fixed: "&", one.place, "[..]"], node![Fixed: "&", other.place, "[..]"]]
        } else {
            elements.map(|element| node![Fixed: "&", element])
        };
        let mutable = self.rng.chance(50);
        let first = node![Stmt: "let ", if mutable { "mut " } else { "" }, def(&name), " = if ", condition, " { ", a.clone(), " } else { ", b, " };"];
        let body = self.nested(|g| {
            names.iter().for_each(|name| g.lend(name));
            g.declare(&name, if whole { Ty::Slice(least) } else { Ty::Ref }, false);
            let mut statements = vec![first];
            statements.extend(g.statements(2));
            if mutable {
                let c = g.simply(|g| g.condition(1));
                statements.push(node![Stmt: "if ", c, " { ", used(&name), " = ", a, "; }"]);
                statements.extend(g.statements(2));
                statements.push(g.assign());
            }
            block(statements, None)
        });
        node![Stmt: body]
    }

    /// `let mut r = &(x + y); for .. { if c { r = &list[i]; } .. }`
    fn starts_at_a_value(&mut self) -> Node {
        let Some(list) = self.list().filter(|_| self.times <= 40) else { return self.let_float() };
        let (name, value) = (self.name("r"), self.simply(|g| g.float(2)));
        let (element, literal) = (self.element(&list), self.literal(true));
        let value = match self.rng.below(4) {
            0 => node![Fixed: "&", literal],
            // Often without a derivative.
            1 => node![Fixed: "&(", literal, " * ", value, ")"],
            _ => node![Fixed: "&(", element, " * ", value, ")"],
        };
        let first = node![Fixed: "let mut ", def(&name), " = ", value, ";"];
        self.moves_in_a_loop(first, &name, Ty::Ref, |g| {
            g.lend(&list.var.name);
            let element = g.element(&list);
            node![Fixed: "&", element]
        })
    }

    /// `let mut p: &[f64] = &[]; for .. { if c { p = &list[..]; } .. }`, or at a list of which nobody knows.
    fn starts_empty(&mut self) -> Node {
        let Some(list) = self.list().filter(|_| self.times <= 40) else { return self.let_float() };
        let name = self.name("p");
        let literal = self.literal(true);
        let start = match self.rng.below(3) {
            0 => node![Fixed: "&[", literal.clone(), ", ", literal, "]"],
            _ => node![Fixed: "&[]"],
        };
        let first = node![Fixed: "let mut ", def(&name), ": &[", Part::Real, "] = ", start, ";"];
        self.moves_in_a_loop(first, &name, Ty::Slice(0), |g| {
            g.lend(&list.var.name);
            let from = g.rng.below(2);
            node![Fixed: "&", &list.place, "[", from, "..]"]
        })
    }

    /// A block with a reference that moves under a condition in a loop.
    fn moves_in_a_loop(
        &mut self,
        first: Node,
        name: &str,
        ty: Ty,
        place: impl FnOnce(&mut Gen) -> Node,
    ) -> Node {
        let (k, times) = (self.name("k"), 1 + self.rng.below(3));
        let exit = Exit { label: None, is_loop: true, value: false };
        let body = self.loop_body(exit, times, |g| {
            g.declare(&k, Ty::Int { below: times }, false);
            let (place, condition) = (place(g), g.simply(|g| g.condition(1)));
            // An empty one has no index that is certain.
            if ty == Ty::Ref {
                g.declare(name, ty.clone(), false);
            }
            let moved = node![Stmt: "if ", condition, " { ", used(name), " = ", place, "; }"];
            let statements = g.statements(2);
            let elements = (ty != Ty::Ref).then(|| g.sum_of(name));
            [vec![moved], statements, elements.into_iter().collect()].concat()
        });
        node![Stmt: "{ ", first, " for ", bind(&k), " in 0..", times, " ", body, " }"]
    }

    /// `for e in p { x += *e * *e; }`
    fn sum_of(&mut self, name: &str) -> Node {
        let Some((place, _)) = self.place() else { return self.let_float() };
        let element = self.name("e");
        let square = node![Float: "*", used(&element), " * *", used(&element)];
        let sum = Part::Compound { place: Box::new(place), op: "+=", value: Box::new(square) };
        node![Stmt: "for ", bind(&element), " in ", used(name), " { ", sum, " }"]
    }

    /// `let mut m = &mut a; *m += ..; if c { m = &mut b; } *m += ..;`
    fn moved_mut(&mut self) -> Node {
        let (Some((first, one)), Some((second, other))) = (self.place(), self.place()) else {
            return self.let_float();
        };
        if one.name == other.name {
            return self.assign();
        }
        let name = self.name("r");
        let body = self.nested(|g| {
            g.scope.retain(|var| var.name != one.name && var.name != other.name);
            let mut statements = vec![node![Fixed: "let mut ", def(&name), " = &mut ", first, ";"]];
            let change = |g: &mut Gen| {
                let value = Box::new(g.value());
                let place = Box::new(node![Fixed: "*", used(&name)]);
                node![Stmt: Part::Compound { place, op: g.rng.pick(&["+=", "-=", "*="]), value }]
            };
            g.declare(&name, Ty::RefMut, false);
            statements.push(change(g));
            let c = g.condition(1);
            statements.push(node![Stmt: "if ", c, " { ", used(&name), " = &mut ", second, "; }"]);
            statements.push(change(g));
            statements.extend(g.statements(2));
            block(statements, None)
        });
        node![Stmt: body]
    }

    /// Two arrays or `Vec`s that are swapped through references in a loop.
    fn two_buffers(&mut self) -> Node {
        let list = |var: &super::Var| var.mutable && matches!(var.ty, Ty::Array(_) | Ty::Vec(_));
        let Some(one) = self.any_var(list).filter(|_| self.times <= 20) else { return self.let_list() };
        let same = |var: &super::Var| list(var) && var.ty == one.ty && var.name != one.name;
        let Some(other) = self.any_var(same) else { return self.let_list() };
        let (a, b, k) = (self.name("u"), self.name("u"), self.name("k"));
        let (n, count) = (super::lists::least(&one.ty).unwrap_or(1), 1 + self.rng.below(3));
        let exit = Exit { label: None, is_loop: true, value: false };
        let body = self.loop_body(exit, count, |g| {
            g.scope.retain(|var| var.name != one.name && var.name != other.name);
            g.declare(&a, Ty::SliceMut(n), false);
            g.declare(&b, Ty::SliceMut(n), false);
            g.declare(&k, Ty::Int { below: count }, false);
            vec![node![Fixed: "std::mem::swap(&mut ", used(&a), ", &mut ", used(&b), ");"]]
        });
        let first = node![Fixed: "let (mut ", def(&a), ", mut ", def(&b), ") = (&mut ", of(&one), ", &mut ", of(&other), ");"];
        node![Stmt: "{ ", first, " for ", bind(&k), " in 0..", count, " ", body, " }"]
    }
}
