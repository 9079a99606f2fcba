//! Floats.

use super::{Exit, Gen, Ty, block, of};
use crate::node;
use crate::tree::{Node, Part, bind, def, used};

/// Methods whose value and derivatives stay small wherever the operand is.
const TAME: &[&str] = &["sin", "cos", "tanh", "atan", "asinh", "abs", "sin", "tanh"];
/// Methods without a derivative.
const STEPS: &[&str] = &["floor", "ceil", "round", "trunc", "signum", "fract"];
/// Methods for operands above zero.
const POSITIVE: &[&str] = &["sqrt", "ln", "recip", "cbrt", "log2", "log10", "ln_1p"];
/// Methods for operands between -1 and 1.
const SMALL: &[&str] = &["exp", "exp2", "exp_m1", "sinh", "cosh", "tan", "acosh", "acos", "asin", "atanh"];

impl Gen {
    /// A float: never a reference to one.
    pub(crate) fn float(&mut self, depth: usize) -> Node {
        if depth == 0 {
            return self.leaf(true);
        }
        let d = depth - 1;
        match self.rng.below(if self.simple { 81 } else { 100 }) {
            0..18 => self.leaf(true),
            18..40 => {
                let (a, op, b) =
                    (self.operand(d), self.rng.pick(&[" + ", " - ", " * ", " * "]), self.operand(d));
                node![Float: "(", a, op, b, ")"]
            }
            40..52 => {
                let (a, op) = (self.operand(d), self.rng.pick(&[" + ", " - ", " * ", " / "]));
                let value = self.rng.pick(&[0.5, 2.0, 1.5, -0.7, 0.9]);
                let literal = Part::Literal { value, typed: false };
                if self.rng.chance(70) {
                    node![Float: "(", a, op, literal, ")"]
                } else {
                    let b = node![Float: "(", a, " * ", literal.clone(), " + ", literal.clone(), ")"];
                    node![Float: "(", literal, " - ", b, ")"]
                }
            }
            52..63 => self.method(d),
            63..66 => self.other_method(d),
            66..72 => self.quotient(d),
            72..76 => {
                let a = self.operand(d);
                node![Float: "(-", a, ")"]
            }
            76..81 => self.two_operands(d),
            81..86 => {
                let c = self.condition(d.min(2));
                let (a, b) = (self.nested(|g| g.float_block(d)), self.nested(|g| g.float_block(d)));
                node![Float: "(if ", c, " ", a, " else ", b, ")"]
            }
            86..88 => {
                let inner = self.nested(|g| g.float_block(d));
                node![Float: "(", inner, ")"]
            }
            88..91 => self.match_value(d),
            91..93 => self.labelled(d),
            93 => self.match_parts(d),
            94..98 => self.call_value(d).unwrap_or_else(|| self.leaf(true)),
            _ => {
                let a = self.float(d);
                node![Float: "stop_gradient(", a, ")"]
            }
        }
    }

    /// The right side of a statement.
    pub(crate) fn value(&mut self) -> Node {
        let depth = self.rng.pick(&[1, 2, 2, 2, 3]);
        self.float(depth)
    }

    /// What may stand beside an operator: also a reference.
    fn operand(&mut self, depth: usize) -> Node {
        let reference = |var: &super::Var| var.ty == Ty::Ref;
        if !self.generic
            && self.rng.chance(30)
            && let Some(var) = self.any_var(reference)
        {
            // `-v * w` of references is a float as well.
            return node![Fixed: of(&var)];
        }
        self.float(depth)
    }

    /// A variable, an element, a literal.
    pub(crate) fn leaf(&mut self, typed: bool) -> Node {
        match self.rng.below(100) {
            0..5 => return node![Float: self.literal(typed)],
            5 if self.form == super::Form::Method => return node![Float: "(", Part::Field("self.scale"), ")"],
            6..11 => {
                let int = self.int(1);
                let int = node![Float: Part::IntAsReal(Box::new(int))];
                return node![Float: "(", int, " * ", Part::Literal { value: 0.25, typed: false }, ")"];
            }
            11..45 => {
                if let Some(list) = self.list() {
                    let element = self.element(&list);
                    return node![Float: element];
                }
            }
            _ => {}
        }
        let number = |var: &super::Var| {
            matches!(var.ty, Ty::Float | Ty::Ref | Ty::RefMut | Ty::Pair | Ty::PairMut | Ty::Nested)
        };
        let Some(var) = self.any_var(number) else {
            return node![Float: self.literal(typed)];
        };
        match var.ty {
            Ty::Float => node![Float: of(&var)],
            Ty::Pair | Ty::PairMut => node![Float: of(&var), self.rng.pick(&[".0", ".1"])],
            Ty::Nested => node![Float: of(&var), ".0"],
            _ => node![Float: "(*", of(&var), ")"],
        }
    }

