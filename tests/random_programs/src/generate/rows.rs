//! `Vec`s of `Vec`s.

use super::{Exit, Gen, Ty, Var, of};
use crate::node;
use crate::tree::{Node, bind, def};

impl Gen {
    /// Something with one of them, or one more of them.
    pub(crate) fn rows_statement(&mut self) -> Node {
        let any = self.any_var(|var| matches!(var.ty, Ty::Rows(..)));
        match any {
            Some(var) if var.mutable && self.rng.chance(60) => self.change_rows(&var),
            Some(var) => self.over_rows(&var),
            None => {
                let (value, name) = (self.value_of(&Ty::Rows(2, 2)), self.name("w"));
                let mutable = self.rng.chance(75);
                self.declare(&name, Ty::Rows(2, 2), mutable);
                node![Stmt: "let ", if mutable { "mut " } else { "" }, def(&name), " = ", value, ";"]
            }
        }
    }

    fn change_rows(&mut self, var: &Var) -> Node {
        let Ty::Rows(rows, least) = var.ty else { unreachable!() };
        let hidden = [var.name.clone()];
        self.without(&hidden, |g| {
            let row = g.index(rows, None);
            match g.rng.below(7) {
                0 => {
                    let value = g.value_of(&Ty::Vec(least));
                    node![Stmt: "if ", of(var), ".len() < 5 { ", of(var), ".push(", value, "); }"]
                }
                1 | 2 => {
                    let value = g.simply(|g| g.float(2));
                    let place = node![Fixed: of(var), "[", row, "]"];
                    node![Stmt: "if ", place.clone(), ".len() < 6 { ", place, ".push(", value, "); }"]
                }
                3 => {
                    let value = g.value_of(&Ty::Vec(least));
                    node![Stmt: of(var), "[", row, "] = ", value, ";"]
                }
                4 => {
                    let other = g.index(rows, None);
                    node![Stmt: of(var), ".swap(", row, ", ", other, ");"]
                }
                5 => {
                    let place = node![Fixed: of(var), "[", row, "]"];
                    node![Stmt: "if ", place.clone(), ".len() > ", least, " { ", place, ".pop(); }"]
                }
                _ => node![Stmt: "if ", of(var), ".len() > ", rows, " { ", of(var), ".pop(); }"],
            }
        })
    }

    /// A loop over the rows.
    fn over_rows(&mut self, var: &Var) -> Node {
        if self.times > 40 {
            return self.assign();
        }
        let Ty::Rows(_, least) = var.ty else { unreachable!() };
        let name = self.name("w");
        let changes = var.mutable && self.rng.chance(50);
        let source = match (changes, self.rng.below(2)) {
            (true, 0) => node![Fixed: "&mut ", of(var)],
            (true, _) => node![Fixed: of(var), ".iter_mut()"],
            (false, 0) => node![Fixed: "&", of(var)],
            (false, _) => node![Fixed: of(var), ".iter()"],
        };
        let body = self.loop_body(Exit { label: None, is_loop: true, value: false }, 3, |g| {
            if changes {
                g.scope.retain(|other| other.name != var.name);
                g.declare(&name, Ty::VecMut(least), false);
            } else {
                g.lend(&var.name);
                g.declare(&name, Ty::Slice(least), false);
            }
            Vec::new()
        });
        node![Stmt: "for ", bind(&name), " in ", source, " ", body]
    }
}
