//! Whole programs.

use super::functions::Shape;
use super::{Form, Gen, Signature, Ty};
use crate::node;
use crate::tree::{Float, Kind, Needs, Node, Part, Style};

/// A program: some functions, of which the last is `f`.
#[derive(Clone, Debug)]
pub struct Program {
    /// The functions.
    pub source: Node,
    /// The parameters of `f`, which returns a float.
    pub params: Vec<Ty>,
    /// What its floats are.
    pub float: Float,
}

impl Program {
    /// The source, with options for each attribute.
    pub fn written(&self, options: &str) -> String {
        self.source.source(Style { float: self.float, options: Some(options) })
    }

    /// The source over the reference's numbers.
    pub fn reference(&self) -> String {
        self.source.source(Style { float: self.float, options: None })
    }
}

/// The struct whose methods the functions are.
const HOLDER: &str = "#[derive(Clone, Copy)]\nstruct K { count: usize, scale: REAL }\n\
                      const HELD: K = K { count: 2, scale: 0.75 };\n\n";

/// The program of a seed.
pub fn program(seed: u64) -> Program {
    let mut g = Gen::new(seed);
    let float = match g.rng.below(100) {
        0..12 => Float::Generic,
        12..22 => Float::Single,
        _ => Float::Double,
    };
    g.generic = float == Float::Generic;
    let helpers = g.rng.below(4);
    let block = helpers > 0 && g.rng.chance(25);
    let whole = g.rng.chance(60);
    let mut parts: Vec<Part> = Vec::new();
    if block {
        parts.push(HOLDER.replace("REAL", "f64").into());
        if whole {
            parts.push(Part::Attribute(Needs { second: true, ..Needs::default() }));
        }
        parts.push("impl K {\n".into());
    }
    for at in 0..helpers {
        let form = match g.rng.below(3) {
            _ if !block => Form::Free,
            0 => Form::Associated,
            _ => Form::Method,
        };
        parts.push(g.helper(&format!("g{at}"), form, !(block && whole)).into());
    }
    if block {
        parts.push("}\n\n".into());
    }
    let mut params = g.parameters(4);
    let changes = params.iter().any(Ty::is_mut);
    if changes && g.rng.chance(60) {
        let shape = Shape::free("inner", &params, Some(Ty::Float));
        let inner = g.function(&shape, 4 + params.len());
        parts.push(inner.into());
        // What is changed is a local here, so that there are second derivatives.
        params = params.iter().map(|ty| if ty.is_mut() { ty.owned() } else { ty.clone() }).collect();
    }
    let budget = 4 + g.rng.below(14);
    let shape = Shape {
        calls: g.functions.last().filter(|last| last.name == "inner").cloned(),
        ..Shape::free("f", &params, Some(Ty::Float))
    };
    parts.push(g.function(&shape, budget).into());
    let mut source = Node { kind: Kind::Fixed, parts };
    if !g.took_any {
        forget_second(&mut source);
    }
    Program { source, params, float }
}

/// Nobody takes gradients.
fn forget_second(node: &mut Node) {
    for part in &mut node.parts {
        if let Part::Attribute(needs) = part {
            needs.second = false;
        }
    }
    node.children_mut().for_each(forget_second);
}

impl Gen {
    /// A function that others may call.
    fn helper(&mut self, name: &str, form: Form, attribute: bool) -> Node {
        let params = self.parameters(3);
        let result = match self.rng.below(10) {
            0..6 => Some(Ty::Float),
            6 => Some(Ty::Pair),
            7 => Some(Ty::Array(2)),
            _ if params.iter().any(Ty::is_mut) => None,
            _ => Some(Ty::Float),
        };
        let budget = 3 + self.rng.below(6);
        let shape = Shape {
            name,
            params: &params,
            result,
            form,
            attribute,
            recursive: self.rng.chance(20),
            calls: None,
        };
        if form == Form::Free && self.rng.chance(12) {
            return self.mutual(&shape, budget);
        }
        self.function(&shape, budget)
    }

    pub(crate) fn parameters(&mut self, most: usize) -> Vec<Ty> {
        let mut params = vec![Ty::Float];
        for _ in 0..self.rng.below(most) {
            let n = 1 + self.rng.below(4);
            let all = [
                Ty::Float,
                Ty::Float,
                Ty::Float,
                Ty::Array(n),
                Ty::Array(2),
                Ty::Slice(n),
                Ty::Slice(n),
                Ty::Slice(n),
                Ty::SliceMut(n),
                Ty::SliceMut(n),
                Ty::RefMut,
                Ty::Ref,
                Ty::Vec(n),
                Ty::Vec(n),
                Ty::Pair,
                Ty::Nested,
                Ty::Matrix(2, 2),
                Ty::Int { below: 0 },
                Ty::Rows(1 + n / 2, 2),
                Ty::RefArray(2),
                Ty::ArrayMut(2),
                Ty::VecMut(n),
                Ty::PairMut,
            ];
            params.push(self.rng.pick(&all));
        }
        let at = self.rng.below(params.len());
        params.swap(0, at);
        params
    }
}

/// The text of a call up to its parenthesis.
pub(crate) fn callee(g: &mut Gen, signature: &Signature, suffix: &str) -> Vec<Part> {
    let inside = g.form == Form::Method;
    let before = match signature.form {
        Form::Free => "",
        Form::Method if inside => "self.",
        Form::Method => "HELD.",
        Form::Associated if g.form != Form::Free => "Self::",
        Form::Associated => "K::",
    };
    let used = node![Fixed: crate::tree::used(&signature.name), suffix];
    vec![before.into(), used.into(), "(".into()]
}
