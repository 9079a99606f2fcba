//! `for` loops over several things side by side, each through adaptors.

use super::loops::Source;
use super::{Gen, Ty};
use crate::node;
use crate::tree::{Node, bind};

/// An iterator and what comes out of it.
pub(crate) struct Side {
    pub(crate) source: Node,
    pub(crate) pattern: Node,
    pub(crate) vars: Vec<(String, Ty, bool)>,
    /// It can be turned: both its ends and its length are known.
    pub(crate) turns: bool,
    pub(crate) lent: Vec<String>,
    pub(crate) taken: Vec<String>,
}

impl Gen {
    /// Two or three iterators beside each other.
    pub(crate) fn side_by_side(&mut self) -> Source {
        let Some(mut side) = self.side() else { return self.counted() };
        for _ in 0..self.rng.pick(&[0, 1, 1, 2]) {
            side = self.beside(side, Gen::side);
            side = self.adapted(side);
        }
        Source {
            pattern: side.pattern,
            source: side.source,
            vars: side.vars,
            index_of: None,
            lent: side.lent,
            taken: side.taken,
            times: 4,
        }
    }

    /// One side and, if there is one, another, made where what the first has lent stays as it is.
    pub(crate) fn beside(&mut self, side: Side, other: impl FnOnce(&mut Gen) -> Option<Side>) -> Side {
        let saved = self.scope.clone();
        side.lent.iter().for_each(|name| self.lend(name));
        self.scope.retain(|var| !side.taken.contains(&var.name));
        let other = other(self);
        self.scope = saved;
        match other {
            Some(other) => zipped(side, other),
            None => side,
        }
    }

    fn side(&mut self) -> Option<Side> {
        let side = match self.rng.below(10) {
            0..5 => self.elements_side(),
            5..7 => self.parts_side(),
            7 | 8 => self.mutable_side(),
            _ => Some(self.range_side()),
        }?;
        Some(if self.rng.chance(60) { self.adapted(side) } else { side })
    }

    fn elements_side(&mut self) -> Option<Side> {
        let list = self.list()?;
        let name = self.name("e");
        let (method, ty) = match self.rng.below(5) {
            0 => (".iter().copied()", Ty::Float),
            1 => (".iter().cloned()", Ty::Float),
            _ => (".iter()", Ty::Ref),
        };
        Some(Side::shared(node![Fixed: list.place, method], name, ty, list.var.name))
    }

    fn parts_side(&mut self) -> Option<Side> {
        let list = self.list()?;
        let (name, n) = (self.name("w"), 1 + self.rng.below(3));
        let (method, least) = self.rng.pick(&[(".windows(", n), (".chunks(", 1), (".chunks_exact(", n)]);
        Some(Side::shared(node![Fixed: list.place, method, n, ")"], name, Ty::Slice(least), list.var.name))
    }

    fn mutable_side(&mut self) -> Option<Side> {
        let list = self.list_mut()?;
        let (name, n) = (self.name("m"), 1 + self.rng.below(2));
        let (source, ty) = match self.rng.below(4) {
            0 => (node![Fixed: list.place, ".chunks_mut(", n, ")"], Ty::SliceMut(1)),
            1 => (node![Fixed: list.place, ".chunks_exact_mut(", n, ")"], Ty::SliceMut(n)),
            _ => (node![Fixed: list.place, ".iter_mut()"], Ty::RefMut),
        };
        let side = Side::shared(source, name, ty, list.var.name);
        Some(Side { taken: side.lent, lent: Vec::new(), ..side })
    }

    fn range_side(&mut self) -> Side {
        let (name, n) = (self.name("k"), 1 + self.rng.below(5));
        let side = Side::shared(node![Fixed: "(0..", n, ")"], name, Ty::Int { below: n }, String::new());
        Side { lent: Vec::new(), ..side }
    }

    /// The same with fewer of its items, or in another order, or counted.
    pub(crate) fn adapted(&mut self, side: Side) -> Side {
        let amount = match self.rng.below(4) {
            0 if !self.plain => {
                let int = self.without(&side.taken, |g| g.simply(|g| g.int(1)));
                node![Int: "(", int, ") % 3"]
            }
            _ => node![Int: self.rng.below(4)],
        };
        let source = match self.rng.below(6) {
            0 | 1 if side.turns => node![Fixed: side.source, ".rev()"],
            2 => node![Fixed: side.source, ".skip(", amount, ")"],
            3 => node![Fixed: side.source, ".take(", amount, " + 1)"],
            4 => node![Fixed: side.source, ".step_by(", 1 + self.rng.below(3), ")"],
            _ => {
                let index = self.name("i");
                let pattern = node![Fixed: "(", bind(&index), ", ", side.pattern, ")"];
                let mut vars = side.vars;
                vars.push((index, Ty::Int { below: 0 }, false));
                let source = node![Fixed: side.source, ".enumerate()"];
                return Side { source, pattern, vars, ..side };
            }
        };
        Side { source, ..side }
    }
}

impl Side {
    /// Items of a list, which is lent meanwhile.
    pub(crate) fn shared(source: Node, name: String, ty: Ty, list: String) -> Side {
        let pattern = super::loops::pattern_of(&name);
        Side {
            source,
            pattern,
            vars: vec![(name, ty, false)],
            turns: true,
            lent: vec![list],
            taken: Vec::new(),
        }
    }
}

/// Both beside each other.
fn zipped(one: Side, other: Side) -> Side {
    Side {
        source: node![Fixed: one.source, ".zip(", other.source, ")"],
        pattern: node![Fixed: "(", one.pattern, ", ", other.pattern, ")"],
        vars: [one.vars, other.vars].concat(),
        turns: one.turns && other.turns,
        lent: [one.lent, other.lent].concat(),
        taken: [one.taken, other.taken].concat(),
    }
}
