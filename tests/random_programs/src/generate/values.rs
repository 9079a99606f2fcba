//! Declarations and changes of lists and of what is no float.

use super::{Gen, Ty, block, of};
use crate::node;
use crate::tree::{Node, Part, def, used};

impl Gen {
    /// `let` of an array, a `Vec` or a matrix.
    pub(crate) fn let_list(&mut self) -> Node {
        let n = 1 + self.rng.below(4);
        let ty = match self.rng.below(11) {
            0..5 => Ty::Array(n),
            5..9 => Ty::Vec(n),
            9 => Ty::Rows(1 + n / 2, 1 + n / 3),
            _ => Ty::Matrix(1 + self.rng.below(3), 2),
        };
        let value = self.value_of(&ty);
        let name = self.name(if matches!(ty, Ty::Vec(_)) { "v" } else { "a" });
        let mutable = self.rng.chance(75);
        self.declare(&name, ty, mutable);
        node![Stmt: "let ", if mutable { "mut " } else { "" }, def(&name), " = ", value, ";"]
    }

    /// `let` of a tuple, an integer, a condition; late values; patterns.
    pub(crate) fn let_other(&mut self) -> Node {
        let mutable = self.rng.chance(50);
        let mutability = if mutable { "mut " } else { "" };
        match self.rng.below(10) {
            0 | 1 => {
                let ty = if self.rng.chance(60) { Ty::Pair } else { Ty::Nested };
                let (value, name) = (self.value_of(&ty), self.name("p"));
                self.declare(&name, ty, mutable);
                node![Stmt: "let ", mutability, def(&name), " = ", value, ";"]
            }
            2 => {
                let (value, name, m) = (self.int(2), self.name("n"), 1 + self.rng.below(4));
                self.declare(&name, Ty::Int { below: if mutable { 0 } else { m } }, mutable);
                node![Stmt: "let ", mutability, def(&name), " = (", value, ") % ", m, ";"]
            }
            3 => {
                let (value, name) = (self.condition(2), self.name("b"));
                self.declare(&name, Ty::Bool, false);
                node![Stmt: "let ", def(&name), " = ", value, ";"]
            }
            4 => {
                let name = self.name("l");
                let (c, a, b) = (self.condition(1), self.float(2), self.float(2));
                self.declare(&name, Ty::Float, mutable);
                let assign = |value: Node| node![Fixed: "{ ", name.as_str(), " = ", value, "; }"];
                node![Stmt: "let ", mutability, def(&name), ";\nif ", c, " ", assign(a), " else ", assign(b)]
            }
            5 | 6 => {
                let (value, a, b) = (self.value_of(&Ty::Pair), self.name("q"), self.name("q"));
                self.declare(&a, Ty::Float, mutable);
                self.declare(&b, Ty::Float, false);
                node![Stmt: "let (", mutability, def(&a), ", ", def(&b), ") = ", value, ";"]
            }
            7 => {
                let value = if self.depth < 4 && self.rng.chance(30) {
                    let half = Part::Literal { value: 0.5, typed: true };
                    self.behind_change(node![Fixed: half], None)
                } else {
                    self.float(2)
                };
                let (a, b) = (self.name("q"), self.name("q"));
                self.declare(&a, Ty::Float, false);
                self.declare(&b, Ty::Float, mutable);
                node![Stmt: "let (", def(&a), ", ", mutability, def(&b), ") = (", value, ").sin_cos();"]
            }
            8 => match self.any_var(|var| matches!(var.ty, Ty::Array(2))) {
                Some(var) => {
                    let (a, b) = (self.name("q"), self.name("q"));
                    self.declare(&a, Ty::Float, mutable);
                    self.declare(&b, Ty::Float, false);
                    node![Stmt: "let [", mutability, def(&a), ", ", def(&b), "] = ", of(&var), ";"]
                }
                None => self.let_float(),
            },
            _ => match self.any_var(|var| matches!(var.ty, Ty::Int { below: 0 }) && var.mutable) {
                Some(var) => {
                    let value = self.int(2);
                    node![Stmt: of(&var), " = (", value, ") % 5;"]
                }
                None => self.let_float(),
            },
        }
    }

