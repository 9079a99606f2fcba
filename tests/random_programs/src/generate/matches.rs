//! `match` on what is more than an integer.

use super::Gen;
use crate::node;
use crate::tree::{Node, Part, bind, used};

impl Gen {
    /// `match` as a float: on a tuple of integers and floats, on an `Option`, on a slice, on a reference.
    pub(crate) fn match_parts(&mut self, depth: usize) -> Node {
        match self.rng.below(8) {
            0 => self.match_tuple(depth),
            7 => self.match_two(depth),
            1 => self.match_element(depth),
            2 => self.match_index(depth),
            3 => self.match_range(depth),
            4 => self.match_guarded(depth),
            5 => self.match_reference(depth),
            _ => self.match_slice(depth),
        }
    }

    /// An arm in which there are more names.
    fn arm(&mut self, depth: usize, names: &[(&str, super::Ty)]) -> Node {
        self.nested(|g| {
            names.iter().for_each(|(name, ty)| g.declare(name, ty.clone(), false));
            if g.rng.chance(40) { g.float_block(depth) } else { g.float(depth) }
        })
    }

    /// `match (n % 3, x) { (0, _) => .., (1, t) if t > 0.5 => .., (_, t) => .. }`
    fn match_tuple(&mut self, depth: usize) -> Node {
        let (n, x, t, u) = (self.int(1), self.float(depth), self.name("t"), self.name("t"));
        let first = self.arm(depth, &[]);
        let second = self.arm(depth, &[(&t, super::Ty::Float)]);
        let third = self.arm(depth, &[(&u, super::Ty::Float)]);
        let bound = self.literal(false);
        let guarded = node![Fixed: "(1, ", bind(&t), ") if ", used(&t), " > ", bound, " => ", second];
        let rest = node![Fixed: "(_, ", bind(&u), ") => ", third];
        node![Float: "(match ((", n, ") % 3, ", x, ") { (0, _) => ", first, ", ", guarded, ", ", rest, " })"]
    }

    /// `match list.get(i) { Some(&x) => .., None => .. }`
    fn match_element(&mut self, depth: usize) -> Node {
        let Some(list) = self.list() else { return self.match_tuple(depth) };
        let (name, index) = (self.name("t"), self.simply(|g| g.int(1)));
        let place = list.place;
        let (some, none) = self.nested(|g| {
            g.lend(&list.var.name);
            (g.arm(depth, &[(&name, super::Ty::Float)]), g.arm(depth, &[]))
        });
        let method = match self.rng.below(3) {
            0 => node![Fixed: ".first()"],
            1 => node![Fixed: ".last()"],
            _ => node![Fixed: ".get(", index, ")"],
        };
        node![Float: "(match ", place, method, " { Some(&", bind(&name), ") => ", some, ", None => ", none, " })"]
    }

    /// `match list.first() { Some(0.0..1.0) => .., Some(&x) => .., None => .. }`
    fn match_range(&mut self, depth: usize) -> Node {
        let Some(list) = self.list().filter(|_| !self.generic) else { return self.match_tuple(depth) };
        let (name, high) = (self.name("t"), self.rng.pick(&["0.5", "1.0"]));
        let (within, other, none) = self.nested(|g| {
            g.lend(&list.var.name);
            (g.arm(depth, &[]), g.arm(depth, &[(&name, super::Ty::Float)]), g.arm(depth, &[]))
        });
        let method = self.rng.pick(&[".first()", ".last()", ".get(1)"]);
        let program = Part::OnlyProgram(format!("Some(0.0..{high})"));
        // Of numbers that are no floats there are no ranges.
        let reference = Part::OnlyReference(format!("Some(t) if *t >= c(0.0) && *t < c({high})"));
        let some = node![Fixed: program, reference, " => ", within, ", Some(&", bind(&name), ") => ", other];
        node![Float: "(match ", list.place, method, " { ", some, ", None => ", none, " })"]
    }

    /// `match list.get(i) { Some(&x) if x > 0.5 => .., Some(x) => .., None => .. }`
    fn match_guarded(&mut self, depth: usize) -> Node {
        let Some(list) = self.list() else { return self.match_tuple(depth) };
        let (one, two, index) = (self.name("t"), self.name("t"), self.simply(|g| g.int(1)));
        let (first, second, none) = self.nested(|g| {
            g.lend(&list.var.name);
            let first = g.arm(depth, &[(&one, super::Ty::Float)]);
            (first, g.arm(depth, &[(&two, super::Ty::Ref)]), g.arm(depth, &[]))
        });
        let bound = self.literal(false);
        let first = node![Fixed: "Some(&", bind(&one), ") if ", used(&one), " > ", bound, " => ", first];
        let second = node![Fixed: "Some(", bind(&two), ") => ", second];
        let arms = node![Fixed: "{ ", first, ", ", second, ", None => ", none, " }"];
        node![Float: "(match ", list.place, ".get(", index, ") ", arms, ")"]
    }

