//! Loops over parts of lists whose elements are read by number, and loops inside over those parts.

use super::adaptors::Side;
use super::{Exit, Gen, Ty, block};
use crate::node;
use crate::tree::{Node, Part, def, used};

/// A variable of such a loop.
type Item = (String, Ty, bool);

impl Gen {
    /// `for (c, d) in a.chunks_exact(3).zip(b.windows(3)) { s += c[0] * d[2]; .. }`
    pub(crate) fn parts(&mut self) -> Node {
        if self.times > 40 {
            return self.assign();
        }
        let body = self.nested(|g| {
            let (sum, list, n) = (g.name("x"), g.name("a"), 3 + g.rng.below(6));
            let (start, elements) = g.simply(|g| (g.float(1), g.value_of(&Ty::Array(n))));
            let mutable = g.rng.chance(50);
            let mutability = if mutable { "mut " } else { "" };
            let mut statements = vec![
                node![Stmt: "let mut ", def(&sum), " = ", start, ";"],
                node![Stmt: "let ", mutability, def(&list), " = ", elements, ";"],
            ];
            g.declare(&sum, Ty::Float, true);
            g.declare(&list, Ty::Array(n), mutable);
            let side = g.sides(&list, mutable);
            statements.push(g.walk(side, &sum, 0));
            if let Some((place, _)) = g.without(&[sum.clone(), list], Gen::place) {
                let value = node![Float: "(", used(&sum), ").", g.rng.pick(&["sin", "tanh", "cos"]), "()"];
                statements.push(node![Stmt: place, " = ", value, ";"]);
            }
            block(statements, None)
        });
        node![Stmt: body]
    }

    /// The parts of a list, and beside them perhaps those of another.
    fn sides(&mut self, list: &str, mutable: bool) -> Side {
        let side = self.part_side(node![Fixed: used(list)], list, mutable);
        self.beside(side, |g| {
            let other = g.list().filter(|other| other.var.name != *list)?;
            let changes = other.var.mutable || other.var.ty.is_mut();
            g.rng.chance(60).then(|| g.part_side(other.place, &other.var.name, changes))
        })
    }

    /// The parts of one list, or its elements.
    fn part_side(&mut self, place: Node, list: &str, mutable: bool) -> Side {
        let (name, n) = (self.name("w"), 1 + self.rng.below(3));
        let changes = mutable && self.rng.chance(50);
        let (method, least) = match (self.rng.below(6), changes) {
            (0, false) => (node![Fixed: ".iter()"], 0),
            (0, true) => (node![Fixed: ".iter_mut()"], 0),
            (1, false) => (node![Fixed: ".chunks(", n, ")"], 1),
            (1, true) => (node![Fixed: ".chunks_mut(", n, ")"], 1),
            (2..4, false) => (node![Fixed: ".windows(", n, ")"], n),
            (_, false) => (node![Fixed: ".chunks_exact(", n, ")"], n),
            (_, true) => (node![Fixed: ".chunks_exact_mut(", n, ")"], n),
        };
        let ty = match (least, changes) {
            (0, false) => Ty::Ref,
            (0, true) => Ty::RefMut,
            (_, false) => Ty::Slice(least),
            (_, true) => Ty::SliceMut(least),
        };
        let side = Side::shared(node![Fixed: place, method], name, ty, list.to_owned());
        let side = if changes { Side { taken: side.lent, lent: Vec::new(), ..side } } else { side };
        if self.rng.chance(25) { self.adapted(side) } else { side }
    }

    fn walk(&mut self, side: Side, sum: &str, depth: usize) -> Node {
        let Side { source, pattern, vars, lent, taken, .. } = side;
        let body = self.loop_body(Exit { label: None, is_loop: true, value: false }, 4, |g| {
            lent.iter().for_each(|name| g.lend(name));
            g.scope.retain(|var| !taken.contains(&var.name));
            vars.iter().for_each(|(name, ty, mutable)| g.declare(name, ty.clone(), *mutable));
            g.with_parts(&vars, sum, depth)
        });
        node![Stmt: "for ", pattern, " in ", source, " ", body]
    }

    /// What is done with the parts at once.
    fn with_parts(&mut self, vars: &[Item], sum: &str, depth: usize) -> Vec<Node> {
        let mut out = Vec::new();
        for _ in 0..1 + self.rng.below(3) {
            let (a, b) = (self.part_read(vars), self.part_read(vars));
            let value = node![Float: "(", a, self.rng.pick(&[" * ", " * ", " - "]), b, ")"];
            let changed = self.rng.pick(vars);
            let place = match changed.1 {
                Ty::SliceMut(_) | Ty::RefMut if self.rng.chance(70) => {
                    self.part_place(&changed).unwrap_or(node![Fixed: used(sum)])
                }
                _ => node![Fixed: used(sum)],
            };
            let op = self.rng.pick(&["+=", "+=", "-="]);
            out.push(node![Stmt: Part::Compound { place: Box::new(place), op, value: Box::new(value) }]);
        }
        let parts: Vec<&Item> =
            vars.iter().filter(|(_, ty, _)| matches!(ty, Ty::Slice(_) | Ty::SliceMut(_))).collect();
        if depth < 1 && !parts.is_empty() && self.rng.chance(50) {
            let (name, ty, _) = self.rng.pick(&parts);
            let side = self.part_side(node![Fixed: used(name)], name, ty.is_mut());
            let other = parts.iter().find(|other| other.0 != *name);
            let side = self.beside(side, |g| {
                let (other, ty, _) = other?;
                g.rng.chance(70).then(|| g.part_side(node![Fixed: used(other)], other, ty.is_mut()))
            });
            out.push(self.walk(side, sum, depth + 1));
        }
        out
    }

    /// One of the floats in the parts.
    fn part_read(&mut self, vars: &[Item]) -> Node {
        let item = self.rng.pick(vars);
        self.part_place(&item).unwrap_or_else(|| self.leaf(true))
    }

    fn part_place(&mut self, (name, ty, _): &Item) -> Option<Node> {
        match ty {
            Ty::Slice(least) | Ty::SliceMut(least) => {
                Some(node![Fixed: used(name), "[", self.rng.below(*least), "]"])
            }
            Ty::Ref | Ty::RefMut => Some(node![Fixed: "(*", used(name), ")"]),
            _ => None,
        }
    }
}
