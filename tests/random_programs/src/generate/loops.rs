//! Loops.

use super::{Exit, Gen, Ty, block};
use crate::node;
use crate::tree::{Node, bind, def, used};

/// What a loop runs over: `for pattern in source`.
pub(crate) struct Source {
    pub(crate) pattern: Node,
    pub(crate) source: Node,
    pub(crate) vars: Vec<(String, Ty, bool)>,
    /// The length of that list bounds the first variable.
    pub(crate) index_of: Option<String>,
    /// Variables that are lent as `&` meanwhile.
    pub(crate) lent: Vec<String>,
    /// Variables that are lent as `&mut` meanwhile.
    pub(crate) taken: Vec<String>,
    pub(crate) times: usize,
}

impl Gen {
    /// Any loop.
    pub(crate) fn a_loop(&mut self) -> Node {
        if self.times > 40 {
            return self.assign();
        }
        match self.rng.below(12) {
            0..7 => self.for_loop(),
            10.. => self.counter_by_hand(),
            7 => self.while_loop(),
            8 => self.plain_loop(),
            _ => self.while_let(),
        }
    }

    fn label(&mut self) -> (Option<String>, String) {
        if self.rng.chance(30) {
            let label = self.name("'l");
            (Some(label.clone()), format!("{label}: "))
        } else {
            (None, String::new())
        }
    }

    pub(crate) fn loop_body(
        &mut self,
        exit: Exit,
        times: usize,
        first: impl FnOnce(&mut Gen) -> Vec<Node>,
    ) -> Node {
        let outside = self.times;
        self.times *= times;
        self.exits.push(exit);
        let body = self.nested(|g| {
            let mut statements = first(g);
            statements.extend(g.statements(4));
            if g.rng.chance(60) {
                statements.push(g.assign());
            }
            block(statements, None)
        });
        self.exits.pop();
        self.times = outside;
        body
    }

    fn for_loop(&mut self) -> Node {
        let (label, prefix) = self.label();
        let source = self.source();
        let exit = Exit { label, is_loop: true, value: false };
        let body = self.loop_body(exit, source.times, |g| {
            source.lent.iter().for_each(|name| g.lend(name));
            g.scope.retain(|var| !source.taken.contains(&var.name));
            for (at, (name, ty, mutable)) in source.vars.iter().enumerate() {
                g.declare(name, ty.clone(), *mutable);
                if at == 0
                    && let Some(var) = g.scope.last_mut()
                {
                    var.index_of = source.index_of.clone();
                }
            }
            Vec::new()
        });
        node![Stmt: prefix, "for ", source.pattern, " in ", source.source, " ", body]
    }

    fn source(&mut self) -> Source {
        match self.rng.below(13) {
            10.. => self.side_by_side(),
            0..3 => self.counted(),
            3 => self.counted_by_list(),
            4..7 => self.over_list(),
            7 => self.over_parts(),
            _ => self.over_list_mut(),
        }
    }

    pub(crate) fn counted(&mut self) -> Source {
        let (name, n) = (self.name("k"), 1 + self.rng.below(4));
        let (source, below) = match self.rng.below(8) {
            0..3 => (node![Fixed: "0..", n], n),
            3 => (node![Fixed: "0..=", n - 1], n),
            4 => (node![Fixed: "(0..", n, ").rev()"], n),
            5 => (node![Fixed: "(0..", n + 1, ").step_by(2)"], n + 1),
            6 => {
                let end = self.int(2);
                (node![Fixed: "0..(", end, ") % ", n + 1], n)
            }
            _ => {
                let start = self.int(1);
                (node![Fixed: "(", start, ") % 2..", n], n)
            }
        };
        Source {
            pattern: pattern_of(&name),
            source,
            vars: vec![(name, Ty::Int { below }, false)],
            index_of: None,
            lent: Vec::new(),
            taken: Vec::new(),
            times: below,
        }
    }