    /// `match (list.first(), other.get(i)) { (Some(a), Some(b)) => .., (Some(a), None) => .., _ => .. }`
    fn match_two(&mut self, depth: usize) -> Node {
        // A row's index may be any code, and these are asked for several times.
        let is_named = |var: &super::Var| super::lists::least(&var.ty).is_some();
        let (Some(one), Some(other)) = (self.list_where(is_named), self.list_where(is_named)) else {
            return self.match_tuple(depth);
        };
        let (a, b, c, d) = (self.name("t"), self.name("t"), self.name("t"), self.rng.below(3));
        let (both, first, neither) = self.nested(|g| {
            g.lend(&one.var.name);
            g.lend(&other.var.name);
            let both = g.arm(depth, &[(&a, super::Ty::Ref), (&b, super::Ty::Float)]);
            (both, g.arm(depth, &[(&c, super::Ty::Ref)]), g.arm(depth, &[]))
        });
        let both = node![Fixed: "(Some(", bind(&a), "), Some(&", bind(&b), ")) => ", both];
        let first = node![Fixed: "(Some(", bind(&c), "), None) => ", first];
        let asked = self.rng.pick(&[".first()", ".last()", ".get(1)"]);
        let head = node![Fixed: "(match (", one.place, asked, ", ", other.place, ".get(", d, "))"];
        node![Float: head, " { ", both, ", ", first, ", _ => ", neither, " })"]
    }

    /// `match &x { t if *t > 0.5 => .., t => .. }`
    fn match_reference(&mut self, depth: usize) -> Node {
        let Some(var) = self.any_var(|var| var.ty == super::Ty::Float) else {
            return self.match_tuple(depth);
        };
        let (one, two, bound) = (self.name("t"), self.name("t"), self.literal(false));
        let (first, second) = self.nested(|g| {
            g.lend(&var.name);
            (g.arm(depth, &[(&one, super::Ty::Ref)]), g.arm(depth, &[(&two, super::Ty::Ref)]))
        });
        let first = node![Fixed: bind(&one), " if *", used(&one), " > ", bound, " => ", first];
        node![Float: "(match &", used(&var.name), " { ", first, ", ", bind(&two), " => ", second, " })"]
    }

    /// `match pair { (ref mut a, b) if b > 0.5 => .., (a, ref mut b) => .. }`
    pub(crate) fn match_changed(&mut self) -> Node {
        let pair = |var: &super::Var| var.mutable && var.ty == super::Ty::Pair;
        let Some(var) = self.any_var(pair) else { return self.let_other() };
        let (one, two, bound) = (self.name("t"), self.name("t"), self.literal(false));
        let mut arm = || {
            self.nested(|g| {
                g.scope.retain(|other| other.name != var.name);
                g.declare(&one, super::Ty::RefMut, false);
                g.declare(&two, super::Ty::Float, false);
                g.body(2)
            })
        };
        let (first, second) = (arm(), arm());
        let names = || (bind(&one), bind(&two));
        let ((a, b), (c, d)) = (names(), names());
        let first = node![Fixed: "(ref mut ", a, ", ", b, ") if ", used(&two), " > ", bound, " => ", first];
        let second = node![Fixed: "(", d, ", ref mut ", c, ") => ", second];
        node![Stmt: "match ", used(&var.name), " { ", first, " ", second, " }"]
    }

    /// An `Option` of an integer, which carries no derivative.
    fn match_index(&mut self, depth: usize) -> Node {
        let (n, name, c) = (self.simply(|g| g.int(1)), self.name("k"), self.simply(|g| g.condition(0)));
        let some = self.arm(depth, &[(&name, super::Ty::Int { below: 0 })]);
        let none = self.arm(depth, &[]);
        let option = node![Fixed: "if ", c, " { Some(", n, ") } else { None }"];
        node![Float: "(match (", option, ") { Some(", bind(&name), ") => ", some, ", None => ", none, " })"]
    }

    /// `match list[..] { [] => .., [a] => .., [a, .., b] => .. }`
    fn match_slice(&mut self, depth: usize) -> Node {
        let Some(list) = self.list() else { return self.match_tuple(depth) };
        let names: Vec<String> = (0..3).map(|_| self.name("t")).collect();
        let [a, b, c] = [&names[0], &names[1], &names[2]];
        let (from, place) = (self.rng.below(2), list.place);
        let arms = self.nested(|g| {
            g.lend(&list.var.name);
            let none = g.arm(depth, &[]);
            let one = g.arm(depth, &[(a, super::Ty::Ref)]);
            let more = g.arm(depth, &[(b, super::Ty::Ref), (c, super::Ty::Ref)]);
            let (open, close) = g.rng.pick(&[("[", ", .., "), ("[.., ", ", ")]);
            let more = node![Fixed: open, bind(b), close, bind(c), "] => ", more];
            node![Fixed: "[] => ", none, ", [", bind(a), "] => ", one, ", ", more]
        });
        node![Float: "(match &", place, "[", from, "..] { ", arms, " })"]
    }
}
