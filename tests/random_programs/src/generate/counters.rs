//! Indices that are counted by hand.

use super::lists::{List, least};
use super::{Exit, Gen, Ty, block};
use crate::node;
use crate::tree::{Node, def, used};

impl Gen {
    /// One of them; the index is there afterwards.
    pub(crate) fn counter_by_hand(&mut self) -> Node {
        let fixed = |var: &super::Var| {
            least(&var.ty).is_some() && !matches!(var.ty, Ty::Vec(_) | Ty::VecMut(_)) && !var.ty.is_mut()
        };
        let Some(list) = self.list_where(fixed).filter(|_| self.times <= 40) else { return self.let_list() };
        match self.rng.below(8) {
            0..2 => self.beside_elements(list),
            2 => self.beside_a_range(list),
            3..5 => self.while_below(list),
            5 => self.while_above(list),
            _ => self.both_ends(list),
        }
    }

    /// A body that neither leaves its loop nor goes on early: what comes after it runs.
    fn straight(&mut self, first: Vec<Node>, last: Vec<Node>) -> Node {
        let (exits, outside) = (std::mem::take(&mut self.exits), self.times);
        self.times *= 4;
        let mut statements = first;
        statements.extend(self.statements(3));
        statements.push(self.assign());
        statements.extend(last);
        (self.exits, self.times) = (exits, outside);
        block(statements, None)
    }

    /// An index below the length of the list.
    fn declare_index(&mut self, name: &str, list: &List) {
        self.declare(name, Ty::Int { below: 0 }, false);
        if let Some(var) = self.scope.last_mut() {
            var.index_of = Some(list.var.name.clone());
        }
    }

    /// `let mut i = 0; for e in list.iter() { .. list[i] ..; i += 1; }`, or with an end of its own that moves down.
    fn beside_elements(&mut self, list: List) -> Node {
        let (index, name, down) = (self.name("c"), self.name("e"), self.rng.chance(40));
        let (start, step) = match down {
            true => (node![Fixed: &list.place, ".len()"], node![Fixed: used(&index), " -= 1;"]),
            false => (node![Fixed: "0"], node![Fixed: used(&index), " += 1;"]),
        };
        let first = node![Fixed: "let mut ", def(&index), " = ", start, ";\n"];
        let body = if down {
            self.loop_body(Exit { label: None, is_loop: true, value: false }, 4, |g| {
                g.lend(&list.var.name);
                g.declare(&name, Ty::Ref, false);
                g.declare_index(&index, &list);
                vec![step]
            })
        } else {
            self.nested(|g| {
                g.lend(&list.var.name);
                g.declare(&name, Ty::Ref, false);
                g.declare_index(&index, &list);
                g.straight(Vec::new(), vec![step])
            })
        };
        self.declare(&index, Ty::Int { below: 0 }, false);
        with_index(
            node![Stmt: first, "for ", crate::tree::bind(&name), " in ", list.place, ".iter() ", body],
            &[&index],
        )
    }

    /// By how much an index moves: a number, or the name of one, which is defined before.
    fn step(&mut self, number: usize) -> (Node, Node) {
        if self.rng.chance(65) {
            return (node![Fixed: ""], node![Fixed: number]);
        }
        let (name, int) = (self.name("n"), self.simply(|g| g.int(1)));
        let defined = node![Fixed: "let ", def(&name), " = 1 + (", int, ") % 3;\n"];
        (defined, node![Fixed: used(&name)])
    }

    /// `let mut i = 1; for k in 0..n { ..; i += 2; }`
    fn beside_a_range(&mut self, list: List) -> Node {
        let (index, counter) = (self.name("c"), self.name("k"));
        let (start, number) = (self.rng.below(3), 1 + self.rng.below(3));
        let (defined, step) = self.step(number);
        let first = node![Fixed: defined, "let mut ", def(&index), " = ", start, ";\n"];
        let body = self.nested(|g| {
            g.declare_index(&counter, &list);
            g.declare(&index, Ty::Int { below: 0 }, false);
            // A number that changes evenly.
            let step = match g.rng.below(4) {
                0 => node![Fixed: used(&counter)],
                1 => node![Fixed: "20 - ", used(&counter)],
                _ => step,
            };
            let step = node![Fixed: used(&index), " += ", step, ";"];
            if g.rng.chance(50) {
                g.straight(vec![step], Vec::new())
            } else {
                g.straight(Vec::new(), vec![step])
            }
        });
        self.declare(&index, Ty::Int { below: 0 }, false);
        with_index(
            node![Stmt: first, "for ", crate::tree::bind(&counter), " in 0..", list.place, ".len() ", body],
            &[&index],
        )
    }