    fn counted_by_list(&mut self) -> Source {
        let Some(list) = self.list_where(|var| {
            super::lists::least(&var.ty).is_some() && !matches!(var.ty, Ty::Vec(_) | Ty::VecMut(_))
        }) else {
            return self.counted();
        };
        let name = self.name("k");
        Source {
            pattern: pattern_of(&name),
            source: node![Fixed: "0..", list.place, ".len()"],
            vars: vec![(name, Ty::Int { below: 0 }, false)],
            index_of: Some(list.var.name),
            lent: Vec::new(),
            taken: Vec::new(),
            times: 4,
        }
    }

    fn over_list(&mut self) -> Source {
        let Some(list) = self.list() else { return self.counted() };
        let (name, lent) = (self.name("e"), vec![list.var.name.clone()]);
        let place = &list.place;
        let plain = |source: Node, pattern: Node, vars: Vec<(String, Ty, bool)>, lent: Vec<String>| Source {
            pattern,
            source,
            vars,
            index_of: None,
            lent,
            taken: Vec::new(),
            times: 4,
        };
        let element = vec![(name.clone(), Ty::Ref, false)];
        match self.rng.below(9) {
            0 if list.owned => plain(node![Fixed: "&", place], pattern_of(&name), element, lent),
            0 if !list.var.ty.is_mut() => plain(node![Fixed: place], pattern_of(&name), element, lent),
            1 => {
                let adapter = self.rng.pick(&[".rev()", ".skip(1)", ".take(2)", ".step_by(2)"]);
                plain(node![Fixed: place, ".iter()", adapter], pattern_of(&name), element, lent)
            }
            2 | 3 => {
                let index = self.name("i");
                let pattern = node![Fixed: "(", bind(&index), ", ", bind(&name), ")"];
                let vars = vec![(index, Ty::Int { below: 0 }, false), (name, Ty::Ref, false)];
                let rev = if list.fixed && self.rng.chance(25) { ".rev()" } else { "" };
                let mut source = plain(node![Fixed: place, ".iter().enumerate()", rev], pattern, vars, lent);
                source.index_of =
                    (list.fixed && super::lists::least(&list.var.ty).is_some()).then_some(list.var.name);
                source
            }
            4 | 5 => {
                let other = self.list_where(|var| !var.ty.is_mut() && !var.mutable);
                match other {
                    Some(other) => {
                        let second = self.name("e");
                        let pattern = node![Fixed: "(", bind(&name), ", ", bind(&second), ")"];
                        let vars = vec![(name, Ty::Ref, false), (second, Ty::Ref, false)];
                        plain(
                            node![Fixed: place, ".iter().zip(", other.place, ".iter())"],
                            pattern,
                            vars,
                            lent,
                        )
                    }
                    None => plain(node![Fixed: place, ".iter()"], pattern_of(&name), element, lent),
                }
            }
            6 if matches!(list.var.ty, Ty::Array(_)) => {
                plain(node![Fixed: place], pattern_of(&name), vec![(name, Ty::Float, false)], Vec::new())
            }
            _ => plain(node![Fixed: place, ".iter()"], pattern_of(&name), element, lent),
        }
    }

    fn over_parts(&mut self) -> Source {
        let mutable = self.rng.chance(40);
        let list = if mutable { self.list_mut() } else { self.list() };
        let Some(list) = list else { return self.counted() };
        let name = self.name("w");
        let kinds: &[(&str, usize)] = if mutable {
            &[(".chunks_mut(2)", 1), (".chunks_exact_mut(2)", 2)]
        } else {
            &[(".windows(2)", 2), (".chunks(2)", 1), (".chunks_exact(2)", 2)]
        };
        let (method, least) = self.rng.pick(kinds);
        let ty = if mutable { Ty::SliceMut(least) } else { Ty::Slice(least) };
        let hidden = vec![list.var.name.clone()];
        let (lent, taken) = if mutable { (Vec::new(), hidden) } else { (hidden, Vec::new()) };
        Source {
            pattern: pattern_of(&name),
            source: node![Fixed: list.place, method],
            vars: vec![(name, ty, false)],
            index_of: None,
            lent,
            taken,
            times: 3,
        }
    }