    /// Changes a list as a whole.
    pub(crate) fn change_list(&mut self) -> Node {
        if self.rng.chance(50)
            && let Some(var) = self.any_var(|var| var.mutable && matches!(var.ty, Ty::Vec(_)))
        {
            return self.change_vec(&var);
        }
        if self.rng.chance(30)
            && let Some(var) = self.any_var(|var| {
                var.mutable && matches!(var.ty, Ty::Array(_) | Ty::Pair | Ty::Nested | Ty::Matrix(..))
            })
        {
            let value = self.value_of(&var.ty);
            return node![Stmt: of(&var), " = ", value, ";"];
        }
        let Some(list) = self.list_mut() else { return self.let_list() };
        let hidden = [list.var.name.clone()];
        self.without(&hidden, |g| match g.rng.below(7) {
            0..3 => {
                let (i, j) = (g.index(list.least, None), g.index(list.least, None));
                node![Stmt: list.place, ".swap(", i, ", ", j, ");"]
            }
            3 => node![Stmt: list.place, ".reverse();"],
            4 => {
                let value = g.float(2);
                node![Stmt: list.place, ".fill(", value, ");"]
            }
            5 => {
                let by = g.index(list.least, None);
                node![Stmt: list.place, g.rng.pick(&[".rotate_left(", ".rotate_right("]), by, ");"]
            }
            _ => match g.list() {
                Some(other) if list.fixed && other.least >= 1 => {
                    let n = other.least.min(list.least);
                    node![Stmt: list.place, "[..", n, "].copy_from_slice(&", other.place, "[..", n, "]);"]
                }
                _ => node![Stmt: list.place, ".reverse();"],
            },
        })
    }

    fn change_vec(&mut self, var: &super::Var) -> Node {
        let Ty::Vec(least) = var.ty else { unreachable!() };
        let (v, hidden) = (|| of(var), [var.name.clone()]);
        let longer = |more: usize| node![Fixed: v(), ".len() > ", least + more];
        match self.rng.below(12) {
            0..4 => {
                let value = self.without(&hidden, |g| g.float(2));
                let pushed = node![Stmt: v(), ".push(", value, ");"];
                // In loops it would grow without end.
                node![Stmt: "if ", v(), ".len() < 12 { ", pushed, " }"]
            }
            4..7 => {
                let name = self.name("o");
                let body = self.nested(|g| {
                    g.declare(&name, Ty::Float, true);
                    let statement = g.assign();
                    let used_up = match g.place() {
                        Some((place, _)) => {
                            let (place, value) = (Box::new(place), Box::new(node![Fixed: used(&name)]));
                            node![Stmt: Part::Compound { place, op: "+=", value }]
                        }
                        None => node![Stmt: ""],
                    };
                    block(vec![statement, used_up], None)
                });
                let bound = crate::tree::bind(&name);
                node![Stmt: "if ", longer(0), " { if let Some(mut ", bound, ") = ", v(), ".pop() ", body, " }"]
            }
            7 => {
                let (value, at) = (self.without(&hidden, |g| g.float(2)), self.rng.below(least + 1));
                node![Stmt: "if ", v(), ".len() < 12 { ", v(), ".insert(", at, ", ", value, "); }"]
            }
            8 => {
                let name = self.name("x");
                let zero = Part::Literal { value: 0.5, typed: true };
                let removed = node![Fixed: v(), self.rng.pick(&[".remove(0)", ".swap_remove(0)"])];
                self.declare(&name, Ty::Float, false);
                node![Stmt: "let ", def(&name), " = if ", longer(0), " { ", removed, " } else { ", zero, " };"]
            }
            9 => node![Stmt: v(), ".truncate(", least + self.rng.below(2), ");"],
            10 => {
                let list = self.without(&hidden, Gen::list);
                match list {
                    Some(list) => {
                        let n = list.least;
                        node![Stmt: "if ", v(), ".len() < 12 { ", v(), ".extend_from_slice(&", list.place, "[..", n, "]); }"]
                    }
                    None => node![Stmt: v(), ".reverse();"],
                }
            }
            _ => {
                let value = self.without(&hidden, |g| g.value_of(&Ty::Vec(least)));
                node![Stmt: v(), " = ", value, ";"]
            }
        }
    }
}
