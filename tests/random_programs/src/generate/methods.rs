//! The methods of floats that programs use less often.

use super::Gen;
use crate::node;
use crate::tree::{Node, Part};

fn number(value: f64) -> Part {
    Part::Literal { value, typed: false }
}

impl Gen {
    /// One of them.
    pub(crate) fn other_method(&mut self, depth: usize) -> Node {
        let a = self.float(depth);
        match self.rng.below(14) {
            0 => node![Float: "(", a, ").to_radians()"],
            1 => node![Float: "((", a, ") * ", number(0.01), ").to_degrees()"],
            2 => node![Float: "(", a, ").round_ties_even()"],
            3 => {
                let base = self.float(0);
                node![Float: "((", a, ").abs() + ", number(0.5), ").log((", base, ").abs() + ", number(1.5), ")"]
            }
            4 | 5 => {
                let b = self.float(depth);
                let method = self.rng.pick(&[".rem_euclid((", ".div_euclid(("]);
                node![Float: "(", a, ")", method, b, ").abs() + ", number(0.7), ")"]
            }
            6 => {
                let b = self.float(depth);
                node![Float: "(", a, ").midpoint(", b, ")"]
            }
            7 => node![Float: Part::Rounded(Box::new(a))],
            8 => {
                let (low, high) = (self.float(0), self.float(0));
                let high = node![Float: "(", high, ").abs() + ", number(0.5)];
                node![Float: "(", a, ").clamp(-(", low, ").abs(), ", high, ")"]
            }
            9 => {
                let b = self.float(depth);
                node![Float: Part::Real, "::", self.rng.pick(&["min", "copysign", "max"]), "(", a, ", ", b, ")"]
            }
            10 => {
                let n = self.simply(|g| g.int(1));
                node![Float: "(", a, ").powi((", n, ") as i32 % 4 - 1)"]
            }
            11 => {
                let method = self.rng.pick(&[".next_up()", ".next_down()"]);
                node![Float: "(", a, ")", method]
            }
            12 if !self.generic => {
                let b = self.float(depth);
                node![Float: "(", a, ").abs_sub(", b, ")"]
            }
            _ => {
                let part = self.rng.pick(&[".0", ".1"]);
                node![Float: "(", a, ").sin_cos()", part]
            }
        }
    }
}