    /// A method of one operand.
    fn method(&mut self, depth: usize) -> Node {
        let a = self.float(depth);
        match self.rng.below(12) {
            0..5 => node![Float: "(", a, ").", self.rng.pick(TAME), "()"],
            5 => node![Float: "(", a, ").", self.rng.pick(STEPS), "()"],
            6 => {
                let half = Part::Literal { value: 0.5, typed: false };
                node![Float: "((", a, ").powi(2) + ", half, ").", self.rng.pick(POSITIVE), "()"]
            }
            7 => {
                let name = self.rng.pick(SMALL);
                let (half, two) =
                    (Part::Literal { value: 0.5, typed: false }, Part::Literal { value: 2.0, typed: false });
                let add = if name == "acosh" { " + " } else { " * " };
                node![Float: "((", a, ").sin()", add, if name == "acosh" { two } else { half }, ").", name, "()"]
            }
            8 => node![Float: "(", a, ").powi(", self.rng.pick(&["2", "3", "1", "0", "-1"]), ")"],
            9 => {
                let (low, high) =
                    (Part::Literal { value: -0.8, typed: false }, Part::Literal { value: 1.3, typed: false });
                node![Float: "(", a, ").clamp(", low, ", ", high, ")"]
            }
            10 => {
                let (b, c) = (self.float(depth), self.float(0));
                node![Float: "(", a, ").mul_add(", b, ", ", c, ")"]
            }
            _ => node![Float: Part::Real, "::", self.rng.pick(TAME), "(", a, ")"],
        }
    }

    /// A quotient whose divisor keeps away from zero.
    fn quotient(&mut self, depth: usize) -> Node {
        let (a, b) = (self.operand(depth), self.float(depth));
        let bound = Part::Literal { value: self.rng.pick(&[0.7, 1.0, 1.5]), typed: false };
        match self.rng.below(4) {
            0 => node![Float: "(", a, " / ((", b, ").abs() + ", bound, "))"],
            1 => node![Float: "(", a, " % ((", b, ").abs() + ", bound, "))"],
            _ => {
                node![Float: "(", a, " / ((", b, ").powi(2) + ", bound, "))"]
            }
        }
    }

    /// A method of two operands.
    fn two_operands(&mut self, depth: usize) -> Node {
        let (a, b) = (self.float(depth), self.float(depth));
        let bound = Part::Literal { value: 0.6, typed: false };
        match self.rng.below(9) {
            0..2 => node![Float: "(", a, ").max(", b, ")"],
            2..4 => node![Float: "(", a, ").min(", b, ")"],
            4 => node![Float: "(", a, ").hypot((", b, ").abs() + ", bound, ")"],
            5 => node![Float: "(", a, ").atan2((", b, ").abs() + ", bound, ")"],
            6 => node![Float: "((", a, ").abs() + ", bound, ").powf((", b, ").tanh())"],
            7 => node![Float: "(", a, ").copysign(", b, ")"],
            _ => node![Float: Part::Real, "::max(", a, ", ", b, ")"],
        }
    }

    /// `{ statements; float }`
    pub(crate) fn float_block(&mut self, depth: usize) -> Node {
        let mut statements = Vec::new();
        if self.depth < 4 && self.rng.chance(35) {
            self.budget = self.budget.saturating_sub(1);
            let count = 1 + self.rng.below(2);
            for _ in 0..count {
                let statement = if self.rng.chance(50) { self.let_float() } else { self.assign() };
                statements.push(statement);
            }
        }
        let tail = self.float(depth);
        block(statements, Some(tail))
    }

    /// `match`, as a float.
    fn match_value(&mut self, depth: usize) -> Node {
        if self.rng.chance(30) {
            let (a, name, bound) = (self.float(depth), self.name("t"), self.literal(false));
            let mut arm = || {
                self.nested(|g| {
                    g.declare(&name, Ty::Float, false);
                    g.float(depth)
                })
            };
            let (first, second) = (arm(), arm());
            let first = node![Fixed: bind(&name), " if ", used(&name), " > ", bound, " => ", first, ", "];
            let second = node![Fixed: bind(&name), " => ", second];
            return node![Float: "(match ", a, " { ", first, second, " })"];
        }
        let on = self.int(1);
        let patterns = [["0", "1 | 2"], ["1", "0"], ["0..=1", "3"], ["2..", "0"]];
        let [first, second] = self.rng.pick(&patterns);
        let guard = if self.rng.chance(30) {
            let c = self.simply(|g| g.condition(0));
            node![Fixed: " if ", c]
        } else {
            node![Fixed: ""]
        };
        let mut arm =
            || self.nested(|g| if g.rng.chance(40) { g.float_block(depth) } else { g.float(depth) });
        let (a, b, c) = (arm(), arm(), arm());
        node![Float: "(match (", on, ") % 4 { ", first, guard, " => ", a, ", ", second, " => ", b, ", _ => ", c, " })"]
    }

    /// A labelled block that can be left early.
    fn labelled(&mut self, depth: usize) -> Node {
        let label = self.name("'b");
        self.exits.push(Exit { label: Some(label.clone()), is_loop: false, value: true });
        let inner = self.nested(|g| {
            let early = {
                let (c, a) = (g.condition(1), g.float(depth));
                node![Stmt: "if ", c, " { break ", label.as_str(), " ", a, "; }"]
            };
            let more = g.let_float();
            let tail = g.float(depth);
            block(vec![early, more], Some(tail))
        });
        self.exits.pop();
        node![Float: "(", label, ": ", inner, ")"]
    }

    /// `let x = float;` in its forms.
    pub(crate) fn let_float(&mut self) -> Node {
        let shadowed = if self.rng.chance(15) {
            self.any_var(|var| var.ty == Ty::Float && !var.name.starts_with('h')).map(|var| var.name)
        } else {
            None
        };
        let value = self.value();
        let name = shadowed.unwrap_or_else(|| self.name("x"));
        let mutable = self.rng.chance(50);
        self.declare(&name, Ty::Float, mutable);
        let mutability = if mutable { "mut " } else { "" };
        if self.rng.chance(60) {
            node![Stmt: "let ", mutability, def(&name), " = ", value, ";"]
        } else {
            node![Stmt: "let ", mutability, def(&name), ": ", Part::Real, " = ", value, ";"]
        }
    }
}
