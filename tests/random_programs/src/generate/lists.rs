//! Places in lists: arrays, `Vec`s, slices, rows of matrices, arrays in tuples.

use super::{Gen, Ty, Var, block, of};
use crate::node;
use crate::tree::{Node, Part};

/// A list in scope.
pub(crate) struct List {
    /// The place, as an expression.
    pub(crate) place: Node,
    /// The variable it is in.
    pub(crate) var: Var,
    /// It is never shorter.
    pub(crate) least: usize,
    /// Its length never changes.
    pub(crate) fixed: bool,
    /// `&list` is needed to lend it: it is not a reference itself.
    pub(crate) owned: bool,
}

/// How short a list of this type can be, if it is one.
pub(crate) fn least(ty: &Ty) -> Option<usize> {
    match ty {
        Ty::Array(n) | Ty::Vec(n) | Ty::Slice(n) | Ty::SliceMut(n) => Some(*n),
        Ty::RefArray(n) | Ty::ArrayMut(n) | Ty::VecMut(n) => Some(*n),
        _ => None,
    }
}

impl Gen {
    /// Any list that can be read.
    pub(crate) fn list(&mut self) -> Option<List> {
        self.list_where(|_| true)
    }

    /// Any list that can be written.
    pub(crate) fn list_mut(&mut self) -> Option<List> {
        self.list_where(|var| var.mutable || var.ty.is_mut())
    }

    /// A list in a variable of which this holds.
    pub(crate) fn list_where(&mut self, which: impl Fn(&Var) -> bool) -> Option<List> {
        let is_list = |var: &Var| {
            least(&var.ty).is_some() || matches!(var.ty, Ty::Matrix(..) | Ty::Nested | Ty::Rows(..))
        };
        let var = self.any_var(|var| is_list(var) && which(var))?;
        let name = of(&var);
        Some(match var.ty {
            Ty::Matrix(rows, columns) => {
                let row = self.without(std::slice::from_ref(&var.name), |gen_| gen_.index(rows, None));
                List {
                    place: node![Fixed: name, "[", row, "]"],
                    least: columns,
                    fixed: true,
                    owned: true,
                    var,
                }
            }
            Ty::Rows(rows, least) => {
                let row = self.without(std::slice::from_ref(&var.name), |gen_| gen_.index(rows, None));
                List { place: node![Fixed: name, "[", row, "]"], least, fixed: false, owned: true, var }
            }
            Ty::Nested => List { place: node![Fixed: name, ".1"], least: 2, fixed: true, owned: true, var },
            _ => List {
                place: node![Fixed: name],
                least: least(&var.ty).unwrap_or(1),
                fixed: !matches!(var.ty, Ty::Vec(_) | Ty::VecMut(_)),
                owned: matches!(var.ty, Ty::Vec(_) | Ty::Array(_)),
                var,
            },
        })
    }

    /// An index below `least`, or below the length of the list of that name.
    pub(crate) fn index(&mut self, least: usize, list: Option<&str>) -> Node {
        let near = |var: &Var| match &var.ty {
            Ty::Int { below } => {
                (*below > 0 && *below <= least) || (var.index_of.is_some() && var.index_of.as_deref() == list)
            }
            _ => false,
        };
        if self.rng.chance(60)
            && let Some(var) = self.any_var(near)
        {
            let Ty::Int { below } = var.ty else { unreachable!() };
            return match self.rng.below(4) {
                0 if below > 0 && below < least => node![Int: of(&var), " + 1"],
                1 if below > 0 => node![Int: least - 1, " - ", of(&var)],
                _ => node![Int: of(&var)],
            };
        }
        if self.rng.chance(40) {
            return node![Int: self.rng.below(least)];
        }
        let int = self.simply(|g| g.int(2));
        node![Int: "(", int, ") % ", least]
    }

    /// `list[index]`
    pub(crate) fn element(&mut self, list: &List) -> Node {
        let name = list.fixed.then(|| list.var.name.clone());
        let index = match list.var.ty {
            // A part of a variable: its length is not that of the variable.
            Ty::Matrix(..) | Ty::Nested => self.index(list.least, None),
            _ => self.index(list.least, name.as_deref()),
        };
        let followed = !self.simple && !self.plain && self.depth < 4;
        let index =
            if followed && self.rng.chance(4) { self.behind_change(index, Some(&list.var)) } else { index };
        node![Fixed: &list.place, "[", index, "]"]
    }

    /// A value that comes after a change, in one expression.
    pub(crate) fn behind_change(&mut self, value: Node, list: Option<&Var>) -> Node {
        self.nested(|g| {
            let hidden: Vec<String> = list.map(|var| var.name.clone()).into_iter().collect();
            let change = g.without(&hidden, Gen::assign);
            block(vec![change], Some(value))
        })
    }

    /// A place that holds a float and can be assigned, and the variable it is in.
    pub(crate) fn place(&mut self) -> Option<(Node, Var)> {
        if self.rng.chance(45)
            && let Some(list) = self.list_mut()
        {
            let name = list.var.name.clone();
            // `v[v.len() - 1] = ..` is Rust, but `v[f(&v)]` not always.
            let element = self.without(&[name], |gen_| gen_.element(&list));
            return Some((element, list.var));
        }
        let assignable = |var: &Var| match var.ty {
            Ty::Float | Ty::Pair | Ty::Nested => var.mutable,
            Ty::RefMut | Ty::PairMut => true,
            _ => false,
        };
        let var = self.any_var(assignable)?;
        let name: Part = of(&var);
        let place = match var.ty {
            Ty::Float => node![Fixed: name],
            Ty::RefMut => node![Fixed: "*", name],
            Ty::Pair | Ty::PairMut => node![Fixed: name, self.rng.pick(&[".0", ".1"])],
            _ => node![Fixed: name, ".0"],
        };
        Some((place, var))
    }
}