    fn over_list_mut(&mut self) -> Source {
        let Some(list) = self.list_mut() else { return self.counted() };
        let name = self.name("m");
        let mut vars = vec![(name.clone(), Ty::RefMut, false)];
        let place = &list.place;
        let (pattern, source) = match self.rng.below(5) {
            0 if list.owned => (pattern_of(&name), node![Fixed: "&mut ", place]),
            1 => {
                let index = self.name("i");
                vars.insert(0, (index.clone(), Ty::Int { below: 0 }, false));
                (
                    node![Fixed: "(", bind(&index), ", ", bind(&name), ")"],
                    node![Fixed: place, ".iter_mut().enumerate()"],
                )
            }
            2 => {
                let other = self.without(std::slice::from_ref(&list.var.name), |g| {
                    g.list_where(|var| !var.mutable && !var.ty.is_mut())
                });
                match other {
                    Some(other) => {
                        let second = self.name("e");
                        vars.push((second.clone(), Ty::Ref, false));
                        (
                            node![Fixed: "(", bind(&name), ", ", bind(&second), ")"],
                            node![Fixed: place, ".iter_mut().zip(", other.place, ".iter())"],
                        )
                    }
                    None => (pattern_of(&name), node![Fixed: place, ".iter_mut()"]),
                }
            }
            3 => (pattern_of(&name), node![Fixed: place, ".iter_mut().rev()"]),
            _ => (pattern_of(&name), node![Fixed: place, ".iter_mut()"]),
        };
        let taken = vec![list.var.name];
        Source { pattern, source, vars, index_of: None, lent: Vec::new(), taken, times: 4 }
    }

    fn counter(&mut self) -> (String, Node) {
        let name = self.name("c");
        let first = node![Fixed: "let mut ", def(&name), " = 0;\n"];
        (name, first)
    }

    fn while_loop(&mut self) -> Node {
        let (label, prefix) = self.label();
        let ((counter, first), n) = (self.counter(), 1 + self.rng.below(4));
        let condition = if self.rng.chance(40) {
            let c = self.simply(|g| g.condition(1));
            node![Fixed: " && ", c]
        } else {
            node![Fixed: ""]
        };
        let exit = Exit { label, is_loop: true, value: false };
        let body = self.loop_body(exit, n, |g| {
            g.declare(&counter, Ty::Int { below: n + 1 }, false);
            vec![node![Fixed: used(&counter), " += 1;"]]
        });
        node![Stmt: first, prefix, "while ", used(&counter), " < ", n, condition, " ", body]
    }

    fn plain_loop(&mut self) -> Node {
        let (label, prefix) = self.label();
        let ((counter, first), n) = (self.counter(), 1 + self.rng.below(4));
        let value = self.rng.chance(50);
        let result = self.name("x");
        let exit = Exit { label, is_loop: true, value };
        let body = self.loop_body(exit, n, |g| {
            g.declare(&counter, Ty::Int { below: n + 1 }, false);
            let given = if value { g.float(2) } else { node![Fixed: ""] };
            let end = node![Fixed: "if ", used(&counter), " >= ", n, " { break ", given, "; }"];
            vec![end, node![Fixed: used(&counter), " += 1;"]]
        });
        if !value {
            return node![Stmt: first, prefix, "loop ", body];
        }
        self.declare(&result, Ty::Float, true);
        node![Stmt: first, "let mut ", def(&result), " = ", prefix, "loop ", body, ";"]
    }

    fn while_let(&mut self) -> Node {
        let Some(list) = self.list() else { return self.while_loop() };
        let (label, prefix) = self.label();
        let (stack, name) = (self.name("v"), self.name("o"));
        let first = node![Fixed: "let mut ", def(&stack), " = ", &list.place, ".to_vec();\n"];
        let exit = Exit { label, is_loop: true, value: false };
        let body = self.loop_body(exit, 4, |g| {
            g.declare(&name, Ty::Float, false);
            Vec::new()
        });
        node![Stmt: first, prefix, "while let Some(", bind(&name), ") = ", used(&stack), ".pop() ", body]
    }
}

pub(crate) fn pattern_of(name: &str) -> Node {
    node![Fixed: bind(name)]
}
