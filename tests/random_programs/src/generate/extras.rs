//! What stands between the numbers of real programs: checks, constants, closures over integers, lists of tuples.

use super::{Exit, Gen, Ty, block};
use crate::node;
use crate::tree::{Node, Part, bind, def, used};

impl Gen {
    /// One of them.
    pub(crate) fn extra(&mut self) -> Node {
        match self.rng.below(6) {
            0 => {
                let c = self.nested(|g| {
                    let (change, c) = (g.assign(), g.condition(1));
                    block(vec![change], Some(c))
                });
                node![Stmt: self.rng.pick(&["assert!((", "debug_assert!(("]), c, ") || true);"]
            }
            1 => self.constant(),
            2 => self.closure(),
            _ => self.pairs(),
        }
    }

    /// `const N: usize = 3;` in a block where it is used.
    fn constant(&mut self) -> Node {
        let (name, n) = (self.name("N"), 1 + self.rng.below(3));
        let body = self.loop_body(Exit { label: None, is_loop: true, value: false }, n, |g| {
            g.declare(&name, Ty::Int { below: n + 1 }, false);
            Vec::new()
        });
        let first = node![Fixed: "const ", def(&name), ": usize = ", n, ";"];
        node![Stmt: "{ ", first, " for _ in 0..", used(&name), " ", body, " }"]
    }

    /// A closure over integers.
    fn closure(&mut self) -> Node {
        let (name, k, n) = (self.name("c"), self.name("k"), self.name("n"));
        // A closure that names anything differentiated is refused.
        let inside = match self.any_var(|var| matches!(var.ty, Ty::Int { .. })) {
            Some(var) => node![Int: super::of(&var)],
            None => node![Int: self.rng.below(4)],
        };
        let argument = self.int(1);
        let m = 1 + self.rng.below(4);
        let closure = node![Fixed: "|", bind(&k), ": usize| (", used(&k), " + ", inside, ") % ", m];
        let first = node![Fixed: "let ", def(&name), " = ", closure, ";"];
        self.declare(&n, Ty::Int { below: m }, false);
        node![Stmt: first, " let ", def(&n), " = ", used(&name), "(", argument, ");"]
    }

    /// A `Vec` of pairs that is filled, changed and read.
    fn pairs(&mut self) -> Node {
        if self.times > 40 {
            return self.let_other();
        }
        let (list, a, b) = (self.name("z"), self.name("q"), self.name("q"));
        let (one, other) = (self.value_of(&Ty::Pair), self.value_of(&Ty::Pair));
        let body = self.nested(|g| {
            let mut statements =
                vec![node![Fixed: "let mut ", def(&list), " = vec![", one, ", ", other, "];"]];
            let more = g.value_of(&Ty::Pair);
            statements.push(node![Stmt: used(&list), ".push(", more, ");"]);
            // Only one side of a compound assignment may call something.
            g.plain = true;
            let place = g.index(2, None);
            g.plain = false;
            let value = g.float(2);
            let place = node![Fixed: used(&list), "[", place, "]", g.rng.pick(&[".0", ".1"])];
            let op = g.rng.pick(&["+=", "*=", "-="]);
            statements
                .push(node![Stmt: Part::Compound { place: Box::new(place), op, value: Box::new(value) }]);
            statements.extend(g.statements(2));
            let exit = Exit { label: None, is_loop: true, value: false };
            let way = g.rng.below(4);
            let inner = g.loop_body(exit, 3, |g| {
                let ty = [Ty::Ref, Ty::Float, Ty::RefMut, Ty::Float][way].clone();
                g.declare(&a, ty.clone(), false);
                g.declare(&b, ty, false);
                Vec::new()
            });
            let pattern = node![Fixed: "(", bind(&a), ", ", bind(&b), ")"];
            statements.push(match way {
                0 => node![Stmt: "for ", pattern, " in &", used(&list), " ", inner],
                1 => node![Stmt: "for &", pattern, " in ", used(&list), ".iter() ", inner],
                2 => node![Stmt: "for ", pattern, " in &mut ", used(&list), " ", inner],
                _ => node![Stmt: "while let Some(", pattern, ") = ", used(&list), ".pop() ", inner],
            });
            block(statements, None)
        });
        node![Stmt: body]
    }

    /// `if let Some(x) = list.first() && condition { .. }`
    pub(crate) fn chain(&mut self, condition: Node, otherwise: Node) -> Node {
        let Some(list) = self.list() else { return self.assign() };
        let (name, index) = (self.name("o"), self.simply(|g| g.int(1)));
        let (more, then) = self.nested(|g| {
            g.lend(&list.var.name);
            g.declare(&name, Ty::Ref, false);
            (g.simply(|g| g.condition(1)), g.body(3))
        });
        let parts = node![Fixed: "let Some(", bind(&name), ") = ", list.place, ".get(", index, ") && ", more];
        if self.rng.chance(50) {
            node![Stmt: "if ", condition, " && ", parts, " ", then, " else ", otherwise]
        } else {
            node![Stmt: "if ", parts, " ", then, " else ", otherwise]
        }
    }
}