    /// `while i < list.len() { .. list[i] ..; i += 1; }`, by two as well, and `while i + 1 < list.len()`.
    fn while_below(&mut self, list: List) -> Node {
        let (index, ahead) = (self.name("c"), self.rng.chance(40));
        let (start, number) = (self.rng.below(2), self.rng.pick(&[1_usize, 1, 2, 3]));
        let (defined, step) = self.step(number);
        let first = node![Fixed: defined, "let mut ", def(&index), " = ", start, ";\n"];
        let head = match (ahead, self.rng.below(3)) {
            (true, _) => node![Fixed: used(&index), " + 1 < ", &list.place, ".len()"],
            (_, 0) => node![Fixed: &list.place, ".len() > ", used(&index)],
            (_, 1) => {
                let more = self.simply(|g| g.condition(1));
                node![Fixed: used(&index), " < ", &list.place, ".len() && ", more]
            }
            _ => node![Fixed: used(&index), " < ", &list.place, ".len()"],
        };
        let body = self.nested(|g| {
            g.declare_index(&index, &list);
            let mut before = Vec::new();
            if ahead {
                let next = g.name("x");
                g.declare(&next, Ty::Float, false);
                before
                    .push(node![Fixed: "let ", def(&next), " = ", &list.place, "[", used(&index), " + 1];"]);
            }
            let step = node![Fixed: used(&index), " += ", step, ";"];
            if g.rng.chance(30) {
                let here = g.name("k");
                g.declare_index(&here, &list);
                g.declare(&index, Ty::Int { below: 0 }, false);
                before.push(node![Fixed: "let ", def(&here), " = ", used(&index), ";"]);
                before.push(step);
                g.straight(before, Vec::new())
            } else {
                g.straight(before, vec![step])
            }
        });
        self.declare(&index, Ty::Int { below: 0 }, false);
        with_index(node![Stmt: first, "while ", head, " ", body], &[&index])
    }

    /// `while i > 0 { i -= 1; .. list[i] .. }`
    fn while_above(&mut self, list: List) -> Node {
        let index = self.name("c");
        let first = node![Fixed: "let mut ", def(&index), " = ", &list.place, ".len();\n"];
        let body = self.loop_body(Exit { label: None, is_loop: true, value: false }, 4, |g| {
            g.declare_index(&index, &list);
            vec![node![Fixed: used(&index), " -= 1;"]]
        });
        self.declare(&index, Ty::Int { below: 0 }, false);
        with_index(node![Stmt: first, "while ", used(&index), " > 0 ", body], &[&index])
    }

    /// `while i < j { j -= 1; .. list[i], list[j] ..; i += 1; }`
    fn both_ends(&mut self, list: List) -> Node {
        let (low, high) = (self.name("c"), self.name("c"));
        let first =
            node![Fixed: "let (mut ", def(&low), ", mut ", def(&high), ") = (0, ", &list.place, ".len());\n"];
        let body = self.nested(|g| {
            g.declare_index(&low, &list);
            g.declare_index(&high, &list);
            let (down, up) = (node![Fixed: used(&high), " -= 1;"], node![Fixed: used(&low), " += 1;"]);
            g.straight(vec![down], vec![up])
        });
        self.declare(&low, Ty::Int { below: 0 }, false);
        self.declare(&high, Ty::Int { below: 0 }, false);
        with_index(node![Stmt: first, "while ", used(&low), " < ", used(&high), " ", body], &[&low, &high])
    }
}

/// The loop, and `let i = i;` behind it: what an index is when the loop has ended.
fn with_index(mut looping: Node, indices: &[&str]) -> Node {
    for index in indices {
        looping.parts.extend(["\nlet ".into(), def(index), " = ".into(), used(index), ";".into()]);
    }
    looping
}
