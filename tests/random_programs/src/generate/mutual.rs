//! Two functions that call each other.

use super::functions::Shape;
use super::{Gen, Signature};
use crate::tree::{Kind, Needs, Node, Part};

impl Gen {
    /// Two functions that call each other, of which one has the mark and one can be called from elsewhere.
    pub(crate) fn mutual(&mut self, shape: &Shape<'_>, budget: usize) -> Node {
        let other_name = format!("{}b", shape.name);
        let shape = Shape { recursive: true, ..shape.clone() };
        let other = Shape { name: &other_name, ..shape.clone() };
        let marked = self.rng.chance(50);
        let took = std::mem::replace(&mut self.takes_gradients, false);
        let one = self.half(&other, shape.name, budget);
        let cost = self.cost;
        let two = self.half(&shape, &other_name, budget);
        let takes_gradients = self.takes_gradients;
        self.takes_gradients = took;
        let needs = |recursive| {
            let second = !takes_gradients;
            Part::Attribute(Needs { recursive, second, tangents: true, products: true, ..Needs::default() })
        };
        let cost = 8 * (cost + self.cost) + 1;
        self.functions.push(Signature { takes_gradients, ..shape.signature(cost, false) });
        let parts = [vec![needs(marked)], one, vec![needs(!marked)], two].concat();
        Node { kind: Kind::Function, parts }
    }

    fn half(&mut self, shape: &Shape<'_>, called: &str, budget: usize) -> Vec<Part> {
        self.begin(shape, budget);
        let mut parts = self.header(shape);
        let body = self.body_with_call(shape, Some(called));
        parts.extend([body.into(), "\n\n".into()]);
        parts
    }
}
